"""Reading a raster onto a grid, window by window."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np
from osgeo import gdal

from ..geo.grid import Grid, Window
from ..util.errors import SceneError
from ..util.translation import tr
from .contrast import Stretch
from .infrared_band import InfraredBand
from .nodata import NoData
from .resampling import Axis, resampled

#: Rows of a window that are read at a time: memory does not grow with windows of fine rasters.
_ROWS = 256
#: From this many of the raster's pixels in one of the grid on, GDAL warps: it uses overviews.
_COARSEST = 4.0


class Pixels(NamedTuple):
    """A window of a grid: ``rgb`` (H, W, 3) uint8, ``valid`` (H, W) bool, false where there is no data.

    ``infrared`` (2, H, W) float32 is near infrared and green on one scale (``InfraredBand``), NaN where the
    first is missing; None where the image has no such band.
    """

    rgb: np.ndarray
    valid: np.ndarray
    infrared: np.ndarray | None = None


class Reader(Protocol):
    """Reads windows of one grid, in one thread. A pixel is the same in whatever window it is read."""

    def read(self, window: Window) -> Pixels: ...


class InfraredSource(NamedTuple):
    """A dataset of one band, near infrared, placed as the colours, its scale, and what is missing in it."""

    dataset: gdal.Dataset
    band: InfraredBand
    nodata: NoData = NoData()


class PixelSource(NamedTuple):
    """A dataset of three bands, red, green and blue, and how to read it.

    Where ``nodata`` is more than one value for each band, the dataset's mask hides it as well, for GDAL's
    warper. ``path`` is for errors. Without ``overviews`` those of the dataset are not read.
    """

    dataset: gdal.Dataset
    crs_wkt: str
    stretch: Stretch
    nodata: NoData
    path: str
    infrared: InfraredSource | None = None
    overviews: bool = True


class Values(Protocol):
    """Reads windows of a dataset's bands on one grid, ``strip`` rows at most at a time."""

    strip: int

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray] | None:
        """Return values (bands, H, W) and where they are valid (H, W); None where nothing is."""


def reader(source: PixelSource, grid: Grid, margin: int) -> Reader:
    """Return a reader of windows of ``grid`` that reach up to ``margin`` pixels beyond it."""
    _, dx, rx, _, ry, dy = source.dataset.GetGeoTransform()
    parallel = source.crs_wkt == grid.crs_wkt and rx == ry == 0 and dx > 0 > dy
    if parallel and max(grid.pixel_x / dx, -grid.pixel_y / dy) <= _COARSEST:
        return ParallelReader(source, grid)
    return WarpingReader(source, grid, margin)


class _SourceReader:
    """Reads the colours of a source and, where it has one, its infrared band."""

    def __init__(self, source: PixelSource, values: Callable[[gdal.Dataset, NoData], Values]) -> None:
        self._source, self._colours = source, values(source.dataset, source.nodata)
        infrared = source.infrared
        self._infrared = (values(infrared.dataset, infrared.nodata), infrared.band) if infrared else None

    def read(self, window: Window) -> Pixels:
        """Read a window, which may lie partly or wholly beyond the raster: not valid there."""
        shape = (window.height, window.width)
        rgb, valid = np.zeros((*shape, 3), np.uint8), np.zeros(shape, bool)
        infrared = None if self._infrared is None else np.full((2, *shape), np.nan, np.float32)
        strip = min(self._colours.strip, window.height)
        for top in range(0, window.height, strip):
            rows = slice(top, min(top + strip, window.height))
            part = Window(window.column, window.row + top, window.width, rows.stop - top)
            found = self._colours.read(part)
            if found is None:
                continue
            values, valid[rows] = found
            rgb[rows] = self._source.stretch.apply(values)
            if infrared is not None and self._infrared is not None:
                beside, band = self._infrared
                _fill(infrared[:, rows], beside.read(part), band, green=values[1])
        return Pixels(rgb, valid, infrared)


def _fill(
    target: np.ndarray, found: tuple[np.ndarray, np.ndarray] | None, band: InfraredBand, *, green: np.ndarray
) -> None:
    """Fill ``target`` (2, H, W) with what was ``found`` and ``green`` (H, W), but not where it is missing."""
    if found is not None:
        (infrared,), there = found
        band.together(infrared, green, out=target)
        if not there.all():
            target[:, ~there] = np.nan


