"""Well-known binary of polygons and lines, read and written with NumPy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from osgeo import ogr


def line_wkb(xy: np.ndarray) -> bytes:
    """Points (n, 2) as the well-known binary of one line."""
    head = b"\x01" + np.array([ogr.wkbLineString, len(xy)], "<u4").tobytes()
    return head + np.ascontiguousarray(xy, "<f8").tobytes()


def multiline_wkb(lines: Sequence[np.ndarray]) -> bytes:
    """Lines of points (n, 2) as the well-known binary of a multiline."""
    head = b"\x01" + np.array([ogr.wkbMultiLineString, len(lines)], "<u4").tobytes()
    return head + b"".join(map(line_wkb, lines))


def polygon_wkb(rings: Sequence[np.ndarray]) -> bytes:
    """Rings (n, 2) as the well-known binary of one polygon."""
    head = b"\x01" + np.array([ogr.wkbPolygon, len(rings)], "<u4").tobytes()
    return head + b"".join(
        np.array([len(ring)], "<u4").tobytes() + np.ascontiguousarray(ring, "<f8").tobytes() for ring in rings
    )


def polygon_rings(wkb: bytes) -> list[list[np.ndarray]]:
    """Rings (n, 2) of each polygon in the little-endian well-known binary of a polygon or multipolygon."""
    polygons, at = [], 5
    if wkb[1] == ogr.wkbPolygon:
        return [_rings_at(wkb, 0)[0]]
    for _ in range(int.from_bytes(wkb[at : at + 4], "little")):
        rings, end = _rings_at(wkb, at + 4)
        polygons.append(rings)
        at = end - 4
    return polygons


def multipolygon_wkb(polygons: Sequence[bytes]) -> bytes:
    """Polygons, each little-endian well-known binary, as one multipolygon."""
    return b"\x01" + np.array([ogr.wkbMultiPolygon, len(polygons)], "<u4").tobytes() + b"".join(polygons)


def _rings_at(wkb: bytes, at: int) -> tuple[list[np.ndarray], int]:
    """Rings of the polygon that begins at a byte, and the byte after it."""
    count = int.from_bytes(wkb[at + 5 : at + 9], "little")
    rings, at = [], at + 9
    for _ in range(count):
        points = int.from_bytes(wkb[at : at + 4], "little")
        rings.append(np.frombuffer(wkb, "<f8", 2 * points, at + 4).reshape(-1, 2))
        at += 4 + 16 * points
    return rings, at
