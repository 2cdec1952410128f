"""A raster under lakes: the lake probability, or the image itself, for the pixels of lakes drawn by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from osgeo import gdal

from ..geo.crs import check_coordinates, check_of_earth
from ..geo.grid import Bounds, Grid, Window, ground_scale
from ..inference.probability_raster import NODATA, PROBABILITY_SCALE
from ..util.errors import SceneError
from ..util.gdal_context import gdal_raises
from ..util.translation import tr


class RasterOfLakes(NamedTuple):
    """The pixels of a raster: ``read`` returns the scaled probability (H, W) uint8 of a window of ``grid``.

    Of an image it is that of water wherever there are data. ``is_probability`` tells the two apart.
    """

    grid: Grid
    read: Callable[[Window], np.ndarray]
    is_probability: bool


@gdal_raises()
def probability_of_lakes(path: str, crs_wkt: str = "") -> RasterOfLakes:
    """Open a lake probability as *Extract lakes* writes it, or one from 0 to 1 in floats.

    ``crs_wkt`` is used in place of that of the file, where it is given. ``SceneError`` where the file cannot
    be opened, is of another kind, or turned.
    """
    dataset = _opened(path, "PROBABILITY")
    band = dataset.GetRasterBand(1)
    in_bytes = band.DataType == gdal.GDT_Byte and math.isclose(band.GetScale() or 1, 1 / PROBABILITY_SCALE)
    if dataset.RasterCount != 1 or not (in_bytes or band.DataType in (gdal.GDT_Float32, gdal.GDT_Float64)):
        raise SceneError(
            tr(
                "PROBABILITY, {path}, is no lake probability. Choose the raster that Extract lakes wrote as "
                "PROBABILITY for the image of these lakes, or leave it empty.",
                path=path,
            )
        )
    grid = _grid_of(dataset, path, crs_wkt, "PROBABILITY")
    nodata = band.GetNoDataValue()

    def read(window: Window) -> np.ndarray:
        values = dataset.ReadAsArray(*window)
        if in_bytes:
            return values
        missing = ~np.isfinite(values) if nodata is None else ~np.isfinite(values) | (values == nodata)
        known = np.where(missing, 0, values)
        if known.min() < 0 or known.max() > 1:
            raise SceneError(
                tr(
                    "PROBABILITY, {path}, holds values that are not between 0 and 1, so it is no lake "
                    "probability. Choose the raster that Extract lakes wrote as PROBABILITY, or leave it "
                    "empty.",
                    path=path,
                )
            )
        return np.where(missing, NODATA, np.rint(known * PROBABILITY_SCALE)).astype(np.uint8)

    return RasterOfLakes(grid, read, True)


@gdal_raises()
def image_of_lakes(path: str, crs_wkt: str = "") -> RasterOfLakes:
    """Open an image for its pixels and for where it has data, as its file declares: in any band.

    ``crs_wkt`` and errors are as in ``probability_of_lakes``.
    """
    dataset = _opened(path, "IMAGE")
    # Dark water may hold the nodata value in one band. A mask or alpha band is that of all bands.
    numbers = range(1, dataset.RasterCount + 1)
    by_value = [n for n in numbers if dataset.GetRasterBand(n).GetMaskFlags() == gdal.GMF_NODATA]

    def read(window: Window) -> np.ndarray:
        seen = np.zeros((window.height, window.width), bool)
        for number in by_value or [1]:
            if not seen.all():
                seen |= dataset.GetRasterBand(number).GetMaskBand().ReadAsArray(*window) > 0
        return np.where(seen, PROBABILITY_SCALE, NODATA).astype(np.uint8)

    return RasterOfLakes(_grid_of(dataset, path, crs_wkt, "IMAGE"), read, False)


def _opened(path: str, name: str) -> gdal.Dataset:
    try:
        dataset = gdal.OpenEx(path, gdal.OF_RASTER)
    except RuntimeError as error:
        raise SceneError(
            tr(
                "{name}, {path}, cannot be opened as a raster file ({why}). Choose a file such as a GeoTIFF, "
                "or leave it empty.",
                name=name,
                path=path,
                why=error,
            )
        ) from error
    if dataset.RasterCount == 0:
        raise SceneError(
            tr("{name}, {path}, holds no raster band. Choose one of its subdatasets.", name=name, path=path)
        )
    return dataset


def _grid_of(dataset: gdal.Dataset, path: str, crs_wkt: str, name: str) -> Grid:
    """Return the pixels of a raster; ``SceneError`` where they have no place on the ground."""
    wkt = crs_wkt or dataset.GetProjection()
    transform = dataset.GetGeoTransform(can_return_null=True)
    if not wkt or transform is None:
        raise SceneError(
            tr(
                "{name}, {path}, has no coordinate reference system or no georeference, so its pixels have "
                "no place on the ground. Set them, or leave it empty.",
                name=name,
                path=path,
            )
        )
    west, dx, row_x, north, row_y, dy = transform
    if row_x or row_y or dx <= 0 or dy >= 0:
        raise SceneError(
            tr(
                "{name}, {path}, is turned: its rows do not run from west to east. Warp it first ('Warp "
                "(reproject)'), or leave it empty.",
                name=name,
                path=path,
            )
        )
    check_of_earth(wkt, path)
    width, height = dataset.RasterXSize, dataset.RasterYSize
    bounds = Bounds(west, north + height * dy, west + width * dx, north)
    check_coordinates(wkt, bounds, path)
    x, y = (bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2
    along_x, along_y = ground_scale(wkt, x, y, dx)
    ground = math.sqrt(dx * along_x * -dy * along_y)
    return Grid(wkt, west, north, pixel_x=dx, pixel_y=-dy, width=width, height=height, ground_pixel=ground)
