"""Resampling a raster to a grid that lies parallel to it: bilinear, without aliasing, and quick.

A pixel of the grid is a weighted mean of the raster's, row by row and column by column: of two where the grid
is finer, of more where it is coarser (the kernel is a triangle as wide as the coarser of both pixels, that of
GDAL's warper, which takes several times as long). A few pixels of the grid at a time are one small matrix
product.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

#: Pixels of the grid in one product. They begin at multiples of it in the whole grid, so that a pixel is
#: the same in every window.
_STEP = 16
#: Rows or columns of one product: few enough for NumPy's BLAS not to share it among threads of its own,
#: which would get into the network's way.
_RUN = 512


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
        return self._reach(first // _STEP * _STEP)[0], self._reach((last - 1) // _STEP * _STEP)[1]

    def products(self, first: int, last: int) -> Iterator[tuple[slice, slice, np.ndarray]]:
        """What to multiply: slices of what to fill and of ``span(first, last)``, and weights between them.

        What is to be filled begins at the multiple of ``_STEP`` at or before ``first``. Weights are
        (``_STEP``, raster's pixels), and add up to one for each of the grid's.
        """
        begin, start = first // _STEP * _STEP, self.span(first, last)[0]
        for i in range(begin, last, _STEP):
            low, high = self._reach(i)
            centre = (np.arange(i, i + _STEP) + 0.5) * self.scale + self.offset
            apart = np.abs(np.arange(low, high) + 0.5 - centre[:, None])
            weights = np.maximum(0, 1 - apart / max(1.0, self.scale))
            weights = (weights / weights.sum(1, keepdims=True)).astype(np.float32)
            yield slice(i - begin, i - begin + _STEP), slice(low - start, high - start), weights

    def _reach(self, i: int) -> tuple[int, int]:
        """The raster's pixels that those of the grid from ``i`` to ``i + _STEP`` take."""
        radius = max(1.0, self.scale)
        low = math.floor((i + 0.5) * self.scale + self.offset - radius)
        return low, low + math.ceil((_STEP - 1) * self.scale + 2 * radius) + 1


def resampled(
    bands: np.ndarray, rows: Axis, columns: Axis, first: tuple[int, int], size: tuple[int, int]
) -> np.ndarray:
    """Bands (C, h, w) float32 on ``size`` (rows, columns) pixels of the grid, from pixel ``first`` on.

    ``bands`` hold what the ``span`` of ``rows`` and ``columns`` for those pixels names.
    """
    (top, left), (height, width) = first, size
    if rows.identical and columns.identical:
        above = top + round(rows.offset) - rows.span(top, top + height)[0]
        before = left + round(columns.offset) - columns.span(left, left + width)[0]
        return bands[:, above : above + height, before : before + width]
    count, _, across = bands.shape
    above, before = top % _STEP, left % _STEP
    between = np.empty((count, -(-(above + height) // _STEP) * _STEP, across), np.float32)
    for filled, taken, weights in rows.products(top, top + height):
        for column in range(0, across, _RUN):
            run = np.s_[column : column + _RUN]
            np.matmul(weights, bands[:, taken, run], out=between[:, filled, run])
    between = between[:, above : above + height]
    result = np.empty((count, height, -(-(before + width) // _STEP) * _STEP), np.float32)
    for filled, taken, weights in columns.products(left, left + width):
        for row in range(0, height, _RUN):
            run = np.s_[row : row + _RUN]
            np.matmul(between[:, run, taken], weights.T, out=result[:, run, filled])
    return result[:, :, before : before + width]
