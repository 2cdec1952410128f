"""A spatial index: which boxes of two sets overlap, without comparing all with all."""

from __future__ import annotations

import numpy as np


def overlapping_boxes(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return indices i, j of all pairs of boxes that share more than an edge, sorted by i, then j.

    Boxes are (n, 4): least x, most x, least y, most y. Each box lies on a grid whose cells are at least as
    wide as it is, so in at most four cells; for each two such grids the finer boxes look up the cells of the
    coarser grid. So one huge box among thousands of small ones costs no more than what it overlaps.
    """
    levels = [_levels(boxes) for boxes in (first, second)]
    found = [np.zeros((0, 2), np.int64)]
    for one in np.unique(levels[0]):
        for two in np.unique(levels[1]):
            i, j = np.flatnonzero(levels[0] == one), np.flatnonzero(levels[1] == two)
            cell = 2.0 ** max(one, two)
            k, m = _same_cell(_cells(first[i], cell), _cells(second[j], cell))
            pairs = np.stack([i[k], j[m]], 1)
            a, b = first[pairs[:, 0]], second[pairs[:, 1]]
            meet = (a[:, 0] < b[:, 1]) & (b[:, 0] < a[:, 1]) & (a[:, 2] < b[:, 3]) & (b[:, 2] < a[:, 3])
            found.append(np.unique(pairs[meet], axis=0))
    pairs = np.concatenate(found)
    i, j = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].T
    return i, j


def _levels(boxes: np.ndarray) -> np.ndarray:
    """Return the exponent of the power of two that is at least the longer side, for each box."""
    side = np.maximum(boxes[:, 1] - boxes[:, 0], boxes[:, 3] - boxes[:, 2])
    return np.ceil(np.log2(np.maximum(side, 1e-9))).astype(int)


def _cells(boxes: np.ndarray, size: float) -> tuple[np.ndarray, np.ndarray]:
    """Return column and row (m, 2) of every cell that a box touches, and the box (m,)."""
    low, high = np.floor(boxes[:, ::2] / size).astype(int), np.floor(boxes[:, 1::2] / size).astype(int)
    boxes_of, cells_of = [], []
    for dx in (0, 1):
        for dy in (0, 1):
            there = (low[:, 0] + dx <= high[:, 0]) & (low[:, 1] + dy <= high[:, 1])
            boxes_of.append(np.flatnonzero(there))
            cells_of.append(low[there] + (dx, dy))
    return np.concatenate(cells_of), np.concatenate(boxes_of)


def _same_cell(
    first: tuple[np.ndarray, np.ndarray], second: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return all pairs of boxes in one cell; some more than once."""
    (cells1, boxes1), (cells2, boxes2) = first, second
    _, names = np.unique(np.concatenate([cells1, cells2]), axis=0, return_inverse=True)
    names1, names2 = names.ravel()[: len(cells1)], names.ravel()[len(cells1) :]
    order = np.argsort(names2, kind="stable")
    names2 = names2[order]
    begin, end = np.searchsorted(names2, names1, "left"), np.searchsorted(names2, names1, "right")
    counts = end - begin
    steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(boxes1, counts), boxes2[order[np.repeat(begin, counts) + steps]]
