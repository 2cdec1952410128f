"""Cells: squares of a block that the network looks at or not, and the rectangles that hold them."""

from __future__ import annotations

import numpy as np

from ..geo.grid import Window
from .rectangles import covering

#: Side of a cell in pixels: a multiple of every network's stride, and coarse, so that rectangles have few
#: sizes, for each of which a runtime prepares itself anew.
SIDE = 64


def known_cells(valid: np.ndarray) -> np.ndarray:
    """Return which cells (h, w) of a block have pixels with data, ``valid`` (H, W)."""
    return any_in(valid, SIDE)


def rectangles(cells: np.ndarray, block: Window, margin: int) -> list[Window]:
    """Return windows of the grid that hold all cells (h, w) of ``block`` that are true.

    Each gets ``margin`` pixels on each side, which count in what it costs.
    """
    return [
        Window(
            block.column + SIDE * r.left,
            block.row + SIDE * r.top,
            min(SIDE * r.right, block.width) - SIDE * r.left,
            min(SIDE * r.bottom, block.height) - SIDE * r.top,
        )
        for r in covering(cells, -(-margin // SIDE))
    ]


def grown(cells: np.ndarray) -> np.ndarray:
    """Return the true cells (h, w) and their eight neighbours."""
    around = np.pad(cells, 1)
    rows = around[:-2] | around[1:-1] | around[2:]
    return rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:]


def any_in(values: np.ndarray, side: int) -> np.ndarray:
    """Return which squares (h, w) of ``side`` of ``values`` (H, W) bool have a true one."""
    return _squares(values, side).any((1, 3))


def count_in(values: np.ndarray, side: int) -> np.ndarray:
    """Return how many of ``values`` (H, W) bool are true in each square (h, w) of ``side``."""
    return _squares(values, side).sum((1, 3))


def _squares(values: np.ndarray, side: int) -> np.ndarray:
    """Return ``values`` (H, W) bool as (h, side, w, side), false beyond the edges."""
    height, width = values.shape
    if height % side or width % side:
        values = np.pad(values, ((0, -height % side), (0, -width % side)))
    return values.reshape(len(values) // side, side, -1, side)
