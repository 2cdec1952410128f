"""Polygons from other programs: made valid, reprojected, lines and points left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from osgeo import gdal, ogr

from ..util.errors import SceneError
from ..util.translation import tr
from .box_index import overlapping_boxes
from .crs import CoordinateLimits, check_of_earth, in_units, spatial_reference
from .grid import Bounds
from .reprojection import Reprojection
from .surroundings import Surroundings
from .wkb import multipolygon_wkb, polygon_rings, polygon_wkb

#: Repairing a star of 100 edges, each of which crosses most others, takes 8 seconds, and the time grows much
#: faster than their number. Edges of lakes meet two neighbours and now and then a few others.
_FEW_EDGES, _LOOKED_AT, _MOST_MEETING = 60, 200, 20
#: Longest edge in metres that is reprojected by its ends alone: of a parallel at 60° it misses 3 cm. And most
#: pieces of a side, also of the outline of a continent.
_EDGE, _PIECES = 1000.0, 10_000
#: Degrees between the points that stand for an arc: with GDAL's own 4° circles are 0.08 % too small.
_ARC_STEP = 0.5


def why_lost() -> str:
    """Return why a polygon may be left out, for a sentence."""
    return tr("no area, outside the CRS, or crossing itself too often")


def reprojected(
    wkbs: Iterable[bytes], from_wkt: str, to_wkt: str, layer: str = "LAKES", *, over: Bounds | None = None
) -> tuple[list[ogr.Geometry], tuple[str, ...]]:
    """Return valid polygons in the CRS ``to_wkt``, and sentences on what was repaired or left out.

    Long edges, which may be bent there, are divided first.
    ``wkbs`` are geometries of any kind in the CRS ``from_wkt``, their axes in GIS order (east, north);
    ``layer`` is the parameter that names them in sentences, ``over`` the rectangle (``to_wkt``) of the image
    that they are for: what lies far from it is cut off, where ``to_wkt`` may have no place for it.
    ``SceneError`` when ``from_wkt`` is no CRS.
    """
    if from_wkt:
        check_of_earth(from_wkt, tr("the polygons of {layer}", layer=layer))
    try:
        reprojection = Reprojection(from_wkt, to_wkt, over)
    except RuntimeError as error:
        check_polygons(wkbs, layer)
        raise SceneError(
            tr(
                "The polygons of {layer} have no coordinate reference system, so they cannot be reprojected "
                "to that of the raster. Set the CRS of that layer in its properties.",
                layer=layer,
            )
        ) from error
    limits, origin = CoordinateLimits(from_wkt), spatial_reference(from_wkt)
    target = spatial_reference(to_wkt)
    bent = not origin.IsSame(target)
    surroundings = Surroundings(from_wkt, to_wkt, None if target.IsGeographic() else over)
    polygons: list[ogr.Geometry] = []
    repaired = lost = others = 0
    with no_geos_warnings():
        for wkb in wkbs:
            try:
                geometry = _flat(wkb)
                if not (geometry.IsEmpty() or _holds_polygons(geometry)):
                    others += 1
                    continue
                if not limits.hold(*geometry.GetEnvelope()):
                    raise RuntimeError("outside the CRS")
                if not geometry.IsValid():
                    geometry, repaired = made_valid(geometry), repaired + 1
                here = surroundings.cut(geometry)
                if here.IsEmpty() and not geometry.IsEmpty():
                    continue
                if bent:
                    west, east, south, north = here.GetEnvelope()
                    longest = max(east - west, north - south)
                    here.Segmentize(max(in_units(origin, _EDGE), longest / _PIECES))
                moved = polygons_in(reprojection(here))
                parts = [part for part in moved if np.isfinite(part.GetEnvelope()).all()]
            except (RuntimeError, AttributeError):  # AttributeError: GDAL may return None
                parts = []
            lost += not parts
            polygons += parts
    return polygons, tuple(_notes(layer, repaired, lost, others))


def check_polygons(wkbs: Iterable[bytes], layer: str) -> None:
    """Raise ``SceneError`` where no geometry is a polygon: to layers of other shapes QGIS gives no CRS."""
    if not any(_is_polygon(wkb) for wkb in wkbs):
        raise SceneError(no_polygons(layer))


def no_polygons(layer: str) -> str:
    """Return that a layer, called by its parameter, holds other shapes than polygons."""
    return tr(
        "{layer} holds no polygons; collections of shapes count as none. Choose a layer of polygons.",
        layer=layer,
    )


def _is_polygon(wkb: bytes) -> bool:
    try:
        geometry = _flat(wkb)
    except (RuntimeError, AttributeError):  # AttributeError: GDAL may return None
        return False
    collection = ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbGeometryCollection
    return not collection and _holds_polygons(geometry)


def _notes(layer: str, repaired: int, lost: int, others: int) -> Iterator[str]:
    if repaired:
        yield tr(
            "Invalid polygons of {layer} (such as outlines that cross themselves), repaired: {count}.",
            layer=layer,
            count=repaired,
        )
    if lost:
        yield tr("Polygons of {layer} left out ({why}): {count}.", layer=layer, why=why_lost(), count=lost)
    if others:
        yield tr(
            "Points or lines of {layer}, which are no polygons, left out: {count}.",
            layer=layer,
            count=others,
        )


def _flat(wkb: bytes) -> ogr.Geometry:
    """Return a geometry without curves and heights."""
    geometry = ogr.CreateGeometryFromWkb(bytes(wkb)).GetLinearGeometry(_ARC_STEP)
    geometry.FlattenTo2D()
    return geometry


def _holds_polygons(geometry: ogr.Geometry) -> bool:
    return next(polygons_in(geometry), None) is not None


def near(wkbs: Sequence[bytes], from_wkt: str, of_image: str, over: Bounds | None) -> list[bytes]:
    """Return what polygons in the CRS ``from_wkt`` have near a rectangle ``over`` in that of an image."""
    surroundings = Surroundings(from_wkt, of_image, over)
    kept = []
    with no_geos_warnings():
        for wkb in wkbs:
            try:
                geometry = _flat(wkb)
                if not surroundings.hold(geometry):
                    here = surroundings.cut(made_valid(geometry))
                    wkb = b"" if here.IsEmpty() else bytes(here.ExportToWkb(ogr.wkbNDR))
            except (RuntimeError, AttributeError):  # left to those who take it
                pass
            if wkb:
                kept.append(wkb)
    return kept


def cleaned(
    wkb: bytes,
    limits: CoordinateLimits,
    transform: Callable[[ogr.Geometry], ogr.Geometry] | None = None,
) -> tuple[bytes | None, bool]:
    """Return a valid polygon or multipolygon, None without area, and whether it was repaired.

    ``wkb`` is a geometry of any kind whose coordinates are within ``limits``; ``transform`` brings it to
    another CRS.
    """
    repaired = False
    try:
        geometry = _flat(wkb)
        if not limits.hold(*geometry.GetEnvelope()):
            return None, False
        if not geometry.IsValid():
            geometry, repaired = made_valid(geometry), True
        if transform is not None:
            geometry = transform(geometry)
            if not geometry.IsValid():  # outlines crossed by rounding: no fault of the layer
                geometry = made_valid(geometry)
        parts = [
            bytes(part.ExportToWkb(ogr.wkbNDR))
            for part in polygons_in(geometry)
            if np.isfinite(part.GetEnvelope()).all() and part.Area() > 0
        ]
    except (RuntimeError, AttributeError):  # AttributeError: GDAL may return None
        return None, False
    if not parts:
        return None, False
    return (parts[0] if len(parts) == 1 else multipolygon_wkb(parts)), repaired


def made_valid(geometry: ogr.Geometry) -> ogr.Geometry:
    """Return the polygons of a geometry as a valid one: the ground of all parts, less that of their holes.

    Parts may overlap, or lie within each other, and holes reach beyond their outline. Of an outline that
    crosses itself the ground is inside that it goes around an odd number of times. ``RuntimeError`` where
    outlines cross themselves so often that GEOS would take minutes, in which nothing could stop it.
    """
    polygons = list(polygons_in(geometry))
    if any(_is_tangled(ring) for polygon in polygons for ring in _rings(polygon)):
        raise RuntimeError("an outline crosses itself too often")
    return united(polygons)


def united(polygons: Iterable[ogr.Geometry]) -> ogr.Geometry:
    """Return the ground of polygons, valid or not, as one valid polygon or multipolygon."""
    return _collected(part for polygon in polygons for part in _valid_parts(polygon)).UnionCascaded()


def _valid_parts(polygon: ogr.Geometry) -> Iterator[ogr.Geometry]:
    """Yield the valid polygons that have the ground of one."""
    if polygon.IsValid():
        yield polygon
        return
    # MakeValid of several rings takes ground within two of them for outside, whatever they are.
    outline, *holes = (ogr.CreateGeometryFromWkb(polygon_wkb([ring])).MakeValid() for ring in _rings(polygon))
    whole, within = _collected(polygons_in(outline)), _within_another(holes)
    holes, islands = ([h for h, inner in zip(holes, within) if inner == wanted] for wanted in (False, True))
    shape = whole
    if holes:
        shape = whole.Difference(
            _collected(part for hole in holes for part in polygons_in(hole)).UnionCascaded()
        )
    yield from polygons_in(shape)
    for island in islands:
        yield from polygons_in(whole.Intersection(island))


def _within_another(holes: Sequence[ogr.Geometry]) -> list[bool]:
    """Return which holes lie within another one: ground, as islands in a lake on an island."""
    if len(holes) < 2:
        return [False] * len(holes)
    boxes = np.array([hole.GetEnvelope() for hole in holes])
    inner = [False] * len(holes)
    for i, j in zip(*overlapping_boxes(boxes, boxes)):
        inner[i] |= bool(i != j and holes[j].Contains(holes[i]) and holes[j].Boundary().Disjoint(holes[i]))
    return inner


def _collected(polygons: Iterable[ogr.Geometry]) -> ogr.Geometry:
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for polygon in polygons:
        whole.AddGeometry(polygon)
    return whole


def _rings(polygon: ogr.Geometry) -> list[np.ndarray]:
    return polygon_rings(bytes(polygon.ExportToWkb(ogr.wkbNDR)))[0]


def _is_tangled(ring: np.ndarray) -> bool:
    """Return whether the box of an edge meets many others: of an outline of a lake it meets few."""
    if len(ring) <= _FEW_EDGES:
        return False
    low, high = np.minimum(ring[1:], ring[:-1]), np.maximum(ring[1:], ring[:-1])
    some = np.random.default_rng(0).choice(len(low), min(len(low), _LOOKED_AT), replace=False)
    meeting = sum(int(((low <= high[i]) & (high >= low[i])).all(1).sum()) for i in some)
    return meeting > _MOST_MEETING * len(some)


def polygons_in(geometry: ogr.Geometry) -> Iterator[ogr.Geometry]:
    """Yield the polygons in a geometry of any kind: making one valid may add lines and points to it."""
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbPolygon:
        if not geometry.IsEmpty():
            yield geometry.Clone()
    else:
        for i in range(geometry.GetGeometryCount()):
            yield from polygons_in(geometry.GetGeometryRef(i))


@contextmanager
def no_geos_warnings() -> Iterator[None]:
    """Hide GEOS's warnings about invalid geometries inside; they are counted instead."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()
