"""The shores of lakes in a mask of any size, along the edges of pixels, in linear time.

The mask is traced square by square (``rings``), so that little is in memory. What crosses the border of a
square is joined afterwards: the pixel edges that two squares share cancel, and what is left of the shores is
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

#: Side of a square in pixels. Larger ones have fewer borders to join, but take more memory.
SIDE = 1024

#: Reads a window of the mask: (H, W) bool, true where there is lake.
Read = Callable[[Window], np.ndarray]


def traced(
    read: Read,
    width: int,
    height: int,
    side: int = SIDE,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[list[np.ndarray]]:
    """Each lake's rings in a mask of ``width`` × ``height`` pixels, in no particular order of lakes.

    Rings are closed (n, 2) int32 arrays of columns and rows of pixel corners, the outer shore first, then
    islands from the top down. A ring starts at its upper left corner, has no points on straight lines
    and touches itself nowhere. What is kept in memory are the shores of lakes that cross squares,
    until the row of squares in which such a lake ends. ``cancelled`` is asked once a square; ``Cancelled`` is
    raised when it returns true.
    """
    parts = _Parts()
    above: list[_Block] = []
    unfinished: dict[int, _Outlines] = {}
    for row in range(0, height, side):
        across: list[_Block] = []
        for column in range(0, width, side):
            if cancelled():
                raise Cancelled
            window = Window(column, row, min(side, width - column), min(side, height - row))
            square = _Block(window, (column > 0, row > 0, column + side < width, row + side < height))
            for rings in rings_of(read(window), column, row):
                if square.holds(rings[0]):
                    yield rings
                else:
                    square.add(rings[0], parts.new(rings[1:]))
            square.mark_owners()
            if across:
                parts.join(across[-1], 2, square, 0)
            if above:
                parts.join(above[len(across)], 3, square, 1)
            across.append(square)
        yield from _ended(unfinished, above, across, parts)
        above = across
    yield from _ended(unfinished, above, [], parts)


class _Outlines(NamedTuple):
    """What is known of the shores of a lake: pieces of them, and islands in one piece."""

    pieces: list[np.ndarray]
    islands: list[np.ndarray]


def _ended(
    unfinished: dict[int, _Outlines], row: list[_Block], following: list[_Block], parts: _Parts
) -> Iterator[list[np.ndarray]]:
    """The lakes that end in a row of squares, all neighbours of which are known: none has a part in the next.

    ``unfinished`` are those that have begun, by a number of theirs; it is brought up to date.
    """
    begun = list(unfinished.items())
    unfinished.clear()
    for square in row:
        begun += [(number, _Outlines(pieces, parts.islands(number))) for number, pieces in square.cut()]
    for number, outlines in begun:
        known = unfinished.setdefault(parts.root(number), outlines)
        if known is not outlines:
            known.pieces.extend(outlines.pieces)
            known.islands.extend(outlines.islands)
    going_on = {parts.root(number) for square in following for number in square.numbers}
    for number in [number for number in unfinished if number not in going_on]:
        outlines = unfinished.pop(number)
        yield _in_order(_linked(outlines.pieces) + outlines.islands)


@dataclass
class _Block:
    """A square of the mask with the outer shores in it of lakes that may go on in the next one.

    Sides are numbered 0 left, 1 top, 2 right, 3 bottom; ``open`` are those with another square beyond.
    """

    window: Window
    open: tuple[bool, bool, bool, bool]

    def __post_init__(self) -> None:
        self.outlines: list[np.ndarray] = []
        self.numbers: list[int] = []
        column, row, width, height = self.window
        self._lines = (column, row, column + width, row + height)
        #: By side: the part to which the pixel at the border belongs, -1 for land.
        self.owners: list[np.ndarray | None] = [None] * 4
        #: By side: where there is lake on both sides of the border.
        self.shared: list[np.ndarray | None] = [None] * 4

    def holds(self, outline: np.ndarray) -> bool:
        """Whether an outer shore keeps off all borders beyond which the mask goes on."""
        return not any(self._on(side, outline).any() for side in range(4) if self.open[side])

    def add(self, outline: np.ndarray, number: int) -> None:
        self.outlines.append(outline)
        self.numbers.append(number)

    def _on(self, side: int, points: np.ndarray) -> np.ndarray:
        return points[:, side % 2] == self._lines[side]

    def mark_owners(self) -> None:
        """Set ``owners`` from the shores' edges along the borders."""
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

    def cut(self) -> Iterator[tuple[int, list[np.ndarray]]]:
        """Each part's number and its outer shore in open pieces, without what two squares share.

        It is cut at the borders and where two shores meet at a corner: what belongs together there
        is only known when all squares are joined.
        """
        if not self.outlines:
            return
        met = _meeting(self.outlines)
        for number, outline in zip(self.numbers, self.outlines):
            yield number, self._pieces(outline, met)
        self.outlines = []

    def _pieces(self, outline: np.ndarray, met: np.ndarray) -> list[np.ndarray]:
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


