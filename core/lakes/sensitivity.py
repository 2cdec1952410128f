"""How much the lakes depend on the threshold: their number and area at other thresholds.

They are traced again from the lake probability that a run has stored; the network has no part in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from ..inference.run import Run
from .lake import Lake
from .lakes_of_run import lakes_of_run
from .ring_file import RingFile
from .vectorize import lakes_from_probability
from .zonal_statistics import LEVELS, add_zonal_statistics


class LakesAt(NamedTuple):
    """How many lakes there are at a threshold, and their area in km²."""

    threshold: float
    number: int
    area_km2: float


class Change(NamedTuple):
    """A lake, and the first threshold, up or down from the run's own, at which it is not there, or there."""

    lake: Lake
    threshold: float


class Sensitivity(NamedTuple):
    """Lakes at ``LEVELS`` and the run's own threshold, which rise.

    ``vanishing`` are the indices of lakes of the run of which less than the smallest lake is left above, with
    the first threshold at which that is so. ``appearing`` are lakes at the lowest threshold of which less
    than that is there at the run's own, the largest first, with the highest threshold at which it is more.
    """

    own: float
    curve: list[LakesAt]
    vanishing: list[tuple[int, float]]
    appearing: list[Change]


def sensitivity(
    run: Run,
    lakes: Sequence[Lake],
    *,
    threshold: float,
    min_area: float,
    min_island: float,
    smooth: bool | None,
    kept: Callable[[list[Lake]], list[Lake]],
    cancelled: Callable[[], bool] = lambda: False,
) -> Sensitivity:
    """Return what a finished run would find at other thresholds; ``lakes`` are those at its own.

    ``min_area`` and ``min_island`` are in m². ``kept`` leaves out what the run leaves out; where it needs
    confidence or elongation, ``smooth`` says of which outlines, and is None where it needs neither. Memory is
    that of one tracing, whatever the size of the raster. ``Cancelled`` is raised when ``cancelled`` returns
    true.
    """

    def lakes_at(level: float) -> list[Lake]:
        if smooth is not None:
            return kept(
                lakes_of_run(
                    run,
                    threshold=level,
                    min_area=min_area,
                    min_island=min_island,
                    smooth=smooth,
                    cancelled=cancelled,
                )
            )
        traced = lakes_from_probability(
            run.scaled_probability_reader(cancelled),
            run.grid,
            level,
            min_area=min_area,
            min_island=min_island,
            cancelled=cancelled,
            ring_file=RingFile(run.folder),
        )
        if level == LEVELS[0]:
            add_zonal_statistics(traced, run.mosaic(), run.grid, threshold=level, cancelled=cancelled)
        return kept(traced)

    curve = [_count(threshold, lakes)]
    appearing: list[Change] = []
    for level in LEVELS:
        if level == threshold:
            continue
        found = lakes_at(level)
        curve.append(_count(level, found))
        if level == LEVELS[0] < threshold:
            appearing = _appearing(found, threshold, min_area)
    return Sensitivity(threshold, sorted(curve), _vanishing(lakes, threshold, min_area), appearing)


def _count(threshold: float, lakes: Sequence[Lake]) -> LakesAt:
    return LakesAt(threshold, len(lakes), sum(lake.area for lake in lakes) / 1e6)


def _vanishing(lakes: Sequence[Lake], threshold: float, min_area: float) -> list[tuple[int, float]]:
    higher = [i for i, level in enumerate(LEVELS) if level > threshold]
    found = []
    for number, lake in enumerate(lakes):
        gone = [LEVELS[i] for i in higher if not _is_lake(lake, i, min_area)]
        if gone:
            found.append((number, gone[0]))
    return found


def _appearing(lakes: Sequence[Lake], threshold: float, min_area: float) -> list[Change]:
    # Of a threshold between two levels the lower one counts: what is not there is not at the threshold.
    own = max(i for i, level in enumerate(LEVELS) if level <= threshold)
    if own == 0:
        return []  # between the lowest level and the next nothing is known to appear
    return [
        Change(lake, max(LEVELS[i] for i in range(own) if i == 0 or _is_lake(lake, i, min_area)))
        for lake in lakes
        if not _is_lake(lake, own, min_area)
    ]


def _is_lake(lake: Lake, level: int, min_area: float) -> bool:
    """Return whether enough of a lake has a probability of at least ``LEVELS[level]``."""
    left = 0.0 if lake.at_least is None else float(np.asarray(lake.at_least)[level])
    return left > 0 and left >= min_area
