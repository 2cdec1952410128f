"""Trends of lakes through four dates or more: slopes of each lake and of all, with intervals and tests."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..report.text import comma_separated, counted
from ..util.errors import TrackingError
from ..util.fields import Field
from ..util.translation import tr
from .history import History, Lineage
from .theil_sen import FEWEST, Slope, mann_kendall, theil_sen

_DAYS = 365.25
#: Ground pixels that differ by more are those of different images; as in the warnings about two images.
_SAME_PIXEL = 1.1
_LEVEL = 0.05
#: Days within the year that hardly matter.
_MONTH = 31
#: Why a date does not count, as tables hold it.
OTHER_PIXELS, NOT_FOUND, NOT_WHOLE = "other pixels", "not found", "not seen whole"

TREND_FIELDS = (
    Field("lake_id", int, "lowest number of the lakes; empty for all lakes together"),
    Field("lakes", str, "numbers of lakes that split or merged, as one, with ; between; all for all lakes"),
    Field("name", str, "what people call them, by the latest layer that names them"),
    Field("slope_km2_per_year", float, "Theil-Sen slope of the area per year of 365.25 days, km²"),
    Field("slope_low", float, "lower end of its interval, km² per year"),
    Field("slope_high", float, "upper end of its interval, km² per year"),
    Field("interval_pct", float, "how often such an interval holds the true slope, at least, %"),
    Field("p_value", float, "Mann-Kendall: chance of so clear a rise or fall without a trend"),
    Field("significant", bool, "p_value is under 0.05"),
    Field("change_km2", float, "area at the last date used minus that at the first, km²"),
    Field("change_error_km2", float, "combined standard error (1 sigma) of change_km2, km²"),
    Field("first_date", datetime.date, "first date used"),
    Field("last_date", datetime.date, "last date used"),
    Field("dates_used", int, "number of dates used"),
    Field("left_out", str, "dates not used and why, with ; between"),
)  # fmt: skip


@dataclass(frozen=True)
class Trend:
    """The trend of a lineage, or of all lakes where ``lineage`` is None.

    ``areas`` and ``errors`` (one a date of the history) are in m², ``used`` says at which dates they count,
    ``left_out`` why not at the others ("" where they do). ``slope`` is in m² per year.
    """

    lineage: Lineage | None
    dates: Sequence[datetime.date]
    areas: np.ndarray
    errors: np.ndarray
    left_out: Sequence[str]
    slope: Slope
    p_value: float

    @property
    def used(self) -> np.ndarray:
        """Whether each date counts (dates,)."""
        return np.array([not why for why in self.left_out])

    @property
    def significant(self) -> bool:
        """Whether there is a trend by Mann-Kendall at 5 %."""
        return self.p_value < _LEVEL

    @property
    def change(self) -> float:
        """Area at the last date used minus that at the first, in m²."""
        return float(self.areas[self.used][-1] - self.areas[self.used][0])

    @property
    def change_error(self) -> float:
        """Combined standard error (1 sigma) of ``change`` in m²."""
        return float(np.hypot(self.errors[self.used][0], self.errors[self.used][-1]))

    def row(self) -> dict[str, Any]:
        """Return the values of ``TREND_FIELDS``."""
        days = [date for date, used in zip(self.dates, self.used) if used]
        ids = sorted(self.lineage.ids) if self.lineage else []
        return {
            "lake_id": ids[0] if ids else None,
            "lakes": ";".join(map(str, ids)) if ids else "all",
            "name": self.lineage.name if self.lineage else "",
            "slope_km2_per_year": _km2(self.slope.value),
            "slope_low": _km2(self.slope.low),
            "slope_high": _km2(self.slope.high),
            "interval_pct": round(100 * self.slope.confidence, 1),
            "p_value": round(self.p_value, 5),
            "significant": self.significant,
            "change_km2": _km2(self.change),
            "change_error_km2": _km2(self.change_error),
            "first_date": days[0],
            "last_date": days[-1],
            "dates_used": len(days),
            "left_out": "; ".join(f"{date} {why}" for date, why in zip(self.dates, self.left_out) if why),
        }


@dataclass(frozen=True)
class Trends:
    """All trends of a history: ``total`` (None where too few dates are left) and ``lakes``, steepest first.

    ``without`` are lineages of which too few dates could be used. ``notes`` and ``warnings`` are sentences.
    """

    total: Trend | None
    lakes: list[Trend]
    without: int
    notes: list[str]
    warnings: list[str]


def too_few_dates(count: int) -> TrackingError:
    """Return the error that so many dates are too few for a trend."""
    return TrackingError(
        tr(
            "{count} dates have no trend. Give lake layers of {fewest} dates or more, or leave TRENDS empty.",
            count=count,
            fewest=FEWEST,
        )
    )


def trends(history: History) -> Trends | None:
    """Return the trends of a history; None for fewer than four dates.

    A date counts for a lake where the lake, with all that it split into or merged with, was found and seen
    whole, and where the image has pixels like those of most dates. A date at which it was not found does
    not count: it may have been missed there. All lakes together are those of the totals without those that
    were missing between two dates; a lake is 0 before it came, and after it went.
    """
    if len(history.dates) < FEWEST:
        return None
    dates = [lakes.date for lakes in history.dates]
    other_pixel, notes, warnings = _other_pixels(history)
    lineages = history.lineages()
    whole = _seen_whole(history, lineages)
    found, without, gaps = [], 0, []
    total, total_variance = np.zeros(len(dates)), np.zeros(len(dates))
    for lineage, complete in zip(lineages, whole):
        there = lineage.areas > 0
        reasons = [
            other_pixel[t] or (NOT_FOUND if not there[t] else "" if complete[t] else NOT_WHOLE)
            for t in range(len(dates))
        ]
        trend = _trend(lineage, dates, lineage.areas, lineage.errors, reasons)
        if trend is None:
            without += 1
        else:
            found.append(trend)
        if lineage.counted:
            if _has_gap(there):
                gaps.append(lineage)
            else:
                total += lineage.areas
                total_variance += lineage.errors**2
    if gaps:
        warnings.append(
            tr(
                "{lakes} of the totals ({area:,.3f} km² at most) not found at a date between others at which "
                "they were: missed rather than dry. The total of that date is too small; the trend of all "
                "lakes together leaves them out.",
                lakes=counted(len(gaps), "lake"),
                area=sum(one.areas.max() for one in gaps) / 1e6,
            )
        )
    if without:
        notes.append(
            tr(
                "{lakes} without a trend: fewer than {fewest} of the dates can be used.",
                lakes=counted(without, "lake"),
                fewest=FEWEST,
            )
        )
    found.sort(key=lambda one: -abs(one.slope.value))
    of_all = _trend(None, dates, total, np.sqrt(total_variance), other_pixel) if total.any() else None
    return Trends(of_all, found, without, notes, warnings)


def _trend(
    lineage: Lineage | None,
    dates: Sequence[datetime.date],
    areas: np.ndarray,
    errors: np.ndarray,
    left_out: Sequence[str],
) -> Trend | None:
    """Return a trend over the dates that are not left out; None where they are too few."""
    used = [t for t, why in enumerate(left_out) if not why]
    if len(used) < FEWEST:
        return None
    years = [(dates[t] - dates[0]).days / _DAYS for t in used]
    return Trend(
        lineage, dates, areas, errors, left_out, theil_sen(years, areas[used]), mann_kendall(areas[used])
    )


def _other_pixels(history: History) -> tuple[list[str], list[str], list[str]]:
    """Return why each date is left out for its pixels ("" where it is not), notes and warnings.

    The largest group of images with about the same ground pixel counts, of two the finer one. A lake looks
    larger or smaller in other pixels, and small lakes come or go, which would look like a trend.
    """
    pixels = np.array([lakes.pixel for lakes in history.dates])
    groups = [(pixels >= low) & (pixels <= _SAME_PIXEL * low) for low in sorted(set(pixels.tolist()))]
    best = max(groups, key=lambda group: int(group.sum()))  # the first of the largest: the finest
    if best.all():
        return [""] * len(pixels), [], []
    if best.sum() < FEWEST:
        warning = tr(
            "The images have ground pixels from {least:.3g} to {most:.3g} m, and fewer than {fewest} of them "
            "about the same. All count for the trends, which may be due to the pixels: map all images at the "
            "coarsest resolution.",
            least=pixels.min(),
            most=pixels.max(),
            fewest=FEWEST,
        )
        return [""] * len(pixels), [], [warning]
    others = [f"{lakes.date} ({lakes.pixel:.3g} m)" for lakes, b in zip(history.dates, best) if not b]
    note = tr(
        "For trends count the {count} dates with ground pixels of about {pixel:.3g} m; those with other "
        "pixels are left out: {others}.",
        count=int(best.sum()),
        pixel=pixels[best].min(),
        others=comma_separated(others),
    )
    return ["" if same else OTHER_PIXELS for same in best], [note], []


def _seen_whole(history: History, lineages: Sequence[Lineage]) -> list[np.ndarray]:
    """Return for each lineage at which dates (dates,) none of its lakes was cut."""
    cut_ids = [set(ids[lakes.incomplete].tolist()) for lakes, ids in zip(history.dates, history.ids)]
    return [np.array([cut.isdisjoint(one.ids) for cut in cut_ids]) for one in lineages]


def _has_gap(there: np.ndarray) -> bool:
    """Return whether a lake was missing between two dates at which it was there."""
    found = np.flatnonzero(there)
    return len(found) > 0 and not there[found[0] : found[-1] + 1].all()


def season_warnings(dates: Sequence[datetime.date]) -> list[str]:
    """Return a warning where the days of the year of dates differ by more than a month."""
    days = np.sort([date.timetuple().tm_yday for date in dates])
    # The dates lie in the year without its longest part that has none; a winter goes over the new year.
    spread = _DAYS - np.diff(days, append=days[0] + _DAYS).max()
    if spread <= _MONTH:
        return []
    return [
        tr(
            "The dates lie up to {days:.0f} days apart within the year. Lakes rise and fall with the "
            "seasons, freeze, and fill with algae, so a change may be one of season: compare images of one "
            "month.",
            days=spread,
        )
    ]


def _km2(square_metres: float) -> float:
    return round(float(square_metres) / 1e6, 6) + 0.0  # no -0.0
