"""Whether the overviews of a raster show what it holds: they may be half written, or older than it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from osgeo import gdal

from .nodata import NoData, usable
from .samples import Samples

_WINDOWS = 12  # along each side of the raster
_SIDE = 4  # pixels of an overview along each side of a window
_PIXELS = 2_500_000  # of the raster, at most, that are compared with an overview
#: A window differs where its mean does by this share of the ordinary values' range, or what is missing by
#: this share of it.
_DIFFERENT = 0.5
#: So many windows may differ: of overviews that hold every n-th pixel some do by chance.
_BY_CHANCE = 0.02
#: Drivers that describe a server in a file.
_SERVERS = ("WMS", "WMTS", "WCS", "OGCAPI", "PLMosaic")


def can_be_compared(dataset: gdal.Dataset, files: Sequence[str]) -> bool:
    """Return whether windows of a dataset cost little: not where each is asked of a server."""
    return dataset.GetDriver().ShortName not in _SERVERS and all(Path(name).exists() for name in files)


def overviews_are_wrong(dataset: gdal.Dataset, samples: Samples, nodata: NoData) -> bool:
    """Return whether an overview of a dataset shows something else than the dataset, or cannot be read.

    Windows all over the dataset are compared. ``samples`` are its ordinary values.
    """
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    levels = min(band.GetOverviewCount() for band in bands)
    values = samples.values[:, usable(samples.values, samples.seen, nodata)]
    if not levels or not values.size:
        return False
    low, high = np.percentile(values.astype(np.float64), (2, 98), axis=1)
    return any(
        _differs(bands, [band.GetOverview(level) for band in bands], nodata, high - low)
        for level in range(levels)
    )


def _differs(
    bands: Sequence[gdal.Band], overviews: Sequence[gdal.Band], nodata: NoData, span: np.ndarray
) -> bool:
    width, height = overviews[0].XSize, overviews[0].YSize
    across, along = bands[0].XSize / width, bands[0].YSize / height
    most = int((_PIXELS / (_SIDE**2 * across * along)) ** 0.5)
    if most < 2:  # one window would cost as much as all may; nobody maps with pixels so coarse
        return False
    different = count = 0
    for row in _starts(height, most):
        for column in _starts(width, most):
            place = int(column * across), int(row * along), int(_SIDE * across), int(_SIDE * along)
            try:
                own, own_missing = _means(bands, place, nodata)
            except RuntimeError:
                continue  # a part of the image is damaged: whoever reads it says so
            try:
                mean, missing = _means(overviews, (column, row, _SIDE, _SIDE), nodata)
            except RuntimeError:
                return True
            count += 1
            apart = np.abs(mean - own) > _DIFFERENT * span
            different += bool(abs(missing - own_missing) > _DIFFERENT or apart.any())
    return different > max(_BY_CHANCE * count, 1)


def _starts(size: int, most: int) -> list[int]:
    if size < _SIDE:
        return []
    return np.unique(np.linspace(0, size - _SIDE, min(_WINDOWS, most)).astype(int)).tolist()


def _means(
    bands: Sequence[gdal.Band], place: tuple[int, int, int, int], nodata: NoData
) -> tuple[np.ndarray, float]:
    """Return the mean of each band (nan where all is missing), and which share of the pixels is missing."""
    values = np.stack([band.ReadAsArray(*place) for band in bands]).astype(np.float64)
    missing = nodata.missing(values)
    lacking = ~np.isfinite(values).all(0)
    lacking = lacking if missing is None else lacking | missing
    if nodata.masked:
        lacking |= bands[0].GetMaskBand().ReadAsArray(*place) == 0
    there = values[:, ~lacking]
    if not there.size:
        return np.full(len(bands), np.nan), 1.0
    return there.mean(1), float(lacking.mean())
