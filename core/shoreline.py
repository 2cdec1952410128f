"""Shorelines without pixel stairs, each lake's area kept."""

from __future__ import annotations

import numpy as np
from osgeo import ogr

from .grid import Grid
from .ground import cut, line_wkb
from .polygons import polygon_wkb

_PASSES = 3


def smoothed(rings: list[np.ndarray], grid: Grid) -> list[np.ndarray]:
    """Rings along pixel edges as smooth curves, every ring with the area it had (in the CRS's plane).

    Each edge of a pixel is replaced by its middle, and that again, which is a B-spline (Chaikin 1974)
    that stays within about a pixel of the stairs. Corners are cut on both sides of a shore, so a
    straight shore keeps its place; what a closed ring loses by turning once around is given back by an
    even shift of a few hundredths of a pixel. Where this would make the polygon invalid (a strait one
    pixel wide), fewer passes are made; the stairs are the last resort.
    """
    for passes in range(_PASSES, 0, -1):
        result = [_smooth_ring(ring, grid, passes) for ring in rings]
        if _apart(result) or ogr.CreateGeometryFromWkb(polygon_wkb(result)).IsValid():
            return result
    return rings


def _apart(rings: list[np.ndarray]) -> bool:
    """Whether no ring crosses or touches itself or another one.

    Then the polygon is valid, since smoothing moves no ring across another; rings that only touch may
    also make a valid one. Unlike ``IsValid``, whose time grows with islands × shore, it is quick on a lake
    of many thousand islands.
    """
    lines = ogr.Geometry(ogr.wkbMultiLineString)
    for ring in rings:
        lines.AddGeometryDirectly(ogr.CreateGeometryFromWkb(line_wkb(ring)))
    return lines.IsSimple()


def _smooth_ring(ring: np.ndarray, grid: Grid, passes: int) -> np.ndarray:
    origin = np.array([grid.west, grid.north])
    pixel = np.array([grid.pixel_x, grid.pixel_y])
    stairs = (ring - origin) / pixel
    steps = np.rint(np.abs(np.diff(stairs, axis=0)).max(1)).astype(int)
    points = cut(stairs, steps)[:-1]
    area = _area(points)
    for _ in range(passes):
        points = (points + np.roll(points, -1, axis=0)) / 2
    for _ in range(30):  # converges at once but for lakes of a pixel or two
        missing = area - _area(points)
        if abs(missing) < 1e-6 * abs(area):
            break
        ahead = np.roll(points, -1, axis=0) - np.roll(points, 1, axis=0)
        length = np.hypot(*(np.roll(points, -1, axis=0) - points).T).sum()
        outward = np.stack([ahead[:, 1], -ahead[:, 0]], 1)
        outward /= np.maximum(np.hypot(*outward.T), 1e-9)[:, None]
        points = points + outward * (missing / length)
    points = _without_straight(points)
    return np.vstack([points, points[:1]]) * pixel + origin


def _area(points: np.ndarray) -> float:
    """Signed area of an open ring; positive when it runs counter-clockwise."""
    x, y = (points - points.mean(0)).T
    return 0.5 * float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))


def _without_straight(points: np.ndarray) -> np.ndarray:
    """Leave out points on the straight line between their neighbours."""
    before, after = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
    bend = np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0])
    kept = bend > 1e-7
    return points[kept] if kept.sum() >= 3 else points
