"""Errors that a user can act on, as QGIS's; of others, what to report, and where."""

from __future__ import annotations

import platform
import traceback
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from pathlib import Path

from osgeo import gdal
from qgis.core import Qgis, QgsProcessingException

from ...core.util.credentials import without_secrets
from ...core.util.errors import Cancelled, LakeMapperError
from ...core.util.gdal_context import gdal_raises

_ROOT = Path(__file__).resolve().parents[2]
#: What the code in a folder does, for a sentence; the first that fits a path counts.
_STEPS = {
    "core/datasets/": "reading or writing labelled tiles",
    "core/evaluation/": "evaluating models",
    "core/geo/": "placing the data on the ground",
    "core/inference/": "computing lake probability",
    "core/lakes/": "tracing and measuring lakes",
    "core/models/": "reading the model",
    "core/raster/": "reading the image",
    "core/tracking/": "following lakes from date to date",
    "core/training/": "training",
    "plugin/layers/": "reading the layers",
    "plugin/outputs/": "writing the outputs",
    "": "preparing the work",
}
#: So many places in our code are named, the innermost first.
_PLACES = 4


@contextmanager
def as_qgis_errors(kept: str = "") -> Iterator[None]:
    """Turn errors of ``core`` into ``QgsProcessingException``, whose sentence is all that a user sees.

    Of one that nobody expected the sentence says in which step it came and what to report, and ``kept``,
    what of the work is not lost.
    """
    try:
        with gdal_raises():
            yield
    except (Cancelled, QgsProcessingException):
        raise
    except Exception as error:
        sentence = _sentence(error, kept)
        # QGIS keeps every error until it ends, and so would all that its frames hold, such as images.
        traceback.clear_frames(error.__traceback__)
        raise QgsProcessingException(sentence) from error


@contextmanager
def writing_to(path: str, remedy: str = "Choose another place.") -> Iterator[None]:
    """Turn an ``OSError`` into ``QgsProcessingException`` that names ``path`` and a remedy."""
    try:
        yield
    except OSError as error:
        raise QgsProcessingException(f"{path} cannot be written ({error.strerror}). {remedy}") from error


def _sentence(error: Exception, kept: str) -> str:
    if isinstance(error, LakeMapperError):
        return str(error)
    if isinstance(error, MemoryError):
        return "The computer ran out of memory. Close other programs or choose a smaller EXTENT."
    return _unexpected(error, kept)


def _unexpected(error: Exception, kept: str) -> str:
    """Return sentences about an error that is a fault of Lake Mapper, or one that it does not foresee."""
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    ours = [(path.relative_to(_ROOT).as_posix(), line) for path, line in frames if _ROOT in path.parents]
    ours = [(path, line) for path, line in ours if path.startswith(("core/", "plugin/"))][::-1]
    innermost = ours[0][0] if ours else ""
    step = next(text for folder, text in _STEPS.items() if innermost.startswith(folder))
    places = ", ".join(f"{path} {line}" for path, line in ours[:_PLACES])
    about = ConfigParser(interpolation=None)
    about.read(_ROOT / "metadata.txt", encoding="utf-8")
    versions = (
        f"Lake Mapper {about['general']['version']}, QGIS {Qgis.version()}, Python "
        f"{platform.python_version()}, GDAL {gdal.__version__}, {platform.system()}"
    )
    words = " ".join(str(error).split())[:300]
    return without_secrets(
        f"An error that Lake Mapper did not expect, while {step}: {type(error).__name__}: {words}. "
        + (f"{kept} " if kept else "")
        + f"Please report it at {about['general']['tracker']}: send this whole log and, if you may, "
        f"the input. ({places or 'no place in the plugin'}; {versions})"
    )
