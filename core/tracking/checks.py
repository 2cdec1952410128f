"""Checks of a comparison: errors where lakes cannot be compared, notes and warnings where they can."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from ..geo.crs import check_of_earth
from ..geo.shared_areas import overlapping_pairs
from ..lakes.overlap_warning import overlap_warning
from ..report.text import comma_separated, counted
from ..util.errors import TrackingError
from ..util.translation import tr
from .coregistration import Shift
from .history import History
from .lakes import LakeLayer, Lakes

#: Share of the water, and number of lakes, that rarely come or go from one date to the next.
_TOO_MUCH, _TOO_MANY = 0.15, 5
#: Other years stand for "unknown" in tables.
_FIRST_YEAR, _LAST_YEAR = 1500, 2200


def in_order(layers: Sequence[LakeLayer]) -> list[LakeLayer]:
    """Return the layers by date.

    ``TrackingError`` when there are fewer than two dates, two layers of one date, one without a CRS, or one
    of a year without images.
    """
    if len(layers) < 2:
        raise TrackingError(
            tr("Lakes of one date cannot be compared. Choose lake layers of two or more dates.")
        )
    layers = sorted(layers, key=lambda layer: layer.date)
    for one, two in zip(layers, layers[1:]):
        if one.date == two.date:
            raise TrackingError(
                tr(
                    "The layers '{layer}' and '{other}' have the same date, {date}. Merge them if they are "
                    "parts of one date, or set DATES.",
                    layer=one.name,
                    other=two.name,
                    date=one.date,
                )
            )
    for layer in layers:
        if not _FIRST_YEAR <= layer.date.year <= _LAST_YEAR:
            raise TrackingError(
                tr(
                    "The layer '{layer}' has the date {date}, of which there is no image or map. Correct its "
                    "field 'date', or set DATES.",
                    layer=layer.name,
                    date=layer.date,
                )
            )
        if not layer.crs_wkt:
            raise TrackingError(
                tr(
                    "The layer '{layer}' has no coordinate reference system. Set it in the layer's "
                    "properties, so that its lakes can be compared with others.",
                    layer=layer.name,
                )
            )
        check_of_earth(layer.crs_wkt, tr("the layer '{layer}'", layer=layer.name))
    return layers


def check_one_place(dates: Sequence[Lakes]) -> None:
    """Raise ``TrackingError`` when the lakes of a date lie apart from all of the date before."""
    for before, after in zip(dates, dates[1:]):
        one, two = _box(before), _box(after)
        if one[0] > two[1] or two[0] > one[1] or one[2] > two[3] or two[2] > one[3]:
            raise TrackingError(
                tr(
                    "The lakes of '{layer}' and '{other}' do not overlap anywhere: they show different "
                    "places, or one of the layers has the wrong CRS.",
                    layer=before.name,
                    other=after.name,
                )
            )


def _box(lakes: Lakes) -> np.ndarray:
    low, high = lakes.boxes.min(0), lakes.boxes.max(0)
    return np.array([low[0], high[1], low[2], high[3]])


def overlap_warnings(lakes: Lakes, cancelled: Callable[[], bool]) -> list[str]:
    """Return a warning where lakes of one date overlap each other."""
    pairs = overlapping_pairs(lakes.wkbs, lakes.boxes, lakes.planar, cancelled)
    layer = tr("'{layer}'", layer=lakes.name)
    warning = overlap_warning([(lakes.source_ids[i], lakes.source_ids[j]) for i, j in pairs], layer)
    return [warning] if warning else []


def footprint_notes(layers: Sequence[LakeLayer], dates: Sequence[Lakes]) -> list[str]:
    """Return notes on layers without a footprint, and on lakes outside the area of all dates."""
    notes = []
    unknown = [tr("'{layer}'", layer=layer.name) for layer in layers if layer.footprint is None]
    if unknown:
        notes.append(
            tr(
                "What the images of {layers} covered is not known, so they are taken to show all places of "
                "the other dates. Where that is wrong lakes look new or vanished: set AREA.",
                layers=comma_separated(unknown),
            )
        )
    for lakes in dates:
        if lakes.outside.any():
            notes.append(
                tr(
                    "{count} lakes of '{layer}' ({area:,.3f} km²) are not wholly in the area that the images "
                    "of all dates show; they are listed and left out of totals.",
                    count=int(lakes.outside.sum()),
                    layer=lakes.name,
                    area=lakes.areas[lakes.outside].sum() / 1e6,
                )
            )
    return notes


def pair_notes(
    earlier: LakeLayer, later: LakeLayer, shift: Shift | None, corrected: bool
) -> tuple[list[str], list[str]]:
    """Return notes and warnings on two images: their pixels and the shift between them.

    ``corrected``: the later lakes were moved back by ``shift``.
    """
    pair = {"start": earlier.date, "end": later.date}
    notes, warnings = [], []
    fine, coarse = sorted((earlier.pixel, later.pixel))
    if coarse > 1.1 * fine:
        warnings.append(
            tr(
                "{start} to {end}: the images have ground pixels of {pixel:.3g} m and {other:.3g} m. Small "
                "lakes and bays that only the finer one shows look like change: map both at the coarser "
                "resolution.",
                **pair,
                pixel=earlier.pixel,
                other=later.pixel,
            )
        )
    elif _different_grids(earlier, later):
        notes.append(
            tr(
                "{start} to {end}: the images have different pixel grids, so shorelines that did not move "
                "differ by up to half a pixel; such strips are marked as slivers.",
                **pair,
            )
        )
    if shift is None:
        notes.append(
            tr(
                "{start} to {end}: no lake stayed the same, so the shift between the images is not known.",
                **pair,
            )
        )
        return notes, warnings
    measured = {**pair, "east": _tenths(shift.east), "north": _tenths(shift.north), "basis": _basis(shift)}
    if corrected:
        notes.append(
            tr(
                "{start} to {end}: shorelines that did not move lie {east:+.1f} m east and {north:+.1f} m "
                "north of before ({basis}); corrected: the later lakes were moved back.",
                **measured,
            )
        )
    elif shift.length > coarse / 2:
        warnings.append(
            tr(
                "{start} to {end}: shorelines that did not move lie {east:+.1f} m east and {north:+.1f} m "
                "north of before ({basis}): more than half a pixel ({half:.1f} m). Gains on one side and "
                "losses on the other may be this shift: set CORRECT_SHIFT, or align the images.",
                **measured,
                half=coarse / 2,
            )
        )
    else:
        notes.append(
            tr(
                "{start} to {end}: shorelines that did not move lie {east:+.1f} m east and {north:+.1f} m "
                "north of before ({basis}), within half a pixel.",
                **measured,
            )
        )
    return notes, warnings


def _basis(shift: Shift) -> str:
    """Return how sure a shift is, and of how many lakes it was estimated."""
    lakes = counted(shift.lakes, "lake")
    if math.isnan(shift.error):
        return lakes
    return tr("± {error:.1f} m, {lakes}", error=shift.error, lakes=lakes)


def _different_grids(earlier: LakeLayer, later: LakeLayer) -> bool:
    """Return whether the pixels of two images are known to lie differently."""
    one, two = earlier.pixel_grid, later.pixel_grid
    if one is None or two is None:
        return False
    if earlier.crs_wkt != later.crs_wkt:
        return True
    steps = ((two[0] - one[0]) / one[2], (two[1] - one[1]) / one[3])
    same_size = abs(one[2] - two[2]) < 1e-6 * abs(one[2]) and abs(one[3] - two[3]) < 1e-6 * abs(one[3])
    return not same_size or any(abs(step - round(step)) > 0.01 for step in steps)


def implausible_changes(history: History, t: int) -> list[str]:
    """Return a warning when much of the water is new or vanished from date ``t`` to the next."""
    earlier, later, step = history.dates[t], history.dates[t + 1], history.steps[t]
    gone = history.counted[t] & np.array([not children for children in step.children])
    come = history.counted[t + 1] & np.array([not parents for parents in step.parents])
    lost, found = float(earlier.areas[gone].sum()), float(later.areas[come].sum())
    before = float(earlier.areas[history.counted[t]].sum())
    after = float(later.areas[history.counted[t + 1]].sum())
    if lost + found <= _TOO_MUCH * (before + after) / 2 or gone.sum() + come.sum() < _TOO_MANY:
        return []
    return [
        tr(
            "{start} to {end}: {gone} lakes ({lost:,.3f} km²) vanished and {come} ({found:,.3f} km²) are "
            "new. So much at once is more often a difference between the images (season, colour of the "
            "water, ice, clouds), where lakes were missed at one date, than change: look at both images "
            "before you use these areas.",
            start=earlier.date,
            end=later.date,
            gone=int(gone.sum()),
            lost=lost / 1e6,
            come=int(come.sum()),
            found=found / 1e6,
        )
    ]


def _tenths(metres: float) -> float:
    """Round to what is shown, without the sign of a zero."""
    return round(metres, 1) + 0.0
