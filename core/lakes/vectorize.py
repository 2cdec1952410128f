"""From scaled probability to lakes with islands, along the edges of pixels.

Tracing pixel edges loses no area and leaves no seams. Pixels that touch only at a corner belong to
different lakes (4-connected), which keeps every polygon valid.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable

import numpy as np

from ..geo.ellipsoid import Ellipsoid
from ..geo.grid import Grid, Window
from ..inference.probability_raster import NODATA, PROBABILITY_SCALE
from ..util.prefetch import prefetched
from .lake import Lake, in_batches, measure
from .pixel_edges import unit_edges, vertical_edges
from .ring_file import RingFile
from .trace import traced


def lakes_from_probability(
    read: Callable[[Window], np.ndarray],
    grid: Grid,
    threshold: float,
    *,
    min_area: float = 0.0,
    min_island: float = 0.0,
    cancelled: Callable[[], bool] = lambda: False,
    ring_file: RingFile | None = None,
) -> list[Lake]:
    """Return all lakes of at least ``min_area`` m², largest first, islands under ``min_island`` m² filled.

    ``read`` gives the scaled probability of a window, (H, W) uint8 (see ``probability_raster``); windows lie
    on a lattice of ``trace.TRACING_BLOCK_SIZE``. Lake is where p ≥ ``threshold``. The rings go to
    ``ring_file``, where it is given. ``Cancelled`` is raised when ``cancelled`` returns true.
    """
    lowest = int(np.ceil(threshold * PROBABILITY_SCALE - 1e-9))

    def lake_pixels(window: Window) -> np.ndarray:
        scaled = read(window)
        return (scaled >= lowest) & (scaled != NODATA)

    ellipsoid = Ellipsoid(grid.crs_wkt)
    corner, pixel = np.array([grid.west, grid.north]), np.array([grid.pixel_x, -grid.pixel_y])
    lakes: list[Lake] = []
    # Of each lake a pixel's column and row, and the least x and y; as arrays, which hold no more than that.
    pixels, least = array("q"), array("d")
    filled: list[np.ndarray] = []
    found = traced(lake_pixels, grid.width, grid.height, cancelled=cancelled)
    with prefetched(in_batches(found, lambda rings: sum(map(len, rings)))) as batches:
        for batch in batches:  # rings in columns and rows
            candidates = [Lake([corner + ring * pixel for ring in rings]) for rings in batch]
            measure(candidates, ellipsoid)
            for lake, rings in zip(candidates, batch):
                if lake.areas[0] < min_area:
                    continue  # filling islands cannot make it larger than its outer ring
                is_small = [i > 0 and area < min_island for i, area in enumerate(lake.areas)]
                kept = [i for i, small in enumerate(is_small) if not small]
                lake.rings = [lake.rings[i] for i in kept]
                lake.areas = [lake.areas[i] for i in kept]
                lake.lengths = [lake.lengths[i] for i in kept]
                if lake.area >= min_area:
                    lakes.append(lake)
                    pixels.extend(rings[0][0].tolist())
                    least.extend(lake.rings[0].min(0).tolist())
                    if ring_file:
                        lake.rings = ring_file.put(lake.rings)
                    filled += [ring for ring, small in zip(rings, is_small) if small]
    order = range(len(lakes))
    if filled:
        # The ponds that lie on filled islands go: their water is already counted.
        on_filled = _inside(np.array(pixels).reshape(-1, 2), filled, grid.width)
        order = np.flatnonzero(~on_filled).tolist()
    # Ties are broken by place, so that the order, and with it every lake_id, is always the same.
    return [lakes[i] for i in sorted(order, key=lambda i: (-lakes[i].area, *least[2 * i : 2 * i + 2]))]


def _inside(pixels: np.ndarray, rings: list[np.ndarray], width: int) -> np.ndarray:
    """Return which of ``pixels`` (n, 2), in columns and rows below ``width``, lie within any of ``rings``.

    A pixel does when the signs of the vertical edges on its left, in its row, do not add up to 0.
    """
    edges = vertical_edges(np.concatenate(rings), [len(ring) for ring in rings])
    edge, rows = unit_edges(edges.tops, edges.bottoms)
    places = rows.astype(np.int64) * width + edges.columns[edge]
    order = np.argsort(places, kind="stable")
    sums = np.concatenate([[0], np.cumsum(edges.signs[edge][order])])
    wanted = pixels[:, 1].astype(np.int64) * width + pixels[:, 0]
    return sums[np.searchsorted(places[order], wanted, "right")] != 0
