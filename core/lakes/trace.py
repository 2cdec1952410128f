"""Rings around the lakes of a mask of any size, along the edges of pixels, in linear time.

The mask is traced block by block (``trace_block``), so that little is in memory. What crosses the border of a
block is joined afterwards: the pixel edges that two blocks share cancel, and what is left of the outlines is
linked at its ends. The result is that of tracing the whole mask at once. Pixels that touch only at a corner
belong to different lakes (4-connected).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..geo.grid import Window
from ..util.errors import Cancelled
from .trace_block import rings_of
from .union_find import DisjointSets

#: Side of the blocks in pixels. Larger ones have fewer borders to join, but take more memory.
TRACING_BLOCK_SIZE = 1024

#: Reads a window of the mask: (H, W) bool, true where there is lake.
ReadMask = Callable[[Window], np.ndarray]


def traced(
    read: ReadMask,
    width: int,
    height: int,
    *,
    block_size: int = TRACING_BLOCK_SIZE,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[list[np.ndarray]]:
    """Yield each lake's rings in a mask of ``width`` × ``height`` pixels, in no particular order of lakes.

    Rings are closed (n, 2) int32 arrays of columns and rows of pixel corners, the outer ring first, then
    islands from the top down. A ring starts at its upper left corner, has no points on straight lines
    and touches itself nowhere. What is kept in memory are the outlines of lakes that cross blocks,
    until the row of blocks in which such a lake ends. ``cancelled`` is asked once a block; ``Cancelled`` is
    raised when it returns true.

    In blocks of 3 × 3 pixels the lower lake ends in one block and comes first; the other is put together
    from four, as one ring with one island:

    >>> mask = np.array([list(row) for row in ("......",
    ...                                        ".####.",
    ...                                        ".#.##.",
    ...                                        ".####.",
    ...                                        "......",
    ...                                        "#.....")]) == "#"
    >>> def read(window):
    ...     column, row, width, height = window
    ...     return mask[row : row + height, column : column + width]
    >>> for rings in traced(read, width=6, height=6, block_size=3):
    ...     print([ring.tolist() for ring in rings])
    [[[0, 5], [1, 5], [1, 6], [0, 6], [0, 5]]]
    [[[1, 1], [5, 1], [5, 4], [1, 4], [1, 1]], [[2, 2], [2, 3], [3, 3], [3, 2], [2, 2]]]
    """
    fragments = _Fragments()
    above: list[_Block] = []
    unfinished: dict[int, _Outlines] = {}
    for row in range(0, height, block_size):
        across: list[_Block] = []
        for column in range(0, width, block_size):
            if cancelled():
                raise Cancelled
            window = Window(column, row, min(block_size, width - column), min(block_size, height - row))
            block = _Block(
                window, (column > 0, row > 0, column + block_size < width, row + block_size < height)
            )
            for rings in rings_of(read(window), column, row):
                if block.holds(rings[0]):
                    yield rings
                else:
                    block.add(rings[0], fragments.new(rings[1:]))
            block.mark_owners()
            if across:
                fragments.join(across[-1], 2, block, 0)
            if above:
                fragments.join(above[len(across)], 3, block, 1)
            across.append(block)
        yield from _finished(unfinished, above, across, fragments)
        above = across
    yield from _finished(unfinished, above, [], fragments)


class _Outlines(NamedTuple):
    """What is known of the outlines of a lake: arcs of them, and whole rings of islands."""

    arcs: list[np.ndarray]
    islands: list[np.ndarray]


def _finished(
    unfinished: dict[int, _Outlines], row: list[_Block], following: list[_Block], fragments: _Fragments
) -> Iterator[list[np.ndarray]]:
    """Yield the lakes that end in a row of blocks, all neighbours of which are known.

    Such a lake has no fragment in the ``following`` row. ``unfinished`` are those that have begun, by the
    number of one of their fragments; it is brought up to date.
    """
    begun = list(unfinished.items())
    unfinished.clear()
    for block in row:
        begun += [(number, _Outlines(arcs, fragments.islands(number))) for number, arcs in block.take_arcs()]
    for number, outlines in begun:
        known = unfinished.setdefault(fragments.root(number), outlines)
        if known is not outlines:
            known.arcs.extend(outlines.arcs)
            known.islands.extend(outlines.islands)
    going_on = {fragments.root(number) for block in following for number in block.numbers}
    for number in [number for number in unfinished if number not in going_on]:
        outlines = unfinished.pop(number)
        yield _in_order(_linked(outlines.arcs) + outlines.islands)


@dataclass
class _Block:
    """A block of the mask with the outer rings in it of lakes that may go on in the next one.

    Sides are numbered 0 left, 1 top, 2 right, 3 bottom; ``open`` are those with another block beyond.
    """

    window: Window
    open: tuple[bool, bool, bool, bool]

    def __post_init__(self) -> None:
        self.outlines: list[np.ndarray] = []
        self.numbers: list[int] = []
        column, row, width, height = self.window
        self._lines = (column, row, column + width, row + height)
        #: By side: the number of the fragment to which the pixel at the border belongs, -1 for land.
        self.owners: dict[int, np.ndarray] = {}
        #: By side: where there is lake on both sides of the border.
        self.shared: dict[int, np.ndarray] = {}

    def holds(self, outline: np.ndarray) -> bool:
        """Return whether an outer ring keeps off all borders beyond which the mask goes on."""
        return not any(self._on(side, outline).any() for side in range(4) if self.open[side])

    def add(self, outline: np.ndarray, number: int) -> None:
        """Add the outer ring of a fragment that may go on beyond the block."""
        self.outlines.append(outline)
        self.numbers.append(number)

    def _on(self, side: int, points: np.ndarray) -> np.ndarray:
        return points[:, side % 2] == self._lines[side]

    def mark_owners(self) -> None:
        """Set ``owners`` from the rings' edges along the borders."""
        for side in range(4):
            if not self.open[side]:
                continue
            along = 1 - side % 2
            owners = np.full(self.window[2 + along], -1, np.int64)
            for outline, number in zip(self.outlines, self.numbers):
                on = self._on(side, outline)
                ends = outline[:, along] - self.window[along]
                for i in np.flatnonzero(on[:-1] & on[1:]):
                    first, last = sorted((ends[i], ends[i + 1]))
                    owners[first:last] = number
            self.owners[side] = owners

    def take_arcs(self) -> Iterator[tuple[int, list[np.ndarray]]]:
        """Yield each fragment's number and the arcs of its outer ring, without what two blocks share.

        The ring is cut at the borders and where two rings meet at a corner: what belongs together there is
        only known when all blocks are joined. The rings are forgotten here.
        """
        if not self.outlines:
            return
        met = _meeting(self.outlines)
        for number, outline in zip(self.numbers, self.outlines):
            yield number, self._arcs(outline, met)
        self.outlines = []

    def _arcs(self, outline: np.ndarray, met: np.ndarray) -> list[np.ndarray]:
        ahead = np.diff(outline, axis=0)
        # Edges along a border become edges of one pixel.
        steps = np.ones(len(ahead), int)
        for side in range(4):
            if self.open[side]:
                on = self._on(side, outline)
                on = on[:-1] & on[1:]
                steps[on] = np.abs(ahead[on]).max(1)
        edge = np.repeat(np.arange(len(ahead)), steps)
        nth = np.arange(len(edge)) - (np.cumsum(steps) - steps)[edge]
        points = outline[edge] + nth[:, None].astype(np.int32) * np.sign(ahead)[edge]
        following = np.roll(points, -1, axis=0)
        kept = np.ones(len(points), bool)
        ends = np.isin(_keys(points), met)
        for side in range(4):
            if not self.open[side]:
                continue
            on, along = self._on(side, points), 1 - side % 2
            ends |= on
            border = np.flatnonzero(on & self._on(side, following))
            first = np.minimum(points[border, along], following[border, along]) - self.window[along]
            kept[border[self.shared[side][first]]] = False
        return _split(points, ends, kept)


