"""Which bands of a raster are red, green and blue."""

from __future__ import annotations

import re
from typing import NamedTuple

from osgeo import gdal

from ..report.text import counted
from ..util.errors import SceneError
from ..util.translation import tr
from .sensors import sensor_of

# Band descriptions that name a colour: as a word, or as its first letter alone.
_COLOUR_NAMES, _LETTERS = (
    tuple(re.compile(pattern.format(c, c[0]), re.IGNORECASE) for c in ("red", "green", "blue"))
    for pattern in (r"(?<!infra[ _-])\b{0}\b(?![ _-]?edge)", r"^(?:tci_)?{1}$")
)
#: Bands beside the colour itself that are called after it, such as Coastal Blue.
_SHADES = re.compile(r"\b(?:coastal|ultra|deep|dark|light)\b", re.IGNORECASE)
# Names that only count the bands mean nothing: many programs write them for any raster.
_COUNTING = re.compile(r"^(?:band|layer|b)[ _]?0*(\d+)$", re.IGNORECASE)
#: Wavelengths in µm of red, green and blue, and the largest difference from them.
_WAVELENGTHS, _LARGEST_DIFFERENCE = (0.665, 0.560, 0.490), 0.04

#: Red, green and blue in stacks whose bands have no names, by the number of bands: multispectral products
#: are sorted by wavelength, from blue or from a coastal band on.
STACKS = {
    4: (3, 2, 1),  # PlanetScope; Sentinel-2 at 10 m
    5: (3, 2, 1),  # RapidEye
    6: (3, 2, 1),  # Landsat 4-7 without the thermal band; Sentinel-2 B2 B3 B4 B8 B11 B12
    7: (4, 3, 2),  # Landsat 8-9 B1 to B7
    10: (3, 2, 1),  # Sentinel-2 without its 60 m bands
    11: (4, 3, 2),  # Landsat 8-9 with all bands
    12: (4, 3, 2),  # Sentinel-2 level 2A
    13: (4, 3, 2),  # Sentinel-2 level 1C
}


_RGB = tuple[int, int, int]


class Bands(NamedTuple):
    """Band numbers, counted from 1; ``why`` they were chosen, for the log; whether that was ``guessed``."""

    red: int
    green: int
    blue: int
    why: str
    guessed: bool = False


def choose_bands(dataset: gdal.Dataset, asked: str = "") -> Bands:
    """Choose the bands that ``asked`` names ("r;g;b"; a fourth is the infrared), or the likeliest ones.

    By band descriptions, else wavelengths, else colour interpretation (which many programs write for any
    raster), else the usual order of stacks of more than 8 bits, else the first three bands or a single grey.
    ``SceneError`` when ``asked`` is malformed or names a band that is not there.
    """
    count = dataset.RasterCount
    if asked.strip():
        red, green, blue, *_ = asked_bands(dataset, asked)
        return Bands(red, green, blue, tr("as BANDS names them"))
    if palette := palette_band(dataset):
        return Bands(palette, palette, palette, tr("the colours of its palette"))
    by_colour, names = _by_colour(dataset), band_names(dataset)
    sensor = sensor_of(names)
    by_number = sensor.bands(names) if sensor else None
    by_name = _by_colour_names(names)
    if sensor and by_number and not by_name and not sensor.sure:
        why = tr(
            "by their names, which may be those of {sensor}; if the colours are wrong, set BANDS",
            sensor=sensor.name(),
        )
        return Bands(*by_number, why, guessed=True)
    for chosen, why in (
        (by_name, tr("by their descriptions")),
        (by_number, tr("by their descriptions ({sensor})", sensor=sensor.name()) if sensor else ""),
        (_by_wavelength(dataset), tr("by their wavelengths")),
        (by_colour, tr("by their colour interpretation")),
    ):
        if chosen and by_colour in (None, chosen):
            return Bands(*chosen, why)
        if chosen and by_colour:
            why = tr(
                "{why}, though their colour interpretation says {other}; if the colours are wrong, set BANDS",
                why=why,
                other=", ".join(map(str, by_colour)),
            )
            return Bands(*chosen, why, guessed=True)
    kinds = [dataset.GetRasterBand(number).GetColorInterpretation() for number in range(1, count + 1)]
    count -= kinds.count(gdal.GCI_AlphaBand)
    if dataset.GetRasterBand(1).DataType != gdal.GDT_Byte and count in STACKS:
        why = tr(
            "the usual order of {count} bands without names; if the colours are wrong, set BANDS", count=count
        )
        return Bands(*STACKS[count], why, guessed=True)
    if count >= 3:
        why = tr("the first three, since they have no names; if the colours are wrong, set BANDS")
        return Bands(1, 2, 3, why, guessed=count > 4)
    return Bands(1, 1, 1, tr("the first band as grey; in colour lakes are found better"), guessed=True)


