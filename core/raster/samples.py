"""Values of windows spread evenly over a raster: what is known of all of it before it is read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from osgeo import gdal

_SAMPLES, _SAMPLE = 24, 32  # 24 × 24 windows of 32 × 32 pixels: 590 thousand pixels at most


class Samples(NamedTuple):
    """Values (bands, n) of a raster in its data type, and where its mask lets them count (n,) bool.

    ``windows`` (n,) numbers the window of each pixel, row by row; ``shape`` is how many rows and columns of
    windows there are. ``kinds`` are GDAL's data types of the bands.
    """

    values: np.ndarray
    seen: np.ndarray
    windows: np.ndarray
    shape: tuple[int, int]
    kinds: tuple[int, ...]


def sample(dataset: gdal.Dataset) -> Samples:
    """Read windows spread evenly over a dataset, so that little is read."""
    width, height = dataset.RasterXSize, dataset.RasterYSize
    # Windows that overlapped would count the middle of a small raster twice.
    columns, wide = _starts(width)
    rows, tall = _starts(height)
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    mask = bands[0].GetMaskBand()
    values, seen = [], []
    for row in rows:
        for column in columns:
            place = column, row, wide, tall
            values.append(dataset.ReadAsArray(*place).reshape(len(bands), -1))
            seen.append(mask.ReadAsArray(*place).ravel() > 0)
    windows = np.repeat(np.arange(len(seen)), wide * tall)
    kinds = tuple(band.DataType for band in bands)
    shape = (len(rows), len(columns))
    return Samples(np.concatenate(values, axis=1), np.concatenate(seen), windows, shape, kinds)


def _starts(size: int) -> tuple[list[int], int]:
    """Return where the windows along a side of ``size`` pixels begin, and how long they are."""
    if size < 2 * _SAMPLE:
        return [0], size
    return np.linspace(0, size - _SAMPLE, min(_SAMPLES, size // _SAMPLE)).astype(int).tolist(), _SAMPLE
