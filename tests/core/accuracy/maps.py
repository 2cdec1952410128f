"""A map in UTM whose lakes, ground and truth are known, and points over it."""

from __future__ import annotations

import numpy as np
from lake_mapper.core.accuracy.map_area import MapArea
from lake_mapper.core.accuracy.points import POINT_FIELDS, Plan, draw_points
from lake_mapper.core.accuracy.stratified_grid import StratifiedGrid
from osgeo import ogr, osr


def crs(code: int) -> str:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(code)
    return reference.ExportToWkt()


UTM = crs(32645)
WEST, SOUTH = 500_000, 3_400_000


def box(x0: float, y0: float, x1: float, y1: float) -> ogr.Geometry:
    """A rectangle in metres from the corner of the map."""
    x0, x1, y0, y1 = WEST + x0, WEST + x1, SOUTH + y0, SOUTH + y1
    return ogr.CreateGeometryFromWkt(f"POLYGON(({x0} {y0},{x1} {y0},{x1} {y1},{x0} {y1},{x0} {y0}))")


GROUND = box(0, 0, 10_000, 10_000)
#: Mapped lakes: 4 km² and 1 km²; the second one is not there in truth, and one of 2 km² was missed.
LAKES = [box(1000, 1000, 3000, 3000), box(7000, 7000, 8000, 8000)]
TRUE_LAKES = [LAKES[0], box(6000, 1000, 8000, 2000)]


def wkb(shape: ogr.Geometry) -> bytes:
    return bytes(shape.ExportToWkb())


def map_area(lakes=LAKES, grounds=(GROUND,), wkt: str = UTM) -> MapArea:
    return MapArea([wkb(lake) for lake in lakes], wkt, [([wkb(ground)], wkt) for ground in grounds])


def drawn(area: MapArea | None = None, wkt: str = UTM, pixel: float = 20.0, probability: str = "", **plan):
    area = area or map_area()
    grid = StratifiedGrid(area, pixel=pixel, shore=2 * pixel, probability=probability)
    return draw_points(area, grid, wkt, Plan(**plan))


def as_points(found) -> list[dict]:
    """What a layer of drawn points gives back, each labelled as it is in truth."""
    names = [field.name for field in POINT_FIELDS]
    points = []
    for place, values in found.rows:
        point = dict(zip(names, values))
        shape = ogr.CreateGeometryFromWkb(place)
        point["label"] = "lake" if any(lake.Contains(shape) for lake in TRUE_LAKES) else "land"
        point["at"] = (point["lon"], point["lat"])
        points.append(point)
    return points


def xy(found) -> np.ndarray:
    return np.array([ogr.CreateGeometryFromWkb(place).GetPoint_2D() for place, _ in found.rows])
