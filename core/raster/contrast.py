"""Which contrast stretch a scene gets: one linear function for all of it."""

from __future__ import annotations

import numpy as np
from osgeo import gdal

from ..util.errors import SceneError
from .stretch import LEAST, Stretch, between_percentiles

CONTRASTS = ("automatic", "none", "percentile", "style")
_SAMPLES, _SAMPLE = 24, 32  # 24 × 24 windows of 32 × 32 pixels: 590 thousand pixels at most


def choose_stretch(
    rgb: gdal.Dataset, contrast: str = "automatic", style: Stretch | None = None, fill: float = 0.0
) -> Stretch:
    """Choose the stretch of a dataset whose first three bands are red, green and blue.

    ``contrast`` is one of ``CONTRASTS``: automatic and percentile take the percentiles 2 and 98, automatic
    at least 64 values apart in 8 bits; none takes the type's whole range (0-1 for floats); style takes
    ``style``, the stretch of the layer on screen. Pixels that are ``fill`` or 0 in all bands do not count.
    ``SceneError`` when no pixel is left, or there is no ``style``.
    """
    kind = rgb.GetRasterBand(1).DataType
    if contrast == "style":
        if style is None:
            raise SceneError(
                "CONTRAST is 'layer style', but the layer's style has no contrast stretch. Set minimum "
                "and maximum values in the layer's symbology, or choose another CONTRAST."
            )
        return style
    if contrast == "none":
        low, high = _range(kind)
        name = gdal.GetDataTypeName(kind)
        return Stretch((low,) * 3, (high,) * 3, f"{name} values as they are, {low:g} to {high:g}")
    values = sampled(rgb, fill)
    if values.shape[1] == 0:
        raise SceneError("The layer holds no valid pixel: everything is nodata. Choose another layer.")
    return between_percentiles(values, LEAST if contrast == "automatic" and kind == gdal.GDT_Byte else 1e-6)


def _range(kind: int) -> tuple[float, float]:
    """Return the least and the largest value of a GDAL data type, as images use it."""
    if kind in (gdal.GDT_Float32, gdal.GDT_Float64):
        return 0.0, 1.0
    return 0.0, float(
        {gdal.GDT_Byte: 255, gdal.GDT_UInt16: 65535, gdal.GDT_Int16: 32767}.get(kind, 2**31 - 1)
    )


def sampled(dataset: gdal.Dataset, fill: float) -> np.ndarray:
    """Return valid values (bands, n) of windows spread evenly over the dataset, so that little is read."""
    width, height = dataset.RasterXSize, dataset.RasterYSize
    wide, tall = min(_SAMPLE, width), min(_SAMPLE, height)
    # Windows that overlapped would count the middle of a small raster twice.
    columns = np.linspace(0, width - wide, min(_SAMPLES, width // wide)).astype(int)
    rows = np.linspace(0, height - tall, min(_SAMPLES, height // tall)).astype(int)
    bands, found = list(range(1, dataset.RasterCount + 1)), []
    for row in rows.tolist():
        for column in columns.tolist():
            values = dataset.ReadAsArray(column, row, wide, tall, band_list=bands).reshape(len(bands), -1)
            mask = dataset.GetRasterBand(1).GetMaskBand().ReadAsArray(column, row, wide, tall).ravel() > 0
            usable = mask & np.isfinite(values).all(0) & (values != 0).any(0) & (values != fill).any(0)
            found.append(values[:, usable])
    return np.concatenate(found, axis=1)
