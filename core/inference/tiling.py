"""How a grid is divided: into output tiles, which are files, and these into inference blocks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..geo.grid import Grid, Window

#: Side in pixels of what is kept of an inference block. A larger one wastes less on margins, but needs more
#: memory.
BLOCK_SIZE = 1024
#: Side of an output tile in pixels, a multiple of ``BLOCK_SIZE``.
TILE_SIZE = 4096


class OutputTile(NamedTuple):
    """A square of the grid, smaller at its right and bottom borders; ``name`` is that of its file."""

    name: str
    window: Window


def inference_blocks(tile: Window) -> list[Window]:
    """Return the inference blocks of the window of an output tile, without margins, row by row."""
    return _squares(tile, BLOCK_SIZE)


def block_count(tiles: Iterable[OutputTile]) -> int:
    """Return how many inference blocks ``tiles`` have."""
    return sum(len(inference_blocks(tile.window)) for tile in tiles)


def output_tiles(grid: Grid, size: int = TILE_SIZE) -> list[OutputTile]:
    """Return the output tiles of ``grid``, of ``size`` pixels a side, row by row."""
    return [
        # "sheet" stays: run folders from before this version hold such files, and go on with them.
        OutputTile(f"sheet_{window.row // size:04d}_{window.column // size:04d}.tif", window)
        for window in _squares(Window(0, 0, grid.width, grid.height), size)
    ]


def _squares(window: Window, size: int) -> list[Window]:
    """Cut ``window`` into squares of ``size``; what is left at the right and at the bottom is smaller."""
    right, bottom = window.column + window.width, window.row + window.height
    return [
        Window(column, row, min(size, right - column), min(size, bottom - row))
        for row in range(window.row, bottom, size)
        for column in range(window.column, right, size)
    ]
