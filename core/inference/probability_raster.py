"""Lake probability as bytes in a GeoTIFF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..geo.grid import Grid, Window

#: Probability p is stored as round(p × LEVELS): half a percent, and 0.5 exactly.
PROBABILITY_SCALE = 200
NODATA = 255


def scaled_probability_of(mosaic: str) -> Callable[[Window], np.ndarray]:
    """What reads the levels (H, W) uint8 of windows of one raster."""
    dataset = gdal.Open(mosaic)
    return lambda window: dataset.ReadAsArray(*window)


def read_all(path: Path) -> None:
    """Raise ``RuntimeError`` unless all is there: GDAL 3.10 does not always tell that the disk is full."""
    dataset = gdal.Open(str(path))
    try:
        dataset.GetRasterBand(1).Checksum()
    finally:
        del dataset  # the error's traceback would keep the file open


def write_geotiff(path: str, values: np.ndarray, grid: Grid, window: Window) -> None:
    """Write the levels (H, W) uint8 of a window of the grid as a small GeoTIFF."""
    height, width = values.shape
    options = ["COMPRESS=DEFLATE", "ZLEVEL=1", "TILED=YES"]
    dataset = gdal.GetDriverByName("GTiff").Create(path, width, height, 1, gdal.GDT_Byte, options)
    dataset.SetProjection(grid.crs_wkt)
    dataset.SetGeoTransform(grid.geotransform(window))
    band = dataset.GetRasterBand(1)
    band.SetNoDataValue(NODATA)
    band.SetScale(1 / PROBABILITY_SCALE)
    band.SetDescription("lake probability")
    band.WriteArray(values)
    dataset.FlushCache()
