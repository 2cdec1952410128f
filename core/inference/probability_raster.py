"""Lake probability as bytes, and the GeoTIFF files that hold it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..geo.grid import Grid, Window

#: A probability p is stored as round(p × PROBABILITY_SCALE): in steps of half a percent, and 0.5 exactly.
PROBABILITY_SCALE = 200
#: The byte of a pixel without data.
NODATA = 255


def scaled_probability(probability: np.ndarray) -> np.ndarray:
    """Return probabilities (H, W) of 0 to 1 as bytes (H, W) uint8 of 0 to ``PROBABILITY_SCALE``."""
    return np.rint(probability * PROBABILITY_SCALE).astype(np.uint8)


def scaled_probability_reader(path: str) -> Callable[[Window], np.ndarray]:
    """Open a raster of scaled probability: return a function from a window to its bytes (H, W) uint8."""
    dataset = gdal.Open(path)
    return lambda window: dataset.ReadAsArray(*window)


def write_scaled_probability(path: str, scaled: np.ndarray, grid: Grid, window: Window) -> None:
    """Write the scaled probability (H, W) uint8 of a window of ``grid`` as a compressed GeoTIFF."""
    height, width = scaled.shape
    options = ["COMPRESS=DEFLATE", "ZLEVEL=1", "TILED=YES"]
    dataset = gdal.GetDriverByName("GTiff").Create(path, width, height, 1, gdal.GDT_Byte, options)
    dataset.SetProjection(grid.crs_wkt)
    dataset.SetGeoTransform(grid.geotransform(window))
    band = dataset.GetRasterBand(1)
    band.SetNoDataValue(NODATA)
    band.SetScale(1 / PROBABILITY_SCALE)
    band.SetDescription("lake probability")
    band.WriteArray(scaled)
    dataset.FlushCache()


def check_readable(path: Path) -> None:
    """Read all pixels of a raster; ``RuntimeError`` when some are missing.

    GDAL 3.10 does not always report that the disk was full while it wrote.
    """
    dataset = gdal.Open(str(path))
    try:
        dataset.GetRasterBand(1).Checksum()
    finally:
        del dataset  # the error's traceback would keep the file open
