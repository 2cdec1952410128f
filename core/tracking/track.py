"""The whole job: from the lake layers of two or more dates to their history, checked pair by pair."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from osgeo import ogr

from ..geo.repair import reprojected
from ..util.errors import TrackingError
from .additive_areas import AdditiveEllipsoid
from .common_area import check_one_place, common_area, compared_within
from .coregistration import Shift, estimated_shift, moved
from .history import MIN_OVERLAP, History, Step, history, step_between
from .lakes import Feature, Lakes, lakes_of
from .overlaps import overlapping_lakes

#: Share of the water, and number of lakes, that rarely come or go from one date to the next.
_TOO_MUCH, _TOO_MANY = 0.15, 5


@dataclass
class LakeLayer:
    """The lakes of one date, and what is known of their image.

    ``pixel`` is its ground pixel in m. ``lattice`` is a corner and a pixel (x, y, dx, dy) of its grid in
    CRS units; ``seen`` a polygon (WKT, CRS of the layer) of where it had data; None where not known.
    """

    name: str
    date: datetime.date
    crs_wkt: str
    features: Iterable[Feature]
    pixel: float
    lattice: tuple[float, float, float, float] | None = None
    seen: str | None = None


@dataclass
class Tracked:
    """What became of the lakes. ``shifts`` are those between dates, None where none could be read.

    ``notes`` and ``warnings`` are sentences for the log and the report.
    """

    history: History
    ellipsoid: AdditiveEllipsoid
    crs_wkt: str
    shifts: list[Shift | None]
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def track(
    layers: Sequence[LakeLayer],
    min_overlap: float = MIN_OVERLAP,
    correct_shift: bool = False,
    area: Sequence[tuple[bytes, str]] = (),
    progress: Callable[[float], None] = lambda share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Tracked:
    """Follow lakes through the layers, in the CRS of the oldest one.

    ``area`` (WKB, CRS as WKT) limits what is compared; so does what the images are known to have seen.
    ``TrackingError`` when there is nothing to compare.
    """
    layers = _by_date(layers)
    crs_wkt = layers[0].crs_wkt
    ellipsoid = AdditiveEllipsoid(crs_wkt) if crs_wkt else None
    dates: list[Lakes] = []
    for k, layer in enumerate(layers):
        dates.append(
            lakes_of(layer.features, layer.name, layer.date, layer.pixel, layer.crs_wkt, crs_wkt, cancelled)
        )
        progress(0.4 * (k + 1) / len(layers))
    check_one_place(dates)
    notes = [note for lakes in dates for note in lakes.notes]
    warnings = [sentence for lakes in dates for sentence in _overlapping(lakes, cancelled)]
    progress(0.5)
    common = common_area([_seen(layer, crs_wkt) for layer in layers] + [_union(area, crs_wkt)])
    dates = [compared_within(lakes, common) for lakes in dates]
    notes += _coverage_notes(layers, dates, common)
    shifts: list[Shift | None] = []
    steps: list[Step] = []
    for t in range(1, len(dates)):
        step = step_between(dates[t - 1], dates[t], min_overlap, cancelled)
        shift = estimated_shift(dates[t - 1], dates[t], step, ellipsoid)
        shifts.append(shift)
        if correct_shift and shift is not None:
            dates[t] = moved(dates[t], shift, ellipsoid)
            step = step_between(dates[t - 1], dates[t], min_overlap, cancelled)
        steps.append(step)
        pair = pair_notes(layers[t - 1], layers[t], shift, correct_shift)
        notes += pair[0]
        warnings += pair[1]
        progress(0.5 + 0.5 * t / (len(dates) - 1))
    followed = history(dates, steps, cancelled)
    warnings += [sentence for t in range(len(steps)) for sentence in _implausible(followed, t)]
    return Tracked(followed, ellipsoid, crs_wkt, shifts, notes, warnings)


def _implausible(followed: History, t: int) -> list[str]:
    """A warning when much of the water came from nowhere or went there from date ``t`` to the next."""
    earlier, later, step = followed.dates[t], followed.dates[t + 1], followed.steps[t]
    gone = followed.counted[t] & np.array([not children for children in step.children])
    come = followed.counted[t + 1] & np.array([not parents for parents in step.parents])
    lost, found = float(earlier.areas[gone].sum()), float(later.areas[come].sum())
    before = float(earlier.areas[followed.counted[t]].sum())
    after = float(later.areas[followed.counted[t + 1]].sum())
    if lost + found <= _TOO_MUCH * (before + after) or gone.sum() + come.sum() < _TOO_MANY:
        return []
    return [
        f"{earlier.date} to {later.date}: {int(gone.sum())} lakes ({lost / 1e6:,.3f} km²) vanished and "
        f"{int(come.sum())} ({found / 1e6:,.3f} km²) are new. So much at once is more often a difference "
        "between the images (season, colour of the water, ice, clouds), where lakes were missed at one date, "
        "than change: look at both images before you use these areas."
    ]


def _by_date(layers: Sequence[LakeLayer]) -> list[LakeLayer]:
    if len(layers) < 2:
        raise TrackingError("Lakes of one date cannot be compared. Choose lake layers of two or more dates.")
    layers = sorted(layers, key=lambda layer: layer.date)
    for one, two in zip(layers, layers[1:]):
        if one.date == two.date:
            raise TrackingError(
                f"The layers '{one.name}' and '{two.name}' have the same date, {one.date}. Merge them if "
                "they are parts of one date, or set DATES."
            )
    return layers


def pair_notes(
    earlier: LakeLayer, later: LakeLayer, shift: Shift | None, corrected: bool
) -> tuple[list[str], list[str]]:
    """What is to be known of two images that are compared: notes, and warnings."""
    pair = f"{earlier.date} to {later.date}"
    notes, warnings = [], []
    fine, coarse = sorted((earlier.pixel, later.pixel))
    if coarse > 1.1 * fine:
        warnings.append(
            f"{pair}: the images have ground pixels of {earlier.pixel:.3g} m and {later.pixel:.3g} m. Small "
            "lakes and bays that only the finer one shows look like change: map both at the coarser "
            "resolution."
        )
    elif _different_lattices(earlier, later):
        notes.append(
            f"{pair}: the images have different pixel grids, so shores that did not move differ by up to "
            "half a pixel; such strips are marked as slivers."
        )
    if shift is None:
        notes.append(f"{pair}: no lake stayed the same, so how the images lie on each other is not known.")
        return notes, warnings
    said = (
        f"{pair}: shores that stayed lie {shift.east:+.1f} m east and {shift.north:+.1f} m north of before "
        f"({'' if math.isnan(shift.error) else f'± {shift.error:.1f} m, '}{_lakes(shift.lakes)})"
    )
    if corrected:
        notes.append(f"{said}; corrected: the later lakes were moved back.")
    elif shift.length > coarse / 2:
        warnings.append(
            f"{said}: more than half a pixel ({coarse / 2:.1f} m). Gains on one side and losses on the other "
            "may be this shift: set CORRECT_SHIFT, or align the images."
        )
    else:
        notes.append(f"{said}, within half a pixel.")
    return notes, warnings


def _lakes(count: int) -> str:
    return "1 lake" if count == 1 else f"{count} lakes"


def _different_lattices(earlier: LakeLayer, later: LakeLayer) -> bool:
    one, two = earlier.lattice, later.lattice
    if one is None or two is None:
        return False
    if earlier.crs_wkt != later.crs_wkt:
        return True
    steps = ((two[0] - one[0]) / one[2], (two[1] - one[1]) / one[3])
    same = abs(one[2] - two[2]) < 1e-6 * abs(one[2]) and abs(one[3] - two[3]) < 1e-6 * abs(one[3])
    return not same or any(abs(step - round(step)) > 0.01 for step in steps)


def _overlapping(lakes: Lakes, cancelled) -> list[str]:
    count = overlapping_lakes(lakes, cancelled)
    return [
        f"{count} pairs of lakes of '{lakes.name}' overlap each other: the water they share is counted "
        "twice. Dissolve them first."
    ] * (count > 0)


def _seen(layer: LakeLayer, crs_wkt: str) -> ogr.Geometry | None:
    if layer.seen is None:
        return None
    return _union([(bytes(ogr.CreateGeometryFromWkt(layer.seen).ExportToWkb()), layer.crs_wkt)], crs_wkt)


def _union(polygons: Sequence[tuple[bytes, str]], crs_wkt: str) -> ogr.Geometry | None:
    """All polygons as one in the CRS of the comparison; None without any."""
    if not polygons:
        return None
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for wkb, from_wkt in polygons:
        for part in reprojected([wkb], from_wkt, crs_wkt, "AREA")[0]:
            whole.AddGeometry(part)
    return whole.UnionCascaded()


def _coverage_notes(layers: Sequence[LakeLayer], dates: Sequence[Lakes], common) -> list[str]:
    unknown = [f"'{layer.name}'" for layer in layers if layer.seen is None]
    notes = []
    if unknown:
        notes.append(
            f"What the images of {', '.join(unknown)} covered is not known, so they are taken to show all "
            "places of the other dates. Where that is wrong lakes look new or vanished: set AREA."
        )
    for lakes in dates:
        if lakes.outside.any():
            notes.append(
                f"{int(lakes.outside.sum())} lakes of '{lakes.name}' "
                f"({lakes.areas[lakes.outside].sum() / 1e6:,.3f} km²) are not wholly in the area seen at all "
                "dates; they are listed and left out of totals."
            )
    return notes
