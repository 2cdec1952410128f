"""Definitions of parameters, a line each; those that several algorithms have are declared here, once."""

from __future__ import annotations

import math

from qgis.core import (
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

_Number = QgsProcessingParameterNumber
#: What a dialog shows of a number; QGIS would show six.
_DECIMALS = 3
_LIMITS = "lake_mapper_limits"


def decimal(name: str, title: str, default: float | None = None, **options) -> _Number:
    """Return a number with decimals; ``options`` are minValue, maxValue and optional."""
    number = _number(name, title, _Number.Type.Double, default, **options)
    show_few_decimals(number)
    return number


def show_few_decimals(number: QgsProcessingParameterNumber) -> None:
    """Let a dialog show a number with few decimals."""
    number.setMetadata({**number.metadata(), "widget_wrapper": {"decimals": _DECIMALS}})


def whole(name: str, title: str, default: int | None = None, **options) -> _Number:
    """Return a whole number; ``options`` are minValue, maxValue and optional."""
    return _number(name, title, _Number.Type.Integer, default, **options)


def _number(
    name: str,
    title: str,
    kind: _Number.Type,
    default: float | None,
    *,
    optional: bool = False,
    minValue: float = -math.inf,  # noqa: N803
    maxValue: float = math.inf,  # noqa: N803
) -> _Number:
    """Return a number whose limits only we know: QGIS's dialog would make -5 the least value, unsaid."""
    number = _Number(name, title, kind, default, optional)
    number.setMetadata({_LIMITS: [minValue, maxValue]})
    return number


def limits(number: QgsProcessingParameterNumber) -> tuple[float, float]:
    """Return the least and the largest value; infinite where there is no limit."""
    low, high = number.metadata().get(_LIMITS, (-math.inf, math.inf))
    return low, high


def switch(name: str, title: str) -> QgsProcessingParameterBoolean:
    """Return a yes or no that is no by default."""
    return QgsProcessingParameterBoolean(name, title, False)


def infrared() -> QgsProcessingParameterBoolean:
    """Return INFRARED, on by default; optional, or the modeler would refuse models from before it came."""
    title = "Use the near infrared where the image has it"
    return QgsProcessingParameterBoolean("INFRARED", title, True, optional=True)


def review() -> QgsProcessingParameterBoolean:
    """Return REVIEW, off by default; optional as INFRARED is."""
    return QgsProcessingParameterBoolean("REVIEW", "Prepare the lakes for a review", False, optional=True)


def choice(name: str, title: str, options: list[str], default: int = 0) -> QgsProcessingParameterEnum:
    """Return a choice of one of the options."""
    return QgsProcessingParameterEnum(name, title, options, defaultValue=default)


def folder(name: str, title: str, optional: bool = False) -> QgsProcessingParameterFile:
    """Return an existing or new folder."""
    return QgsProcessingParameterFile(
        name, title, QgsProcessingParameterFile.Behavior.Folder, optional=optional
    )


def model(name: str = "MODEL", title: str = "Model") -> QgsProcessingParameterFile:
    """Return an optional model file."""
    return QgsProcessingParameterFile(name, title, extension="safetensors", optional=True)


def optional_file(name: str, title: str, file_filter: str) -> QgsProcessingParameterFileDestination:
    """Return an output file that is only written when a place for it is given."""
    return QgsProcessingParameterFileDestination(
        name, title, file_filter, optional=True, createByDefault=False
    )


def report(name: str = "REPORT", title: str = "Report") -> QgsProcessingParameterFileDestination:
    """Return an optional HTML page."""
    return optional_file(name, title, "HTML files (*.html)")


def bands() -> QgsProcessingParameterString:
    """Return BANDS: which bands are red, green and blue."""
    return QgsProcessingParameterString("BANDS", "Red;green;blue bands", optional=True)


def contrast() -> QgsProcessingParameterEnum:
    """Return CONTRAST: how values become 0 to 255, in the order of ``core.raster.contrast.CONTRASTS``."""
    return choice("CONTRAST", "Contrast", ["Automatic", "None", "Percentile 2–98", "Layer style"])


def device() -> QgsProcessingParameterEnum:
    """Return DEVICE, in the order of ``base.DEVICES``."""
    return choice("DEVICE", "Device", ["Automatic", "CPU", "CUDA"])


def engine() -> QgsProcessingParameterEnum:
    """Return ENGINE: what runs the network, in which precision; in the order of ``base.ENGINES``."""
    return choice("ENGINE", "Engine", ["Automatic", "PyTorch, 32 bits", "PyTorch, 16 bits", "OpenVINO"])


def ground_resolution(title: str = "Ground resolution (m)") -> _Number:
    """Return RESOLUTION: metres on the ground a pixel."""
    return decimal("RESOLUTION", title, 17.0, minValue=0.1, maxValue=1000.0)


def dataset() -> QgsProcessingParameterFile:
    """Return DATASET: a folder of labelled tiles."""
    return folder("DATASET", "Dataset")


def split() -> QgsProcessingParameterFile:
    """Return SPLIT: which tiles are trained on, and which are tested on."""
    return QgsProcessingParameterFile("SPLIT", "Split file", extension="json", optional=True)


def seed() -> _Number:
    """Return SEED."""
    return whole("SEED", "Seed of the random choices", 0, minValue=0)


def epochs() -> _Number:
    """Return EPOCHS: how often each tile is seen."""
    return whole("EPOCHS", "Epochs", 70, minValue=1)


def batch_size() -> _Number:
    """Return BATCH_SIZE."""
    return whole("BATCH_SIZE", "Tiles in a batch", 8, minValue=1)


def budget(title: str) -> _Number:
    """Return BUDGET_IMAGES: after how many tiles a training ends."""
    return whole("BUDGET_IMAGES", title, optional=True, minValue=1)


def pretrained() -> QgsProcessingParameterBoolean:
    """Return PRETRAINED: whether LakeNet's encoder starts from ImageNet."""
    return switch("PRETRAINED", "Start LakeNet's encoder from ImageNet")


def tile_resolution() -> _Number:
    """Return RESOLUTION of a dataset: metres on the ground a pixel of its tiles."""
    return decimal("RESOLUTION", "Ground resolution of the tiles (m)", 17.0, minValue=0.1)


def table() -> QgsProcessingParameterFileDestination:
    """Return TABLE: the scores of models."""
    return QgsProcessingParameterFileDestination("TABLE", "Table", "CSV files (*.csv)")
