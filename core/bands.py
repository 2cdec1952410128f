"""Which bands of a raster are red, green and blue."""

from __future__ import annotations

import re
from typing import NamedTuple

from osgeo import gdal

from .errors import SceneError

# Band descriptions that name a colour, the most common spellings of sensors and products.
_RED = re.compile(r"\b(red|r|b0?4|sr_b4|band_?4)\b(?!.?edge)", re.IGNORECASE)
_GREEN = re.compile(r"\b(green|g|b0?3|sr_b3|band_?3)\b", re.IGNORECASE)
_BLUE = re.compile(r"\b(blue|b|b0?2|sr_b2|band_?2)\b", re.IGNORECASE)


#: Red, green and blue in stacks that name nothing, by their number of bands: multispectral products come
#: sorted by wavelength, from blue or from a coastal band on.
_STACKS = {
    4: (3, 2, 1),  # PlanetScope; Sentinel-2 at 10 m
    5: (3, 2, 1),  # RapidEye
    6: (3, 2, 1),  # Landsat 4-7 without the thermal band; Sentinel-2 B2 B3 B4 B8 B11 B12
    7: (4, 3, 2),  # Landsat 8-9 B1 to B7
    10: (3, 2, 1),  # Sentinel-2 without its 60 m bands
    11: (4, 3, 2),  # Landsat 8-9 with all bands
    12: (4, 3, 2),  # Sentinel-2 level 2A
    13: (4, 3, 2),  # Sentinel-2 level 1C
}


class Bands(NamedTuple):
    """One-based band numbers, how they were chosen, for the log, and whether that was a guess."""

    red: int
    green: int
    blue: int
    why: str
    guessed: bool = False


def choose_bands(dataset: gdal.Dataset, asked: str = "") -> Bands:
    """The bands that ``asked`` names ("r;g;b"), or the likeliest ones when it is empty.

    In order: colour interpretation, band descriptions, the usual order of stacks beyond 8 bits, the first
    three bands, a single grey band.
    ``SceneError`` when ``asked`` is malformed or names a band that is not there.
    """
    count = dataset.RasterCount
    if asked.strip():
        return _asked(dataset, asked)
    by_colour = _by_colour(dataset)
    if by_colour:
        return Bands(*by_colour, "by their colour interpretation")
    by_name = _by_description(dataset)
    if by_name:
        return Bands(*by_name, "by their descriptions")
    if dataset.GetRasterBand(1).DataType != gdal.GDT_Byte and count in _STACKS:
        why = f"the usual order of {count} bands that name nothing; if the colours are wrong, set BANDS"
        return Bands(*_STACKS[count], why, guessed=True)
    if count >= 3:
        why = "the first three, since nothing names them; if the colours are wrong, set BANDS"
        return Bands(1, 2, 3, why, guessed=count > 4)
    return Bands(1, 1, 1, "the first band as grey; lakes are found best in colour", guessed=True)


def _asked(dataset: gdal.Dataset, asked: str) -> Bands:
    numbers = re.fullmatch(r"\s*(\d+)\s*[;,]\s*(\d+)\s*[;,]\s*(\d+)\s*", asked)
    if not numbers:
        raise SceneError(
            f"BANDS is '{asked}', but must be three band numbers for red, green and blue, "
            "like 4;3;2. Leave it empty for an automatic choice."
        )
    chosen = [int(n) for n in numbers.groups()]
    for number in chosen:
        if not 1 <= number <= dataset.RasterCount:
            raise SceneError(
                f"BANDS asks for band {number}, but the layer has {dataset.RasterCount} "
                f"band{'s' if dataset.RasterCount > 1 else ''}, counted from 1. Correct BANDS."
            )
    return Bands(*chosen, "as asked")


def _by_colour(dataset: gdal.Dataset) -> list[int] | None:
    colours = {}
    for number in range(dataset.RasterCount, 0, -1):  # the first of a kind wins
        colours[dataset.GetRasterBand(number).GetColorInterpretation()] = number
    wanted = (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)
    return [colours[c] for c in wanted] if all(c in colours for c in wanted) else None


def _by_description(dataset: gdal.Dataset) -> list[int] | None:
    chosen = []
    for pattern in (_RED, _GREEN, _BLUE):
        for number in range(1, dataset.RasterCount + 1):
            if pattern.search(dataset.GetRasterBand(number).GetDescription() or ""):
                chosen.append(number)
                break
    return chosen if len(chosen) == 3 else None
