"""How far one date's image lies off another's, read from shores that did not move."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..geo.wkb import multipolygon_wkb, polygon_rings, polygon_wkb
from .additive_areas import METRES_PER_RADIAN, AdditiveEllipsoid
from .history import Step
from .lakes import Lakes, measures_of

#: Lakes that are looked at, the largest; and points along the shore of each.
_LAKES, _POINTS = 300, 200
#: Residuals that still count, in pixels, round by round: a shore that moved further is change, not shift.
_ROUNDS = (4.0, 4.0, 2.0, 2.0, 1.0, 1.0, 1.0)
#: Mean weight of a lake's points below which its shore does not fit.
_SUPPORT = 0.3
_CELLS = 2_000_000  # distances held in memory at once


class Shift(NamedTuple):
    """Later minus earlier in metres ``east`` and ``north`` (along x and y of the CRS), from ``lakes`` lakes.

    ``error`` is the standard error of each of the two by leaving out one lake at a time; NaN below three.
    """

    east: float
    north: float
    error: float
    lakes: int

    @property
    def length(self) -> float:
        """Metres."""
        return math.hypot(self.east, self.north)


def estimated_shift(earlier: Lakes, later: Lakes, step: Step, ellipsoid: AdditiveEllipsoid) -> Shift | None:
    """The shift that brings shores of the earlier date onto those of the later one; None without any.

    Points along the outer shores of lakes that were neither cut, split nor merged look for the nearest
    shore of the later date. What a shift does to a shore is seen across it only (point-to-plane distance,
    Chen & Medioni 1992, Image and Vision Computing 10(3)). The least squares are weighted so that
    what is off by more than some pixels does not count (Welsch's weights, narrower from round to round):
    a shore that moved says nothing about the image. Each lake may have grown or shrunk all around
    by a width of its own, and one of whose shore too little fits is left out of the round.
    """
    pixel = max(earlier.pixel, later.pixel)
    pairs = _undisturbed(earlier, later, step)
    shores = [_Shore(earlier.wkbs[i], later.wkbs[j], ellipsoid, pixel) for i, j in pairs]
    shores = [shore for shore in shores if shore.usable]
    if not shores:
        return None
    shift, sums = np.zeros(2), []
    for width in _ROUNDS:
        sums = [shore.normal_equations(shift, width * pixel) for shore in shores]
        sums = [parts for parts in sums if parts is not None]
        if not sums:
            return None
        matrix, side = (sum(part) for part in zip(*sums))
        if np.linalg.cond(matrix) > 1e6:  # one straight shore, seen from one side
            return None
        shift = np.linalg.solve(matrix, side)
    error = math.nan
    if len(sums) > 2:
        left_out = []
        for one, two in sums:
            rest = matrix - one
            if np.linalg.cond(rest) > 1e6:
                break
            left_out.append(np.linalg.solve(rest, side - two))
        else:
            spread = np.var(left_out, axis=0).max()
            error = math.sqrt((len(sums) - 1) * spread)
    return Shift(float(shift[0]), float(shift[1]), error, len(sums))


def moved(lakes: Lakes, shift: Shift, ellipsoid: AdditiveEllipsoid) -> Lakes:
    """The lakes of the later date put back onto the earlier one, and measured anew."""
    wkbs = []
    for wkb, box in zip(lakes.wkbs, lakes.boxes):
        offset = np.array([shift.east, shift.north]) / _metres_per_unit(ellipsoid, box)
        polygons = [polygon_wkb([ring - offset for ring in rings]) for rings in polygon_rings(wkb)]
        wkbs.append(polygons[0] if len(polygons) == 1 else multipolygon_wkb(polygons))
    return replace(lakes, wkbs=wkbs, **measures_of(wkbs, ellipsoid)._asdict())


def _undisturbed(earlier: Lakes, later: Lakes, step: Step) -> list[tuple[int, int]]:
    """Pairs of lakes seen whole that became each other alone, the largest first."""
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


class _Shore:
    """Points of an earlier shore with their outward normals, and the later shore, in metres."""

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
        """Matrix (2, 2) and right side (2,) of the shift, weighted by what is left after ``shift``.

        None when too little of the shore is within ``width`` of the later one, but for an even growth.
        """
        points = self.points + shift
        left = np.sum((self._nearest(points) - points) * self.normals, 1)
        weights = np.exp(-(((left - np.median(left)) / width) ** 2) / 2)
        if weights.mean() < _SUPPORT:
            return None
        # The growth of this lake is solved for as well: what is left of it are differences from the mean.
        normals = self.normals - np.average(self.normals, 0, weights)
        total = left + self.normals @ shift
        weighted = normals * weights[:, None]
        return weighted.T @ normals, weighted.T @ (total - np.average(total, 0, weights))

    def _nearest(self, points: np.ndarray) -> np.ndarray:
        """The nearest place of the later shore to each point."""
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
    step = 10 / (ellipsoid.linear_unit or METRES_PER_RADIAN * ellipsoid.angular_unit)
    return np.array(ellipsoid.metres_per_unit((box[0] + box[1]) / 2, (box[2] + box[3]) / 2, step))
