"""Pixels of lakes that do not follow the edges of pixels, as people and other programs draw them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from osgeo import gdal, ogr

from ..geo.grid import Grid, Window
from ..geo.rasterize import Shapes
from .zonal_statistics import REACH, ZONAL_BLOCK_SIZE, LabelledBlock


def labelled_polygons(
    lakes: Sequence[Sequence[ogr.Geometry]], grid: Grid, block_size: int = ZONAL_BLOCK_SIZE
) -> Iterator[LabelledBlock]:
    """Yield the blocks of ``grid`` with pixels of lakes in reach, row by row.

    ``lakes`` are the parts of each in the CRS of the grid; a pixel is of a lake when its centre lies inside,
    and of the last one where several overlap.
    """
    parts = [part for lake in lakes for part in lake]
    numbers = [number for number, lake in enumerate(lakes, start=1) for _ in lake]
    shapes = Shapes(parts, numbers, gdal.GDT_Int32)
    whole = Window(0, 0, grid.width, grid.height)
    for row in range(0, grid.height, block_size):
        for column in range(0, grid.width, block_size):
            inner = Window(column, row, block_size, block_size).clipped(whole)
            window = inner.grown(REACH).clipped(whole)
            west, dx, _, north, _, dy = grid.geotransform(window)
            if not shapes.intersects(west, north + window.height * dy, west + window.width * dx, north):
                continue
            labels = shapes.rasterize(window.width, window.height, grid.geotransform(window))
            is_present = np.bincount(labels.ravel(), minlength=len(lakes) + 1) > 0
            present = np.flatnonzero(is_present[1:])
            if len(present):
                place = np.cumsum(is_present[1:])  # numbers of lakes to places in ``present``, from 1 on
                renumbered = np.concatenate([[0], place]).astype(np.int32)[labels]
                yield LabelledBlock(window.column, window.row, renumbered, present, inner.within(window))
