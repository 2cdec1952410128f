"""Exceptions, one for each kind of failure. Their messages name what is wrong and what helps."""

from __future__ import annotations

from .credentials import without_secrets


class LakeMapperError(Exception):
    """Base of every error that a user can act on; its sentence shows no keys of addresses that it names."""

    def __init__(self, sentence: object = "") -> None:
        super().__init__(without_secrets(str(sentence)))


class SceneError(LakeMapperError):
    """The raster cannot be used: unreadable, no CRS, no geotransform, missing bands, empty extent."""


class ModelError(LakeMapperError):
    """The model file cannot be used: corrupt, of another format, or of an unknown network."""


class RunError(LakeMapperError):
    """The run cannot go on: its folder is full, read-only, or belongs to another run."""


class DeviceError(LakeMapperError):
    """The chosen device is not there or failed."""


class DatasetError(LakeMapperError):
    """A labelled dataset cannot be used: files missing, unreadable, or labelled in an unknown way."""


class TrainingError(LakeMapperError):
    """A training cannot go on: no memory, no disk space, or a loss that is not finite."""


class TrackingError(LakeMapperError):
    """Lake layers cannot be compared: no date, no CRS, no lake, or not the same place."""


class AccuracyError(LakeMapperError):
    """The accuracy of a map cannot be assessed: no mapped area, too few points, or labels that are wrong."""


class Cancelled(Exception):  # noqa: N818 (not an error)
    """The user asked to stop; finished output tiles are kept."""
