"""Which pixels of a scene are missing: one decision for all of it, with the sentences that tell it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..util.translation import tr


class Fill(NamedTuple):
    """A value for each band; None for a band that does not matter, NaN for not a number.

    A pixel is missing where all bands hold their value, or with ``any_band`` where one does.
    """

    values: tuple[float | None, ...]
    any_band: bool = False

    def held(self, values: np.ndarray) -> np.ndarray:
        """Return where the bands of ``values`` (bands, ...) hold their value, (bands that matter, ...)."""
        pairs = [(band, value) for band, value in zip(values, self.values) if value is not None]
        return np.stack([_equal(band, value) for band, value in pairs])

    def missing(self, values: np.ndarray) -> np.ndarray:
        """Return where pixels of ``values`` (bands, ...) are missing, bool."""
        missing: np.ndarray | None = None
        for band, value in zip(values, self.values):
            if value is None:
                continue
            held = _equal(band, value)
            if missing is None:
                missing = held
            elif self.any_band:
                missing |= held
            else:
                missing &= held
            if not self.any_band and not missing.any():
                break
        return np.zeros(values.shape[1:], bool) if missing is None else missing

    @property
    def told(self) -> str:
        """What is missing, as words for the log."""
        known = [value for value in self.values if value is not None]
        if all(_same(value, known[0]) for value in known):
            value = as_text(known[0])
            return tr("{value} in any band", value=value) if self.any_band else in_all_bands(value)
        values = ", ".join(map(as_text, known))
        if self.any_band:
            return tr("{values} in red, green, blue (any band)", values=values)
        return tr("{values} in red, green, blue (all bands)", values=values)


class NoData(NamedTuple):
    """What of a scene is missing: pixels of any of ``fills``, those that the dataset's mask hides, and NaN.

    ``masked``: the dataset has a mask that says so (alpha, mask band, palette). ``note`` is one sentence for
    the log, ``warnings`` are what may be wrong.
    """

    fills: tuple[Fill, ...] = ()
    masked: bool = False
    note: str = ""
    warnings: tuple[str, ...] = ()

    def missing(self, values: np.ndarray) -> np.ndarray | None:
        """Return where pixels of ``values`` (bands, ...) hold fill, bool; None where none does."""
        missing = None
        for fill in self.fills:
            found = fill.missing(values)
            if found.any():
                missing = found if missing is None else missing | found
        return missing

    @property
    def for_warper(self) -> str | None:
        """The values as GDAL's warper takes them, one for each band; None where it needs a mask instead."""
        if self.masked or len(self.fills) != 1:
            return None
        values, any_band = self.fills[0]
        if None in values or (any_band and len(values) > 1):
            return None
        return " ".join(as_text(value) for value in values if value is not None)

    @property
    def chosen(self) -> list[list[float | str | bool | None]]:
        """What was decided, for the fingerprint of a run."""
        fills = self.fills
        return [[*(None if v is None else as_text(v) for v in f.values), f.any_band] for f in fills]

    def beside(self, declared: float | None) -> NoData:
        """Return what is missing in one more band, which declares a nodata value or None."""
        values = [declared] if declared is not None else _uniform(self.fills)
        return self._replace(fills=tuple(Fill((value,)) for value in values), note="", warnings=())

    def beside_with(self, declared: float | None) -> NoData:
        """Return what does not count in one more band and one of the scene's: fill in both, or declared."""
        fills = [Fill((value, value)) for value in _uniform(self.fills)]
        if declared is not None:
            fills.append(Fill((declared, None)))
        return self._replace(fills=tuple(fills), note="", warnings=())


def usable(values: np.ndarray, seen: np.ndarray, nodata: NoData) -> np.ndarray:
    """Return which pixels (n,) of sampled values (bands, n) count: not missing, not 0 in all bands."""
    found = seen & np.isfinite(values).all(0) & (values != 0).any(0)
    missing = nodata.missing(values)
    return found if missing is None else found & ~missing


def holds(kind: np.dtype, value: float) -> bool:
    """Whether a pixel of a data type can have a value."""
    if kind.kind not in "iu":
        return not math.isfinite(value) or abs(value) <= float(np.finfo(kind).max)
    limits = np.iinfo(kind)
    return math.isfinite(value) and value == int(value) and limits.min <= value <= limits.max


def as_text(value: float) -> str:
    """Return a nodata value as GDAL and the log write it."""
    return "nan" if math.isnan(value) else f"{value:.17g}"


def in_all_bands(value: str) -> str:
    """Return that all bands hold a value, as words for the log."""
    return tr("{value} in all bands", value=value)


def _uniform(fills: Sequence[Fill]) -> list[float]:
    """Return the values of those fills that have one value in all bands."""
    return [
        fill.values[0]
        for fill in fills
        if fill.values[0] is not None
        and all(value is not None and _same(value, fill.values[0]) for value in fill.values)
    ]


def _same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))


def _equal(band: np.ndarray, value: float) -> np.ndarray:
    """Return where a band holds a value, as precisely as its type does."""
    if math.isnan(value):
        return np.isnan(band)
    if band.dtype.kind == "f":
        with np.errstate(over="ignore"):
            return band == band.dtype.type(value)
    return band == value
