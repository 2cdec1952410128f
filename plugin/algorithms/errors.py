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
from ..gui.translation import tr

_ROOT = Path(__file__).resolve().parents[2]
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
def writing_to(path: str, remedy: str = "") -> Iterator[None]:
    """Turn an ``OSError`` into ``QgsProcessingException`` that names ``path`` and a remedy.

    Without one it is another place.
    """
    try:
        yield
    except OSError as error:
        sentence = tr("{path} cannot be written ({why}).", path=path, why=error.strerror)
        raise QgsProcessingException(f"{sentence} {remedy or tr('Choose another place.')}") from error


def _sentence(error: Exception, kept: str) -> str:
    if isinstance(error, LakeMapperError):
        return str(error)
    if isinstance(error, MemoryError):
        return tr("The computer ran out of memory. Close other programs or choose a smaller EXTENT.")
    return _unexpected(error, kept)


def _unexpected(error: Exception, kept: str) -> str:
    """Return sentences about an error that is a fault of Lake Mapper, or one that it does not foresee."""
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    ours = [(path.relative_to(_ROOT).as_posix(), line) for path, line in frames if _ROOT in path.parents]
    ours = [(path, line) for path, line in ours if path.startswith(("core/", "plugin/"))][::-1]
    innermost = ours[0][0] if ours else ""
    places = ", ".join(f"{path} {line}" for path, line in ours[:_PLACES])
    about = ConfigParser(interpolation=None)
    about.read(_ROOT / "metadata.txt", encoding="utf-8")
    versions = (
        f"Lake Mapper {about['general']['version']}, QGIS {Qgis.version()}, Python "
        f"{platform.python_version()}, GDAL {gdal.__version__}, {platform.system()}"
    )
    words = " ".join(str(error).split())[:300]
    what = tr(
        "An error that Lake Mapper did not expect, while {step}: {error}: {words}.",
        step=_step(innermost),
        error=type(error).__name__,
        words=words,
    )
    report = tr(
        "Please report it at {address}: send this whole log and, if you may, the input. ({places}; "
        "{versions})",
        address=about["general"]["tracker"],
        places=places or tr("no place in the plugin"),
        versions=versions,
    )
    return without_secrets(" ".join(filter(None, (what, kept, report))))


def _step(place: str) -> str:
    """Return what the code at a place of ours does, for a sentence."""
    steps = {
        "core/datasets/": tr("reading or writing labelled tiles"),
        "core/evaluation/": tr("evaluating models"),
        "core/geo/": tr("placing the data on the ground"),
        "core/inference/": tr("computing lake probability"),
        "core/lakes/": tr("tracing and measuring lakes"),
        "core/models/": tr("reading the model"),
        "core/raster/": tr("reading the image"),
        "core/tracking/": tr("following lakes from date to date"),
        "core/training/": tr("training"),
        "plugin/layers/": tr("reading the layers"),
        "plugin/outputs/": tr("writing the outputs"),
    }
    known = (text for folder, text in steps.items() if place.startswith(folder))
    return next(known, tr("preparing the work"))
