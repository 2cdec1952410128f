"""How a grid is divided: output tiles on disk, blocks for the network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..geo.grid import Grid, Window

BLOCK = 1024  # kept pixels of a block's side; a larger one wastes less on margins and needs more memory
SHEET = 4096


class Sheet(NamedTuple):
    """A square of the grid (smaller at the right and bottom borders), ``name`` is its file's."""

    name: str
    window: Window


def blocks(sheet: Window) -> list[Window]:
    """The blocks of a sheet, row by row."""
    return [
        Window(
            column,
            row,
            min(BLOCK, sheet.column + sheet.width - column),
            min(BLOCK, sheet.row + sheet.height - row),
        )
        for row in range(sheet.row, sheet.row + sheet.height, BLOCK)
        for column in range(sheet.column, sheet.column + sheet.width, BLOCK)
    ]


def sheets_of(grid: Grid, size: int = SHEET) -> Iterator[Sheet]:
    """The sheets of a grid, of ``size`` pixels a side, row by row."""
    for row in range(0, grid.height, size):
        for column in range(0, grid.width, size):
            window = Window(column, row, min(size, grid.width - column), min(size, grid.height - row))
            yield Sheet(f"sheet_{row // size:04d}_{column // size:04d}.tif", window)
