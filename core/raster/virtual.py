"""Some bands of a raster as a virtual dataset with one validity: alpha, mask, transparent palette entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from osgeo import gdal

from ..util.translation import tr
from .bands import palette_band
from .masks import with_fills, with_scaled_mask, xml_of
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
    dataset: gdal.Dataset, bands: Sequence[int], *, crs_wkt: str, alpha: Alpha | None
) -> gdal.Dataset:
    """Return some bands, or the colours of a palette, without nodata values and with one mask."""
    options: dict[str, Any] = {"format": "VRT", "outputSRS": crs_wkt, "noData": "none"}
    if alpha and alpha.largest in (0, 255):
        options["maskBand"] = alpha.number
    palette = palette_band(dataset)
    if palette:
        found = _colours(dataset, palette, options)
    else:
        found = gdal.Translate("", dataset, bandList=list(bands), **options)
    if alpha and alpha.largest not in (0, 255):
        return with_scaled_mask(found, dataset.GetDescription(), alpha.number, alpha.largest)
    return found


def masked_by(dataset: gdal.Dataset, alpha: Alpha | None, rgb: gdal.Dataset) -> str:
    """Return what the mask of ``rgb``, made by ``virtual``, comes from, for the log; empty for no mask."""
    if rgb.GetRasterBand(1).GetMaskFlags() & gdal.GMF_ALL_VALID:
        return ""
    if alpha:
        return tr("what the alpha band {number} hides", number=alpha.number)
    if palette_band(dataset):
        return tr("transparent colours of the palette")
    return tr("what the mask band hides")


def hiding(dataset: gdal.Dataset, nodata: NoData) -> gdal.Dataset:
    """Return ``dataset`` with a mask that hides what is fill, where GDAL's warper needs one for that."""
    return with_fills(dataset, nodata.fills) if nodata.fills and nodata.for_warper is None else dataset


def with_hidden_colour(dataset: gdal.Dataset, number: float) -> gdal.Dataset:
    """Return a virtual dataset like ``dataset``, of a palette, in which the colour ``number`` is nodata."""
    copy = gdal.Translate("", dataset, format="VRT")
    copy.GetRasterBand(palette_band(dataset)).SetNoDataValue(number)
    return gdal.Open(xml_of(copy))  # by its text other virtual datasets can name it


def _colours(dataset: gdal.Dataset, number: int, options: dict[str, Any]) -> gdal.Dataset:
    band = dataset.GetRasterBand(number)
    table = band.GetColorTable()
    hidden = [i for i in range(table.GetCount()) if table.GetColorEntry(i)[3] == 0]
    options = {"bandList": [number], **options}
    if "maskBand" not in options and band.GetNoDataValue() is not None:
        options["maskBand"] = f"mask,{number}"
    if hidden and "maskBand" not in options:
        expanded = gdal.Translate("", dataset, rgbExpand="rgba", **options)
        return gdal.Translate("", expanded, format="VRT", bandList=[1, 2, 3], maskBand=4)
    return gdal.Translate("", dataset, rgbExpand="rgb", **options)
