"""Elongation: whether a lake is long or round, from the largest circle that fits into its outer ring."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from osgeo import gdal, gdal_array

from ..geo.ellipsoid import Ellipsoid, densify

#: Canvas pixels in area / perimeter, than which no inscribed circle is smaller.
_FINENESS = 4
#: Longest side of a lake's canvas in pixels: bounds time and memory.
_LONGEST = 512
#: By how many pixels a distance between pixels may be wrong as one from the outline.
_DISTANCE_ERROR = 1.5
#: Pixels of a canvas, the farthest from land, around which the centre of the circle is looked for.
_CANDIDATES = 256
#: Candidates that are looked at more closely, cut in four ``_TIMES`` times over.
_BEST, _TIMES = 10, 4
_QUARTERS = np.array([(-0.25, -0.25), (-0.25, 0.25), (0.25, -0.25), (0.25, 0.25)], np.float32)
#: Distances that are in memory at once.
_DISTANCES = 1 << 18
#: Points of an outline from which on it pays to look for those that matter.
_LONG = 1000


def elongations(outlines: Sequence[np.ndarray], ellipsoid: Ellipsoid) -> list[float]:
    """Return each lake's area / area of the largest circle that fits in.

    That is 1 for a disc and 4/π · length / width for a rectangle. ``outlines`` are closed outer rings (n, 2)
    in CRS units; islands count as water, since one in the middle of a round lake makes it no longer. The
    square of the inverse of the girth index of Angel, Parent & Civco 2010 ("Ten compactness properties of
    circles", The Canadian Geographer 54(4)). The circle's radius is exact to about 1 %.

    A lake of 4 × 4 pixels of 100 m and one of 4 × 1 hold circles with a radius of 200 m and of 50 m:

        ......    ......
        .####.    ......
        .####.    .####.
        .####.    ......
        .####.    ......
        ......    ......

    >>> from osgeo import osr
    >>> utm = osr.SpatialReference()
    >>> _ = utm.ImportFromEPSG(32645)
    >>> square = np.array([(1, -1), (5, -1), (5, -5), (1, -5), (1, -1)])
    >>> oblong = np.array([(1, -2), (5, -2), (5, -3), (1, -3), (1, -2)])
    >>> lakes = [np.array([500000, 3500000]) + 100.0 * ring for ring in (square, oblong)]
    >>> [round(value, 1) for value in elongations(lakes, Ellipsoid(utm.ExportToWkt()))]
    [1.3, 5.1]
    """
    counts = np.array([len(outline) for outline in outlines])
    first = np.cumsum(counts) - counts
    points = np.concatenate(outlines)
    low, high = np.minimum.reduceat(points, first), np.maximum.reduceat(points, first)
    middle = (low + high) / 2
    scales = ellipsoid.metres_per_unit_at(middle, (high - low).max(1) / 100)
    points = (points - np.repeat(middle, counts, 0)) * np.repeat(scales, counts, 0)  # metres
    x, y = points.T
    parts, lengths = x[:-1] * y[1:] - x[1:] * y[:-1], np.hypot(np.diff(x), np.diff(y))
    parts[first[1:] - 1] = lengths[first[1:] - 1] = 0  # from one ring to the next
    areas = np.abs(np.add.reduceat(parts, first)) / 2
    thickness = areas / np.add.reduceat(lengths, first)
    size = (high - low) * scales
    pixels = np.maximum(thickness / _FINENESS, size.max(1) / _LONGEST)
    points = (points + np.repeat(size / 2, counts, 0)) / np.repeat(pixels, counts)[:, None] + 1
    segments = np.maximum(np.ceil(lengths / np.repeat(pixels, counts)[:-1]).astype(int), 1)
    radii = _inscribed_radii(points, first, segments, np.ceil(size / pixels[:, None]).astype(int) + 2)
    radii = np.maximum(radii * pixels, thickness)
    return np.maximum(1.0, areas / (math.pi * radii**2)).tolist()


def _inscribed_radii(
    points: np.ndarray, first: np.ndarray, segments: np.ndarray, sizes: np.ndarray
) -> np.ndarray:
    """Return the radius of the largest circle in each ring, in pixels of its canvas; 0 where it is too thin.

    Rings begin at ``first`` in ``points`` (n, 2), on their canvases; an edge is at most a pixel long when cut
    in ``segments``. ``sizes`` (rings, 2) are widths and heights of canvases, which lie side by side on one
    large one. What is far from land there is near the circle's centre; around it the distance to the outline
    itself counts.

    A lake of 4 × 4 pixels on a canvas of 6 × 6, as in ``_distances_to_land``:

    >>> ring = np.array([(1, 1), (5, 1), (5, 5), (1, 5), (1, 1)], float)
    >>> _inscribed_radii(ring, np.array([0]), np.array([4, 4, 4, 4]), np.array([[6, 6]])).round(1).tolist()
    [2.0]
    """
    corners, canvas_size = _packed(sizes)
    rings = np.repeat(np.arange(len(first)), np.diff(first, append=len(points)))
    distances = _distances_to_land(points + corners[rings], rings, canvas_size)
    outlines = densify(points, segments).astype(np.float32)
    starts = np.append(np.concatenate([[0], np.cumsum(segments)])[first], len(outlines))
    found: list[int] = []
    centres: list[np.ndarray] = []
    near: list[np.ndarray] = []
    for i, ((left, top), (width, height)) in enumerate(zip(corners.tolist(), sizes.tolist())):
        distance = distances[top : top + height, left : left + width]
        farthest = float(distance.max())
        if farthest < 2:
            continue
        far = np.flatnonzero(distance > farthest - _DISTANCE_ERROR)
        if len(far) > _CANDIDATES:
            far = far[np.argpartition(distance.ravel()[far], -_CANDIDATES)[-_CANDIDATES:]]
        centre = np.stack([far % width, far // width], 1).astype(np.float32) + np.float32(0.5)
        outline, within = outlines[starts[i] : starts[i + 1]], farthest + 2 * _DISTANCE_ERROR
        if len(outline) > _LONG:  # of a long outline, little is near
            low, high = centre.min(0) - within, centre.max(0) + within
            outline = outline[((outline > low) & (outline < high)).all(1)]
        found.append(i)
        centres.append(centre)
        near.append(outline)
    radii = np.zeros(len(first))
    for group in _groups([len(centre) for centre in centres], [len(outline) for outline in near]):
        radii[[found[k] for k in group]] = _largest_distances(
            _stacked([centres[k] for k in group]), _stacked([near[k] for k in group])
        )
    return radii


def _groups(centres: Sequence[int], outlines: Sequence[int]) -> Iterator[list[int]]:
    """Yield indices of rings in groups of about as long outlines, of at most ``_DISTANCES`` distances each.

    ``centres`` and ``outlines`` are how many points each ring has to compare.
    """
    group: list[int] = []
    most = 0  # centres of any ring in the group
    for i in np.argsort(outlines, kind="stable").tolist():
        own = max(_BEST * len(_QUARTERS), centres[i])
        most = max(most, own)
        if group and (len(group) + 1) * most * outlines[i] > _DISTANCES:
            yield group
            group, most = [], own
        group.append(i)
    if group:
        yield group


def _stacked(lines: Sequence[np.ndarray]) -> np.ndarray:
    """Return lines of points (n, 2) as one array (lines, n, 2); a shorter line repeats its last point."""
    stacked = np.empty((len(lines), max(map(len, lines)), 2), np.float32)
    for row, line in zip(stacked, lines):
        row[: len(line)], row[len(line) :] = line, line[-1]
    return stacked


def _packed(sizes: np.ndarray) -> tuple[np.ndarray, tuple[int, int]]:
    """Return left and top (n, 2) of canvases of ``sizes`` (n, 2) on a large one, and the size of that.

    Shelf packing (Coffman et al. 1980, SIAM Journal on Computing 9(4)): in rows, the tallest first.
    """
    width = max(int(sizes[:, 0].max()), math.isqrt(int(sizes.prod(1).sum())))
    order = np.argsort(-sizes[:, 1], kind="stable")
    widths, heights = sizes[order].T
    shelves, left = np.divmod(np.cumsum(widths) - widths, width)  # the last on a shelf sticks out
    _, tallest, shelves = np.unique(shelves, return_index=True, return_inverse=True)
    tops = np.concatenate([[0], np.cumsum(heights[tallest])])
    corners = np.empty_like(sizes)
    corners[order] = np.stack([left, tops[shelves]], 1)
    return corners, (width + int(widths.max()), int(tops[-1]))


def _distances_to_land(points: np.ndarray, rings: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Return the distance in pixels (H, W) of each pixel inside a ring to the nearest one outside, else 0.

    Distances are between centres of pixels. ``rings`` (n,) are the rings that ``points`` (n, 2) belong to.

    >>> ring = np.array([(1, 1), (5, 1), (5, 5), (1, 5), (1, 1)], float)
    >>> for row in _distances_to_land(ring, np.zeros(5, int), (6, 6)).astype(int):  # ......
    ...     print(*row)                                                             # .####.
    0 0 0 0 0 0
    0 1 1 1 1 0
    0 1 2 2 1 0
    0 1 2 2 1 0
    0 1 1 1 1 0
    0 0 0 0 0 0
    """
    width, height = size
    inside = (rings[1:] == rings[:-1]).nonzero()[0]
    x, y = points.T
    ends = np.ceil(y - 0.5).astype(int)  # the first row whose centre is not above
    top, bottom = np.minimum(ends[inside], ends[inside + 1]), np.maximum(ends[inside], ends[inside + 1])
    crossed = bottom - top
    edge = np.repeat(inside, crossed)
    rows = np.repeat(top - np.cumsum(crossed) + crossed, crossed) + np.arange(len(edge))
    x = x[edge] + (rows + 0.5 - y[edge]) * (x[edge + 1] - x[edge]) / (y[edge + 1] - y[edge])
    # Along each row the outlines begin and end the lakes in turn.
    crossings = np.bincount(rows * width + np.ceil(x - 0.5).astype(int), minlength=width * height)
    lake = np.cumsum(crossings.astype(np.uint8), dtype=np.uint8) & 1
    source = gdal_array.OpenArray(lake.reshape(height, width))
    target = gdal.GetDriverByName("MEM").Create("", width, height, 1, gdal.GDT_Float32)
    gdal.ComputeProximity(source.GetRasterBand(1), target.GetRasterBand(1), ["VALUES=0"])
    return target.ReadAsArray()


def _largest_distances(centres: np.ndarray, outlines: np.ndarray) -> np.ndarray:
    """Return the radius (rings,) of the largest circle in each ring around one of its centres or near it.

    ``centres`` are (rings, m, 2), ``outlines`` (rings, n, 2).
    """
    squares = _squared_radii(centres, outlines)
    for time in range(_TIMES):
        best = np.argsort(squares, 1)[:, -_BEST:, None]
        centres = np.take_along_axis(centres, best, 1)
        centres = (centres[:, :, None] + _QUARTERS / 2**time).reshape(len(centres), -1, 2)
        squares = _squared_radii(centres, outlines)
    return np.sqrt(squares.max(1))


def _squared_radii(centres: np.ndarray, outlines: np.ndarray) -> np.ndarray:
    """Return the square (rings, m) of the distance from each centre to the nearest point of its outline."""
    x, y = (np.ascontiguousarray(outlines[:, None, :, axis]) for axis in (0, 1))
    step = 1 + _DISTANCES // x.size
    some = (centres[:, i : i + step] for i in range(0, centres.shape[1], step))
    return np.concatenate(
        [((centre[..., :1] - x) ** 2 + (centre[..., 1:] - y) ** 2).min(2) for centre in some], axis=1
    )
