"""Scoped settings of GDAL, and reading its in-memory files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from osgeo import gdal, ogr, osr


@contextmanager
def gdal_raises() -> Iterator[None]:
    """Let errors of GDAL, OGR and OSR raise ``RuntimeError`` inside; ``core`` relies on it.

    Afterwards all is as before: in QGIS other plugins share these modules, and some expect None instead.
    """
    before = [(module, module.GetUseExceptions()) for module in (gdal, ogr, osr)]
    for module, _ in before:
        module.UseExceptions()
    try:
        yield
    finally:
        for module, was_on in reversed(before):
            if not was_on:
                # GDAL refuses when another plugin has turned its own on meanwhile: then they stay on.
                with suppress(RuntimeError):
                    module.DontUseExceptions()


@contextmanager
def small_cache() -> Iterator[None]:
    """Limit GDAL's cache of raster blocks to 256 MiB inside; its default is 5 % of the memory."""
    before = gdal.GetCacheMax()
    gdal.SetCacheMax(min(before, 256 * 2**20))
    try:
        yield
    finally:
        gdal.SetCacheMax(before)


def take_from_memory(path: str) -> bytes:
    """Return the content of a ``/vsimem/`` file, and remove the file and its ``.aux.xml``."""
    file = gdal.VSIFOpenL(path, "rb")
    content = bytes(gdal.VSIFReadL(1, gdal.VSIStatL(path).size, file))
    gdal.VSIFCloseL(file)
    for leftover in (path, path + ".aux.xml"):
        if gdal.VSIStatL(leftover) is not None:
            gdal.Unlink(leftover)
    return content
