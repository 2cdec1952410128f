"""Outlines of lakes without the stairs of pixels, each lake's area kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..geo.grid import Grid

_PASSES = 3


def smoothed(lakes: Sequence[list[np.ndarray]], grid: Grid) -> list[list[np.ndarray]]:
    """Return each lake's rings along pixel edges as smooth curves of the same area (in the CRS's plane).

    Each edge of a pixel is replaced by its middle, and that again, which is a B-spline (Chaikin 1974)
    that stays within about a pixel of the stairs. Corners are cut on both sides of an outline, so a
    straight one keeps its place; what a closed ring loses by turning once around is given back by an
    even shift of a few hundredths of a pixel.

    Polygons stay valid: the curves of two pieces of outline are at least 0.53 pixels apart before the shift,
    which is at most 0.24 for rings of 8 or more pixel edges. Rings of 4 and 6 edges surround one and two
    pixels, and no mask of 4 × 5 pixels, with land or water around, has one that meets another ring.
    """
    if not lakes:
        return []
    curves = iter(_smooth([ring for rings in lakes for ring in rings], grid))
    return [[next(curves) for _ in rings] for rings in lakes]


def _smooth(rings: list[np.ndarray], grid: Grid) -> list[np.ndarray]:
    """Return all rings smooth, worked on at once.

    Points are complex numbers x + iy in pixels, ring after ring, open, ``counts`` points each.
    """
    origin = np.array([grid.west, grid.north])
    pixel = np.array([grid.pixel_x, grid.pixel_y])
    corners = np.rint((np.concatenate(rings) - origin) / pixel).view(complex)[:, 0]
    points, counts = _stairs(corners, np.array([len(ring) for ring in rings]))
    areas = _areas(points, counts)
    for _ in range(_PASSES):
        points = (points + _after(points, counts)) / 2
    points = _enlarged(points, counts, areas)
    points, counts = _without_straight(points, counts)
    placed = points[:, None].view(float) * pixel + origin
    return [np.concatenate([ring, ring[:1]]) for ring in np.split(placed, np.cumsum(counts)[:-1])]


def _stairs(corners: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return closed rings of ``counts`` corners as open ones with a point at each pixel, and their counts."""
    ahead = np.diff(corners)
    ends = np.cumsum(counts)
    ahead[ends[:-1] - 1] = 0  # from one ring to the next
    lengths = np.abs(ahead)
    steps = lengths.astype(int)
    nth = np.arange(steps.sum()) - np.repeat(np.cumsum(steps) - steps, steps)
    directions = ahead / np.maximum(lengths, 1)
    points = np.repeat(corners[:-1], steps) + nth * np.repeat(directions, steps)
    return points, np.add.reduceat(steps, ends - counts)


def _after(points: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return the point after each on its ring."""
    after, ends = np.empty_like(points), np.cumsum(counts)
    after[:-1] = points[1:]
    after[ends - 1] = points[ends - counts]
    return after


def _before(points: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return the point before each on its ring."""
    before, ends = np.empty_like(points), np.cumsum(counts)
    before[1:] = points[:-1]
    before[ends - counts] = points[ends - 1]
    return before


def _areas(points: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return the signed area of each ring; positive when it runs counter-clockwise."""
    first = np.cumsum(counts) - counts
    points = points - np.repeat(points[first], counts)  # keeps digits
    return 0.5 * np.add.reduceat((points.conj() * _after(points, counts)).imag, first)


def _enlarged(points: np.ndarray, counts: np.ndarray, areas: np.ndarray, times: int = 30) -> np.ndarray:
    """Return the rings shifted evenly to the outside until they have such areas.

    Once will do but for lakes of a pixel or two, with which alone it goes on.
    """
    missing = areas - _areas(points, counts)
    off = np.abs(missing) >= 1e-6 * np.abs(areas)
    if not (times and off.any()):
        return points
    moved = np.repeat(off, counts)
    some, counts = points[moved], counts[off]
    after = _after(some, counts)
    outward = -1j * (after - _before(some, counts))
    outward /= np.maximum(np.abs(outward), 1e-9)
    shifts = missing[off] / np.add.reduceat(np.abs(after - some), np.cumsum(counts) - counts)
    points[moved] = _enlarged(some + outward * np.repeat(shifts, counts), counts, areas[off], times - 1)
    return points


def _without_straight(points: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rings without points on the straight line between their neighbours, and their counts."""
    bend = (points - _before(points, counts)).conj() * (_after(points, counts) - points)
    first = np.cumsum(counts) - counts
    kept = np.abs(bend.imag) > 1e-7
    kept |= np.repeat(np.add.reduceat(kept, first, dtype=int) < 3, counts)
    return points[kept], np.add.reduceat(kept, first, dtype=int)
