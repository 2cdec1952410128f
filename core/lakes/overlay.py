"""Lakes over the image as a picture, with GDAL alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from osgeo import ogr

from ..geo.grid import Grid, Window
from ..geo.rasterize import Shapes
from ..geo.wkb import polygon_wkb
from ..raster.scene import Scene
from .lake import Lake

_OUTLINE = (255, 60, 60)
_WATER, _WATER_SHARE = np.array([40, 150, 255], np.float32), 0.30


def lakes_over_image(scene: Scene, grid: Grid, lakes: list[Lake], longest: int = 1400) -> np.ndarray:
    """Return the scene with its lakes tinted and outlined, RGB (H, W, 3) uint8.

    Neither side has more than ``longest`` pixels.
    """
    coarse = coarser(grid, max(1.0, max(grid.width, grid.height) / longest))
    pixels = scene.reader(coarse, 0).read(Window(0, 0, coarse.width, coarse.height))
    rgb = np.where(pixels.valid[..., None], pixels.rgb, 255).astype(np.uint8)
    shapes = [ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings)) for lake in lakes]
    inside = _burnt(coarse, shapes)
    rgb[inside] = (rgb[inside] + _WATER_SHARE * (_WATER - rgb[inside])).astype(np.uint8)
    rgb[_burnt(coarse, [shape.Boundary() for shape in shapes])] = _OUTLINE
    return rgb


def coarser(grid: Grid, factor: float) -> Grid:
    """Return the grid with pixels ``factor`` times as wide, over the same ground."""
    width, height = max(1, round(grid.width / factor)), max(1, round(grid.height / factor))
    return replace(
        grid,
        width=width,
        height=height,
        pixel_x=grid.pixel_x * grid.width / width,
        pixel_y=grid.pixel_y * grid.height / height,
        ground_pixel=grid.ground_pixel * grid.width / width,
    )


def _burnt(grid: Grid, shapes: list[ogr.Geometry]) -> np.ndarray:
    return Shapes(shapes, [1] * len(shapes)).rasterize(grid.width, grid.height, grid.geotransform()) > 0
