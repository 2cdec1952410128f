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


def inference_blocks(tile: Window, image: Window | None = None) -> list[Window]:
    """Return the inference blocks that the window of an output tile needs, without margins, row by row.

    They lie on one lattice for the whole ``image`` (``Grid.image``; None: the tile itself), end at its
    borders, and may reach beyond the tile: so a block is the same whatever part of the image is mapped.
    """
    image = image or tile
    return [
        Window(column, row, BLOCK_SIZE, BLOCK_SIZE).clipped(image)
        for row in _starts(tile.row, tile.height, image.row, BLOCK_SIZE)
        for column in _starts(tile.column, tile.width, image.column, BLOCK_SIZE)
    ]


def block_count(tiles: Iterable[OutputTile], image: Window | None = None) -> int:
    """Return how many inference blocks ``tiles`` have."""
    return sum(len(inference_blocks(tile.window, image)) for tile in tiles)


def output_tiles(grid: Grid, size: int = TILE_SIZE) -> list[OutputTile]:
    """Return the output tiles of ``grid``, of ``size`` pixels a side, row by row.

    They lie on one lattice for the whole image, which numbers them.
    """
    left, top, _, _ = grid.image
    own = Window(0, 0, grid.width, grid.height)
    return [
        # "sheet" stays: run folders from before this version hold such files, and go on with them.
        OutputTile(
            f"sheet_{(row - top) // size:04d}_{(column - left) // size:04d}.tif",
            Window(column, row, size, size).clipped(own),
        )
        for row in _starts(0, grid.height, top, size)
        for column in _starts(0, grid.width, left, size)
    ]


def _starts(start: int, length: int, lattice: int, size: int) -> range:
    """Return where squares of ``size`` begin that cover ``length`` pixels from ``start`` on.

    One of them begins at ``lattice``.
    """
    return range(start - (start - lattice) % size, start + length, size)
