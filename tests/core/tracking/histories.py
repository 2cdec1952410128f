"""Lakes whose history is known: shapes in cells of their own, so that no two of them meet by chance."""

from __future__ import annotations

import datetime
import math

import numpy as np
from lake_mapper.core.geo.crs import spatial_reference
from lake_mapper.core.tracking.lakes import Feature, LakeLayer
from lake_mapper.core.tracking.ledger import ledger
from lake_mapper.core.tracking.track import track
from osgeo import ogr, osr

CELL = 10_000.0
FIRST = datetime.date(2000, 1, 1)


def crs(code: int) -> str:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(code)
    return reference.ExportToWkt()


UTM = crs(32645)


def lake(x: float, y: float, radius: float, lobes: int = 3, points: int = 48) -> ogr.Geometry:
    """A closed shape with bays, metres from the corner of the world of tests."""
    angle = np.linspace(0, 2 * math.pi, points, endpoint=False)
    reach = radius * (1 + 0.25 * np.sin(lobes * angle))
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for dx, dy in zip(reach * np.cos(angle), reach * np.sin(angle)):
        ring.AddPoint_2D(500_000 + x + dx, 3_400_000 + y + dy)
    ring.CloseRings()
    shape = ogr.Geometry(ogr.wkbPolygon)
    shape.AddGeometry(ring)
    return shape


def box(x0: float, y0: float, x1: float, y1: float) -> ogr.Geometry:
    x0, x1, y0, y1 = x0 + 500_000, x1 + 500_000, y0 + 3_400_000, y1 + 3_400_000
    return ogr.CreateGeometryFromWkt(f"POLYGON(({x0} {y0},{x1} {y0},{x1} {y1},{x0} {y1},{x0} {y0}))")


RADII = (900, 700, 650, 500, 420, 300)
#: Six lakes of different shapes and sizes, far from each other.
LAKES = [lake(k * CELL, (k % 3) * CELL, radius, 2 + k % 4) for k, radius in enumerate(RADII)]


def reprojected(shapes, to_wkt: str, edge: float | None = None) -> list[ogr.Geometry]:
    """Copies of shapes in another CRS; edges longer than ``edge`` m are divided first."""
    transformation = osr.CoordinateTransformation(spatial_reference(UTM), spatial_reference(to_wkt))
    copies = [shape.Clone() for shape in shapes]
    for copy in copies:
        if edge:
            copy.Segmentize(edge)
        copy.Transform(transformation)
    return copies


def moved(shape: ogr.Geometry, east: float, north: float) -> ogr.Geometry:
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in shape.GetGeometryRef(0).GetPoints():
        ring.AddPoint_2D(x + east, y + north)
    copy = ogr.Geometry(ogr.wkbPolygon)
    copy.AddGeometry(ring)
    return copy


def feature(shape: ogr.Geometry, source_id: str = "", **facts) -> Feature:
    return Feature(bytes(shape.ExportToWkb()), source_id=source_id, **facts)


def layer(date, shapes, **facts) -> LakeLayer:
    """Lakes of a date; a number is years after the first one."""
    if not isinstance(date, datetime.date):
        date = datetime.date(FIRST.year + date, 1, 1)
    features = [s if isinstance(s, Feature) else feature(s, str(k)) for k, s in enumerate(shapes)]
    facts = {"pixel": 10.0, "crs_wkt": UTM, **facts}
    return LakeLayer(name=f"lakes {date}", date=date, features=features, **facts)


def followed(*shapes, **options):
    """The history of lists of lakes, a year between them."""
    return track([layer(t, lakes) for t, lakes in enumerate(shapes)], **options)


def rows(tracked, t=None):
    """The ledger, of all dates or of one."""
    found = list(ledger(tracked.history))
    return found if t is None else [row for row in found if row["date"] == tracked.history.dates[t].date]


def by_source(tracked, t):
    """The ledger of a date by the ids that lakes had in their layer."""
    return {row["source_id"]: row for row in rows(tracked, t) if row["source_id"] != ""}
