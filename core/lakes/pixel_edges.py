"""Vertical edges of pixels along rings, as arrays: what says where along a row a lake begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class VerticalEdges(NamedTuple):
    """Vertical edges, one array (n,) a property: from row ``tops`` up to, not including, row ``bottoms``.

    ``signs`` are 1 where the inside of an outer ring, or the lake around an island, lies on the right of the
    edge, else -1. ``rings`` are indices of the rings that they belong to.
    """

    columns: np.ndarray
    tops: np.ndarray
    bottoms: np.ndarray
    signs: np.ndarray
    rings: np.ndarray


def vertical_edges(points: np.ndarray, counts: Sequence[int]) -> VerticalEdges:
    """Return the vertical edges of closed rings along pixel edges, in columns and rows of pixel corners.

    ``points`` (n, 2) are those of one ring after the other, of ``counts`` points each, as ``rings_of`` gives
    them. A lake with an island of one pixel has four such edges, two of its outer ring and two of the
    island's:

    >>> lake = [(1, 1), (4, 1), (4, 4), (1, 4), (1, 1)]  # ......
    >>> island = [(2, 2), (2, 3), (3, 3), (3, 2), (2, 2)]  # .###..
    >>> edges = vertical_edges(np.array(lake + island), [5, 5])  # .#.#..
    >>> for edge in zip(*(values.tolist() for values in edges)):  # .###..
    ...     print("column {}, rows {} up to {}, sign {}, ring {}".format(*edge))
    column 4, rows 1 up to 4, sign -1, ring 0
    column 1, rows 1 up to 4, sign 1, ring 0
    column 2, rows 2 up to 3, sign -1, ring 1
    column 3, rows 2 up to 3, sign 1, ring 1

    Summed along a row, the signs are 1 in the lake and 0 outside: in row 2 they are 1, -1, 1, -1 at columns
    1, 2, 3 and 4.
    """
    vertical = points[:-1, 0] == points[1:, 0]
    vertical[np.cumsum(counts[:-1], dtype=int) - 1] = False  # from one ring to the next
    (columns, begin), end = points[:-1][vertical].T, points[1:, 1][vertical]
    rings = np.repeat(np.arange(len(counts)), counts)[:-1][vertical]
    signs = np.where(begin > end, 1, -1)
    return VerticalEdges(columns, np.minimum(begin, end), np.maximum(begin, end), signs, rings)


def unit_edges(tops: np.ndarray, bottoms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return vertical edges cut into edges of one pixel: the index of the edge each is cut from, and its row.

    >>> edge, rows = unit_edges(np.array([1, 7]), np.array([4, 9]))
    >>> edge.tolist(), rows.tolist()
    ([0, 0, 0, 1, 1], [1, 2, 3, 7, 8])
    """
    heights = bottoms - tops
    edge = np.repeat(np.arange(len(heights)), heights)
    return edge, tops[edge] + np.arange(len(edge)) - (np.cumsum(heights) - heights)[edge]
