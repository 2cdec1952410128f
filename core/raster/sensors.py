"""Sensors that the names of a raster's bands tell, and which of their bands are which colour."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ..util.translation import tr

#: A band's number in names like B4, B04, SR_B4, Band 4, T45RVL_B04_10m, "B4, central wavelength 665 nm".
#: Surface temperature (ST_B6, ST_B10) is none.
_NUMBER = re.compile(r"(?<![a-z0-9])(?<!st_)(?:b|band)[ _-]?0*(\d{1,2}a?)(?![a-z0-9])", re.IGNORECASE)


class Sensor(NamedTuple):
    """A sensor, and its numbers of red, green, blue and near infrared, the best first where it has two.

    ``name`` gives what the log calls it; ``sure`` is false where the names are those of another as well.
    """

    name: Callable[[], str]
    red: str
    green: str
    blue: str
    infrared: tuple[str, ...]
    sure: bool = True

    def bands(self, names: list[str]) -> tuple[int, int, int] | None:
        """Return which bands of these names, counted from 1, are red, green and blue; None without all."""
        found = numbers(names)
        red, green, blue = (found.get(number, 0) for number in (self.red, self.green, self.blue))
        return (red, green, blue) if red and green and blue else None

    def infrared_band(self, names: list[str]) -> int:
        """Return which band of these names is near infrared; 0 for none."""
        found = numbers(names)
        return next((found[number] for number in self.infrared if number in found), 0)


_THEMATIC_MAPPER = Sensor(lambda: tr("Landsat 4 to 7"), "3", "2", "1", ("4",))
_LANDSAT = Sensor(lambda: tr("Landsat 8 or 9"), "4", "3", "2", ("5",))
_SENTINEL = Sensor(lambda: "Sentinel-2", "4", "3", "2", ("8", "8A"))
_MODIS = Sensor(lambda: "MODIS", "1", "4", "3", ("2",))
#: In names of other bands that Earth Engine exports along: thermal, opacity, aerosol, scene classes.
_MARKS = (
    (_THEMATIC_MAPPER, r"vcid|(?<![a-z0-9])st_b0*6(?![0-9])|sr_atmos_opacity|sr_cloud_qa"),
    (_LANDSAT, r"(?<![a-z0-9])st_b10|sr_qa_aerosol"),
    (_SENTINEL, r"(?<![a-z0-9])(?:scl|msk_\w+|qa60|tci_[rgb])(?![a-z0-9])"),
    (_MODIS, r"sur_refl_b|nadir_reflectance_band"),
)


def numbers(names: list[str]) -> dict[str, int]:
    """Return where each number of a sensor stands among these names, counted from 1; the first counts."""
    found: dict[str, int] = {}
    for place, match in enumerate(map(_NUMBER.search, names), start=1):
        if match:
            found.setdefault(match[1].upper(), place)
    return found


def sensor_of(names: list[str]) -> Sensor | None:
    """Return the sensor whose bands have these names; None where they have no numbers that tell.

    Landsat 4 to 7 count from blue, so their band 3 is red; Landsat 8 and 9 and Sentinel-2 count from a
    coastal band, so theirs is green.
    """
    there, together = numbers(names).keys(), " ".join(names)
    for sensor, mark in _MARKS:
        if re.search(mark, together, re.IGNORECASE):
            return sensor
    if not there:
        return None
    reflectance = bool(re.search(r"(?<![a-z0-9])sr_b", together, re.IGNORECASE))
    if there & {"8A", "12"} or there == {"2", "3", "4", "8"}:
        return _SENTINEL
    if there in ({"1", "2", "3", "4", "5", "7"}, {"1", "2", "3", "4", "5", "7", "8"}):
        return _THEMATIC_MAPPER  # 6 is thermal
    if reflectance and "7" in there and "6" not in there:
        return _THEMATIC_MAPPER
    if (reflectance and "6" in there) or there & {"10", "11"}:
        return _LANDSAT
    if reflectance and there <= {"1", "2", "3", "4"} and {"1", "2", "3"} <= there:
        return _THEMATIC_MAPPER._replace(sure=False)
    if reflectance and {"1", "2", "3", "4", "5"} <= there:
        return _LANDSAT._replace(sure=False)
    if reflectance:
        return _LANDSAT
    if {"2", "3", "4"} <= there:
        # Sentinel-2's numbers; Landsat 8's are the same up to red, and its 5 is near infrared.
        return Sensor(lambda: tr("Sentinel-2 or Landsat 8 and 9"), "4", "3", "2", ("8", "5"))
    return None
