"""Contrast stretch: sensor values as 0 to 255, by one linear function for a whole scene."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from osgeo import gdal

from ..util.errors import SceneError

CONTRASTS = ("automatic", "none", "percentile", "style")
_PERCENTILES = (2, 98)
_LEAST = 64.0  # least distance of the 8-bit values that become 0 and 255
_ROWS = 32  # stretched at a time, so that they stay in the processor's cache
_SAMPLES, _SAMPLE = 24, 32  # 24 × 24 windows of 32 × 32 pixels: 590 thousand pixels at most


@dataclass(frozen=True)
class Stretch:
    """Values ``low`` to ``high`` of red, green and blue become 0 to 255, clipped; ``why`` is for the log."""

    low: tuple[float, float, float]
    high: tuple[float, float, float]
    why: str

    def apply(self, values: np.ndarray) -> np.ndarray:
        """Return values (3, H, W) of any type as RGB (H, W, 3) uint8; NaN becomes 0."""
        if values.dtype == np.uint8 and self.low == (0, 0, 0) and self.high == (255, 255, 255):
            return np.ascontiguousarray(values.transpose(1, 2, 0))
        low = np.array(self.low, np.float32)[:, None, None]
        scale = 255 / np.maximum(np.array(self.high, np.float32)[:, None, None] - low, 1e-12)
        stretched = np.empty((*values.shape[1:], 3), np.uint8)
        for top in range(0, len(stretched), _ROWS):
            rows = slice(top, top + _ROWS)
            block = values[:, rows].astype(np.float32)
            block -= low
            block *= scale
            block += np.float32(0.5)
            np.fmax(block, 0, out=block)  # of a number and NaN it takes the number
            stretched[rows] = np.fmin(block, 255, out=block).transpose(1, 2, 0)
        return stretched


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
    values = _sample(rgb, fill)
    if values.shape[1] == 0:
        raise SceneError("The layer holds no valid pixel: everything is nodata. Choose another layer.")
    return between_percentiles(values, _LEAST if contrast == "automatic" and kind == gdal.GDT_Byte else 1e-6)


def between_percentiles(values: np.ndarray, least: float = _LEAST) -> Stretch:
    """Return the stretch of values (3, n) between their percentiles, at least ``least`` apart.

    ``least`` keeps the noise of an image of nothing but water from filling all 256 values.
    """
    low, high = np.percentile(values, _PERCENTILES, axis=1)
    high = np.maximum(high, low + least)
    span = ", ".join(f"{a:g} to {b:g}" for a, b in zip(low, high))
    why = f"percentiles 2 to 98 of the whole layer: {span}"
    return Stretch(tuple(low.tolist()), tuple(high.tolist()), why)


def _range(kind: int) -> tuple[float, float]:
    """Return the least and the largest value of a GDAL data type, as images use it."""
    if kind in (gdal.GDT_Float32, gdal.GDT_Float64):
        return 0.0, 1.0
    return 0.0, float(
        {gdal.GDT_Byte: 255, gdal.GDT_UInt16: 65535, gdal.GDT_Int16: 32767}.get(kind, 2**31 - 1)
    )


def _sample(rgb: gdal.Dataset, fill: float) -> np.ndarray:
    """Return valid values (3, n) of windows spread evenly over the dataset, so that little is read."""
    width, height = rgb.RasterXSize, rgb.RasterYSize
    wide, tall = min(_SAMPLE, width), min(_SAMPLE, height)
    # Windows that overlapped would count the middle of a small raster twice.
    columns = np.linspace(0, width - wide, min(_SAMPLES, width // wide)).astype(int)
    rows = np.linspace(0, height - tall, min(_SAMPLES, height // tall)).astype(int)
    found = []
    for row in rows.tolist():
        for column in columns.tolist():
            values = rgb.ReadAsArray(column, row, wide, tall, band_list=[1, 2, 3]).reshape(3, -1)
            mask = rgb.GetRasterBand(1).GetMaskBand().ReadAsArray(column, row, wide, tall).ravel() > 0
            usable = mask & np.isfinite(values).all(0) & (values != 0).any(0) & (values != fill).any(0)
            found.append(values[:, usable])
    return np.concatenate(found, axis=1)
