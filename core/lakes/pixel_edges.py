"""Edges of pixels as arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def uprights(points: np.ndarray, counts: Sequence[int]) -> tuple[np.ndarray, ...]:
    """The vertical edges of rings along pixel edges: column, first row, row after the last, sign and ring.

    The closed rings have ``counts`` points (n, 2) each. The sign is 1 where the inside of an outer ring, or
    the lake around an island, lies on the right.
    """
    vertical = points[:-1, 0] == points[1:, 0]
    vertical[np.cumsum(counts[:-1], dtype=int) - 1] = False  # from one ring to the next
    (columns, first), last = points[:-1][vertical].T, points[1:, 1][vertical]
    ring = np.repeat(np.arange(len(counts)), counts)[:-1][vertical]
    return columns, np.minimum(first, last), np.maximum(first, last), np.where(first > last, 1, -1), ring


def unit_edges(tops: np.ndarray, bottoms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vertical edges cut into edges of one pixel: the index of each one's origin, and its row."""
    heights = bottoms - tops
    edge = np.repeat(np.arange(len(heights)), heights)
    return edge, tops[edge] + np.arange(len(edge)) - (np.cumsum(heights) - heights)[edge]
