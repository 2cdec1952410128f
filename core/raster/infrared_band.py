"""Which band of a raster is near infrared (0.78 to 0.90 µm), and the scale on which it meets green."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from osgeo import gdal

from ..util.translation import tr
from .bands import STACKS, Bands, asked_bands, band_names, wavelengths
from .nodata import NoData, usable
from .samples import sample
from .sensors import sensor_of

_NIR = "nir|near[ _-]?infra[ _-]?red"
#: Names of the band, the best first: the wide band of Sentinel-2 and PlanetScope, then any other. "Infrared"
#: alone may be short-wave or thermal.
_NAMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![a-z0-9])(?<!narrow[ _-])(?:{_NIR})(?:[ _-]?1)?(?![a-z0-9]|[ _-]*(?:narrow|[2-9]))",
        rf"(?<![a-z0-9])(?:{_NIR})",
        r"^(?:infra[ _-]?red|ir|n)$",
    )
)
#: Least, best and largest centre wavelength in µm: Sentinel-2 has 0.84, Landsat 8 and PlanetScope 0.865.
_LEAST, _BEST, _LARGEST = 0.78, 0.835, 0.90
#: Near infrared in the stacks of ``bands.STACKS``.
_IN_STACKS = {4: 4, 5: 5, 6: 4, 7: 5, 10: 7, 11: 5, 12: 8, 13: 8}
#: A band of which this share is 0 or the largest value says where there are data: alpha by no such name.
_MASK_SHARE = 0.9
#: Percentiles of near infrared and green together that become 0 and 1.
_DARK, _BRIGHT = 1, 98


class InfraredBand(NamedTuple):
    """A band number, counted from 1, ``why`` it is taken, for the log, and whether that was ``guessed``.

    Values from ``low`` to ``high`` are 0 to 1, in near infrared and green alike: one scale for both, so that
    it tells which of the two is brighter, whatever the sensor's factor and offset.
    """

    number: int
    why: str
    low: float = 0.0
    high: float = 1.0
    guessed: bool = False

    @property
    def note(self) -> str:
        """What is taken, as a sentence for the log."""
        return tr("Band {number} as near infrared: {why}.", number=self.number, why=self.why)

    def together(self, infrared: np.ndarray, green: np.ndarray, out: np.ndarray) -> None:
        """Write values (H, W) of both to ``out`` (2, H, W) float32, on the common scale."""
        out[0], out[1] = infrared, green
        out -= np.float32(self.low)
        out *= np.float32(1 / (self.high - self.low))


def choose_infrared(dataset: gdal.Dataset, bands: Bands, asked: str = "") -> InfraredBand | None:
    """Return the near-infrared band of a raster whose colours are ``bands``; None where none is known.

    The fourth number of ``asked`` ("r;g;b;n"), else by band descriptions, wavelengths or colour
    interpretation; only where ``asked`` is empty also by the usual order of stacks. It is better left out
    than wrong. The scale is still that of no raster: see ``scaled``.
    """
    colours = bands[:3]
    if len(set(colours)) < 3:
        return None
    numbers = asked_bands(dataset, asked) if asked.strip() else []
    if len(numbers) == 4:
        return InfraredBand(numbers[3], tr("as BANDS names it"))
    in_order = 0 if numbers else _by_order(dataset, colours)
    for number, why, guessed in (
        (_by_description(band_names(dataset)), tr("by its description"), False),
        (_by_wavelength(dataset), tr("by its wavelength"), False),
        (_by_colour(dataset), tr("by its colour interpretation"), False),
        (in_order, tr("the usual order; if it is not, switch INFRARED off"), True),
    ):
        # What GDAL calls alpha says where there are data, whatever its name: it is read as such.
        if number and number not in colours and _interpretation(dataset, number) != gdal.GCI_AlphaBand:
            return InfraredBand(number, why, guessed=guessed)
    return None


def scaled(band: InfraredBand, both: gdal.Dataset, nodata: NoData) -> InfraredBand | None:
    """Return ``band`` with the scale of a dataset of two bands, near infrared and green.

    ``nodata`` is what does not count in the two. None where the band holds one value only, or
    where a band that was found by its order looks like a mask.
    """
    samples = sample(both)
    values = samples.values[:, usable(samples.values, samples.seen, nodata)]
    infrared = values[0]
    if not infrared.size or infrared.min() == infrared.max():
        return None
    if band.guessed:
        largest = {gdal.GDT_Byte: 255, gdal.GDT_UInt16: 65535}.get(both.GetRasterBand(1).DataType)
        if ((infrared == 0) | (infrared == largest)).mean() >= _MASK_SHARE:
            return None
    low, high = common_scale(values)
    return band._replace(low=low, high=high)


def common_scale(values: np.ndarray) -> tuple[float, float]:
    """Return the values that become 0 and 1, of near infrared and green (2, n).

    The darkest of both is nearest to the sensor's zero; the brightest is land, or the green of water where
    there is no land.
    """
    low, high = np.percentile(values, (_DARK, _BRIGHT), axis=1)
    return float(low.min()), float(max(high.max(), low.min() + 1e-6))


def _by_description(names: list[str]) -> int:
    """Return the band that a name calls near infrared, or that a sensor's number does; 0 for none."""
    for pattern in _NAMES:
        for number, name in enumerate(names, start=1):
            if pattern.search(name):
                return number
    sensor = sensor_of(names)
    return sensor.infrared_band(names) if sensor and sensor.sure else 0


def _by_wavelength(dataset: gdal.Dataset) -> int:
    """Return the band whose wavelength is nearest to that of near infrared; 0 for none."""
    near = {n: abs(w - _BEST) for n, w in wavelengths(dataset).items() if _LEAST <= w <= _LARGEST}
    return min(near, key=near.__getitem__, default=0)


def _by_colour(dataset: gdal.Dataset) -> int:
    """Return the band that GDAL 3.10 and later call near infrared; 0 for none."""
    wanted = getattr(gdal, "GCI_NIRBand", None)
    bands = range(1, dataset.RasterCount + 1)
    return next((n for n in bands if wanted and _interpretation(dataset, n) == wanted), 0)


def _by_order(dataset: gdal.Dataset, colours: tuple[int, ...]) -> int:
    """Return the band that is near infrared in the usual order of stacks without names; 0 for none."""
    numbers = range(1, dataset.RasterCount + 1)
    count = sum(_interpretation(dataset, n) != gdal.GCI_AlphaBand for n in numbers)
    number = _IN_STACKS.get(count, 0)
    if not number or band_names(dataset)[number - 1]:
        return 0  # a name that says nothing here, or something else
    if _interpretation(dataset, number) not in (gdal.GCI_Undefined, gdal.GCI_GrayIndex):
        return 0
    # The fourth of four, whatever the order of the colours before it: aerial photographs begin with red.
    usual = set(colours) == {1, 2, 3} if count == 4 else colours == STACKS[count]
    eight_bits = dataset.GetRasterBand(1).DataType == gdal.GDT_Byte
    return number if usual and (count == 4 or not eight_bits) else 0


def _interpretation(dataset: gdal.Dataset, number: int) -> int:
    return dataset.GetRasterBand(number).GetColorInterpretation()