class _Fragments:
    """Fragments of lakes, one for each outer ring at the border of a block, joined where blocks meet."""

    def __init__(self) -> None:
        self._sets = DisjointSets()
        self._islands: dict[int, list[np.ndarray]] = {}

    def new(self, islands: list[np.ndarray]) -> int:
        """Return the number of a new fragment with such islands, which keep off all borders."""
        number = self._sets.add()
        self._islands[number] = islands
        return number

    def root(self, number: int) -> int:
        """Return the lowest number of the fragments that are joined with this one."""
        return self._sets.root(number)

    def join(self, first: _Block, first_side: int, second: _Block, second_side: int) -> None:
        """Join the fragments that face each other across the border of two blocks."""
        a, b = first.owners.pop(first_side), second.owners.pop(second_side)  # not needed any more
        shared = (a >= 0) & (b >= 0)
        first.shared[first_side] = second.shared[second_side] = shared
        for one, other in np.unique(np.stack([a[shared], b[shared]], 1), axis=0).tolist():
            self._sets.join(one, other)

    def islands(self, number: int) -> list[np.ndarray]:
        """Return the islands of one fragment, which are forgotten here."""
        return self._islands.pop(number)


def _meeting(rings: list[np.ndarray]) -> np.ndarray:
    """Return the keys of corners through which rings pass twice."""
    found, times = np.unique(np.concatenate([_keys(ring[:-1]) for ring in rings]), return_counts=True)
    return found[times > 1]


