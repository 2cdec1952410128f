"""Undeclared fill values: told by plain corners, by values far outside the rest, by bands that end apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from .nodata import Fill
from .samples import Samples

#: The largest values of 16-bit integers and 32-bit floats, which programs write where data are missing.
_LARGEST_VALUES = (65535.0, 32767.0, float(np.finfo(np.float32).max))
#: Beyond it no sensor measures: fill of netCDF (9.97e36), 1e20, 1.7e38.
_HUGE = 1e10
#: Least number of different values in a band of an image, so that something else can stand out of it.
_TEXTURE = 16
#: Least share of the samples that a fill inside the image has, and least number where it is negative or huge.
_SHARE, _COUNT = 0.005, 16
#: How far beyond the rest a fill lies, as a share of the rest's range; a negative one may be nearer.
_BEYOND, _BEYOND_NEGATIVE = 0.5, 0.1
#: Share of a spike's pixels that may lie between it and the rest; where more do it is the end of a tail.
_TAIL = 0.2
_LOW, _HIGH = 2, 98
#: Values so near to the least one, as a share of the median, are water that is nearly as dark, where they are
#: as many as this share of it.
_NEAR, _AS_MANY = 0.03, 0.05
#: Pixels beside a clipped one are nearer to it than to the band's middle value by this share of the way.
_FADED = 0.25


def textured(values: np.ndarray) -> bool:
    """Whether sampled values (bands, n) are those of an image, and not of a drawing in a few colours."""
    return bool(values.size) and any(len(np.unique(band)) >= _TEXTURE for band in values)


def corner_fills(
    corners: Sequence[np.ndarray], samples: Samples, known: Sequence[Fill], *, eight_bits: bool
) -> tuple[list[Fill], list[Fill]]:
    """Return the values of corners (bands, n) that hold one in each band, and which of them are guesses.

    In 8 bits it is one value in all bands, since a flat colour may be anything. Those that are ``known`` are
    left out.
    """
    fills: list[Fill] = []
    guesses: list[Fill] = []
    for corner in corners:
        if not (corner == corner[:, :1]).all() or not np.isfinite(corner).all():
            continue
        fill = Fill(tuple(float(band[0]) for band in corner))
        if fill in (*fills, *known) or (eight_bits and len(set(fill.values)) > 1):
            continue
        usual = all(value is not None and _is_sentinel(value) for value in fill.values)
        if eight_bits:
            usual = not any(fill.values)
        if not usual and not _stands_out(fill, samples, eight_bits=eight_bits):
            continue
        fills.append(fill)
        if eight_bits or not usual:
            guesses.append(fill)
    return fills, guesses


def inside_fills(samples: Samples, known: Sequence[Fill]) -> list[Fill]:
    """Return values equal in all bands, far outside all others, that fill parts of the image."""
    values = _counted(samples, known)
    equal = (values == values[:1]).all(0)
    found, counts = np.unique(values[0, equal], return_counts=True)
    fills = []
    for value, count in sorted(zip(found.tolist(), counts.tolist()), key=lambda pair: -pair[1]):
        enough = _COUNT if value < 0 or abs(value) >= _HUGE else _SHARE * values.shape[1]
        if count < max(enough, _COUNT):
            continue
        fill = Fill((float(value),) * len(values))
        rest = values[:, ~fill.missing(values)]
        if rest.size and all(far_outside(value, band, count) for band in rest):
            fills.append(fill)
            values = rest
    return fills


def zero_fill(samples: Samples) -> list[Fill]:
    """Return 0 where it fills part of an image of floats and its dark end is far from it; else nothing."""
    fill = Fill((0.0,) * len(samples.values))
    zeros = fill.missing(samples.values) & samples.seen
    enough = zeros.sum() >= max(_SHARE * zeros.size, _COUNT)
    return [fill] if enough and _stands_out(fill, samples, eight_bits=False) else []


def far_outside(value: float, rest: np.ndarray, count: int) -> bool:
    """Whether ``count`` pixels of one value lie far beyond the others of the band, ``rest`` (n,)."""
    low, high = np.percentile(rest, (_LOW, _HIGH))
    beyond = _BEYOND_NEGATIVE if value < 0 else _BEYOND
    gap = max(low - value, value - high)
    if high <= low or gap <= beyond * (high - low):
        return False
    middle = (value + (low if value < low else high)) / 2
    between = (rest < middle) if value < low else (rest > middle)
    return int(between.sum()) <= _TAIL * count


def ends_apart(fill: Fill, samples: Samples, partly: np.ndarray) -> bool:
    """Whether pixels that hold ``fill`` in some bands only, ``partly`` (n,) bool, are edges of missing data.

    Else they are water so dark that a band is clipped, or values that the band has as well: data. Told by
    where they lie, for an edge has missing pixels beside it, or is in each band elsewhere, and by the other
    bands: at an edge they have the image's ordinary values, over dark water the lowest.
    """
    held = fill.held(samples.values)
    complete = ~held.any(0) & samples.seen & np.isfinite(samples.values).all(0)
    if not complete.any():
        return True
    whole = np.sort(samples.values[:, complete].astype(np.float64), axis=1)
    if all(value is not None and _beyond_all(value, band) for value, band in zip(fill.values, whole)):
        return True
    lonely = _beside(held.all(0) | ~samples.seen, samples)[partly].mean() < 0.5
    if lonely and _nested(held & partly) and _fades(fill, samples, partly):
        return False
    ranks: list[np.ndarray] = []
    usual: list[np.ndarray] = []
    for band, value in enumerate(fill.values):
        mine = partly & held[band]
        if value is None or not mine.any():
            continue
        low, high = np.percentile(whole[band], (0.5, 99.5))
        if low < value < high:
            return False  # a value that the band measures as well
        others = [i for i in range(len(held)) if i != band]
        ranks.append(_ranks(samples.values, whole, others, mine & ~held[others].all(0)))
        near = samples.values[band] <= value + 0.1 * (np.median(whole[band]) - value)
        dark = complete & near if value <= low else np.zeros_like(complete)
        if dark.sum() >= _TAIL * mine.sum():  # the band's values go down to this one: it is clipped there
            usual.append(_ranks(samples.values, whole, others, dark))
    limit = max([0.05, *(float(np.percentile(found, 90)) for found in usual if found.size)])
    return bool(ranks) and float(np.median(np.concatenate(ranks))) > limit


def _beside(missing: np.ndarray, samples: Samples) -> np.ndarray:
    """Return whether pixels (n,) lie in a window with ``missing`` ones, in the next one, or at the border."""
    windows = np.zeros(samples.shape, bool)
    windows.flat[np.unique(samples.windows[missing])] = True
    rows, columns = samples.shape
    around = np.pad(windows, 1, constant_values=True)
    grown = np.any([around[r : r + rows, c : c + columns] for r in range(3) for c in range(3)], axis=0)
    return grown.flat[samples.windows]


def _nested(held: np.ndarray) -> bool:
    """Return whether of any two bands the one holds a value nearly only where the other does, too (bands, n).

    So it is where darker and darker water is clipped in one band after the other.
    """
    bands = [band for band in held if band.any()]
    return all(
        min((one & ~two).sum(), (two & ~one).sum()) <= 0.1 * min(one.sum(), two.sum())
        for one, two in combinations(bands, 2)
    )


def _fades(fill: Fill, samples: Samples, partly: np.ndarray) -> bool:
    """Return whether the values of each band fall towards the fill around it: lost pixels end at once."""
    held = fill.held(samples.values)
    for band, value in enumerate(fill.values):
        mine = np.flatnonzero(partly & held[band])
        if value is None or not mine.size:
            continue
        # Those left and right of it; from the end of a row to the next one matters little.
        beside = np.concatenate([mine - 1, mine + 1]).clip(0, len(partly) - 1)
        beside = beside[(samples.windows[beside] == np.tile(samples.windows[mine], 2)) & ~held[band, beside]]
        values = samples.values[band, ~held[band] & samples.seen].astype(np.float64)
        middle = np.median(values)
        near = value + _FADED * (middle - value)
        if value >= middle or not beside.size or np.mean(samples.values[band, beside] <= near) < 0.5:
            return False
    return True


def _ranks(values: np.ndarray, whole: np.ndarray, others: list[int], where: np.ndarray) -> np.ndarray:
    """Return, as shares of all complete pixels, how bright pixels are in the brightest of ``others``."""
    found = [np.searchsorted(whole[band], values[band, where]) / whole.shape[1] for band in others]
    return np.max(found, axis=0)


def _is_sentinel(value: float) -> bool:
    return value <= 0 or value in _LARGEST_VALUES or abs(value) >= _HUGE


def _beyond_all(value: float, rest: np.ndarray) -> bool:
    """Whether a value is negative or huge, and far from what the band measures, ``rest`` (n,)."""
    low, high = np.percentile(rest, (_LOW, _HIGH))
    far = max(low - value, value - high) > _BEYOND * (high - low)
    return abs(value) >= _HUGE or (value < 0 and bool(far))


def _counted(samples: Samples, known: Sequence[Fill]) -> np.ndarray:
    """Return the values (bands, n) of pixels that are not known to be missing."""
    kept = samples.seen & np.isfinite(samples.values).all(0) & (samples.values != 0).any(0)
    for fill in known:
        kept &= ~fill.missing(samples.values)
    return samples.values[:, kept]


def _stands_out(fill: Fill, samples: Samples, *, eight_bits: bool) -> bool:
    """Whether the ordinary value of a plain corner is fill: the rest is an image, not its dark end."""
    rest = _counted(samples, [fill])
    if not textured(rest):
        return False
    if eight_bits:
        return True
    # Dark water is clipped to the least value: then there are nearly as dark pixels beside it.
    count = int(fill.missing(samples.values).sum())
    dark = np.ones(rest.shape[1], bool)
    lowest = True
    for band, value in zip(rest, fill.values):
        lowest &= value is not None and value <= np.percentile(band, 1)
        dark &= band <= (value or 0) + _NEAR * np.median(band)
    return not (lowest and dark.sum() >= _AS_MANY * count)
