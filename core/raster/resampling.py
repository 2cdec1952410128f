"""Resampling a raster to a grid that lies parallel to it: bilinear, without aliasing, and quick.

A pixel of the grid is a weighted mean of the raster's, row by row and column by column: of two where the grid
is finer, of more where it is coarser (the kernel is a triangle as wide as the coarser of both pixels, that of
GDAL's warper, which takes several times as long). Plain sums, no matrix products: inside QGIS these would
come from GSL, which QGIS has loaded before NumPy's own BLAS, and take twenty times as long.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

#: Rows that are resampled along columns at a time: they stay in the processor's cache.
_ROWS = 16


@dataclass(frozen=True)
class Axis:
    """Where a grid's pixels lie on a raster along one axis: pixel ``i`` at ``(i + 0.5) * scale + offset``.

    The raster's pixel ``s`` lies at ``s + 0.5``. ``scale`` is the grid's pixel in those of the raster.
    """

    scale: float
    offset: float

    @property
    def identical(self) -> bool:
        """Whether the grid's pixels are the raster's own."""
        return abs(self.scale - 1) < 1e-9 and abs(self.offset - round(self.offset)) < 1e-6

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The raster's pixels, from one up to another, that the grid's from ``first`` to ``last`` take."""
        if self.identical:
            return first + round(self.offset), last + round(self.offset)
        begins, weights = self.taken(first, last)
        return int(begins[0]), int(begins[-1]) + weights.shape[1]

    def taken(self, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
        """Of each of the grid's pixels the first of the raster's that it takes (n,), and weights (n, k).

        The weights are those of that pixel and the ones after it, and add up to one.
        """
        radius = max(1.0, self.scale)
        centre = (np.arange(first, last) + 0.5) * self.scale + self.offset
        begins = np.floor(centre - radius + 0.5).astype(int)
        apart = begins[:, None] + np.arange(math.ceil(2 * radius)) + 0.5 - centre[:, None]
        weights = np.maximum(0, 1 - np.abs(apart) / radius)
        return begins, (weights / weights.sum(1, keepdims=True)).astype(np.float32)


def resampled(
    bands: np.ndarray, rows: Axis, columns: Axis, first: tuple[int, int], size: tuple[int, int]
) -> np.ndarray:
    """Bands (C, h, w) float32 on ``size`` (rows, columns) pixels of the grid, from pixel ``first`` on.

    ``bands`` hold what the ``span`` of ``rows`` and ``columns`` for those pixels names.
    """
    (top, left), (height, width) = first, size
    if not rows.identical:
        bands = _along_rows(bands, *_from_start(rows, top, height))
    if not columns.identical:
        bands = _along_columns(bands, *_from_start(columns, left, width))
    return bands


def _from_start(axis: Axis, first: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    begins, weights = axis.taken(first, first + count)
    return begins - begins[0], weights


def _along_rows(bands: np.ndarray, begins: np.ndarray, weights: np.ndarray) -> np.ndarray:
    count, _, width = bands.shape
    result = np.empty((count, len(begins), width), np.float32)
    part = np.empty((count, width), np.float32)
    for i, (begin, shares) in enumerate(zip(begins.tolist(), weights)):
        np.multiply(bands[:, begin], shares[0], out=result[:, i])
        for k in range(1, len(shares)):
            if shares[k]:
                result[:, i] += np.multiply(bands[:, begin + k], shares[k], out=part)
    return result


def _along_columns(bands: np.ndarray, begins: np.ndarray, weights: np.ndarray) -> np.ndarray:
    count, height, _ = bands.shape
    result = np.empty((count, height, len(begins)), np.float32)
    for row in range(0, height, _ROWS):
        these, filled = bands[:, row : row + _ROWS], result[:, row : row + _ROWS]
        part = np.empty_like(filled)
        # "clip" for speed: no index lies outside.
        np.multiply(np.take(these, begins, 2, part, "clip"), weights[:, 0], out=filled)
        for k in range(1, weights.shape[1]):
            filled += np.multiply(np.take(these, begins + k, 2, part, "clip"), weights[:, k], out=part)
    return result
