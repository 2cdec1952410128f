"""Resampling a raster to a grid that is parallel to it: bilinear, without aliasing, and fast.

A pixel of the grid is a weighted mean of the raster's, row by row and column by column: of two where the grid
is finer, of more where it is coarser: the kernel is a triangle as wide as the coarser of both pixels, that of
GDAL's warper, which takes several times as long. There are plain sums and no matrix products: inside QGIS
these would come from GSL, which QGIS has loaded before NumPy's own BLAS, and take twenty times as long.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

#: Rows that are resampled along columns at a time, so that they stay in the processor's cache.
_ROWS = 16


@dataclass(frozen=True)
class Axis:
    """Where a grid's pixels lie on a raster along one axis, in pixels of the raster.

    The centre of the grid's pixel ``i`` is at ``(i + 0.5) * scale + offset``, that of the raster's pixel
    ``s`` at ``s + 0.5``. ``scale`` is the size of the grid's pixel.
    """

    scale: float
    offset: float

    @property
    def identical(self) -> bool:
        """Whether the grid's pixels are the raster's own."""
        return abs(self.scale - 1) < 1e-9 and abs(self.offset - round(self.offset)) < 1e-6

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the range of the raster's pixels that the grid's pixels ``first`` to ``last - 1`` use."""
        if self.identical:
            return first + round(self.offset), last + round(self.offset)
        begins, weights = self.kernel(first, last)
        return int(begins[0]), int(begins[-1]) + weights.shape[1]

    def inside(self, first: int, last: int, size: int) -> np.ndarray:
        """Return how much of the weight (n,) of the grid's pixels lies on a raster of ``size`` pixels."""
        if self.identical:
            place = np.arange(first, last) + round(self.offset)
            return ((place >= 0) & (place < size)).astype(np.float32)
        begins, weights = self.kernel(first, last)
        place = begins[:, None] + np.arange(weights.shape[1])
        there = (place >= 0) & (place < size)
        return np.where(there.all(1), np.float32(1), (weights * there).sum(1))  # 1 without noise

    def kernel(self, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the first of the raster's pixels that each of the grid's uses (n,), and weights (n, k).

        The weights are those of that pixel and of the following ones; they add up to one.
        """
        radius = max(1.0, self.scale)
        centre = (np.arange(first, last) + 0.5) * self.scale + self.offset
        begins = np.floor(centre - radius + 0.5).astype(int)
        apart = begins[:, None] + np.arange(math.ceil(2 * radius)) + 0.5 - centre[:, None]
        weights = np.maximum(0, 1 - np.abs(apart) / radius)
        return begins, (weights / weights.sum(1, keepdims=True)).astype(np.float32)


def resampled(
    bands: np.ndarray, rows: Axis, columns: Axis, *, first: tuple[int, int], size: tuple[int, int]
) -> np.ndarray:
    """Resample bands (C, h, w) float32 to ``size`` (rows, columns) pixels of the grid, from ``first`` on.

    ``bands`` hold the raster's pixels in the ``span`` of ``rows`` and ``columns`` for those pixels.
    """
    (top, left), (height, width) = first, size
    if not rows.identical:
        bands = _along_rows(bands, *_from_start(rows, top, height))
    if not columns.identical:
        bands = _along_columns(bands, *_from_start(columns, left, width))
    return bands


def _from_start(axis: Axis, first: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    begins, weights = axis.kernel(first, first + count)
    return begins - begins[0], weights


def _along_rows(bands: np.ndarray, begins: np.ndarray, weights: np.ndarray) -> np.ndarray:
    count, _, width = bands.shape
    result = np.empty((count, len(begins), width), np.float32)
    product = np.empty((count, width), np.float32)
    for i, (begin, of_row) in enumerate(zip(begins.tolist(), weights)):
        np.multiply(bands[:, begin], of_row[0], out=result[:, i])
        for k in range(1, len(of_row)):
            if of_row[k]:
                result[:, i] += np.multiply(bands[:, begin + k], of_row[k], out=product)
    return result


def _along_columns(bands: np.ndarray, begins: np.ndarray, weights: np.ndarray) -> np.ndarray:
    count, height, _ = bands.shape
    result = np.empty((count, height, len(begins)), np.float32)
    for row in range(0, height, _ROWS):
        source, target = bands[:, row : row + _ROWS], result[:, row : row + _ROWS]
        product = np.empty_like(target)
        # "clip" for speed: no index lies outside.
        np.multiply(np.take(source, begins, 2, product, "clip"), weights[:, 0], out=target)
        for k in range(1, weights.shape[1]):
            target += np.multiply(np.take(source, begins + k, 2, product, "clip"), weights[:, k], out=product)
    return result
