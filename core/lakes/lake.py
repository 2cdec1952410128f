"""A lake: its rings and what was measured of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from ..geo.ellipsoid import Ellipsoid
from .ring_file import StoredRings

#: Points of rings that are measured and smoothed at once: many enough that NumPy has work to do, few
#: enough for the processor's cache.
_BATCH_POINTS = 1 << 15

_T = TypeVar("_T")


@dataclass
class Lake:
    """One lake.

    ``rings`` are closed (n, 2) arrays in CRS units, the outer ring first, then islands: a list, or
    ``StoredRings`` in a file. ``areas`` (m²) and ``lengths`` (m) are those of each ring on the ellipsoid.
    ``uncertain`` (m²) is the area, in the lake and beside it, of which the model is not sure.
    ``confidence`` is the mean calibrated probability of its pixels, ``elongation`` its area within the outer
    ring / that of the largest inscribed circle; both are NaN until they are known. A lake of several parts
    (``joined``) has the rings of its largest one, areas and lengths of all: the first area is that within all
    outer rings. ``at_least`` are the areas (m²) of its pixels with a probability of at least each of
    ``zonal_statistics.LEVELS``, None until they are known.
    """

    rings: Sequence[np.ndarray]
    areas: list[float] = field(default_factory=list)
    lengths: list[float] = field(default_factory=list)
    confidence: float = float("nan")
    uncertain: float = 0.0
    touches_edge: bool = False
    touches_nodata: bool = False
    elongation: float = float("nan")
    at_least: np.ndarray | None = field(default=None, repr=False, compare=False)

    @property
    def area(self) -> float:
        """Water surface in m², islands not counted."""
        return self.areas[0] - sum(self.areas[1:])

    @property
    def points(self) -> int:
        """How many points its rings have."""
        return self.rings.points if isinstance(self.rings, StoredRings) else sum(map(len, self.rings))

    @property
    def perimeter(self) -> float:
        """Length of the shoreline in m, that of islands included."""
        return sum(self.lengths)


def joined(parts: Sequence[Lake]) -> Lake:
    """Return measured parts of a lake as one."""
    largest = max(parts, key=lambda part: part.area)
    return Lake(
        largest.rings,
        areas=[sum(part.areas[0] for part in parts), *(area for part in parts for area in part.areas[1:])],
        lengths=[length for part in parts for length in part.lengths],
    )


def in_batches(items: Iterable[_T], points: Callable[[_T], int]) -> Iterator[list[_T]]:
    """Yield items in lists of some ``_BATCH_POINTS`` points; one with more is alone or the last of its list.

    ``points`` gives how many points an item has.
    """
    batch, size = [], 0
    for item in items:
        batch.append(item)
        size += points(item)
        if size >= _BATCH_POINTS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def measure(lakes: list[Lake], ellipsoid: Ellipsoid) -> None:
    """Set the areas and lengths of the lakes' rings, of all at once since one by one takes far longer."""
    areas, lengths = (
        iter(values.tolist())
        for values in ellipsoid.ring_areas_lengths([ring for lake in lakes for ring in lake.rings])
    )
    for lake in lakes:
        lake.areas = [next(areas) for _ in range(len(lake.rings))]
        lake.lengths = [next(lengths) for _ in range(len(lake.rings))]
