"""How many points, and how many of them in each stratum (Olofsson et al. 2014, section 5.1)."""

from __future__ import annotations

import numpy as np

from ..util.errors import AccuracyError
from ..util.translation import tr

#: More points nobody labels by eye.
MOST_POINTS = 20_000


def allocation(areas: np.ndarray, total: int, minimum: int) -> np.ndarray:
    """Return how many of ``total`` points each stratum gets: by area, but at least ``minimum``.

    ``areas`` (strata,) are not negative; a stratum without area gets none. Where ``total`` is too small for
    the minimum, all get the same, and at least two: fewer give no error. The sum may then be another one.
    """
    there = areas > 0
    if total < minimum * there.sum():
        return np.where(there, max(2, total // int(there.sum())), 0)
    points = np.zeros(len(areas), int)
    rare = np.zeros(len(areas), bool)
    while True:  # what the rare ones take leaves fewer for the others, of which some may then be rare
        rest = there & ~rare
        left = total - minimum * int(rare.sum())
        share = np.where(rest, areas, 0) / areas[rest].sum() if rest.any() else np.zeros(len(areas))
        wanted = left * share
        more = rest & (wanted < minimum)
        if not more.any():
            break
        rare |= more
    points[rare] = minimum
    points[rest] = np.floor(wanted[rest])
    largest_remainders = np.argsort(-(wanted - np.floor(wanted)) * rest, kind="stable")
    for k in largest_remainders[: max(0, total - int(points.sum()))]:
        points[k] += 1
    return points


def expected_error(areas: np.ndarray, points: np.ndarray, errors: np.ndarray) -> float:
    """Return the standard error, as a share of the whole area, that so many points give.

    ``errors`` (strata,) are the shares that are thought to be wrong. It is the same for overall accuracy and
    for the share of lakes: in both a stratum has the variance e (1 - e) / n.
    """
    there = points > 0
    weights = areas[there] / areas.sum()
    return float(np.sqrt((weights**2 * errors[there] * (1 - errors[there]) / points[there]).sum()))


def points_needed(areas: np.ndarray, errors: np.ndarray, wanted: float, minimum: int) -> int:
    """Return the fewest points whose expected standard error is ``wanted``, a share of the whole area.

    ``AccuracyError`` where that are more than ``MOST_POINTS``.
    """
    low, high = int(minimum * (areas > 0).sum()), MOST_POINTS
    if expected_error(areas, allocation(areas, high, minimum), errors) > wanted:
        raise AccuracyError(
            tr(
                "So small a standard error would take more than {most:,} points. Choose a larger "
                "STANDARD_ERROR, or give the number of POINTS.",
                most=MOST_POINTS,
            )
        )
    while low < high:
        middle = (low + high) // 2
        if expected_error(areas, allocation(areas, middle, minimum), errors) <= wanted:
            high = middle
        else:
            low = middle + 1
    return low