class _Parts:
    """Parts of lakes, one for each outer shore in a square, joined where squares meet."""

    def __init__(self) -> None:
        self._sets = DisjointSets()
        self._islands: dict[int, list[np.ndarray]] = {}

    def new(self, islands: list[np.ndarray]) -> int:
        """The number of a new part with such islands, which keep off all borders."""
        number = self._sets.add()
        self._islands[number] = islands
        return number

    def root(self, number: int) -> int:
        """Return the lowest number of the parts that are joined with this one."""
        return self._sets.root(number)

    def join(self, first: _Block, first_side: int, second: _Block, second_side: int) -> None:
        """Join the parts that face each other across the border of two squares."""
        a, b = first.owners[first_side], second.owners[second_side]
        shared = (a >= 0) & (b >= 0)
        first.shared[first_side] = second.shared[second_side] = shared
        first.owners[first_side] = second.owners[second_side] = None  # no longer needed
        for one, other in np.unique(np.stack([a[shared], b[shared]], 1), axis=0).tolist():
            self._sets.join(one, other)

    def islands(self, number: int) -> list[np.ndarray]:
        """The islands of one part, which are forgotten here."""
        return self._islands.pop(number)


def _meeting(rings: list[np.ndarray]) -> np.ndarray:
    """The keys of corners through which rings pass twice."""
    found, times = np.unique(np.concatenate([_keys(ring[:-1]) for ring in rings]), return_counts=True)
    return found[times > 1]


def _split(points: np.ndarray, ends: np.ndarray, kept: np.ndarray) -> list[np.ndarray]:
    """An open ring in pieces between the points ``ends`` (n,) bool, those that begin with a ``kept`` edge."""
    starts = np.flatnonzero(ends)
    stops = np.append(starts[1:], starts[0] + len(points))
    around = np.concatenate([points, points[: starts[0] + 1]])
    return [around[i : j + 1].copy() for i, j in zip(starts, stops) if kept[i]]


def _linked(pieces: list[np.ndarray]) -> list[np.ndarray]:
    """The rings that the pieces of one lake's shores make, the outer one first.

    Where two shores meet at a corner, a ring turns right: that keeps it around its own land, so it never
    touches itself.
    """
    waiting: dict[tuple[int, int], list[np.ndarray]] = {}
    for piece in pieces:
        waiting.setdefault(tuple(piece[0].tolist()), []).append(piece)
    rings = []
    while waiting:
        first = next(iter(waiting.values()))[0]
        ring = [first]
        while True:
            end = tuple(ring[-1][-1].tolist())
            ways = waiting[end]
            way = 0
            if len(ways) > 1:
                dx, dy = np.sign(ring[-1][-1] - ring[-1][-2]).tolist()
                way = [np.sign(piece[1] - piece[0]).tolist() for piece in ways].index([dy, -dx])
            piece = ways.pop(way)
            if not ways:
                del waiting[end]
            if piece is first:
                break
            ring.append(piece)
        rings.append(_without_straight(np.concatenate([piece[:-1] for piece in ring])))
    return sorted(rings, key=lambda ring: _twice_area(ring) <= 0)


def _without_straight(points: np.ndarray) -> np.ndarray:
    """The open ring closed, without points on the straight line between their neighbours."""
    ahead = np.sign(np.roll(points, -1, axis=0) - points)
    points = points[(ahead != np.roll(ahead, 1, axis=0)).any(1)]
    return np.concatenate([points, points[:1]])


def _in_order(rings: list[np.ndarray]) -> list[np.ndarray]:
    """Each ring from its upper left corner on, islands from the top down: the same for all squares."""
    started = []
    for ring in rings:
        first = int(np.lexsort((ring[:-1, 0], ring[:-1, 1]))[0])
        started.append(np.concatenate([ring[first:-1], ring[: first + 1]]))
    return started[:1] + sorted(started[1:], key=lambda ring: (ring[0, 1], ring[0, 0]))


def _keys(points: np.ndarray) -> np.ndarray:
    return points[:, 0].astype(np.int64) << 32 | points[:, 1]


def _twice_area(ring: np.ndarray) -> int:
    """Twice the signed area in pixels, exactly."""
    x, y = ring.astype(np.int64).T
    return int(np.dot(x[:-1] - x[0], y[1:] - y[0]) - np.dot(x[1:] - x[0], y[:-1] - y[0]))
