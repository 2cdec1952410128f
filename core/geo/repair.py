"""Polygons from other programs: made valid, reprojected, lines and points left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import numpy as np
from osgeo import gdal, ogr

from ..util.errors import SceneError
from ..util.translation import tr
from .crs import CoordinateLimits, check_of_earth, in_units, spatial_reference
from .grid import Bounds
from .reprojection import Reprojection
from .wkb import multipolygon_wkb, polygon_rings

#: Repairing a star of 100 edges, each of which crosses most others, takes 8 seconds, and the time grows much
#: faster than their number. Edges of lakes meet two neighbours and now and then a few others.
_FEW_EDGES, _LOOKED_AT, _MOST_MEETING = 60, 200, 20
#: Longest edge in metres that is reprojected by its ends alone: of a parallel at 60° it misses 3 cm. And most
#: pieces of a side, also of the outline of a continent.
_EDGE, _PIECES = 1000.0, 10_000


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
    that they are for. ``SceneError`` when ``from_wkt`` is no CRS.
    """
    if from_wkt:
        check_of_earth(from_wkt, tr("the polygons of {layer}", layer=layer))
    try:
        reprojection = Reprojection(from_wkt, to_wkt, over)
    except RuntimeError as error:
        raise SceneError(
            tr(
                "The polygons of {layer} have no coordinate reference system, so they cannot be reprojected "
                "to that of the raster. Set the CRS of that layer in its properties.",
                layer=layer,
            )
        ) from error
    limits, origin = CoordinateLimits(from_wkt), spatial_reference(from_wkt)
    bent = not origin.IsSame(spatial_reference(to_wkt))
    polygons: list[ogr.Geometry] = []
    repaired = lost = 0
    with no_geos_warnings():
        for wkb in wkbs:
            try:
                geometry = ogr.CreateGeometryFromWkb(bytes(wkb)).GetLinearGeometry()
                geometry.FlattenTo2D()
                west, east, south, north = geometry.GetEnvelope()
                if not limits.hold(west, east, south, north):
                    raise RuntimeError("outside the CRS")
                if not geometry.IsValid():
                    geometry, repaired = made_valid(geometry), repaired + 1
                if bent:
                    longest = max(east - west, north - south)
                    geometry.Segmentize(max(in_units(origin, _EDGE), longest / _PIECES))
                moved = polygons_in(reprojection(geometry))
                parts = [part for part in moved if np.isfinite(part.GetEnvelope()).all()]
            except (RuntimeError, AttributeError):  # AttributeError: GDAL may return None
                parts = []
            lost += not parts
            polygons += parts
    notes = []
    if repaired:
        notes.append(
            tr(
                "Invalid polygons of {layer} (such as outlines that cross themselves), repaired: {count}.",
                layer=layer,
                count=repaired,
            )
        )
    if lost:
        notes.append(
            tr("Polygons of {layer} left out ({why}): {count}.", layer=layer, why=why_lost(), count=lost)
        )
    return polygons, tuple(notes)


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
        geometry = ogr.CreateGeometryFromWkb(bytes(wkb)).GetLinearGeometry()
        geometry.FlattenTo2D()
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
    """Return a valid geometry with the same water, which may be of another kind.

    ``RuntimeError`` where its outlines cross themselves so often that GEOS would take minutes, in which
    nothing could stop it.
    """
    if any(_is_tangled(ring) for polygon in polygons_in(geometry) for ring in _rings(polygon)):
        raise RuntimeError("an outline crosses itself too often")
    return geometry.MakeValid()


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
