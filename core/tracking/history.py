"""Which lake became which: one id a lake through all dates, and the lakes that split or merge."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..lakes.union_find import DisjointSets
from ..util.errors import Cancelled
from .lakes import Lakes
from .overlaps import Overlaps, overlaps

#: Two lakes are joined when they share at least this part (0 to 1) of the smaller one, by default.
MIN_OVERLAP = 0.1
#: Half-width of the 95 % interval in standard errors.
Z95 = 1.96


@dataclass
class Step:
    """From one date to the next: ``overlaps`` are all pairs that share water.

    ``joined`` (one a pair): whether its share is at least ``min_overlap``. ``families`` are lakes that are
    joined, directly or through others: indices of the earlier lakes, and of the later ones. Every lake is in
    one family; a lake that is new or has vanished is one of its own.
    """

    min_overlap: float
    overlaps: Overlaps
    joined: np.ndarray
    families: list[tuple[list[int], list[int]]]
    parents: list[list[int]]  # of each later lake: indices of earlier ones
    children: list[list[int]]  # of each earlier lake: indices of later ones


@dataclass
class Lineage:
    """Lakes that split from or merged into each other, as one.

    ``areas`` (one a date) and their standard errors ``errors`` are in m². ``counted``: in the totals.
    ``name`` is what people call them, empty where no layer says it.
    """

    ids: list[int]
    areas: np.ndarray
    errors: np.ndarray
    counted: bool
    name: str = ""

    @property
    def change(self) -> float:
        """Area at the last date minus that at the first, in m²."""
        return float(self.areas[-1] - self.areas[0])

    @property
    def change_error(self) -> float:
        """Combined standard error (1 sigma) of ``change`` in m²."""
        return float(np.hypot(self.errors[0], self.errors[-1]))

    @property
    def significant(self) -> bool:
        """Whether the change is beyond the 95 % interval of its error."""
        return abs(self.change) > Z95 * self.change_error


@dataclass
class History:
    """Lakes of all dates, oldest first, their ids (one array a date), and the steps between them.

    ``returned`` (one array a date): whether the id of a lake had ended before. ``roots`` are equal for lakes
    of one lineage (see ``lineages``). ``counted``: whether a lake is in the totals, because no lake of its
    lineage, itself included, is incomplete.
    """

    dates: list[Lakes]
    ids: list[np.ndarray]
    returned: list[np.ndarray]
    steps: list[Step]
    roots: list[np.ndarray]
    counted: list[np.ndarray]

    def lineages(self) -> list[Lineage]:
        """Return lakes that are joined at any date, directly or through others, as one; the largest first."""
        found: dict[int, Lineage] = {}
        for t, (lakes, roots) in enumerate(zip(self.dates, self.roots)):
            for i, root in enumerate(roots.tolist()):
                if root not in found:
                    zeros = np.zeros(len(self.dates))
                    found[root] = Lineage([], zeros, zeros.copy(), bool(self.counted[t][i]))
                one, number = found[root], int(self.ids[t][i])
                if number not in one.ids:
                    one.ids.append(number)
                one.areas[t] += lakes.areas[i]
                one.errors[t] = np.hypot(one.errors[t], lakes.errors[i])
        names = self.names()
        for one in found.values():
            of_lakes = (names[number] for number in sorted(one.ids) if number in names)
            one.name = ", ".join(dict.fromkeys(of_lakes))
        return sorted(found.values(), key=lambda one: (-one.areas.max(), min(one.ids)))

    def names(self) -> dict[int, str]:
        """Return what people call lakes, by their id: by the latest layer that names them."""
        return self._latest([lakes.names for lakes in self.dates])

    def known_ids(self) -> dict[int, str]:
        """Return their ids in a layer of known lakes, by their id: by the latest layer that has one."""
        return self._latest([lakes.known_ids for lakes in self.dates])

    def _latest(self, texts: Sequence[Sequence[str]]) -> dict[int, str]:
        return {
            number: text
            for of_date, ids in zip(texts, self.ids)
            for number, text in zip(ids.tolist(), of_date)
            if text
        }

    def box(self, lineage: Lineage | None = None) -> np.ndarray:
        """Return the box of all lakes, or of a lineage, at all dates: least x, most x, least y, most y."""
        wanted = None if lineage is None else lineage.ids
        boxes = np.concatenate(
            [
                lakes.boxes if wanted is None else lakes.boxes[np.isin(ids, wanted)]
                for lakes, ids in zip(self.dates, self.ids)
            ]
        )
        return np.r_[boxes[:, 0].min(), boxes[:, 1].max(), boxes[:, 2].min(), boxes[:, 3].max()]

    def outlines(self) -> dict[tuple[datetime.date, int], bytes]:
        """Return the polygon of each lake, well-known binary, by its date and id."""
        return {
            (lakes.date, int(number)): wkb
            for lakes, ids in zip(self.dates, self.ids)
            for number, wkb in zip(ids, lakes.wkbs)
        }

    def total_change(self) -> tuple[float, float]:
        """Return the change of the counted area from the first to the last date and its error, in m²."""
        (first, first_error), *_, (last, last_error) = self.totals()
        return last - first, float(np.hypot(first_error, last_error))

    def totals(self) -> list[tuple[float, float]]:
        """Return the area of the counted lakes at each date and its standard error, in m²."""
        return [
            (float(lakes.areas[counted].sum()), float(np.sqrt((lakes.errors[counted] ** 2).sum())))
            for lakes, counted in zip(self.dates, self.counted)
        ]


def history(
    dates: Sequence[Lakes], steps: Sequence[Step], cancelled: Callable[[], bool] = lambda: False
) -> History:
    """Follow lakes through two or more dates, oldest first, by the steps between them.

    Of the pairs that are joined, those with the largest shared area hand on their id first, one id to one
    lake. A lake that gets none is compared with the last known shape of lakes whose id ended earlier, by
    the same rule, and gets such an id again, or else a new one. ``Cancelled`` is raised soon after
    ``cancelled`` returns true.
    """
    ids = [np.arange(1, len(dates[0]) + 1)]
    returned = [np.zeros(len(dates[0]), bool)]
    ended: dict[int, tuple[int, int]] = {}  # id: date and index of its last lake
    unused = len(dates[0]) + 1
    for t, step in enumerate(steps, start=1):
        if cancelled():
            raise Cancelled
        earlier, later = dates[t - 1], dates[t]
        here = np.zeros(len(later), int)
        going_on = _one_to_one(step.overlaps, step.joined)
        for i, j in going_on:
            here[j] = ids[-1][i]
        back = _coming_back(dates, ended, later, here, step.min_overlap)
        for j, number in back.items():
            here[j] = number
            del ended[number]
        returned.append(np.isin(np.arange(len(later)), list(back)))
        fresh = np.flatnonzero(here == 0)  # in the lakes' own order: the largest gets the lowest id
        here[fresh] = np.arange(unused, unused + len(fresh))
        unused += len(fresh)
        for i in set(range(len(earlier))) - {i for i, _ in going_on}:
            ended[int(ids[-1][i])] = (t - 1, i)
        ids.append(here)
    return History(list(dates), ids, returned, list(steps), *_lineages(dates, ids, steps))


def step_between(
    earlier: Lakes, later: Lakes, min_overlap: float, cancelled: Callable[[], bool] = lambda: False
) -> Step:
    """Return which lakes of two dates share water, and which of them are joined."""
    shared = overlaps(earlier, later, cancelled)
    joined = shared.share >= min_overlap
    parents: list[list[int]] = [[] for _ in range(len(later))]
    children: list[list[int]] = [[] for _ in range(len(earlier))]
    links = list(zip(shared.i[joined].tolist(), shared.j[joined].tolist()))
    for i, j in links:
        parents[j].append(i)
        children[i].append(j)
    families: dict[int, tuple[list[int], list[int]]] = {}
    n = len(earlier)
    for node, root in enumerate(_roots(n + len(later), ((i, n + j) for i, j in links))):
        before, after = families.setdefault(root, ([], []))
        (before if node < n else after).append(node if node < n else node - n)
    return Step(min_overlap, shared, joined, list(families.values()), parents, children)


def _roots(count: int, links: Iterable[tuple[int, int]]) -> list[int]:
    """Return the root of each of ``count`` nodes: nodes that ``links`` join have the same one."""
    sets = DisjointSets(count)
    for one, other in links:
        sets.join(one, other)
    return [sets.root(node) for node in range(count)]


def _one_to_one(shared: Overlaps, joined: np.ndarray) -> list[tuple[int, int]]:
    """Return joined pairs, the largest shared area first, each lake at most once."""
    pairs: list[tuple[int, int]] = []
    gave: set[int] = set()
    took: set[int] = set()
    for k in np.lexsort((shared.j, shared.i, -shared.area)):
        i, j = int(shared.i[k]), int(shared.j[k])
        if joined[k] and i not in gave and j not in took:
            gave.add(i)
            took.add(j)
            pairs.append((i, j))
    return pairs


def _coming_back(
    dates: Sequence[Lakes],
    ended: Mapping[int, tuple[int, int]],
    later: Lakes,
    here: np.ndarray,
    min_overlap: float,
) -> dict[int, int]:
    """Return ids that ended before, by the index of the later lake that lies where theirs was."""
    waiting = np.flatnonzero(here == 0)
    if not ended or not len(waiting):
        return {}
    numbers = sorted(ended)
    last_known = Lakes.gathered([(dates[t], i) for t, i in map(ended.__getitem__, numbers)])
    shared = overlaps(last_known, Lakes.gathered([(later, j) for j in waiting]))
    pairs = _one_to_one(shared, shared.share >= min_overlap)
    return {int(waiting[j]): numbers[i] for i, j in pairs}


def _lineages(
    dates: Sequence[Lakes], ids: Sequence[np.ndarray], steps: Sequence[Step]
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return ``History.roots`` and ``History.counted``."""
    first = np.cumsum([0] + [len(lakes) for lakes in dates])
    links = [
        (int(first[t] + i), int(first[t + 1] + j))
        for t, step in enumerate(steps)
        for i, j in zip(step.overlaps.i[step.joined], step.overlaps.j[step.joined])
    ]
    seen: dict[int, int] = {}
    for node, number in enumerate(np.concatenate(ids).tolist()):  # over gaps, too
        links.append((seen.setdefault(number, node), node))
    roots = np.array(_roots(int(first[-1]), links))
    bad = np.isin(roots, roots[np.concatenate([lakes.incomplete for lakes in dates])])
    parts = [slice(first[t], first[t + 1]) for t in range(len(dates))]
    return [roots[part] for part in parts], [~bad[part] for part in parts]
