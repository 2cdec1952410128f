"""The areas that lakes of two dates share."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from osgeo import ogr

from ..util.errors import Cancelled
from .box_index import overlapping_boxes
from .lakes import Lakes


class Overlaps(NamedTuple):
    """Pairs of an earlier lake ``i`` and a later lake ``j``, sorted by them, that share water.

    ``area`` is the shared area on the plane of the CRS in square units, which is enough to compare
    neighbours; ``share`` (0 to 1) is that area divided by the area of the smaller lake.
    """

    i: np.ndarray
    j: np.ndarray
    area: np.ndarray
    share: np.ndarray


def overlaps(earlier: Lakes, later: Lakes, cancelled: Callable[[], bool] = lambda: False) -> Overlaps:
    """Return all pairs of lakes that share more than a line."""
    first, second = overlapping_boxes(earlier.boxes, later.boxes)
    area = _shared_areas(earlier, later, first, second, cancelled)
    real = area > 0
    i, j, area = first[real], second[real], area[real]
    return Overlaps(i, j, area, area / np.minimum(earlier.planar[i], later.planar[j]))


def overlapping_lakes(lakes: Lakes, cancelled: Callable[[], bool] = lambda: False) -> int:
    """Count the pairs of lakes of one date that share more than a millionth of the smaller one."""
    first, second = overlapping_boxes(lakes.boxes, lakes.boxes)
    once = first < second
    first, second = first[once], second[once]
    area = _shared_areas(lakes, lakes, first, second, cancelled)
    return int((area > 1e-6 * np.minimum(lakes.planar[first], lakes.planar[second])).sum())


def _shared_areas(
    earlier: Lakes,
    later: Lakes,
    first: np.ndarray,
    second: np.ndarray,
    cancelled: Callable[[], bool],
) -> np.ndarray:
    """Return the area that lakes ``first`` (n,) of a date share with ``second`` (n,) of the other, (n,)."""
    area = np.zeros(len(first))
    sizes1 = np.array([len(earlier.wkbs[i]) for i in first])
    sizes2 = np.array([len(later.wkbs[j]) for j in second])
    # A lake with ten thousand neighbours in its box is prepared once: the larger one of each pair.
    for lakes, mine, others, their, chosen in (
        (earlier, first, later, second, sizes1 >= sizes2),
        (later, second, earlier, first, sizes1 < sizes2),
    ):
        last = prepared = None
        pairs = np.flatnonzero(chosen)
        counts = np.bincount(mine[pairs], minlength=len(lakes))
        for pair in pairs[np.argsort(mine[pairs], kind="stable")]:
            if cancelled():
                raise Cancelled
            if mine[pair] != last:
                last = mine[pair]
                shape = lakes.shape(last)
                prepared = shape.CreatePreparedGeometry() if counts[last] > 1 else None
            area[pair] = _shared(shape, prepared, others.shape(their[pair]))
    return area


def _shared(large: ogr.Geometry, prepared: ogr.PreparedGeometry | None, small: ogr.Geometry) -> float:
    if prepared is not None:
        if not prepared.Intersects(small):
            return 0.0
        if prepared.Contains(small):
            return small.Area()
    shared = large.Intersection(small)
    return shared.Area() if shared is not None else 0.0
