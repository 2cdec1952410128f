"""What counts as no data in a scene: the declared values where they can be true, else what the pixels tell.

Each rule looks at samples of the whole image, once, so that all of it is read alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from osgeo import gdal, gdal_array

from ..util.translation import tr
from .fill_values import corner_fills, ends_apart, inside_fills, zero_fill
from .nodata import Fill, NoData, as_text, holds, in_all_bands
from .samples import Samples

#: Shares of the image from which no data is worth a warning: of all of it, of what lies inside it.
_LARGE, _PIECES = 0.6, 0.005
#: A window of the samples is a hole where this share of it is missing.
_HOLE = 0.3
#: Side in pixels of the corners in which an undeclared value is looked for.
_CORNER = 16
#: Values so near to a collar's are its soft edge, from this share of its pixels on.
_SOFT, _SOFT_SHARE = 12, 0.01


def choose_nodata(
    rgb: gdal.Dataset,
    samples: Samples,
    declared: Sequence[float | None],
    *,
    masked: str = "",
    extra: float | None = None,
) -> NoData:
    """Decide what is missing in a dataset of red, green and blue, of which ``samples`` are known.

    ``declared`` are the nodata values of the bands in the file; ``masked`` names its mask, which goes before
    them where it hides anything; ``extra`` is one more value that is missing where all bands hold it.
    """
    kinds = [np.dtype(gdal_array.GDALTypeCodeToNumericTypeCode(kind)) for kind in samples.kinds]
    given = [
        value if value is not None and holds(kind, value) else None for kind, value in zip(kinds, declared)
    ]
    reasons: dict[Fill, str] = {}
    warnings: list[str] = []
    if extra is not None and all(holds(kind, extra) for kind in kinds):
        reasons[Fill((extra,) * len(kinds))] = tr("the layer's additional no data value")
    # A mask that hides nothing, such as an opaque alpha band, says nothing of a collar.
    opaque = bool(masked) and bool(samples.seen.all())
    if not masked or opaque:
        if any(value is not None for value in given):
            reasons.setdefault(_completed(given, samples, kinds), tr("declared"))
            found = _more(rgb, samples, kinds, list(reasons))
        else:
            found, warnings = _undeclared(rgb, samples, kinds, list(reasons), zero_is_data=opaque)
        for fill in found:
            reasons.setdefault(fill, tr("not declared, taken as nodata"))
    fills: list[Fill] = []
    told = [masked] if masked else []
    for fill, reason in reasons.items():
        fill, sentences = _apart(fill, samples, kinds)
        fills.append(fill)
        told.append(tr("{value} ({why})", value=fill.told, why=reason))
        warnings += sentences
        warnings += _soft_edge(fill, samples) if all(kind == np.uint8 for kind in kinds) else []
    if any(kind.kind == "f" for kind in kinds):
        told.append("NaN")
    nodata = NoData(tuple(fills), bool(masked))
    missing = nodata.missing(samples.values)
    lacking = ~samples.seen | ~np.isfinite(samples.values).all(0)
    lacking = lacking if missing is None else lacking | missing
    note = _note(told, _percent(float(lacking.mean())))
    impossible = {as_text(v) for v, kept in zip(declared, given) if v is not None and kept is None}
    if impossible:
        values = ", ".join(sorted(impossible))
        note += " " + tr("The declared {values} is none: no pixel of this type can hold it.", values=values)
    return nodata._replace(note=note, warnings=(*warnings, *_about_share(lacking, samples)))


def _note(told: Sequence[str], share: str) -> str:
    """Return a sentence for the log on what is missing: ``told``, so much of the image."""
    if not told:
        return tr("No data: none is declared, and none was seen; {share} of the image.", share=share)
    return tr("No data: {values}; {share} of the image.", values=tr(", and ").join(told), share=share)


def _completed(kept: list[float | None], samples: Samples, kinds: list[np.dtype]) -> Fill:
    """Return the declared values, and for bands without one what they hold where the others are missing."""
    where = Fill(tuple(kept)).missing(samples.values)
    first = next(value for value in kept if value is not None)
    values: list[float] = []
    for band, value, kind in zip(samples.values, kept, kinds):
        if value is None:
            value = 0.0 if kind.kind in "iu" and kind.itemsize > 1 else first
            found, counts = np.unique(band[where], return_counts=True)
            if counts.size and counts.max() >= 0.5 * counts.sum() and counts.max() >= _CORNER:
                value = float(found[counts.argmax()])
        values.append(float(value))
    return Fill(tuple(values))


def _more(rgb: gdal.Dataset, samples: Samples, kinds: list[np.dtype], known: Sequence[Fill]) -> list[Fill]:
    """Return what is fill for sure, beyond 8 bits, besides values that are declared."""
    if any(kind.itemsize == 1 for kind in kinds):
        return []
    fills, guesses = corner_fills(_corners(rgb), samples, known, eight_bits=False)
    sure = [fill for fill in fills if fill not in guesses]
    return sure + inside_fills(samples, [*known, *sure])


def _undeclared(
    rgb: gdal.Dataset,
    samples: Samples,
    kinds: list[np.dtype],
    known: Sequence[Fill],
    *,
    zero_is_data: bool,
) -> tuple[list[Fill], list[str]]:
    """Return what is fill where nothing is declared, and warnings of what is a guess.

    With ``zero_is_data`` 0 counts where it fills a corner alone: else it may be water of reflectance 0.
    """
    eight_bits = any(kind.itemsize == 1 for kind in kinds)
    corners = _corners(rgb)
    fills, guesses = corner_fills(corners, samples, known, eight_bits=eight_bits)
    warnings = [_guess(value, eight_bits) for value in guesses]
    if not eight_bits:
        fills += inside_fills(samples, [*known, *fills])
    if not eight_bits and zero_is_data:
        zero = Fill((0.0,) * len(kinds))
        share = float(zero.missing(samples.values).mean())
        if zero not in fills and share >= _PIECES:
            warnings.append(_zero_as_data(share))
    elif not eight_bits:
        unsigned = all(kind.kind == "u" for kind in kinds)
        # Beside negative values 0 is a value among others, such as reflectance with an offset.
        if kinds[0].kind in "iu" and (unsigned or not (fills or (samples.values < 0).any())):
            fills.append(Fill((0.0,) * len(kinds)))
        elif kinds[0].kind == "f" and not fills:
            fills += zero_fill(samples)
            warnings += [_about_zero()] if fills else []
    elif not fills:
        warnings += _nearly_plain(corners)
    return [fill for fill in dict.fromkeys(fills) if fill not in known], warnings


def _corners(rgb: gdal.Dataset) -> list[np.ndarray]:
    """Return the pixels (bands, n) of the four corners."""
    width, height = rgb.RasterXSize, rgb.RasterYSize
    side = min(_CORNER, width, height)
    places = [(x, y) for x in (0, width - side) for y in (0, height - side)]
    return [rgb.ReadAsArray(x, y, side, side).reshape(rgb.RasterCount, -1) for x, y in places]


def _about_zero() -> str:
    return tr(
        "Parts of the image are exactly 0 in all bands, which is taken as nodata. If they are water, save it "
        "with a nodata value that no pixel has."
    )


def _zero_as_data(share: float) -> str:
    return tr(
        "{share} of the image is 0 in all bands, and the alpha band does not hide it: it is taken for data, "
        "such as black water. If it is none, make it transparent.",
        share=_percent(share),
    )


def _guess(fill: Fill, eight_bits: bool) -> str:
    value = as_text(fill.values[0] or 0.0)
    if eight_bits and value == "0":
        taken = tr("A corner of the image is pure black, so black (0 in all bands) is taken as nodata.")
    elif eight_bits and value == "255":
        taken = tr("A corner of the image is pure white, so white (255 in all bands) is taken as nodata.")
    else:
        told = in_all_bands(value) if len(set(fill.values)) == 1 else fill.told
        taken = tr("A corner of the image is of one value, so {value} is taken as nodata.", value=told)
    remedy = tr("If it is water, snow or cloud, save the image with a nodata value that no pixel has.")
    return f"{taken} {remedy}"


def _soft_edge(fill: Fill, samples: Samples) -> list[str]:
    """Return a warning where pixels beside an 8-bit fill nearly have its value, as lossy compression does."""
    held = fill.missing(samples.values)
    values = samples.values.astype(np.int16)
    near = np.all([abs(b - (v or 0)) <= _SOFT for b, v in zip(values, fill.values)], axis=0) & ~held
    beside = near & np.isin(samples.windows, np.unique(samples.windows[held]))
    # Where most of them lie elsewhere it is a dark or bright image.
    if beside.sum() < max(_SOFT_SHARE * held.sum(), near.sum() / 2, 1):
        return []
    return [
        tr(
            "{share} of the image, beside no data, is nearly {value}, not exactly, and counts as data: lossy "
            "compression (JPEG) leaves such an edge, which may be mapped as lakes. Run 'Nearblack' "
            "(Processing toolbox, or gdal_nearblack) first, or look at the lakes along it.",
            share=_percent(beside.mean()),
            value=fill.told,
        )
    ]


def _nearly_plain(corners: Sequence[np.ndarray]) -> list[str]:
    """Return a warning where an 8-bit corner is nearly black or white: the collar of a lossy image."""
    for corner in corners:
        for name, dark in ((tr("black"), corner.max() <= 8), (tr("white"), corner.min() >= 247)):
            if dark:
                return [
                    tr(
                        "A corner of the image is nearly {colour}, but not exactly: it counts as data. If "
                        "it is an empty margin and no water or snow, run 'Nearblack' (Processing toolbox, "
                        "or gdal_nearblack) first, else its edge may be mapped as lakes.",
                        colour=name,
                    )
                ]
    return []


def _apart(fill: Fill, samples: Samples, kinds: list[np.dtype]) -> tuple[Fill, list[str]]:
    """Return ``fill`` with ``any_band`` where bands end apart, and a warning that counts such pixels."""
    if any(kind.itemsize == 1 for kind in kinds) or len(kinds) == 1:
        return fill, []
    held = fill.held(samples.values)
    partly = held.any(0) & ~held.all(0) & samples.seen & np.isfinite(samples.values).all(0)
    if not partly.any():
        return fill, []
    share = _percent(partly.mean())
    if ends_apart(fill, samples, partly):
        return fill._replace(any_band=True), [
            tr(
                "The bands end apart: {share} of the pixels hold nodata in one band and data in another. "
                "They are left out. If they are data, such as dark water, save the image with a nodata value "
                "that no pixel has.",
                share=share,
            )
        ]
    return fill, [
        tr(
            "{share} of the pixels hold the nodata value in one band, as dark water does: they count as "
            "data. If they are none, set all of their bands to nodata.",
            share=share,
        )
    ]


def _about_share(missing: np.ndarray, samples: Samples) -> list[str]:
    """Return warnings where much of the image is missing, or pieces inside it are."""
    share = float(missing.mean())
    if share >= _LARGE and share < 1:
        return [
            tr(
                "{share} of the image is no data. If that is wrong, look at its nodata value.",
                share=_percent(share),
            )
        ]
    windows = np.bincount(samples.windows, missing) / np.bincount(samples.windows)
    inside = _off_border((windows >= _HOLE).reshape(samples.shape))
    pieces = float((windows.reshape(samples.shape) * inside).mean())
    if pieces >= _PIECES:
        return [
            tr(
                "About {share} of the image is no data in pieces inside it, such as clouds that were cut "
                "out: lakes there are missing or cut off.",
                share=_percent(pieces),
            )
        ]
    return []


def _off_border(holes: np.ndarray) -> np.ndarray:
    """Return ``holes`` (rows, columns) bool without those that are connected to the border."""
    grown = np.zeros(tuple(n + 2 for n in holes.shape), bool)
    outside = np.pad(holes, 1, constant_values=True)
    grown[[0, -1]] = grown[:, [0, -1]] = True
    while True:
        wider = grown.copy()
        wider[1:] |= grown[:-1]
        wider[:-1] |= grown[1:]
        wider[:, 1:] |= grown[:, :-1]
        wider[:, :-1] |= grown[:, 1:]
        wider &= outside
        if (wider == grown).all():
            return holes & ~grown[1:-1, 1:-1]
        grown = wider


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share >= 0.001 or share == 0 else tr("less than 0.1 %")
