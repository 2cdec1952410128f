"""How a grid is divided: output tiles on disk, blocks for the network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..geo.grid import Grid, Window

BLOCK_SIZE = 1024  # kept pixels of a block's side; a larger one wastes less on margins and needs more memory
TILE_SIZE = 4096


class OutputTile(NamedTuple):
    """A square of the grid (smaller at the right and bottom borders), ``name`` is its file's."""

    name: str
    window: Window


def inference_blocks(tile: Window) -> list[Window]:
    """The blocks of a sheet, row by row."""
    return [
        Window(
            column,
            row,
            min(BLOCK_SIZE, tile.column + tile.width - column),
            min(BLOCK_SIZE, tile.row + tile.height - row),
        )
        for row in range(tile.row, tile.row + tile.height, BLOCK_SIZE)
        for column in range(tile.column, tile.column + tile.width, BLOCK_SIZE)
    ]


def output_tiles(grid: Grid, size: int = TILE_SIZE) -> Iterator[OutputTile]:
    """The sheets of a grid, of ``size`` pixels a side, row by row."""
    for row in range(0, grid.height, size):
        for column in range(0, grid.width, size):
            window = Window(column, row, min(size, grid.width - column), min(size, grid.height - row))
            yield OutputTile(f"sheet_{row // size:04d}_{column // size:04d}.tif", window)
