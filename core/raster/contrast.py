"""Which contrast stretch a scene gets: one linear function for all of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from osgeo import gdal

from ..util.errors import SceneError
from ..util.translation import tr
from .fill_values import far_outside, textured
from .nodata import NoData, usable
from .samples import Samples
from .stretch import LEAST, PERCENTILES, Stretch, between_percentiles

CONTRASTS = ("automatic", "none", "percentile", "style")
_SPIKES = 3  # values that may be left out at an end


def choose_stretch(
    samples: Samples, nodata: NoData, contrast: str = "automatic", style: Stretch | None = None
) -> Stretch:
    """Choose the stretch of a raster of which samples of red, green and blue are known.

    ``contrast`` is one of ``CONTRASTS``: automatic and percentile take the percentiles 2 and 98, automatic
    at least 64 values apart in 8 bits; none takes the type's whole range (0-1 for floats); style takes
    ``style``, the stretch of the layer on screen. Pixels that are missing by ``nodata``, or 0 in all bands,
    do not count, nor do values at an end that stand alone. ``SceneError`` when no pixel is left, or there is
    no ``style``.
    """
    kind = samples.kinds[0]
    if contrast == "style":
        if style is None:
            raise SceneError(
                tr(
                    "CONTRAST is 'layer style', but the layer's style has no contrast stretch. Set minimum "
                    "and maximum values in the layer's symbology, or choose another CONTRAST."
                )
            )
        return style
    if contrast == "none":
        low, high = _range(kind)
        why = tr(
            "{kind} values as they are, {low:g} to {high:g}",
            kind=gdal.GetDataTypeName(kind),
            low=low,
            high=high,
        )
        return Stretch((low,) * 3, (high,) * 3, why)
    values = samples.values[:, usable(samples.values, samples.seen, nodata)]
    if values.shape[1] == 0:
        raise SceneError(tr("The layer holds no valid pixel: everything is nodata. Choose another layer."))
    least = LEAST if contrast == "automatic" and kind == gdal.GDT_Byte else 1e-6
    bands, left_out = _without_spikes(values)
    return between_percentiles(bands, least, left_out=left_out)


def _range(kind: int) -> tuple[float, float]:
    """Return the least and the largest value of a GDAL data type, as images use it."""
    if kind in (gdal.GDT_Float32, gdal.GDT_Float64):
        return 0.0, 1.0
    return 0.0, float(
        {gdal.GDT_Byte: 255, gdal.GDT_UInt16: 65535, gdal.GDT_Int16: 32767}.get(kind, 2**31 - 1)
    )


def _without_spikes(values: np.ndarray) -> tuple[Sequence[np.ndarray], str]:
    """Return the values of each band (n,) without spikes far outside the rest, and what was left out."""
    bands: list[np.ndarray] = []
    left_out: list[str] = []
    for name, band in zip((tr("red"), tr("green"), tr("blue")), values):
        for end in (0, 1):
            # A spike of less than an end's percentile does not move that end.
            for _ in range(_SPIKES):
                at = PERCENTILES[end] / 100 * (len(band) - 1)
                place = math.floor(at) if end == 0 else math.ceil(at)
                value = float(np.partition(band, place)[place])
                rest = band[band > value] if end == 0 else band[band < value]
                if len(rest) < len(band) / 2 or not textured(rest[None]):
                    break
                if not far_outside(value, rest, int((band == value).sum())):
                    break
                share = 1 - len(rest) / len(band)
                left_out.append(tr("{value:g} in {band} ({share:.1%})", value=value, band=name, share=share))
                band = rest
        bands.append(band)
    return bands, ", ".join(left_out)
