"""Lengths and areas on the ground: on the ellipsoid of a coordinate reference system, never on its plane."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from osgeo import ogr, osr

from .crs import geographic_under, spatial_reference
from .wkb import line_points, line_wkb

#: Longest straight segment, in metres, whose distance from the geodesic is neglected (under 0.2 mm).
_SEGMENT = 100.0


class Ellipsoid:
    """The ellipsoid under a CRS: ground distances, ring areas and longitudes of its coordinates.

    Coordinates are arrays (n, 2) of x, y in the CRS's own units and in GIS order (east, north).
    """

    def __init__(self, crs_wkt: str) -> None:
        crs = spatial_reference(crs_wkt)
        geographic = geographic_under(crs)
        wgs84 = spatial_reference(osr.SRS_WKT_WGS84_LAT_LONG)
        self.semi_major = crs.GetSemiMajor()
        inverse_flattening = crs.GetInvFlattening()
        flattening = 1 / inverse_flattening if inverse_flattening else 0.0
        self.e2 = flattening * (2 - flattening)
        self.linear_unit = crs.GetLinearUnits() if crs.IsProjected() else None  # metres
        self.angular_unit = geographic.GetAngularUnits()  # radians in one unit of longitude
        self._to_geographic = osr.CoordinateTransformation(crs, geographic)
        self._to_wgs84 = osr.CoordinateTransformation(crs, wgs84)
        self._from_wgs84 = osr.CoordinateTransformation(wgs84, crs)

    def lonlat(self, xy: np.ndarray) -> np.ndarray:
        """Return longitude and latitude (n, 2) in radians on the CRS's own datum."""
        # As WKB of a line: GDAL then loops over the points, not Python.
        line = ogr.CreateGeometryFromWkb(line_wkb(xy))
        line.Transform(self._to_geographic)
        return line_points(bytes(line.ExportToWkb(ogr.wkbNDR))) * self.angular_unit

    def wgs84(self, x: float, y: float) -> tuple[float, float]:
        """Return WGS 84 longitude, from -180 on and below 180, and latitude in degrees."""
        lon, lat, _ = self._to_wgs84.TransformPoint(float(x), float(y))
        return (lon + 180) % 360 - 180, lat

    def of_wgs84(self, lon: float, lat: float) -> tuple[float, float]:
        """Return the place (x, y) in the CRS of a longitude and latitude in degrees, WGS 84."""
        x, y, _ = self._from_wgs84.TransformPoint(float(lon), float(lat))
        return x, y

    def metres_per_unit(self, x: float, y: float, step: float) -> tuple[float, float]:
        """Return how many metres on the ground one unit of x, and one unit of y, cover at a place.

        Measured over ``step`` units, which should be about a pixel. ``ValueError`` outside the CRS's area.
        """
        along_x, along_y = self.metres_per_unit_at(np.array([[x, y]], float), np.array([step]))[0].tolist()
        return along_x, along_y

    def metres_per_unit_at(self, places: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """Return ``metres_per_unit`` (n, 2) at places (n, 2), measured over steps (n,)."""
        half = steps[:, None] * [0.5, 0.0], steps[:, None] * [0.0, 0.5]
        around = np.stack([places - half[0], places + half[0], places - half[1], places + half[1]], 1)
        lonlat = self.lonlat(around.reshape(-1, 2))
        if not np.isfinite(lonlat).all():
            x, y = places[~np.isfinite(lonlat).reshape(len(places), -1).all(1)][0].tolist()
            raise ValueError(f"({x}, {y}) lies outside the area where its CRS is defined")
        return self._lengths(lonlat)[np.arange(len(places))[:, None] * 4 + [0, 2]] / steps[:, None]

    def ring_areas_lengths(self, rings: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """Return areas (m², positive) and lengths (m) of closed rings (n, 2) with edges straight in the CRS.

        The area is exact for the ellipsoid: between two meridians and the parallel φ lies a²q(φ)/2 per
        radian (Snyder 1987, "Map Projections: A Working Manual", eq. 3-12), summed along the ring.
        Edges longer than 100 m are divided first, since a straight edge in one CRS bends in another. A ring
        that goes around a pole encloses it.
        """
        xy = np.concatenate(rings)
        first = np.cumsum([0] + [len(ring) for ring in rings[:-1]])
        lonlat = self.lonlat(xy)
        lengths = self._edge_lengths(lonlat, first)
        if lengths.max() > _SEGMENT:
            segments = np.maximum(np.ceil(lengths / _SEGMENT).astype(int), 1)
            index = np.concatenate([[0], np.cumsum(segments)])  # of the points that are known
            new = np.ones(index[-1] + 1, bool)
            new[index] = False
            known, lonlat = lonlat, np.empty((len(new), 2))
            lonlat[index], lonlat[new] = known, self.lonlat(densify(xy, segments)[new])
            first = index[first]
            lengths = self._edge_lengths(lonlat, first)
        q = self._q(np.sin(lonlat[:, 1]))
        q -= np.repeat(q[first], np.diff(first, append=len(q)))  # keeps digits: only differences matter
        turns = self._turns(lonlat[:, 0])
        turns[first[1:] - 1] = 0
        areas = np.add.reduceat((q[1:] + q[:-1]) / 2 * turns, first)
        around = np.add.reduceat(turns, first)
        polar = np.abs(around) > np.pi
        if polar.any():
            start = lonlat[first[polar], 1]
            to_pole = self._q(np.sign(start)) - self._q(np.sin(start))
            areas[polar] = around[polar] * to_pole - areas[polar]
        return 0.5 * self.semi_major**2 * np.abs(areas), np.add.reduceat(lengths, first)

    def _edge_lengths(self, lonlat: np.ndarray, first: np.ndarray) -> np.ndarray:
        """Return ``_lengths`` along rings that begin at ``first``, 0 from one ring to the next."""
        lengths = self._lengths(lonlat)
        lengths[first[1:] - 1] = 0
        return lengths

    def _q(self, sine: np.ndarray) -> np.ndarray:
        """Return q (Snyder 1987, eq. 3-12) of sin φ: the area up to the parallel φ is proportional to it."""
        if self.e2 == 0:
            return 2 * sine
        e = np.sqrt(self.e2)
        return (1 - self.e2) * (sine / (1 - self.e2 * sine**2) + np.arctanh(e * sine) / e)

    def _lengths(self, lonlat: np.ndarray) -> np.ndarray:
        """Return the length in m of each short edge, by the radii of curvature at its middle."""
        middle = (lonlat[1:, 1] + lonlat[:-1, 1]) / 2
        w = 1 - self.e2 * np.sin(middle) ** 2
        north = self.semi_major * (1 - self.e2) / w**1.5 * np.diff(lonlat[:, 1])
        east = self.semi_major / np.sqrt(w) * np.cos(middle) * self._turns(lonlat[:, 0])
        return np.hypot(north, east)

    @staticmethod
    def _turns(longitude: np.ndarray) -> np.ndarray:
        """Return the steps of longitude, the short way around, so that the antimeridian is no edge."""
        return (np.diff(longitude) + np.pi) % (2 * np.pi) - np.pi


def densify(xy: np.ndarray, segments: np.ndarray) -> np.ndarray:
    """Divide edge ``i`` of a line (n, 2) into ``segments[i]`` equal segments (at least one).

    >>> densify(np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 1.0]]), np.array([2, 1])).tolist()
    [[0.0, 0.0], [2.0, 0.0], [4.0, 0.0], [4.0, 1.0]]
    """
    segments = np.maximum(segments, 1)
    edge = np.repeat(np.arange(len(segments)), segments)
    first = np.cumsum(segments) - segments
    share = (np.arange(len(edge)) - first[edge]) / segments[edge]
    points = xy[edge] + share[:, None] * (xy[edge + 1] - xy[edge])
    return np.vstack([points, xy[-1:]])
