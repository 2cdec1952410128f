"""From a probability mosaic to lakes with islands, along the edges of pixels.

Tracing pixel edges loses no area, and one pass over the mosaic of all sheets leaves no seams. Pixels
that touch only at a corner belong to different lakes (4-connected), which keeps every polygon valid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from osgeo import gdal, ogr, osr

from .calibration import UNCALIBRATED, Calibration
from .errors import Cancelled
from .grid import Grid, Window
from .ground import Ground
from .run import LEVELS, NODATA

#: How many pixels from a lake doubtful pixels still count as its own: at 17 m half a kilometre.
REACH = 32


@dataclass
class Lake:
    """One lake. ``rings`` are closed (n, 2) arrays in CRS units, the outer shore first, then islands.

    ``areas`` (m²) and ``lengths`` (m) are those of each ring on the ellipsoid. ``doubtful`` (m²) is the
    area, in the lake and beside it, of which the model is not sure.
    """

    rings: list[np.ndarray]
    areas: list[float]
    lengths: list[float]
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
    def perimeter(self) -> float:
        """Shoreline in m, islands' shores included."""
        return sum(self.lengths)


def lakes_from_mosaic(
    mosaic: str,
    grid: Grid,
    threshold: float,
    min_area: float = 0.0,
    min_island: float = 0.0,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Lake]:
    """All lakes of at least ``min_area`` m², largest first, islands under ``min_island`` m² filled.

    ``mosaic`` is a raster of probability levels (see ``run``); lake is where p ≥ ``threshold``.
    """
    ground = Ground(grid.crs_wkt)
    lakes: list[Lake] = []
    filled: list[np.ndarray] = []
    for rings in _traced(mosaic, threshold, cancelled):
        measured = [(ring, *ground.ring(ring)) for ring in rings]
        if measured[0][1] < min_area:
            continue  # filling islands cannot make it larger than its outer shore
        kept = measured[:1] + [island for island in measured[1:] if island[1] >= min_island]
        lake = Lake(*(list(column) for column in zip(*kept)))
        if lake.area >= min_area:
            lakes.append(lake)
            filled += [ring for ring, area, _ in measured[1:] if area < min_island]
    lakes = _without_swallowed(lakes, filled)
    # Ties are broken by place, so that the order, and with it every lake_id, is always the same.
    lakes.sort(key=lambda lake: (-lake.area, *lake.rings[0].min(0)))
    return lakes


def _traced(mosaic: str, threshold: float, cancelled: Callable[[], bool]) -> Iterator[list[np.ndarray]]:
    """Rings of each connected group of lake pixels; the outer ring first."""
    binary = _at_least(mosaic, int(np.ceil(threshold * LEVELS - 1e-9)))
    band = binary.GetRasterBand(1)
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = source.CreateLayer("lakes", None, ogr.wkbPolygon)

    def still_wanted(*_: object) -> int:
        return 0 if cancelled() else 1

    try:
        gdal.Polygonize(band, band, layer, -1, callback=still_wanted)
    except RuntimeError:
        if cancelled():
            raise Cancelled from None
        raise
    for feature in layer:
        if cancelled():
            raise Cancelled
        polygon = feature.GetGeometryRef()
        yield [
            np.array(polygon.GetGeometryRef(i).GetPoints(), float)[:, :2]
            for i in range(polygon.GetGeometryCount())
        ]


def _at_least(mosaic: str, lowest: int) -> gdal.Dataset:
    """A virtual raster, 1 where the mosaic's level is at least ``lowest`` and has data, else 0."""
    levels = gdal.Open(mosaic)
    width, height = levels.RasterXSize, levels.RasterYSize
    binary = gdal.GetDriverByName("VRT").Create("", width, height, 1, gdal.GDT_Byte)
    binary.SetGeoTransform(levels.GetGeoTransform())
    table = f"{lowest - 1}:0,{lowest}:1,{LEVELS}:1,{LEVELS + 1}:0,{NODATA}:0"
    rectangle = f'xOff="0" yOff="0" xSize="{width}" ySize="{height}"'
    binary.GetRasterBand(1).SetMetadataItem(
        "source_0",
        f"<ComplexSource><SourceFilename>{_escaped(mosaic)}</SourceFilename><SourceBand>1</SourceBand>"
        f"<SrcRect {rectangle}/><DstRect {rectangle}/><LUT>{table}</LUT></ComplexSource>",
        "new_vrt_sources",
    )
    return binary


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _without_swallowed(lakes: list[Lake], filled: list[np.ndarray]) -> list[Lake]:
    """Drop the ponds that lay on filled islands: their water is already counted."""
    if not filled:
        return lakes
    boxes = np.array([[*ring.min(0), *ring.max(0)] for ring in filled])
    order = np.argsort(boxes[:, 0])
    boxes, west = boxes[order], boxes[order, 0]
    widest = float((boxes[:, 2] - boxes[:, 0]).max())

    def swallowed(lake: Lake) -> bool:
        (x0, y0), (x1, y1) = lake.rings[0].min(0), lake.rings[0].max(0)
        if x1 - x0 > widest:
            return False
        for i in range(np.searchsorted(west, x0 - widest), np.searchsorted(west, x0, "right")):
            bx0, by0, bx1, by1 = boxes[i]
            if bx0 <= x0 and x1 <= bx1 and by0 <= y0 and y1 <= by1:
                inside = ogr.CreateGeometryFromWkb(polygon_wkb([filled[order[i]]]))
                if inside.Contains(ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings)).PointOnSurface()):
                    return True
        return False

    return [lake for lake in lakes if not swallowed(lake)]


