"""The areas that lakes of two dates share."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..geo.box_index import overlapping_boxes
from ..geo.shared_areas import shared_areas
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
    area = shared_areas(earlier.wkbs, later.wkbs, (first, second), cancelled)
    real = area > 0
    i, j, area = first[real], second[real], area[real]
    return Overlaps(i, j, area, area / np.minimum(earlier.planar[i], later.planar[j]))
