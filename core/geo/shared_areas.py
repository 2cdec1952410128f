"""The areas that polygons of two sets share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from osgeo import ogr

from ..util.errors import Cancelled
from .box_index import overlapping_boxes

#: Neighbours whose common border was drawn twice share slivers; more than this share of the smaller is meant.
_REAL = 1e-6


def shared_areas(
    first: Sequence[bytes],
    second: Sequence[bytes],
    pairs: tuple[np.ndarray, np.ndarray],
    cancelled: Callable[[], bool] = lambda: False,
) -> np.ndarray:
    """Return the area (n,) that polygons ``first[i]`` share with ``second[j]``, for pairs i, j (n,) each.

    They are well-known binary of valid polygons or multipolygons in one CRS; areas are those on its plane, in
    square units, which is enough to compare neighbours. ``Cancelled`` soon after ``cancelled`` returns true.
    """
    i, j = pairs
    area = np.zeros(len(i))
    sizes1 = np.array([len(first[k]) for k in i])
    sizes2 = np.array([len(second[k]) for k in j])
    # A lake with ten thousand neighbours in its box is prepared once: the larger one of each pair.
    for polygons, mine, others, their, chosen in (
        (first, i, second, j, sizes1 >= sizes2),
        (second, j, first, i, sizes1 < sizes2),
    ):
        last = prepared = None
        of_larger = np.flatnonzero(chosen)
        counts = np.bincount(mine[of_larger], minlength=len(polygons))
        for pair in of_larger[np.argsort(mine[of_larger], kind="stable")]:
            if cancelled():
                raise Cancelled
            if mine[pair] != last:
                last = mine[pair]
                shape = ogr.CreateGeometryFromWkb(polygons[last])
                prepared = shape.CreatePreparedGeometry() if counts[last] > 1 else None
            area[pair] = _shared(shape, prepared, ogr.CreateGeometryFromWkb(others[their[pair]]))
    return area


def overlapping_pairs(
    polygons: Sequence[bytes],
    boxes: np.ndarray,
    areas: np.ndarray,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[tuple[int, int]]:
    """Return the pairs of polygons of one set that share more than a millionth of the smaller one.

    ``boxes`` (n, 4) are least x, most x, least y, most y, ``areas`` (n,) those on the plane.
    """
    first, second = overlapping_boxes(boxes, boxes)
    once = first < second
    first, second = first[once], second[once]
    area = shared_areas(polygons, polygons, (first, second), cancelled)
    real = area > _REAL * np.minimum(areas[first], areas[second])
    return list(zip(first[real].tolist(), second[real].tolist()))


def _shared(large: ogr.Geometry, prepared: ogr.PreparedGeometry | None, small: ogr.Geometry) -> float:
    if prepared is not None:
        if not prepared.Intersects(small):
            return 0.0
        if prepared.Contains(small):
            return small.Area()
    shared = large.Intersection(small)
    return shared.Area() if shared is not None else 0.0
