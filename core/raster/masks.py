"""Virtual datasets with a mask: what GDAL's warper is told where nodata values alone would not do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from osgeo import gdal

from .nodata import Fill

_MASK = re.compile("<MaskBand>.*</MaskBand>", re.DOTALL)


def with_fills(dataset: gdal.Dataset, fills: Sequence[Fill]) -> gdal.Dataset:
    """Return a virtual dataset like ``dataset``, a virtual one, whose mask hides the pixels of ``fills`` too.

    The mask is the product of the masks of all fills, and of the one that the dataset has.
    """
    text = xml_of(dataset)
    masked = dataset.GetRasterBand(1).GetMaskFlags() & gdal.GMF_PER_DATASET
    sources = [_source(text, "mask,1")] if masked else []
    sources += [_source(_seen(dataset, fill), "1") for fill in fills]
    return _with_mask(text, _band("mul", sources))


def with_scaled_mask(dataset: gdal.Dataset, path: str, band: int, largest: float) -> gdal.Dataset:
    """Return a virtual dataset like ``dataset`` whose mask is a band of another, ``largest`` becoming 255."""
    scaled = (
        f'<ComplexSource><SourceFilename relativeToVRT="0">{escape(path)}</SourceFilename>'
        f"<SourceBand>{band}</SourceBand><ScaleOffset>0</ScaleOffset>"
        f"<ScaleRatio>{255 / largest:.17g}</ScaleRatio></ComplexSource>"
    )
    return _with_mask(xml_of(dataset), f'<VRTRasterBand dataType="Byte">{scaled}</VRTRasterBand>')


def with_whole_mask(dataset: gdal.Dataset) -> gdal.Dataset:
    """Return a virtual dataset like ``dataset``, a virtual one, whose mask hides a pixel or does not.

    What the mask hides by half or more is hidden: GDAL's warper asks only whether a mask is 0.
    """
    if not dataset.GetRasterBand(1).GetMaskFlags() & gdal.GMF_PER_DATASET:
        return dataset
    text = xml_of(dataset)
    half = (
        f'<ComplexSource><SourceFilename relativeToVRT="0">{escape(text)}</SourceFilename>'
        "<SourceBand>mask,1</SourceBand><LUT>127:0,128:255</LUT></ComplexSource>"
    )
    return _with_mask(text, _band("mul", [half]))


def with_hidden_numbers(dataset: gdal.Dataset, path: str, band: int, hidden: Sequence[int]) -> gdal.Dataset:
    """Return a virtual dataset like ``dataset`` whose mask hides, too, where a band of another has a number.

    The other one has as many pixels; ``hidden`` are the numbers, in order.
    """
    table = ",".join(f"{n - 0.5}:255,{n - 0.4}:0,{n + 0.4}:0,{n + 0.5}:255" for n in hidden)
    seen = (
        f'<ComplexSource><SourceFilename relativeToVRT="0">{escape(path)}</SourceFilename>'
        f"<SourceBand>{band}</SourceBand><LUT>{table}</LUT></ComplexSource>"
    )
    text = xml_of(dataset)
    masked = dataset.GetRasterBand(1).GetMaskFlags() & gdal.GMF_PER_DATASET
    return _with_mask(text, _band("mul", [*([_source(text, "mask,1")] if masked else []), seen]))


def xml_of(dataset: gdal.Dataset) -> str:
    """Return a virtual dataset as the XML that GDAL opens."""
    return dataset.GetMetadata("xml:VRT")[0]


def _seen(dataset: gdal.Dataset, fill: Fill) -> str:
    """Return, as XML, a dataset of one band that is 255 where pixels do not hold ``fill``, else 0."""
    copy = gdal.Open(_MASK.sub("", xml_of(dataset)))
    numbers = []
    for number, value in enumerate(fill.values, start=1):
        if value is not None:
            copy.GetRasterBand(number).SetNoDataValue(value)
            numbers.append(number)
    text = xml_of(copy)
    sources = [_source(text, f"mask,{number}") for number in numbers]
    begin = text[: text.index("<VRTRasterBand")]
    return f"{begin}{_band('mul' if fill.any_band else 'sum', sources)}</VRTDataset>"


def _band(function: str, sources: Sequence[str]) -> str:
    if len(sources) == 1:
        return f'<VRTRasterBand dataType="Byte">{sources[0]}</VRTRasterBand>'
    return (
        '<VRTRasterBand dataType="Byte" subClass="VRTDerivedRasterBand">'
        f"<PixelFunctionType>{function}</PixelFunctionType>{''.join(sources)}</VRTRasterBand>"
    )


def _source(dataset: str, band: str) -> str:
    return (
        f'<SimpleSource><SourceFilename relativeToVRT="0">{escape(dataset)}</SourceFilename>'
        f"<SourceBand>{band}</SourceBand></SimpleSource>"
    )


def _with_mask(text: str, band: str) -> gdal.Dataset:
    without = _MASK.sub("", text)
    end = without.rindex("</VRTDataset>")
    return gdal.Open(f"{without[:end]}<MaskBand>{band}</MaskBand>{without[end:]}")
