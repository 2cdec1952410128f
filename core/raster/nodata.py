"""Undeclared nodata: the value that marks missing pixels where the file declares none."""

from __future__ import annotations

import numpy as np
from osgeo import gdal

#: The largest values of 16-bit integers and 32-bit floats, which programs write where data are missing.
_LARGEST_VALUES = (65535.0, 32767.0, float(np.finfo(np.float32).max))
#: Side in pixels of the corners in which such a value is looked for.
_CORNER = 16


def undeclared_nodata(rgb: gdal.Dataset) -> str | None:
    """Return the value that is taken as nodata, as text for GDAL; None where one is declared or none is seen.

    Beyond 8 bits sensors deliver 0 where data are missing, never as a measured value, and programs write
    negative values (-9999) or the type's largest: one of these is taken when a corner of the raster is full
    of it, else 0. In 8 bits black may be water: it is nodata only when a corner is black. NaN always is.
    """
    band = rgb.GetRasterBand(1)
    if band.GetNoDataValue() is not None or band.GetMaskFlags() != gdal.GMF_ALL_VALID:
        return None
    fills = [value for value in _uniform_corners(rgb) if value <= 0 or value in _LARGEST_VALUES]
    if fills:
        return f"{fills[0]:.17g}"
    if band.DataType in (gdal.GDT_Float32, gdal.GDT_Float64):
        return "nan"
    return "0" if band.DataType != gdal.GDT_Byte else None


def _uniform_corners(rgb: gdal.Dataset) -> list[float]:
    """Return the values of those corners that hold one and the same value in all bands and pixels."""
    width, height = rgb.RasterXSize, rgb.RasterYSize
    side = min(_CORNER, width, height)
    corners = (rgb.ReadAsArray(x, y, side, side) for x in (0, width - side) for y in (0, height - side))
    return [float(corner.flat[0]) for corner in corners if (corner == corner.flat[0]).all()]
