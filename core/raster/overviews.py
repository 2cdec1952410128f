"""Whether the overviews of a raster show what it holds: they may be half written, or older than it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from osgeo import gdal

from .contrast import Stretch
from .nodata import NoData

_WINDOWS = 12  # along each side of the raster
_SIDE = 4  # pixels of an overview along each side of a window
_PIXELS = 2_500_000  # of the raster, at most, that are compared with an overview
#: A window differs where its mean does by this share of the contrast, or what is missing by this share of it.
_DIFFERENT = 0.5
#: So many windows may differ: of overviews that hold every n-th pixel some do by chance.
_BY_CHANCE = 0.02


def overviews_are_wrong(dataset: gdal.Dataset, nodata: NoData, stretch: Stretch) -> bool:
    """Return whether an overview of a dataset shows something else than the dataset itself.

    Windows all over the dataset are compared.
    """
    span = np.subtract(stretch.high, stretch.low)
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    levels = min(band.GetOverviewCount() for band in bands)
    return any(
        _differs(bands, [band.GetOverview(level) for band in bands], nodata, span) for level in range(levels)
    )


def _differs(
    bands: Sequence[gdal.Band], overviews: Sequence[gdal.Band], nodata: NoData, span: np.ndarray
) -> bool:
    width, height = overviews[0].XSize, overviews[0].YSize
    across, along = bands[0].XSize / width, bands[0].YSize / height
    most = max(int((_PIXELS / (_SIDE**2 * across * along)) ** 0.5), 2)
    different = count = 0
    for row in _starts(height, most):
        for column in _starts(width, most):
            mean, missing = _means(overviews, (column, row, _SIDE, _SIDE), nodata)
            place = int(column * across), int(row * along), int(_SIDE * across), int(_SIDE * along)
            own, own_missing = _means(bands, place, nodata)
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
    there = values[:, ~lacking]
    if not there.size:
        return np.full(len(bands), np.nan), 1.0
    return there.mean(1), float(lacking.mean())
