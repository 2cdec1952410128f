"""What the pixels in and beside a lake say of it: confidence, doubt, and what it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from osgeo import gdal

from ..geo.grid import Grid
from ..inference.probability_raster import NODATA, PROBABILITY_SCALE
from ..util.errors import Cancelled
from ..util.prefetch import prefetched
from .calibration import UNCALIBRATED, Calibration
from .lake import Lake, in_batches
from .pixel_edges import unit_edges, uprights

#: How many pixels from a lake doubtful pixels still count as its own: at 17 m half a kilometre.
REACH = 32
#: Side of the blocks in which pixels are counted.
BLOCK = 1024


def add_pixel_facts(
    lakes: list[Lake],
    mosaic: str,
    grid: Grid,
    threshold: float = 0.5,
    calibration: Calibration = UNCALIBRATED,
    cancelled: Callable[[], bool] = lambda: False,
    block: int = BLOCK,
) -> None:
    """Set each lake's confidence (mean calibrated probability), its doubtful area, and what it touches.

    The rings of ``lakes`` must lie along pixel edges. Works block by block, so memory does not grow with
    the raster, nor the time by the pixel with the size of a lake. The doubtful area is that of the pixels
    whose probability is near ``threshold`` (``Calibration.uncertain``), in the lake or joined to it by such
    pixels, at most ``REACH`` of them away. ``touches_edge``: at the border of the grid.
    ``touches_nodata``: beside a pixel without data.
    """
    sums, missing_pixels, pixels, doubts = np.zeros((4, len(lakes)))
    at_edge, at_nodata = np.zeros((2, len(lakes)), bool)
    # In whole millionths, whose sums are exact: the order of the blocks must not matter.
    millionths = np.zeros(256, np.int64)
    millionths[: PROBABILITY_SCALE + 1] = np.rint(calibration.of_scaled() * 1e6)
    is_uncertain = calibration.uncertain(threshold)
    with prefetched(_with_probability(_numbered(lakes, grid, block), mosaic, cancelled)) as numbered:
        for (left, top, number, present, own), value in numbered:
            lake = number > 0
            inside = lake[own]
            keys = number[own][inside] << 8 | value[own][inside]
            counts = np.bincount(keys, minlength=256 * len(present) + 256).reshape(-1, 256)[1:]
            pixels[present] += counts.sum(1)
            missing_pixels[present] += counts[:, NODATA]
            sums[present] += counts @ millionths
            doubts[present] += counts @ is_uncertain
            doubts[present] += _each(present, _joined(number, lake, is_uncertain[value] & ~lake, own, REACH))
            missing = value == NODATA
            if missing.any():
                at_nodata[present] |= _each(present, number[_grown(missing)]) > 0
            if left == 0:
                at_edge[present] |= _each(present, number[:, 0]) > 0
            if left + number.shape[1] == grid.width:
                at_edge[present] |= _each(present, number[:, -1]) > 0
            if top == 0:
                at_edge[present] |= _each(present, number[0]) > 0
            if top + number.shape[0] == grid.height:
                at_edge[present] |= _each(present, number[-1]) > 0
    known = pixels - missing_pixels
    for i, lake in enumerate(lakes):
        lake.confidence = float(sums[i] / known[i] / 1e6) if known[i] else float("nan")
        lake.uncertain = lake.area / pixels[i] * doubts[i] if pixels[i] else 0.0
        lake.touches_edge = bool(at_edge[i])
        lake.touches_nodata = bool(at_nodata[i])


def _with_probability(
    numbered: Iterator[_Numbered], mosaic: str, cancelled: Callable[[], bool]
) -> Iterator[tuple[_Numbered, np.ndarray]]:
    """Each block with its levels (H, W) uint8."""
    scaled = gdal.Open(mosaic)
    for block in numbered:
        if cancelled():
            raise Cancelled
        height, width = block.number.shape
        yield block, scaled.ReadAsArray(block.left, block.top, width, height)


def _each(present: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """How often each lake ``present`` in a block occurs in ``numbers`` (0 for none)."""
    return np.bincount(numbers, minlength=len(present) + 1)[1:]


def _grown(mask: np.ndarray) -> np.ndarray:
    """The pixels of a mask (H, W) bool and those beside them."""
    grown = mask.copy()
    grown[:, 1:] |= mask[:, :-1]
    grown[:, :-1] |= mask[:, 1:]
    grown[1:] |= mask[:-1]
    grown[:-1] |= mask[1:]
    return grown


class _Numbered(NamedTuple):
    """A block with ``REACH`` pixels more on each side, as far as the grid goes, from (left, top) on.

    ``number`` (H, W) is 0 where there is no lake, else one more than the place of the lake's index in
    ``present``, which rises. ``own`` cuts out the block itself.
    """

    left: int
    top: int
    number: np.ndarray
    present: np.ndarray
    own: tuple[slice, slice]


def _numbered(lakes: list[Lake], grid: Grid, block: int) -> Iterator[_Numbered]:
    """The blocks with lakes in reach, row by row.

    Numbers are painted from the lakes' vertical edges: along a row, each edge begins or ends a lake. What
    is known at the right of a block is carried on to the next, so each edge is used a bounded number of
    times however large its lake is.
    """
    if not lakes:
        return
    for band, edges in enumerate(_edges(lakes, grid, block)):
        row = band * block
        top, bottom = max(row - REACH, 0), min(row + block + REACH, grid.height)
        columns, tops, bottoms, signs, owners = edges
        tops, bottoms = np.maximum(tops, top) - top, np.minimum(bottoms, bottom) - top
        used = np.flatnonzero(tops < bottoms)
        used = used[np.argsort(columns[used], kind="stable")]
        columns, tops, bottoms, signs, owners = (
            part[used] for part in (columns, tops, bottoms, signs, owners)
        )
        carried = np.full(bottom - top, -1)  # index of the lake on the left of a block, -1 for land
        for column in range(0, grid.width, block):
            left, right = max(column - REACH, 0), min(column + block + REACH, grid.width)
            here = slice(*np.searchsorted(columns, (left, right)))
            present = np.unique(np.concatenate([owners[here], carried[carried >= 0]]))
            if not len(present):
                continue
            number = np.zeros((bottom - top, right - left), np.int32)
            number[:, 0] = np.where(carried >= 0, np.searchsorted(present, carried) + 1, 0)
            edge, rows = unit_edges(tops[here], bottoms[here])
            begins = signs[here] * (np.searchsorted(present, owners[here]) + 1)
            number[rows, columns[here][edge] - left] += begins[edge].astype(np.int32)
            np.cumsum(number, axis=1, out=number)
            own = np.s_[
                row - top : min(row + block, grid.height) - top,
                column - left : min(column + block, grid.width) - left,
            ]
            yield _Numbered(left, top, number, present, own)
            following = max(column + block - REACH, 0)  # the left of the next block
            if left < following < right:
                last = number[:, following - 1 - left]
                carried = np.where(last > 0, present[last - 1], -1)


def _edges(lakes: list[Lake], grid: Grid, block: int) -> Iterator[np.ndarray]:
    """For each band of ``block`` rows, from the top down, the lakes' vertical edges in and near it.

    An edge (5,) int32 is a column, its first row, the row after its last, sign and index of the lake; it ends
    where a band ends. Near is what ``REACH`` reaches into. In memory are those of lakes that have begun, as
    far as they lie ahead.
    """
    reach = -(-REACH // block)
    tops = np.array([(grid.north - lake.rings[0][:, 1].max()) / grid.pixel_y for lake in lakes])
    begins = np.rint(tops).astype(int) // block  # in which band
    waiting = np.argsort(begins, kind="stable")
    bands = -(-grid.height // block)
    edges: list[list[np.ndarray]] = [[] for _ in range(bands)]
    for band in range(bands):
        count = np.searchsorted(begins[waiting], band + reach, "right")
        beginning, waiting = waiting[:count].tolist(), waiting[count:]
        for batch in in_batches(beginning, lambda i: lakes[i].points):
            found = _edges_of(batch, lakes, grid)
            edge, of_band = unit_edges(found[1] // block, (found[2] - 1) // block + 1)
            order = np.argsort(of_band, kind="stable")
            edge, of_band = edge[order], of_band[order]
            found = found[:, edge]
            found[1] = np.maximum(found[1], of_band * block)
            found[2] = np.minimum(found[2], (of_band + 1) * block)
            present, first = np.unique(of_band, return_index=True)
            for number, i, j in zip(present.tolist(), first, [*first[1:], len(of_band)]):
                edges[number].append(found[:, i:j].copy())
        near = [part for parts in edges[max(band - reach, 0) : band + reach + 1] for part in parts]
        yield np.concatenate(near, 1) if near else np.empty((5, 0), np.int32)
        if band >= reach:
            edges[band - reach] = []


def _edges_of(batch: list[int], lakes: list[Lake], grid: Grid) -> np.ndarray:
    """The vertical edges of some lakes, as in ``_edges``, but whole."""
    corner, pixel = np.array([grid.west, grid.north]), np.array([grid.pixel_x, -grid.pixel_y])
    rings = [ring for i in batch for ring in lakes[i].rings]
    owners = np.repeat(batch, [len(lakes[i].rings) for i in batch])
    points = np.rint((np.concatenate(rings) - corner) / pixel).astype(np.int32)
    *found, ring = uprights(points, [len(ring) for ring in rings])
    return np.stack([*found, owners[ring]]).astype(np.int32)


def _joined(
    number: np.ndarray, lake: np.ndarray, free: np.ndarray, own: tuple[slice, slice], steps: int
) -> np.ndarray:
    """The numbers that pixels ``free`` (H, W) bool in ``own`` get when lakes grow into them, ``steps`` far.

    Growth goes from ``lake``, where ``number`` (H, W) counts, over the sides of pixels; the lowest number
    wins where several arrive at once, so that a pixel's answer depends only on pixels within ``steps`` of
    it. Each pixel is visited once.
    """
    beside = lake & _grown(free)
    if not beside.any():
        return np.zeros(0, int)
    grown, free = np.pad(number, 1), np.pad(free, 1)  # so that neighbours of the border exist
    width, flat, free = grown.shape[1], grown.ravel(), free.ravel()  # views
    sides = np.array([-width, -1, 1, width])
    rows, columns = np.divmod(np.flatnonzero(beside), width - 2)
    front = (rows + 1) * width + columns + 1
    joined = []
    for _ in range(steps):
        reached = (front[:, None] + sides).ravel()
        by = np.repeat(flat[front], len(sides))
        reached, by = reached[free[reached]], by[free[reached]]
        if not len(reached):
            break
        order = np.argsort(-by, kind="stable")  # of several values for one pixel the last one stays
        flat[reached[order]] = by[order]
        free[reached] = False
        front = np.unique(reached)
        joined.append(front)
    found = np.zeros(grown.shape, bool)
    found.ravel()[np.concatenate(joined)] = True
    return grown[1:-1, 1:-1][own][found[1:-1, 1:-1][own]]
