"""Well-known binary (WKB) of points, lines and polygons, little-endian, two-dimensional, as NumPy arrays.

Format: OGC 06-103r4, "Simple feature access - Part 1", clause 8: a byte for the byte order, the geometry's
type (uint32), a count (uint32), then points (float64 x, y) or further geometries.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from osgeo import ogr

_HEADER = 9  # bytes: byte order, type, count


def point_wkb(x: float, y: float) -> bytes:
    """Return a point as WKB."""
    return b"\x01" + _count(ogr.wkbPoint) + _points(np.array([x, y]))


def line_wkb(xy: np.ndarray) -> bytes:
    """Return points (n, 2) as the WKB of a line."""
    return _header(ogr.wkbLineString, len(xy)) + _points(xy)


def line_points(wkb: bytes) -> np.ndarray:
    """Return the points (n, 2) of the WKB of a line."""
    return np.frombuffer(wkb, "<f8", offset=_HEADER).reshape(-1, 2)


def polygon_wkb(rings: Sequence[np.ndarray]) -> bytes:
    """Return closed rings (n, 2), the outer one first, as the WKB of a polygon."""
    return _header(ogr.wkbPolygon, len(rings)) + b"".join(_count(len(r)) + _points(r) for r in rings)


def multipolygon_wkb(polygons: Sequence[bytes]) -> bytes:
    """Return the WKB of polygons as that of a multipolygon."""
    return _header(ogr.wkbMultiPolygon, len(polygons)) + b"".join(polygons)


def polygon_rings(wkb: bytes) -> list[list[np.ndarray]]:
    """Return the rings (n, 2) of each polygon in the WKB of a polygon or a multipolygon."""
    if wkb[1] == ogr.wkbPolygon:
        return [_rings_at(wkb, 0)[0]]
    polygons, at = [], _HEADER
    for _ in range(int.from_bytes(wkb[at - 4 : at], "little")):
        rings, at = _rings_at(wkb, at)
        polygons.append(rings)
    return polygons


def _rings_at(wkb: bytes, at: int) -> tuple[list[np.ndarray], int]:
    """Return the rings of the polygon that begins at a byte, and the byte after it."""
    at += _HEADER
    rings = []
    for _ in range(int.from_bytes(wkb[at - 4 : at], "little")):
        points = int.from_bytes(wkb[at : at + 4], "little")
        rings.append(np.frombuffer(wkb, "<f8", 2 * points, at + 4).reshape(-1, 2))
        at += 4 + 16 * points
    return rings, at


def _header(kind: int, count: int) -> bytes:
    return b"\x01" + _count(kind) + _count(count)


def _count(number: int) -> bytes:
    return number.to_bytes(4, "little")


def _points(xy: np.ndarray) -> bytes:
    return np.ascontiguousarray(xy, "<f8").tobytes()