def palette_band(dataset: gdal.Dataset) -> int:
    """Return the number of the band that holds numbers of colours, the only one beside alpha; 0 for none."""
    numbers = range(1, dataset.RasterCount + 1)
    kinds = [dataset.GetRasterBand(number).GetColorInterpretation() for number in numbers]
    colours = [number for number, kind in zip(numbers, kinds) if kind != gdal.GCI_AlphaBand]
    if len(colours) == 1 and dataset.GetRasterBand(colours[0]).GetColorTable() is not None:
        return colours[0]
    return 0


def asked_bands(dataset: gdal.Dataset, asked: str) -> list[int]:
    """Return the numbers of red, green and blue in ``asked``, and of near infrared where it names four.

    ``SceneError`` when it is malformed or names a band that is not there.
    """
    if not re.fullmatch(r"\s*\d+(\s*[;,]\s*\d+){2,3}\s*", asked):
        raise SceneError(
            tr(
                "BANDS is '{asked}', but must be three band numbers for red, green and blue, like 4;3;2, or "
                "four, the last of them near infrared. Leave it empty for an automatic choice.",
                asked=asked,
            )
        )
    numbers = [int(number) for number in re.findall(r"\d+", asked)]
    for number in numbers:
        if not 1 <= number <= dataset.RasterCount:
            raise SceneError(
                tr(
                    "BANDS asks for band {number}, but the layer has {bands}, counted from 1. Correct BANDS.",
                    number=number,
                    bands=counted(dataset.RasterCount, "band"),
                )
            )
    if len(numbers) == 4 and numbers[3] in numbers[:3]:
        raise SceneError(
            tr(
                "BANDS is '{asked}': the fourth number, near infrared, must be another band than red, green "
                "and blue. Leave it out if the layer has no near infrared.",
                asked=asked,
            )
        )
    return numbers


def _by_colour(dataset: gdal.Dataset) -> _RGB | None:
    """Return the first bands with the colour interpretations red, green and blue; None without all three."""
    colours = {}
    for number in range(dataset.RasterCount, 0, -1):  # the first of several wins
        colours[dataset.GetRasterBand(number).GetColorInterpretation()] = number
    red, green, blue = map(colours.get, (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand))
    return (red, green, blue) if red and green and blue else None


def band_names(dataset: gdal.Dataset) -> list[str]:
    """Return the descriptions of all bands; all empty where they only count the bands."""
    names = [
        (dataset.GetRasterBand(number).GetDescription() or "").strip()
        for number in range(1, dataset.RasterCount + 1)
    ]
    matches = [_COUNTING.match(name) for name in names]
    if all(match and int(match[1]) == number for number, match in enumerate(matches, start=1)):
        return [""] * len(names)
    return names


def _by_colour_names(names: list[str]) -> _RGB | None:
    """Return the bands whose names are red, green and blue; None without all three."""
    # Whole words first: "B" may be blue, but not where a band is called "Blue".
    for patterns in (_COLOUR_NAMES, _LETTERS):
        red, green, blue = (_called(pattern, names) for pattern in patterns)
        if red and green and blue and len({red, green, blue}) == 3:
            return red, green, blue
    return None


def _called(pattern: re.Pattern[str], names: list[str]) -> int:
    """Return the first band with the name of a colour, 0 for none; one with that name alone goes before."""
    found = [number for number, name in enumerate(names, start=1) if pattern.search(name)]

    def rank(number: int) -> tuple[bool, bool]:
        name = names[number - 1]
        return not pattern.fullmatch(name), bool(_SHADES.search(name))

    return min(found, key=rank, default=0)


def _by_wavelength(dataset: gdal.Dataset) -> _RGB | None:
    """Return the bands nearest to red, green and blue by wavelengths in the metadata, as in ENVI files."""
    known = wavelengths(dataset)
    if not known:
        return None
    red, green, blue = (min(known, key=lambda number: abs(known[number] - wanted)) for wanted in _WAVELENGTHS)
    differences = (abs(known[n] - wanted) for n, wanted in zip((red, green, blue), _WAVELENGTHS))
    near = max(differences) <= _LARGEST_DIFFERENCE
    return (red, green, blue) if near and len({red, green, blue}) == 3 else None


def wavelengths(dataset: gdal.Dataset) -> dict[int, float]:
    """Return the centre wavelengths in µm of the bands, by number, where the metadata have them."""
    found = {n: _wavelength(dataset.GetRasterBand(n)) for n in range(1, dataset.RasterCount + 1)}
    return {number: wavelength for number, wavelength in found.items() if wavelength}


def _wavelength(band: gdal.Band) -> float | None:
    """Return the centre wavelength in µm; None where the metadata do not have it."""
    text = band.GetMetadataItem("CENTRAL_WAVELENGTH_UM", "IMAGERY") or band.GetMetadataItem("wavelength")
    try:
        value = float(text)
    except (TypeError, ValueError):
        return None
    # Nanometres where it cannot be micrometres: no optical sensor sees beyond 20 µm.
    return value / 1000 if value > 20 else value
