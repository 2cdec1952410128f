"""What counts as no data where the file does not say."""

from __future__ import annotations

import numpy as np
from osgeo import gdal

#: Fill at the end of a type's range: 16-bit integers, 32-bit floats.
_LARGEST = (65535.0, 32767.0, float(np.finfo(np.float32).max))


def undeclared_nodata(rgb: gdal.Dataset) -> str | None:
    """What counts as no data where nothing is declared; None where something is, or all is data.

    Beyond 8 bits sensors deliver 0 as fill, never as a measured value, and programs fill with negative
    values (-9999) or the type's largest; such a corner of the raster tells. In 8 bits black may well be
    water; only when a corner is pure black is black taken as the fill around a scene. NaN is no data in
    any case.
    """
    band = rgb.GetRasterBand(1)
    if band.GetNoDataValue() is not None or band.GetMaskFlags() != gdal.GMF_ALL_VALID:
        return None
    fills = [value for value in _plain_corners(rgb) if value <= 0 or value in _LARGEST]
    if fills:
        return f"{fills[0]:.17g}"
    if band.DataType in (gdal.GDT_Float32, gdal.GDT_Float64):
        return "nan"
    return "0" if band.DataType != gdal.GDT_Byte else None


def _plain_corners(rgb: gdal.Dataset, side: int = 16) -> list[float]:
    """The values of those corners that hold one and the same value in all bands and pixels."""
    width, height = rgb.RasterXSize, rgb.RasterYSize
    side = min(side, width, height)
    corners = (rgb.ReadAsArray(x, y, side, side) for x in (0, width - side) for y in (0, height - side))
    return [float(corner.flat[0]) for corner in corners if (corner == corner.flat[0]).all()]
