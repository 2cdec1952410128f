"""Shapes from one CRS to another, whole also where the other one is cut, such as at 180°."""

from __future__ import annotations

import math

from osgeo import ogr, osr

from .crs import spatial_reference
from .grid import Bounds

#: A shape that is wider than this, in degrees and in metres, may have been torn apart.
_WIDE = {True: 180.0, False: 1.5e6}
_POINTS = (ogr.wkbPoint, ogr.wkbMultiPoint)
#: What is left out at the meridian of the cut, in degrees: points on it lie on both sides.
_GAP = 1e-9
_EDGE = 0.005  # degrees


class Reprojection:
    """From the CRS ``from_wkt`` to ``to_wkt``, axes in GIS order; ``RuntimeError`` where there is no way.

    Every CRS of the whole Earth is cut along a meridian, mostly that of 180°. A lake there, brought over
    corner by corner, would run the long way around the Earth; here it is divided along the cut. An image in
    degrees may go on beyond 180°: over its rectangle ``over``, in ``to_wkt``, shapes do so as well.
    """

    def __init__(self, from_wkt: str, to_wkt: str, over: Bounds | None = None) -> None:
        origin, self._target = spatial_reference(from_wkt), spatial_reference(to_wkt)
        self._direct = osr.CoordinateTransformation(origin, self._target)
        geographic = self._target.CloneGeogCS()
        geographic.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        self._to_geographic = osr.CoordinateTransformation(origin, geographic)
        self._from_geographic = osr.CoordinateTransformation(geographic, self._target)
        self._degree = math.radians(1) / geographic.GetAngularUnits()  # in units of longitude
        in_degrees = bool(self._target.IsGeographic())
        self._wide = _WIDE[in_degrees] * (self._degree if in_degrees else 1 / self._target.GetLinearUnits())
        self._beyond = 180 * self._degree if in_degrees else math.inf
        self._centre = self._degree * (
            self._target.GetProjParm(osr.SRS_PP_CENTRAL_MERIDIAN, 0.0)
            or self._target.GetProjParm(osr.SRS_PP_LONGITUDE_OF_CENTER, 0.0)
        )
        if over and max(abs(over.west), abs(over.east)) > self._beyond:
            self._centre = (over.west + over.east) / 2
        # In degrees an edge is meant as it is given, however long; in metres none is half the Earth long.
        self._origin_wide = 0.0 if origin.IsGeographic() else 2 * _WIDE[False] / origin.GetLinearUnits()

    def __call__(self, geometry: ogr.Geometry) -> ogr.Geometry:
        """Return the shape in the other CRS; what crosses its cut comes back as several parts."""
        moved = geometry.Clone()
        moved.Transform(self._direct)
        west, east, _, _ = moved.GetEnvelope()
        if east - west <= self._wide and max(self._centre - west, east - self._centre) <= self._beyond:
            return moved
        if ogr.GT_Flatten(moved.GetGeometryType()) in _POINTS:
            turn = 360 * self._degree
            for point in _rings(moved) if math.isfinite(self._beyond) else ():
                _shift(point, turn * round((self._centre - point.GetX()) / turn))
            return moved
        return self._divided(geometry) or moved

    def _divided(self, geometry: ogr.Geometry) -> ogr.Geometry | None:
        """Return the shape in the other CRS, divided along its cut; None where it does not cross that."""
        west, east, _, _ = geometry.GetEnvelope()
        if self._origin_wide and east - west > self._origin_wide:
            return None
        shape = geometry.Clone()
        shape.Transform(self._to_geographic)
        turn = 360 * self._degree
        if self._origin_wide:
            _unroll(shape, turn)
        west, east, south, north = shape.GetEnvelope()
        cut = self._centre - turn / 2
        first = math.floor((west - cut) / turn)
        last = math.ceil((east - cut) / turn) - 1
        if first == last == 0:
            return shape if math.isfinite(self._beyond) else None
        whole = ogr.Geometry(ogr.wkbMultiPolygon)
        for k in range(first, last + 1):
            left = cut + k * turn
            gap = _GAP * self._degree
            part = shape.Intersection(_box(left + gap, left + turn - gap, south - 1, north + 1))
            _shift(part, -k * turn)
            part.Segmentize(_EDGE * self._degree)  # along the cut, a straight edge elsewhere is bent
            part.Transform(self._from_geographic)
            _add(part, whole)
        return whole


def _rings(geometry: ogr.Geometry) -> list[ogr.Geometry]:
    """Return the rings and lines of a geometry of any kind."""
    if geometry.GetGeometryCount() == 0:
        return [geometry]
    return [ring for i in range(geometry.GetGeometryCount()) for ring in _rings(geometry.GetGeometryRef(i))]


def _unroll(geometry: ogr.Geometry, turn: float) -> None:
    """Add turns to longitudes until no step from point to point, or to the first part, is half a turn."""
    reference = None
    for ring in _rings(geometry):
        previous = reference
        for i in range(ring.GetPointCount()):
            x, y = ring.GetX(i), ring.GetY(i)
            if previous is not None:
                x += turn * round((previous - x) / turn)
                ring.SetPoint_2D(i, x, y)
            previous = x
            reference = x if reference is None else reference


def _shift(geometry: ogr.Geometry, by: float) -> None:
    for ring in _rings(geometry):
        for i in range(ring.GetPointCount()):
            ring.SetPoint_2D(i, ring.GetX(i) + by, ring.GetY(i))


def _box(west: float, east: float, south: float, north: float) -> ogr.Geometry:
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ((west, south), (east, south), (east, north), (west, north), (west, south)):
        ring.AddPoint_2D(x, y)
    box = ogr.Geometry(ogr.wkbPolygon)
    box.AddGeometry(ring)
    return box


def _add(geometry: ogr.Geometry, whole: ogr.Geometry) -> None:
    """Add the polygons of a geometry of any kind to ``whole``."""
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbPolygon:
        if not geometry.IsEmpty():
            whole.AddGeometry(geometry)
        return
    for i in range(geometry.GetGeometryCount()):
        _add(geometry.GetGeometryRef(i), whole)
