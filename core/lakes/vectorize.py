"""From probability levels to lakes with islands, along the edges of pixels.

Tracing pixel edges loses no area and leaves no seams. Pixels that touch only at a corner belong to
different lakes (4-connected), which keeps every polygon valid.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from osgeo import osr

from ..geo.ellipsoid import Ground
from ..geo.grid import Grid, Window
from ..inference.run import LEVELS, NODATA
from ..util.prefetch import prefetched
from .ring_file import Shelf, Shelved
from .trace import traced


@dataclass
class Lake:
    """One lake. ``rings`` are closed (n, 2) arrays in CRS units, the outer shore first, then islands: a list,
    or on a shelf.

    ``areas`` (m²) and ``lengths`` (m) are those of each ring on the ellipsoid. ``doubtful`` (m²) is the
    area, in the lake and beside it, of which the model is not sure.
    """

    rings: Sequence[np.ndarray]
    areas: list[float] = field(default_factory=list)
    lengths: list[float] = field(default_factory=list)
    confidence: float = float("nan")
    doubtful: float = 0.0
    touches_edge: bool = False
    touches_nodata: bool = False
    elongation: float = float("nan")

    @property
    def area(self) -> float:
        """Water surface in m², islands not counted."""
        return self.areas[0] - sum(self.areas[1:])

    @property
    def points(self) -> int:
        """How many points its shores have."""
        return self.rings.points if isinstance(self.rings, Shelved) else sum(map(len, self.rings))

    @property
    def perimeter(self) -> float:
        """Shoreline in m, islands' shores included."""
        return sum(self.lengths)


#: Points of shores that are measured and smoothed at once: many enough that NumPy has work to do, few
#: enough for the processor's cache.
_BATCH = 1 << 15

_T = TypeVar("_T")


def batches(items: Iterable[_T], points: Callable[[_T], int]) -> Iterator[list[_T]]:
    """Items in lists of some ``_BATCH`` points; one with more is alone or the last of its list."""
    batch, size = [], 0
    for item in items:
        batch.append(item)
        size += points(item)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def measure(lakes: list[Lake], ground: Ground) -> None:
    """Set the areas and lengths of the lakes' rings, of all at once since one by one takes far longer."""
    areas, lengths = (
        iter(values.tolist()) for values in ground.rings([ring for lake in lakes for ring in lake.rings])
    )
    for lake in lakes:
        lake.areas = [next(areas) for _ in range(len(lake.rings))]
        lake.lengths = [next(lengths) for _ in range(len(lake.rings))]


def lakes_from_levels(
    read: Callable[[Window], np.ndarray],
    grid: Grid,
    threshold: float,
    min_area: float = 0.0,
    min_island: float = 0.0,
    cancelled: Callable[[], bool] = lambda: False,
    shelf: Shelf | None = None,
) -> list[Lake]:
    """All lakes of at least ``min_area`` m², largest first, islands under ``min_island`` m² filled.

    ``read`` gives the probability levels (see ``run``) of a window, (H, W) uint8; windows lie on a lattice
    of ``tracing.SIDE``. Lake is where p ≥ ``threshold``. The rings are put on ``shelf``, where it is given.
    """
    lowest = int(np.ceil(threshold * LEVELS - 1e-9))

    def lake_pixels(window: Window) -> np.ndarray:
        value = read(window)
        return (value >= lowest) & (value != NODATA)

    ground = Ground(grid.crs_wkt)
    corner, pixel = np.array([grid.west, grid.north]), np.array([grid.pixel_x, -grid.pixel_y])
    lakes: list[Lake] = []
    # Of each lake a pixel's column and row, and the least x and y; as arrays, which hold no more than that.
    places, least = array("q"), array("d")
    filled: list[np.ndarray] = []
    found = traced(lake_pixels, grid.width, grid.height, cancelled=cancelled)
    with prefetched(batches(found, lambda shores: sum(map(len, shores)))) as traced_lakes:
        for batch in traced_lakes:
            candidates = [Lake([corner + shore * pixel for shore in shores]) for shores in batch]
            measure(candidates, ground)
            for lake, shores in zip(candidates, batch):
                if lake.areas[0] < min_area:
                    continue  # filling islands cannot make it larger than its outer shore
                small = [i > 0 and area < min_island for i, area in enumerate(lake.areas)]
                lake.rings, lake.areas, lake.lengths = (
                    [value for value, gone in zip(values, small) if not gone]
                    for values in (lake.rings, lake.areas, lake.lengths)
                )
                if lake.area >= min_area:
                    lakes.append(lake)
                    places.extend(shores[0][0].tolist())
                    least.extend(lake.rings[0].min(0).tolist())
                    if shelf:
                        lake.rings = shelf.put(lake.rings)
                    filled += [shore for shore, gone in zip(shores, small) if gone]
    order = range(len(lakes))
    if filled:
        # The ponds that lie on filled islands go: their water is already counted.
        order = np.flatnonzero(~_inside(np.array(places).reshape(-1, 2), filled, grid.width)).tolist()
    # Ties are broken by place, so that the order, and with it every lake_id, is always the same.
    return [lakes[i] for i in sorted(order, key=lambda i: (-lakes[i].area, *least[2 * i : 2 * i + 2]))]


def _inside(pixels: np.ndarray, rings: list[np.ndarray], width: int) -> np.ndarray:
    """Which of ``pixels`` (n, 2) lie within any of ``rings``, in columns and rows below ``width``.

    A pixel does when the edges on its left, in its row, do not add up to none.
    """
    columns, tops, bottoms, signs, _ = uprights(np.concatenate(rings), [len(ring) for ring in rings])
    edge, rows = unit_edges(tops, bottoms)
    places = rows.astype(np.int64) * width + columns[edge]
    order = np.argsort(places, kind="stable")
    sums = np.concatenate([[0], np.cumsum(signs[edge][order])])
    wanted = pixels[:, 1].astype(np.int64) * width + pixels[:, 0]
    return sums[np.searchsorted(places[order], wanted, "right")] != 0


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


def spatial_reference(grid: Grid) -> osr.SpatialReference:
    """The grid's CRS for OGR, with x before y."""
    crs = osr.SpatialReference()
    crs.ImportFromWkt(grid.crs_wkt)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


def polygon_wkb(rings: Sequence[np.ndarray]) -> bytes:
    """Rings (n, 2) as the well-known binary of one polygon."""
    head = b"\x01" + np.array([3, len(rings)], "<u4").tobytes()
    return head + b"".join(
        np.array([len(ring)], "<u4").tobytes() + np.ascontiguousarray(ring, "<f8").tobytes() for ring in rings
    )
