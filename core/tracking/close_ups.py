"""A changed lake close up: its outlines before and after, over the images of both dates."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import numpy as np
from osgeo import ogr

from ..geo.grid import Bounds, Grid, Window, ground_grid
from ..geo.rasterize import Shapes
from ..geo.reprojection import Reprojection
from ..raster.scene import Scene
from ..report.map_picture import map_picture
from ..util.translation import tr
from .history import History, Lineage
from .lakes import Lakes

#: RGB of the outlines.
BEFORE, AFTER = (255, 225, 0), (255, 60, 60)
#: Pixels of the longer side of a picture, and how much wider than the lakes it is, on each side.
_LONGEST, _MARGIN = 420, 0.12
_NO_IMAGE = 235
#: In thousandths of the width of a picture.
_TEXT_SIZE = 36.0


def close_up(
    history: History, lineage: Lineage, crs_wkt: str, images: Mapping[datetime.date, Scene]
) -> list[tuple[datetime.date, str]]:
    """Return a picture (HTML) of a lineage at the first and the last date, where there is an image.

    ``crs_wkt`` is the CRS of the history. Both outlines are in each picture.
    """
    first, last = history.dates[0], history.dates[-1]
    pictures = []
    for lakes in (first, last):
        scene = images.get(lakes.date)
        if scene is None:
            continue
        to_scene = Reprojection(crs_wkt, scene.crs_wkt)
        outlines = [
            [to_scene(shape) for shape in _shapes(history, t, lineage)] for t in (0, len(history.dates) - 1)
        ]
        grid = _grid(scene, [*outlines[0], *outlines[1]])
        rgb = _image(scene, grid)
        if rgb is None:
            continue
        for shapes, colour in zip(outlines, (BEFORE, AFTER)):
            rgb[_lines(grid, shapes)] = colour
        alt = tr(
            "lakes of {first} and {last} over the image of {date}",
            first=first.date,
            last=last.date,
            date=lakes.date,
        )
        # All pictures are shown equally wide, so their text is measured by the width.
        text_size = _TEXT_SIZE * grid.width / max(grid.width, grid.height)
        pictures.append((lakes.date, map_picture(rgb, grid.ground_pixel, alt, text_size=text_size)))
    return pictures


def _shapes(history: History, t: int, lineage: Lineage) -> list[ogr.Geometry]:
    lakes: Lakes = history.dates[t]
    return [lakes.shape(i) for i in np.flatnonzero(np.isin(history.ids[t], lineage.ids)).tolist()]


def _grid(scene: Scene, shapes: Sequence[ogr.Geometry]) -> Grid:
    """Return the grid of a picture of shapes in the CRS of the scene; no finer than the scene itself."""
    boxes = np.array([shape.GetEnvelope() for shape in shapes])
    west, east = boxes[:, 0].min(), boxes[:, 1].max()
    south, north = boxes[:, 2].min(), boxes[:, 3].max()
    margin = _MARGIN * max(east - west, north - south)
    bounds = Bounds(west - margin, south - margin, east + margin, north + margin)
    # In pixels of the scene first, to learn how many of them one of the picture is.
    fine = ground_grid(scene.crs_wkt, bounds, scene.native_pixel, scene.anchor)
    factor = max(fine.width, fine.height) / _LONGEST
    if factor <= 1:
        return fine
    return ground_grid(scene.crs_wkt, bounds, scene.native_pixel * factor, scene.anchor)


def _image(scene: Scene, grid: Grid) -> np.ndarray | None:
    """Return the scene on a grid, RGB (H, W, 3) uint8, light grey without data; None where all is so."""
    pixels = scene.without_infrared().reader(grid, 0).read(Window(0, 0, grid.width, grid.height))
    if not pixels.valid.any():
        return None
    return np.where(pixels.valid[..., None], pixels.rgb, _NO_IMAGE).astype(np.uint8)


def _lines(grid: Grid, shapes: Sequence[ogr.Geometry]) -> np.ndarray:
    """Return which pixels (H, W) the outlines cover."""
    boundaries = [shape.Boundary() for shape in shapes]
    return (
        Shapes(boundaries, [1] * len(boundaries)).rasterize(grid.width, grid.height, grid.geotransform()) > 0
    )
