"""Some bands of a raster as a virtual dataset with one validity: alpha, mask, transparent palette entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from osgeo import gdal

from ..util.translation import tr
from .bands import palette_band
from .masks import with_fills, with_hidden_numbers, with_scaled_mask
from .nodata import NoData
from .samples import sample

#: Share of an alpha band's pixels that may be between transparent and opaque; where more are it is an image.
_BETWEEN = 0.05


class Alpha(NamedTuple):
    """The number of the band that says where there are data, and the value that it has there."""

    number: int
    largest: float


def choose_alpha(dataset: gdal.Dataset) -> tuple[Alpha | None, tuple[str, ...]]:
    """Return the alpha band of a raster, None where it has none or it holds an image, and warnings."""
    for number in range(1, dataset.RasterCount + 1):
        if dataset.GetRasterBand(number).GetColorInterpretation() != gdal.GCI_AlphaBand:
            continue
        values = sample(gdal.Translate("", dataset, format="VRT", bandList=[number])).values[0]
        values = values[np.isfinite(values)]
        largest = float(values.max()) if values.size else 0.0
        between = float(((values != 0) & (values != largest)).mean()) if values.size else 0.0
        if between <= _BETWEEN:
            return Alpha(number, largest), ()
        return None, (
            tr(
                "Band {number} is marked as alpha, but {share:.0%} of it is neither transparent nor opaque: "
                "it is taken for an image band, such as near infrared, and not for a mask. If it is a mask, "
                "save it with 0 and one other value.",
                number=number,
                share=between,
            ),
        )
    return None, ()


def without_alpha_mark(dataset: gdal.Dataset) -> gdal.Dataset:
    """Return a virtual dataset like ``dataset`` none of whose bands is marked as alpha."""
    copy = gdal.Translate("", dataset, format="VRT", maskBand="none")
    for number in range(1, copy.RasterCount + 1):
        if copy.GetRasterBand(number).GetColorInterpretation() == gdal.GCI_AlphaBand:
            copy.GetRasterBand(number).SetColorInterpretation(gdal.GCI_Undefined)
    return copy


def virtual(
    dataset: gdal.Dataset,
    bands: Sequence[int],
    *,
    crs_wkt: str,
    alpha: Alpha | None,
    extra: float | None = None,
) -> gdal.Dataset:
    """Return some bands, or the colours of a palette, without nodata values and with one mask.

    ``crs_wkt`` is empty where the CRS stays; ``extra`` is one more number of a colour that is missing.
    """
    options: dict[str, Any] = {"format": "VRT", "noData": "none"}
    if crs_wkt:
        options["outputSRS"] = crs_wkt
    if alpha and alpha.largest in (0, 255):
        options["maskBand"] = alpha.number
    palette = palette_band(dataset)
    if palette:
        found = gdal.Translate("", dataset, bandList=[palette], rgbExpand="rgb", **options)
    else:
        found = gdal.Translate("", dataset, bandList=list(bands), **options)
    if alpha and alpha.largest not in (0, 255):
        found = with_scaled_mask(found, dataset.GetDescription(), alpha.number, alpha.largest)
    hidden = _hidden_colours(dataset, extra)
    return with_hidden_numbers(found, dataset.GetDescription(), palette, hidden) if hidden else found


def masked_by(dataset: gdal.Dataset, alpha: Alpha | None, rgb: gdal.Dataset) -> str:
    """Return what the mask of ``rgb``, made by ``virtual``, comes from, for the log; empty for no mask."""
    if rgb.GetRasterBand(1).GetMaskFlags() & gdal.GMF_ALL_VALID:
        return ""
    told = [tr("what the alpha band {number} hides", number=alpha.number)] if alpha else []
    if palette_band(dataset):
        told.append(tr("transparent colours of the palette"))
    return tr(", and ").join(told) or tr("what the mask band hides")


def hiding(dataset: gdal.Dataset, nodata: NoData) -> gdal.Dataset:
    """Return ``dataset`` with a mask that hides what is fill, where GDAL's warper needs one for that."""
    return with_fills(dataset, nodata.fills) if nodata.fills and nodata.for_warper is None else dataset


def _hidden_colours(dataset: gdal.Dataset, extra: float | None) -> list[int]:
    """Return the numbers of colours of a palette that are missing: declared, transparent, and ``extra``."""
    number = palette_band(dataset)
    if not number:
        return []
    band = dataset.GetRasterBand(number)
    table = band.GetColorTable()
    hidden = {float(i) for i in range(table.GetCount()) if table.GetColorEntry(i)[3] == 0}
    hidden |= {float(value) for value in (band.GetNoDataValue(), extra) if value is not None}
    return sorted(int(value) for value in hidden if value.is_integer())
