"""Lakes over the image as a picture: tinted, outlined and numbered, with the area of interest."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from osgeo import ogr

from ..geo.area_of_interest import AreaOfInterest
from ..geo.grid import Grid, Window
from ..geo.rasterize import Shapes
from ..geo.wkb import polygon_wkb
from ..raster.scene import Scene
from ..report.map_picture import Label, map_picture
from ..util.translation import tr
from .lake import Lake

_OUTLINE, _AREA = (255, 60, 60), (255, 225, 0)
_WATER, _WATER_SHARE = np.array([40, 150, 255], np.float32), 0.30


def lakes_picture(
    scene: Scene, grid: Grid, lakes: list[Lake], *, numbered: int, area: AreaOfInterest | None = None
) -> str:
    """Return a picture of the lakes over the scene for an HTML page, with a scale bar.

    The first ``numbered`` lakes have their number, 1 for the first, beside them.
    """
    rgb = lakes_over_image(scene, grid, lakes, area=area)
    height, width = rgb.shape[:2]
    labels = []
    for number, lake in enumerate(lakes[:numbered], start=1):
        shape = _shape(lake)
        point = shape.PointOnSurface()
        column, row = (point.GetX() - grid.west) / grid.pixel_x, (grid.north - point.GetY()) / grid.pixel_y
        size = math.sqrt(lake.area) / grid.ground_pixel * width / grid.width
        labels.append(Label(column * width / grid.width, row * height / grid.height, size, str(number)))
    return map_picture(rgb, grid.ground_pixel * grid.width / width, tr("Lakes over the image"), labels=labels)


def lakes_over_image(
    scene: Scene, grid: Grid, lakes: list[Lake], *, longest: int = 1400, area: AreaOfInterest | None = None
) -> np.ndarray:
    """Return the scene with its lakes tinted and outlined, RGB (H, W, 3) uint8.

    Neither side has more than ``longest`` pixels. The border of ``area`` is drawn, too.
    """
    coarse = coarser(grid, max(1.0, max(grid.width, grid.height) / longest))
    pixels = scene.reader(coarse, 0).read(Window(0, 0, coarse.width, coarse.height))
    rgb = np.where(pixels.valid[..., None], pixels.rgb, 255).astype(np.uint8)
    shapes = [_shape(lake) for lake in lakes]
    inside = _burnt(coarse, shapes)
    rgb[inside] = (rgb[inside] + _WATER_SHARE * (_WATER - rgb[inside])).astype(np.uint8)
    if area is not None:
        rgb[_burnt(coarse, [ogr.CreateGeometryFromWkb(wkb).Boundary() for wkb in area.wkbs])] = _AREA
    rgb[_burnt(coarse, [shape.Boundary() for shape in shapes])] = _OUTLINE
    return rgb


def _shape(lake: Lake) -> ogr.Geometry:
    return ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings))


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
