"""Errors that a user can act on, as QGIS's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qgis.core import QgsProcessingException

from ...core.util.errors import LakeMapperError
from ...core.util.gdal_context import gdal_raises


@contextmanager
def as_qgis_errors() -> Iterator[None]:
    """Turn errors of ``core`` into ``QgsProcessingException``; those that are our faults stay as they are."""
    try:
        with gdal_raises():
            yield
    except LakeMapperError as error:
        raise QgsProcessingException(str(error)) from error
    except MemoryError as error:
        raise QgsProcessingException(
            "The computer ran out of memory. Close other programs or choose a smaller EXTENT."
        ) from error


@contextmanager
def writing_to(path: str, remedy: str = "Choose another place.") -> Iterator[None]:
    """Turn an ``OSError`` into ``QgsProcessingException`` that names ``path`` and a remedy."""
    try:
        yield
    except OSError as error:
        raise QgsProcessingException(f"{path} cannot be written ({error.strerror}). {remedy}") from error