class ParallelReader(_SourceReader):
    """Reads a raster whose rows and columns are parallel to the grid's."""

    def __init__(self, source: PixelSource, grid: Grid) -> None:
        super().__init__(source, lambda dataset, nodata: _ParallelValues(dataset, nodata, source, grid))


class WarpingReader(_SourceReader):
    """Warps a raster to a grid with GDAL, which uses overviews.

    What lies more than ``margin`` pixels beyond the grid is not valid.
    """

    def __init__(self, source: PixelSource, grid: Grid, margin: int) -> None:
        super().__init__(
            source,
            lambda dataset, nodata: _WarpedValues(dataset, nodata, source, grid=grid, margin=margin),
        )


class _ParallelValues:
    """Values of a raster that is parallel to the grid."""

    strip = _ROWS

    def __init__(self, dataset: gdal.Dataset, nodata: NoData, source: PixelSource, grid: Grid) -> None:
        self._dataset, self._nodata, self._path = dataset, nodata, source.path
        x0, dx, _, y0, _, dy = dataset.GetGeoTransform()
        self._columns = Axis(grid.pixel_x / dx, (grid.west - x0) / dx)
        self._rows = Axis(-grid.pixel_y / dy, (grid.north - y0) / dy)
        kinds = {dataset.GetRasterBand(n + 1).DataType for n in range(dataset.RasterCount)}
        self._floats = bool(kinds & {gdal.GDT_Float32, gdal.GDT_Float64})

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray] | None:
        """Read some rows; None where they hold no valid pixel."""
        rows = self._rows.span(window.row, window.row + window.height)
        columns = self._columns.span(window.column, window.column + window.width)
        values, weight = self._values(rows, columns)
        if weight is not None and not weight.any():
            return None
        first, size = (window.row, window.column), (window.height, window.width)
        if weight is None:
            values = resampled(values, self._rows, self._columns, first=first, size=size)
            return values, np.ones(values.shape[1:], bool)
        values *= weight
        values = np.concatenate([values, weight[None]])
        values = resampled(values, self._rows, self._columns, first=first, size=size)
        share = values[-1]
        valid = self._enough(share, window)
        return np.divide(values[:-1], share, out=values[:-1], where=share > 0), valid

    def _enough(self, share: np.ndarray, window: Window) -> np.ndarray:
        """Return where the weight (H, W) of valid pixels is enough, as for GDAL's warper.

        That is half of what lies on the raster, for pixels half of which lie there along both sides.
        """
        rows = self._rows.inside(window.row, window.row + window.height, self._dataset.RasterYSize)
        columns = self._columns.inside(window.column, window.column + window.width, self._dataset.RasterXSize)
        there = np.outer(rows >= 0.5, columns >= 0.5)
        return there & (share >= np.outer(rows, columns) / 2)

    def _values(
        self, rows: tuple[int, int], columns: tuple[int, int]
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Read values (bands, h, w) float32 and their weights (h, w); None where all are valid."""
        (top, bottom), (left, right) = rows, columns
        height, width = self._dataset.RasterYSize, self._dataset.RasterXSize
        first_row, last_row = max(top, 0), min(bottom, height)
        first_column, last_column = max(left, 0), min(right, width)
        size, bands = (bottom - top, right - left), self._dataset.RasterCount
        if first_row >= last_row or first_column >= last_column:
            return np.zeros((bands, *size), np.float32), np.zeros(size, np.float32)
        place = first_column, first_row, last_column - first_column, last_row - first_row
        try:
            values = self._dataset.ReadAsArray(*place, buf_type=gdal.GDT_Float32)
            values = values.reshape(bands, *values.shape[-2:])
            weight = self._weight(values, place)
        except RuntimeError as error:
            raise unreadable(self._path, error) from error
        if values.shape[1:] != size:
            beyond = (first_row - top, bottom - last_row), (first_column - left, right - last_column)
            weight = np.ones(values.shape[1:], np.float32) if weight is None else weight
            values, weight = np.pad(values, ((0, 0), *beyond)), np.pad(weight, beyond)
        return values, weight

    def _weight(self, values: np.ndarray, place: tuple[int, int, int, int]) -> np.ndarray | None:
        """Return the weights (h, w) of pixels, None for all 1, and set values that are not finite to 0."""
        weight = None
        if self._nodata.masked:  # by all that is missing
            weight = self._dataset.GetRasterBand(1).GetMaskBand().ReadAsArray(*place) / np.float32(255)
        else:
            missing = self._nodata.missing(values)
            if missing is not None:
                weight = (~missing).astype(np.float32)
        if self._floats:
            finite = np.isfinite(values).all(0)
            values[:, ~finite] = 0
            weight = finite.astype(np.float32) if weight is None else weight * finite
        return None if weight is None or weight.min() == 1 else weight


class _Scale(NamedTuple):
    """Which overview of a raster GDAL's warper is to read, and what it is to know of its pixels' size."""

    overview: int | str
    options: tuple[str, ...]


def _scale(dataset: gdal.Dataset, grid: Grid, overviews: bool) -> _Scale:
    """Return the scale of a raster in the CRS of ``grid``, whatever its rotation; its ``overviews`` or not.

    Left alone, GDAL compares the sides of a block with those of the rectangle around it in the raster: where
    that is rotated, or ends there, it blurs or skips pixels, in each block differently.
    """
    _, dx, rx, _, ry, dy = dataset.GetGeoTransform()
    across = math.hypot(dx / grid.pixel_x, ry / grid.pixel_y)  # pixels of the grid in one of the raster
    along = math.hypot(rx / grid.pixel_x, dy / grid.pixel_y)
    band, level, factor = dataset.GetRasterBand(1), -1, 1.0
    for i in range(band.GetOverviewCount() if overviews else 0):
        ratio = band.XSize / band.GetOverview(i).XSize
        if factor < ratio <= 1.001 / max(across, along):  # not coarser than the grid
            level, factor = i, ratio
    options = (f"XSCALE={across * factor:.9g}", f"YSCALE={along * factor:.9g}")
    return _Scale("NONE" if level < 0 else level, options)


class _WarpedValues:
    """Values of a raster as GDAL warps it to the grid and ``margin`` pixels around it."""

    strip = sys.maxsize

    def __init__(
        self, dataset: gdal.Dataset, nodata: NoData, source: PixelSource, *, grid: Grid, margin: int
    ) -> None:
        self._margin, self._path = margin, source.path
        whole = Window(0, 0, grid.width, grid.height).grown(margin)
        west, pixel_x, _, north, _, south_step = grid.geotransform(whole)
        scale = _Scale("AUTO" if source.overviews else "NONE", ())
        if source.crs_wkt == grid.crs_wkt:
            scale = _scale(dataset, grid, source.overviews)
        self._size = (whole.width, whole.height)
        self._warped = gdal.Warp(
            "",
            dataset,
            format="VRT",
            srcSRS=source.crs_wkt,
            dstSRS=grid.crs_wkt,
            outputBounds=(west, north + whole.height * south_step, west + whole.width * pixel_x, north),
            width=whole.width,
            height=whole.height,
            resampleAlg="bilinear",
            srcNodata=nodata.for_warper,
            dstAlpha=True,
            errorThreshold=0,
            overviewLevel=scale.overview,
            warpOptions=["UNIFIED_SRC_NODATA=YES", "DST_ALPHA_MAX=255", *scale.options],
        )

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray] | None:
        """Read a window; None where all of it is beyond what was warped."""
        inside = Window(window.column + self._margin, window.row + self._margin, window.width, window.height)
        left, top = max(inside.column, 0), max(inside.row, 0)
        right = min(inside.column + inside.width, self._size[0])
        bottom = min(inside.row + inside.height, self._size[1])
        if left >= right or top >= bottom:
            return None
        try:
            values = self._warped.ReadAsArray(left, top, right - left, bottom - top)
        except RuntimeError as error:
            raise unreadable(self._path, error) from error
        valid = (values[-1] >= 128) & np.isfinite(values[:-1]).all(0)
        beyond = (
            (top - inside.row, inside.row + inside.height - bottom),
            (left - inside.column, inside.column + inside.width - right),
        )
        return np.pad(values[:-1], ((0, 0), *beyond)), np.pad(valid, beyond)


def unreadable(path: str, error: Exception) -> SceneError:
    """Return the error of a raster that cannot be opened or read."""
    return SceneError(
        tr(
            "{path} cannot be read: {why}. Check that the file exists, is complete and opens in QGIS.",
            path=path,
            why=error,
        )
    )
