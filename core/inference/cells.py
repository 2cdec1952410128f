"""Cells: squares of a block that the network looks at or not, and the rectangles that hold them."""

from __future__ import annotations

import numpy as np

from ..geo.grid import Window
from .rectangles import covering

#: Side of a cell in pixels: a multiple of every network's stride, and coarse, so that rectangles have few
#: sizes, for each of which a runtime prepares itself anew.
SIDE = 64


def known_cells(valid: np.ndarray) -> np.ndarray:
    """Return which cells (h, w) of a block have pixels with data, ``valid`` (H, W) bool."""
    height, width = valid.shape
    if height % SIDE or width % SIDE:
        valid = np.pad(valid, ((0, -height % SIDE), (0, -width % SIDE)))
    return valid.reshape(len(valid) // SIDE, SIDE, -1, SIDE).any((1, 3))


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
