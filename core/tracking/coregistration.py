"""The co-registration shift between images of two dates, estimated from shorelines that did not move."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..geo.wkb import multipolygon_wkb, polygon_rings, polygon_wkb
from .additive_areas import METRES_PER_RADIAN, AdditiveEllipsoid
from .history import Step
from .lakes import Lakes, columns_of

#: How many lakes are used, the largest ones; and points along the shoreline of each.
_LAKES, _POINTS = 300, 200
#: Residuals that still count, in pixels, round by round: what moved further is change, not shift.
_ROUNDS = (4.0, 4.0, 2.0, 2.0, 1.0, 1.0, 1.0)
#: Mean weight of the points of a lake below which it is left out: too little of its shoreline fits.
_SUPPORT = 0.3
_CELLS = 2_000_000  # distances held in memory at once


class Shift(NamedTuple):
    """Later minus earlier position in m, ``east`` and ``north`` (along x and y of the CRS).

    It was estimated from ``lakes`` lakes. ``error`` is the standard error of each of the two in m, by leaving
    out one lake at a time (jackknife); NaN for fewer than three lakes.
    """

    east: float
    north: float
    error: float
    lakes: int

    @property
    def length(self) -> float:
        """Length of the shift in m."""
        return math.hypot(self.east, self.north)


def estimated_shift(earlier: Lakes, later: Lakes, step: Step, ellipsoid: AdditiveEllipsoid) -> Shift | None:
    """Return the shift that brings shorelines of the earlier date onto those of the later one.

    For points along the outer rings of lakes that were neither cut, split nor merged the nearest point of
    the later shoreline is found. A shift is seen only across a shoreline (point-to-plane distance, Chen &
    Medioni 1992, Image and Vision Computing 10(3)). The least squares are weighted so that what is off by
    more than some pixels does not count (Welsch's weights, narrower from round to round): where a shoreline
    moved, it carries no information about the image. Each lake may have grown or shrunk all around by a
    width of its own. A lake of whose shoreline too little fits is left out of the round.

    None where no lake can be used, or only straight shorelines in one direction.
    """
    pixel = max(earlier.pixel, later.pixel)
    pairs = _undisturbed(earlier, later, step)
    shorelines = [_Shoreline(earlier.wkbs[i], later.wkbs[j], ellipsoid, pixel) for i, j in pairs]
    shorelines = [shoreline for shoreline in shorelines if shoreline.usable]
    shift = np.zeros(2)
    equations: list[tuple[np.ndarray, np.ndarray]] = []
    for width in _ROUNDS:
        found = (shoreline.normal_equations(shift, width * pixel) for shoreline in shorelines)
        equations = [one for one in found if one is not None]
        if not equations:
            return None
        solved = _solved(equations)
        if solved is None:
            return None
        shift = solved
    return Shift(float(shift[0]), float(shift[1]), _jackknife_error(equations), len(equations))


def _solved(equations: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray | None:
    """Return the shift (2,) that solves the sum of normal equations; None where it is not determined."""
    matrix = np.sum([matrix for matrix, _ in equations], axis=0)
    if np.linalg.cond(matrix) > 1e6:  # straight shorelines in one direction
        return None
    return np.linalg.solve(matrix, np.sum([side for _, side in equations], axis=0))


def _jackknife_error(equations: Sequence[tuple[np.ndarray, np.ndarray]]) -> float:
    """Return the standard error of the shift by leaving out one lake at a time; NaN where there is none."""
    if len(equations) < 3:
        return math.nan
    matrix, side = (np.sum(parts, axis=0) for parts in zip(*equations))
    shifts = []
    for own_matrix, own_side in equations:
        rest = matrix - own_matrix
        if np.linalg.cond(rest) > 1e6:
            return math.nan
        shifts.append(np.linalg.solve(rest, side - own_side))
    return math.sqrt((len(equations) - 1) * np.var(shifts, axis=0).max())


def moved(lakes: Lakes, shift: Shift, ellipsoid: AdditiveEllipsoid) -> Lakes:
    """Return the lakes of the later date moved back onto the earlier one, and measured again."""
    wkbs = []
    for wkb, box in zip(lakes.wkbs, lakes.boxes):
        offset = np.array([shift.east, shift.north]) / _metres_per_unit(ellipsoid, box)
        polygons = [polygon_wkb([ring - offset for ring in rings]) for rings in polygon_rings(wkb)]
        wkbs.append(polygons[0] if len(polygons) == 1 else multipolygon_wkb(polygons))
    return replace(lakes, wkbs=wkbs, **columns_of(wkbs, ellipsoid)._asdict())


def _undisturbed(earlier: Lakes, later: Lakes, step: Step) -> list[tuple[int, int]]:
    """Return pairs of lakes seen whole that became each other alone, the largest first."""
    pairs = []
    for i in range(len(earlier)):  # the largest lakes come first
        children = step.children[i]
        if len(children) != 1 or len(step.parents[children[0]]) != 1:
            continue
        if not (earlier.incomplete[i] or later.incomplete[children[0]]):
            pairs.append((i, children[0]))
            if len(pairs) == _LAKES:
                break
    return pairs


class _Shoreline:
    """Points of an earlier shoreline with their outward normals, and the later shoreline, in metres."""

    def __init__(self, earlier: bytes, later: bytes, ellipsoid: AdditiveEllipsoid, pixel: float) -> None:
        outer = max((rings[0] for rings in polygon_rings(earlier)), key=len)
        origin = outer.mean(0)
        scale = _metres_per_unit(ellipsoid, np.r_[origin[0], origin[0], origin[1], origin[1]])
        ring = (outer - origin) * scale
        if np.sum(ring[:-1, 0] * ring[1:, 1] - ring[1:, 0] * ring[:-1, 1]) < 0:
            ring = ring[::-1]  # anticlockwise, so that the outside is on the right
        steps = np.diff(ring, axis=0)
        lengths = np.hypot(*steps.T)
        count = min(_POINTS, int(lengths.sum() / pixel))
        self.usable = count >= 8 and bool(np.isfinite(ring).all())
        if not self.usable:
            return
        along = (np.arange(count) + 0.5) * lengths.sum() / count
        ends = np.cumsum(lengths)
        edge = np.searchsorted(ends, along)
        share = 1 - (ends[edge] - along) / lengths[edge]
        self.points = ring[edge] + share[:, None] * steps[edge]
        self.normals = np.stack([steps[edge, 1], -steps[edge, 0]], 1) / lengths[edge, None]
        rings = [(r - origin) * scale for rings in polygon_rings(later) for r in rings]
        self.starts = np.concatenate([r[:-1] for r in rings])
        self.steps = np.concatenate([np.diff(r, axis=0) for r in rings])

    def normal_equations(self, shift: np.ndarray, width: float) -> tuple[np.ndarray, np.ndarray] | None:
        """Return matrix (2, 2) and right side (2,) of the shift, weighted by the residuals after ``shift``.

        None when too little of the shoreline is within ``width`` (m) of the later one, but for an even
        growth.
        """
        points = self.points + shift
        residuals = np.sum((self._nearest(points) - points) * self.normals, 1)
        weights = np.exp(-(((residuals - np.median(residuals)) / width) ** 2) / 2)
        if weights.mean() < _SUPPORT:
            return None
        # The growth of this lake is solved for as well: differences from the mean are left.
        normals = self.normals - np.average(self.normals, 0, weights)
        total = residuals + self.normals @ shift
        weighted = normals * weights[:, None]
        return weighted.T @ normals, weighted.T @ (total - np.average(total, 0, weights))

    def _nearest(self, points: np.ndarray) -> np.ndarray:
        """Return the nearest place (n, 2) on the later shoreline to each of points (n, 2)."""
        found = np.empty_like(points)
        lengths2 = np.maximum(np.sum(self.steps**2, 1), 1e-12)
        size = max(1, _CELLS // len(self.starts))
        for first in range(0, len(points), size):
            part = points[first : first + size, None]
            share = np.clip(np.sum((part - self.starts) * self.steps, 2) / lengths2, 0, 1)
            place = self.starts + share[..., None] * self.steps
            best = np.sum((place - part) ** 2, 2).argmin(1)
            found[first : first + size] = place[np.arange(len(best)), best]
        return found


def _metres_per_unit(ellipsoid: AdditiveEllipsoid, box: np.ndarray) -> np.ndarray:
    """Return metres on the ground (2,) along x and y at the centre of a box, measured over 10 m."""
    step = 10 / (ellipsoid.linear_unit or METRES_PER_RADIAN * ellipsoid.angular_unit)
    return np.array(ellipsoid.metres_per_unit((box[0] + box[1]) / 2, (box[2] + box[3]) / 2, step))
