"""Rectangles in which the network works: they hold all that it must look at, with little around."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Rectangle(NamedTuple):
    """Rows from ``top`` on and columns from ``left`` on, up to ``bottom`` and ``right``, which are beyond."""

    top: int
    left: int
    bottom: int
    right: int


def covering(cells: np.ndarray, margin: int) -> list[Rectangle]:
    """Return rectangles that hold all cells (H, W) that are true, each at most once.

    What a rectangle costs is its area with ``margin`` cells on each side. One is cut in two, each as small as
    it can be, where that costs less; the cut that costs least comes first. Depends on the cells alone.
    """
    rows, columns = np.flatnonzero(cells.any(1)), np.flatnonzero(cells.any(0))
    if not len(rows):
        return []
    top, left, bottom, right = rows[0], columns[0], rows[-1] + 1, columns[-1] + 1
    inside = cells[top:bottom, left:right]
    whole = (bottom - top + 2 * margin) * (right - left + 2 * margin)
    across, down = _costs(inside, margin), _costs(inside.T, margin)
    if min(across.min(), down.min()) >= whole:
        return [Rectangle(int(top), int(left), int(bottom), int(right))]
    if across.min() <= down.min():
        cut = int(across.argmin())
        parts = [(inside[:cut], 0, 0), (inside[cut:], cut, 0)]
    else:
        cut = int(down.argmin())
        parts = [(inside[:, :cut], 0, 0), (inside[:, cut:], 0, cut)]
    return [
        Rectangle(r.top + top + row, r.left + left + column, r.bottom + top + row, r.right + left + column)
        for part, row, column in parts
        for r in covering(part, margin)
    ]


def _costs(cells: np.ndarray, margin: int) -> np.ndarray:
    """Return what both parts cost when ``cells`` are cut before row i, each then made as small as it can be.

    At i = 0, which is no cut, infinity.
    """
    above, below = _costs_of_first(cells, margin), _costs_of_first(cells[::-1], margin)[::-1]
    costs = np.full(len(cells), np.inf)
    costs[1:] = above[:-1] + below[1:]
    return costs


def _costs_of_first(cells: np.ndarray, margin: int) -> np.ndarray:
    """Return what the smallest rectangle costs that holds all cells of the rows up to each one."""
    width = cells.shape[1]
    used = cells.any(1)
    first = np.minimum.accumulate(np.where(used, cells.argmax(1), width))
    last = np.maximum.accumulate(np.where(used, width - 1 - cells[:, ::-1].argmax(1), -1))
    rows = np.arange(len(cells))
    top, bottom = np.flatnonzero(used)[:1], np.maximum.accumulate(np.where(used, rows, -1))
    height = bottom + 1 - (top[0] if len(top) else 0)
    return np.where(last < 0, 0, (height + 2 * margin) * (last + 1 - first + 2 * margin))