def _split(points: np.ndarray, ends: np.ndarray, kept: np.ndarray) -> list[np.ndarray]:
    """Return the arcs of an open ring between the points ``ends``, those that begin with a ``kept`` edge.

    ``ends`` and ``kept`` are (n,) bool.
    """
    starts = np.flatnonzero(ends)
    stops = np.append(starts[1:], starts[0] + len(points))
    around = np.concatenate([points, points[: starts[0] + 1]])
    return [around[i : j + 1].copy() for i, j in zip(starts, stops) if kept[i]]


def _linked(arcs: list[np.ndarray]) -> list[np.ndarray]:
    """Return the rings that the arcs of one lake make, the outer one first.

    Where two rings meet at a corner, a ring turns right: that keeps it around its own land, so it never
    touches itself.
    """
    waiting: dict[tuple[int, int], list[np.ndarray]] = {}
    for arc in arcs:
        waiting.setdefault(tuple(arc[0].tolist()), []).append(arc)
    rings = []
    while waiting:
        first = next(iter(waiting.values()))[0]
        ring = [first]
        while True:
            end = tuple(ring[-1][-1].tolist())
            candidates = waiting[end]
            chosen = 0
            if len(candidates) > 1:
                dx, dy = np.sign(ring[-1][-1] - ring[-1][-2]).tolist()
                chosen = [np.sign(arc[1] - arc[0]).tolist() for arc in candidates].index([dy, -dx])
            arc = candidates.pop(chosen)
            if not candidates:
                del waiting[end]
            if arc is first:
                break
            ring.append(arc)
        rings.append(_without_straight(np.concatenate([arc[:-1] for arc in ring])))
    return sorted(rings, key=lambda ring: _twice_area(ring) <= 0)


def _without_straight(points: np.ndarray) -> np.ndarray:
    """Return the open ring closed, without points on the straight line between their neighbours."""
    ahead = np.sign(np.roll(points, -1, axis=0) - points)
    points = points[(ahead != np.roll(ahead, 1, axis=0)).any(1)]
    return np.concatenate([points, points[:1]])


def _in_order(rings: list[np.ndarray]) -> list[np.ndarray]:
    """Return each ring from its upper left corner on, islands from the top down: as with any block size."""
    started = []
    for ring in rings:
        first = int(np.lexsort((ring[:-1, 0], ring[:-1, 1]))[0])
        started.append(np.concatenate([ring[first:-1], ring[: first + 1]]))
    return started[:1] + sorted(started[1:], key=lambda ring: (ring[0, 1], ring[0, 0]))


def _keys(points: np.ndarray) -> np.ndarray:
    """Return one number (n,) for each corner (n, 2)."""
    return points[:, 0].astype(np.int64) << 32 | points[:, 1]


def _twice_area(ring: np.ndarray) -> int:
    """Return twice the signed area in pixels, exactly."""
    x, y = ring.astype(np.int64).T
    return int(np.dot(x[:-1] - x[0], y[1:] - y[0]) - np.dot(x[1:] - x[0], y[:-1] - y[0]))
