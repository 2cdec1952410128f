"""From probability levels to lakes with islands, along the edges of pixels.

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
from .pixel_edges import unit_edges, uprights
from .ring_file import RingFile
from .trace import traced


def lakes_from_probability(
    read: Callable[[Window], np.ndarray],
    grid: Grid,
    threshold: float,
    min_area: float = 0.0,
    min_island: float = 0.0,
    cancelled: Callable[[], bool] = lambda: False,
    ring_file: RingFile | None = None,
) -> list[Lake]:
    """All lakes of at least ``min_area`` m², largest first, islands under ``min_island`` m² filled.

    ``read`` gives the scaled probability of a window, (H, W) uint8 (see ``probability_raster``); windows lie
    on a lattice of ``trace.SIDE``. Lake is where p ≥ ``threshold``. The rings go to ``ring_file``, where
    it is given.
    """
    lowest = int(np.ceil(threshold * PROBABILITY_SCALE - 1e-9))

    def lake_pixels(window: Window) -> np.ndarray:
        value = read(window)
        return (value >= lowest) & (value != NODATA)

    ellipsoid = Ellipsoid(grid.crs_wkt)
    corner, pixel = np.array([grid.west, grid.north]), np.array([grid.pixel_x, -grid.pixel_y])
    lakes: list[Lake] = []
    # Of each lake a pixel's column and row, and the least x and y; as arrays, which hold no more than that.
    places, least = array("q"), array("d")
    filled: list[np.ndarray] = []
    found = traced(lake_pixels, grid.width, grid.height, cancelled=cancelled)
    with prefetched(in_batches(found, lambda outlines: sum(map(len, outlines)))) as traced_lakes:
        for batch in traced_lakes:
            candidates = [Lake([corner + outline * pixel for outline in outlines]) for outlines in batch]
            measure(candidates, ellipsoid)
            for lake, outlines in zip(candidates, batch):
                if lake.areas[0] < min_area:
                    continue  # filling islands cannot make it larger than its outer shore
                small = [i > 0 and area < min_island for i, area in enumerate(lake.areas)]
                lake.rings, lake.areas, lake.lengths = (
                    [value for value, gone in zip(values, small) if not gone]
                    for values in (lake.rings, lake.areas, lake.lengths)
                )
                if lake.area >= min_area:
                    lakes.append(lake)
                    places.extend(outlines[0][0].tolist())
                    least.extend(lake.rings[0].min(0).tolist())
                    if ring_file:
                        lake.rings = ring_file.put(lake.rings)
                    filled += [outline for outline, gone in zip(outlines, small) if gone]
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
