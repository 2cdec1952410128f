"""From sensor values to the 0-255 that the network and the eye know, one stretch for a whole scene."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from osgeo import gdal

from ..util.errors import SceneError

CONTRASTS = ("automatic", "none", "percentile", "style")
_PERCENTILES = (2, 98)
_LEAST = 64.0  # 8-bit values between which a picture is stretched, at least
_ROWS = 32  # stretched at a time: they stay in the processor's cache
_SAMPLES, _SAMPLE = 24, 32  # 24 × 24 windows of 32 × 32 pixels: 590 thousand pixels at most


@dataclass(frozen=True)
class Stretch:
    """Values ``low`` to ``high`` of each band become 0 to 255, clipped; ``why`` is for the log."""

    low: tuple[float, float, float]
    high: tuple[float, float, float]
    why: str

    def apply(self, values: np.ndarray) -> np.ndarray:
        """(3, H, W) of any type to (H, W, 3) uint8."""
        if values.dtype == np.uint8 and self.low == (0, 0, 0) and self.high == (255, 255, 255):
            return np.ascontiguousarray(values.transpose(1, 2, 0))
        low = np.array(self.low, np.float32)[:, None, None]
        scale = 255 / np.maximum(np.array(self.high, np.float32)[:, None, None] - low, 1e-12)
        stretched = np.empty((*values.shape[1:], 3), np.uint8)
        for top in range(0, len(stretched), _ROWS):
            rows = slice(top, top + _ROWS)
            part = values[:, rows].astype(np.float32)
            part -= low
            part *= scale
            part += np.float32(0.5)
            np.fmax(part, 0, out=part)  # of a number and none it takes the number
            stretched[rows] = np.fmin(part, 255, out=part).transpose(1, 2, 0)
        return stretched


def choose_stretch(
    rgb: gdal.Dataset, contrast: str = "automatic", style: Stretch | None = None, fill: float = 0.0
) -> Stretch:
    """The stretch for a dataset whose first three bands are red, green and blue.

    ``contrast`` is one of ``CONTRASTS``: automatic and percentile map values between their percentiles,
    automatic not less than 64 of 8-bit ones; none maps the type's whole range (0-1 for floats); style
    takes ``style``, the stretch of the layer on screen. Pixels of ``fill`` in all bands do not count, nor
    do zeros.
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
    """The stretch of values (3, n) between their percentiles, at least ``least`` apart.

    ``least`` keeps the noise of a picture of nothing but water from filling all 256 levels.
    """
    low, high = np.percentile(values, _PERCENTILES, axis=1)
    high = np.maximum(high, low + least)
    span = ", ".join(f"{a:g} to {b:g}" for a, b in zip(low, high))
    why = f"percentiles 2 to 98 of the whole layer: {span}"
    return Stretch(tuple(low.tolist()), tuple(high.tolist()), why)


def _range(kind: int) -> tuple[float, float]:
    if kind in (gdal.GDT_Float32, gdal.GDT_Float64):
        return 0.0, 1.0
    return 0.0, float(
        {gdal.GDT_Byte: 255, gdal.GDT_UInt16: 65535, gdal.GDT_Int16: 32767}.get(kind, 2**31 - 1)
    )


def _sample(rgb: gdal.Dataset, fill: float) -> np.ndarray:
    """Valid values (3, n) from windows spread evenly over the dataset: small reads, whatever its size."""
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