def add_pixel_facts(
    lakes: list[Lake],
    mosaic: str,
    grid: Grid,
    windows: list[Window],
    threshold: float = 0.5,
    calibration: Calibration = UNCALIBRATED,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Set each lake's confidence (mean calibrated probability), its doubtful area, and what it touches.

    Works window by window, so memory does not grow with the raster. The doubtful area is that of the
    pixels whose probability is near ``threshold`` (``Calibration.doubtful``), in the lake or joined to it
    by such pixels, at most ``REACH`` of them away. ``touches_edge``: at the border of the grid.
    ``touches_nodata``: beside a pixel without data.
    """
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = source.CreateLayer("lakes", spatial_reference(grid), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("number", ogr.OFTInteger))
    for number, lake in enumerate(lakes, start=1):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["number"] = number
        feature.SetGeometry(ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings)))
        layer.CreateFeature(feature)
    sums, counts, pixels, doubts = np.zeros((4, len(lakes) + 1))
    at_edge = np.zeros(len(lakes) + 1, bool)
    at_nodata = np.zeros(len(lakes) + 1, bool)
    # In whole millionths, whose sums are exact: the order of the windows must not matter.
    millionths = np.zeros(256)
    millionths[: LEVELS + 1] = np.rint(calibration.of_levels() * 1e6)
    is_doubtful = calibration.doubtful(threshold)
    levels = gdal.Open(mosaic)
    for window in windows:
        if cancelled():
            raise Cancelled
        # More on each side: the lakes that doubtful pixels within the window may belong to.
        left, top = max(window.column - REACH, 0), max(window.row - REACH, 0)
        right = min(window.column + window.width + REACH, grid.width)
        bottom = min(window.row + window.height + REACH, grid.height)
        value = levels.ReadAsArray(left, top, right - left, bottom - top)
        number = _numbers(layer, grid, Window(left, top, right - left, bottom - top))
        own = np.s_[
            window.row - top : window.row - top + window.height,
            window.column - left : window.column - left + window.width,
        ]
        known = value[own] != NODATA
        inside = number[own][known]
        sums += np.bincount(inside, millionths[value[own][known]], len(sums))
        counts += np.bincount(inside, minlength=len(sums))
        pixels += np.bincount(number[own].ravel(), minlength=len(sums))
        missing = value == NODATA
        for lakeside, beyond in (
            (number[:, 1:], missing[:, :-1]),
            (number[:, :-1], missing[:, 1:]),
            (number[1:], missing[:-1]),
            (number[:-1], missing[1:]),
            (number, missing),
        ):
            at_nodata[lakeside[beyond]] = True
        if left == 0:
            at_edge[number[:, 0]] = True
        if right == grid.width:
            at_edge[number[:, -1]] = True
        if top == 0:
            at_edge[number[0]] = True
        if bottom == grid.height:
            at_edge[number[-1]] = True
        doubtful = is_doubtful[value]
        doubts += np.bincount(_joined(number, doubtful, REACH)[own][doubtful[own]], minlength=len(sums))
    for number, lake in enumerate(lakes, start=1):
        lake.confidence = float(sums[number] / counts[number] / 1e6) if counts[number] else float("nan")
        lake.doubtful = lake.area / pixels[number] * doubts[number] if pixels[number] else 0.0
        lake.touches_edge = bool(at_edge[number])
        lake.touches_nodata = bool(at_nodata[number])


def _joined(number: np.ndarray, joining: np.ndarray, steps: int) -> np.ndarray:
    """``number`` (H, W) grown into the pixels ``joining`` (H, W) bool without one, up to ``steps`` far.

    Growth goes over the sides of pixels; the lowest number wins where several arrive at once, so that a
    pixel's answer depends only on pixels within ``steps`` of it. Each pixel is visited once.
    """
    grown = np.pad(number, 1)  # so that neighbours of the border exist
    free = np.pad(joining & (number == 0), 1)
    beside = free[:-2, 1:-1] | free[2:, 1:-1] | free[1:-1, :-2] | free[1:-1, 2:]
    width, flat, free = grown.shape[1], grown.ravel(), free.ravel()  # views
    sides = np.array([-width, -1, 1, width])
    front = np.flatnonzero(np.pad(beside & (number > 0), 1))
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
    return grown[1:-1, 1:-1]


def _numbers(layer: ogr.Layer, grid: Grid, window: Window) -> np.ndarray:
    """The number of the lake that covers each pixel's centre, 0 where none does."""
    canvas = gdal.GetDriverByName("MEM").Create("", window.width, window.height, 1, gdal.GDT_Int32)
    transform = grid.geotransform(window)
    canvas.SetGeoTransform(transform)
    canvas.SetProjection(grid.crs_wkt)
    west, north = transform[0], transform[3]
    layer.SetSpatialFilterRect(
        west, north + window.height * transform[5], west + window.width * transform[1], north
    )
    gdal.RasterizeLayer(canvas, [1], layer, options=["ATTRIBUTE=number"])
    layer.SetSpatialFilter(None)
    return canvas.ReadAsArray()


def spatial_reference(grid: Grid) -> osr.SpatialReference:
    """The grid's CRS for OGR, with x before y."""
    crs = osr.SpatialReference()
    crs.ImportFromWkt(grid.crs_wkt)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


def polygon_wkb(rings: list[np.ndarray]) -> bytes:
    """Rings (n, 2) as the well-known binary of one polygon."""
    head = b"\x01" + np.array([3, len(rings)], "<u4").tobytes()
    return head + b"".join(
        np.array([len(ring)], "<u4").tobytes() + np.ascontiguousarray(ring, "<f8").tobytes() for ring in rings
    )
