"""The mapped ground and its lakes on a plane where areas are those on the ellipsoid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from osgeo import gdal, ogr, osr

from ..geo.crs import check_coordinates, check_of_earth, geographic_under, in_units, spatial_reference
from ..geo.grid import Bounds
from ..geo.repair import check_polygons, near, no_geos_warnings, polygons_in, reprojected
from ..geo.shared_areas import overlapping_pairs
from ..util.errors import AccuracyError
from ..util.translation import tr

#: Longest edge in metres that is reprojected by its ends alone.
_EDGE = 100.0
#: Area (m²) outside the mapped ground that is no matter of rounding.
_WORTH_SAYING = 1000.0


class MapArea:
    """A map to assess: ``ground`` is what was mapped, ``lakes`` are its lakes, cut to the ground.

    Both are in ``crs_wkt``, an equal-area projection (Lambert azimuthal, around the map) on the datum of the
    lakes: there a uniformly random point is random by area, and a share of the plane is one of the ground.
    ``lake_area`` is in m²; ground that several lakes have counts once. ``notes`` are sentences on that, and
    on what was repaired.
    """

    def __init__(self, lakes: Iterable[bytes], lakes_wkt: str, grounds: Sequence[tuple[list[bytes], str]]):
        """Take lakes and what limits the mapped ground: polygons, each list with its CRS.

        ``AccuracyError`` where nothing limits it, or where no ground or no lake is left.
        """
        wkbs = list(lakes)
        if not lakes_wkt:
            check_polygons(wkbs, "LAKES")
            raise AccuracyError(
                tr(
                    "LAKES has no coordinate reference system. Set it in the properties of the layer, so "
                    "that its lakes have a place on the ground."
                )
            )
        check_of_earth(lakes_wkt, "LAKES")
        if not grounds:
            raise AccuracyError(
                tr(
                    "Which ground was mapped is not known, and without it points on land cannot be drawn. "
                    "Give AREA (polygons), EXTENT, or PROBABILITY; GeoPackages of Extract lakes hold it "
                    "themselves."
                )
            )
        # Of an area around the world only what the others leave of it has a place on one plane.
        *wide, (least, wkt) = grounds
        wide = [(near(area, own, wkt, _bounds(least)) or area, own) for area, own in wide]
        grounds = [*wide, (least, wkt)]
        self.crs_wkt = _equal_area(grounds[0][0], grounds[0][1], lakes_wkt)
        self.ground = self._ground(grounds)
        polygons, self.notes = reprojected(_densified(wkbs, lakes_wkt), lakes_wkt, self.crs_wkt, "LAKES")
        self.lakes = self._cut(polygons)
        if not self.lakes:
            raise AccuracyError(
                tr(
                    "No lake of LAKES lies in the mapped ground. Check the CRS of the layers, AREA and "
                    "EXTENT."
                )
            )
        cut_off = _area(polygons) - _area(self.lakes)
        overlaps = self._overlaps()
        if overlaps:
            whole = ogr.Geometry(ogr.wkbMultiPolygon)
            for lake in self.lakes:
                whole.AddGeometry(lake)
            with no_geos_warnings():
                self.lakes = list(polygons_in(whole.UnionCascaded()))
            twice = tr(
                "Lakes overlap, as those of several dates do, in {count:,} places: that ground counts once.",
                count=overlaps,
            )
            self.notes = (*self.notes, twice)
        self.lake_area = _area(self.lakes)
        if cut_off >= _WORTH_SAYING:
            outside = tr(
                "{area:,.3f} km² of LAKES lie outside the mapped ground: left out.", area=cut_off / 1e6
            )
            self.notes = (*self.notes, outside)

    def _ground(self, grounds: Sequence[tuple[list[bytes], str]]) -> ogr.Geometry:
        common: ogr.Geometry | None = None
        with no_geos_warnings():
            for wkbs, wkt in grounds:
                whole = ogr.Geometry(ogr.wkbMultiPolygon)
                for part in reprojected(_densified(wkbs, wkt), wkt, self.crs_wkt, "AREA")[0]:
                    whole.AddGeometry(part)
                whole = whole.UnionCascaded()
                common = whole if common is None else common.Intersection(whole)
        if common is None or common.Area() == 0:
            raise AccuracyError(
                tr(
                    "Of the mapped ground nothing is left: AREA, EXTENT, PROBABILITY and the image of LAKES "
                    "do not overlap. Check their CRS, or leave one out."
                )
            )
        return common

    def _cut(self, lakes: Sequence[ogr.Geometry]) -> list[ogr.Geometry]:
        prepared = self.ground.CreatePreparedGeometry()
        cut: list[ogr.Geometry] = []
        with no_geos_warnings():
            for lake in lakes:
                if prepared.Contains(lake):
                    cut.append(lake)
                elif prepared.Intersects(lake):
                    cut += [part for part in polygons_in(self._common(lake)) if part.Area() > 0]
        return cut

    def _common(self, lake: ogr.Geometry) -> ogr.Geometry:
        """Return what a lake and the ground share; ``AccuracyError`` where they are too large for a plane."""
        try:
            return lake.Intersection(self.ground)
        except RuntimeError as error:
            raise AccuracyError(
                tr(
                    "A lake of LAKES cannot be cut to the mapped ground ({why}). Correct it with Fix "
                    "geometries, or leave it out.",
                    why=error,
                )
            ) from error

    def _overlaps(self) -> int:
        """Count the pairs of lakes that overlap."""
        pairs = overlapping_pairs(
            [bytes(lake.ExportToWkb()) for lake in self.lakes],
            np.array([lake.GetEnvelope() for lake in self.lakes]),
            np.array([lake.Area() for lake in self.lakes]),
        )
        return len(pairs)

    def are_lakes(self, points: np.ndarray) -> np.ndarray:
        """Return whether points (n, 2) of the plane lie in a lake."""
        boxes = np.array([lake.GetEnvelope() for lake in self.lakes])
        found = np.zeros(len(points), bool)
        for k, (x, y) in enumerate(points.tolist()):
            place = ogr.Geometry(ogr.wkbPoint)
            place.AddPoint_2D(x, y)
            near = (boxes[:, 0] <= x) & (x <= boxes[:, 1]) & (boxes[:, 2] <= y) & (y <= boxes[:, 3])
            found[k] = any(self.lakes[i].Contains(place) for i in np.flatnonzero(near))
        return found


def _bounds(wkbs: Sequence[bytes]) -> Bounds:
    boxes = np.array([ogr.CreateGeometryFromWkb(bytes(wkb)).GetEnvelope() for wkb in wkbs])
    low, high = boxes.min(0).tolist(), boxes.max(0).tolist()
    return Bounds(low[0], low[2], high[1], high[3])


def _area(polygons: Iterable[ogr.Geometry]) -> float:
    return float(sum(polygon.Area() for polygon in polygons))


def raster_outline(path: str, crs_wkt: str) -> tuple[list[bytes], str]:
    """Return the rectangle that a raster covers, well-known binary, and its CRS."""
    dataset = gdal.Open(path)
    wide, high = dataset.RasterXSize, dataset.RasterYSize
    x0, dx, rx, y0, ry, dy = dataset.GetGeoTransform()
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for column, row in ((0, 0), (wide, 0), (wide, high), (0, high), (0, 0)):
        ring.AddPoint_2D(x0 + column * dx + row * rx, y0 + column * ry + row * dy)
    rectangle = ogr.Geometry(ogr.wkbPolygon)
    rectangle.AddGeometry(ring)
    return [bytes(rectangle.ExportToWkb())], crs_wkt


def _equal_area(wkbs: Sequence[bytes], wkt: str, lakes_wkt: str) -> str:
    """Return Lambert's azimuthal equal-area projection around the middle of polygons, on the lakes' datum."""
    boxes = np.array([ogr.CreateGeometryFromWkb(bytes(wkb)).GetEnvelope() for wkb in wkbs])
    geographic = geographic_under(spatial_reference(lakes_wkt))
    if not wkt:
        raise AccuracyError(
            tr("AREA has no coordinate reference system. Set it in the properties of the layer.")
        )
    check_of_earth(wkt, "AREA")
    bounds = (boxes[:, 0].min(), boxes[:, 2].min(), boxes[:, 1].max(), boxes[:, 3].max())
    check_coordinates(wkt, bounds, "AREA")
    to_geographic = osr.CoordinateTransformation(spatial_reference(wkt), geographic)
    x, y = (boxes[:, 0].min() + boxes[:, 1].max()) / 2, (boxes[:, 2].min() + boxes[:, 3].max()) / 2
    lon, lat, _ = to_geographic.TransformPoint(float(x), float(y))
    plane = osr.SpatialReference()
    plane.SetProjCS("equal area around the map")
    plane.CopyGeogCSFrom(geographic)
    plane.SetLAEA(lat, lon, 0, 0)
    return plane.ExportToWkt()


def _densified(wkbs: Iterable[bytes], wkt: str) -> Iterable[bytes]:
    """Yield polygons whose edges are short enough to stay straight in another CRS."""
    edge = in_units(spatial_reference(wkt), _EDGE)
    for wkb in wkbs:
        geometry = ogr.CreateGeometryFromWkb(bytes(wkb))
        if geometry is None:
            continue
        envelope = geometry.GetEnvelope()
        # Not more than ten thousand points a side, also for the outline of a continent.
        longest = max(envelope[1] - envelope[0], envelope[3] - envelope[2])
        geometry.Segmentize(max(edge, longest / 1e4))
        yield bytes(geometry.ExportToWkb())
