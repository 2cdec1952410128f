"""Gains and losses: where water came, went or stayed, lake by lake."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from osgeo import ogr

from ..geo.repair import no_geos_warnings, polygons_in
from ..geo.wkb import multipolygon_wkb, polygon_rings
from ..util.errors import Cancelled
from ..util.fields import Field
from .additive_areas import AdditiveEllipsoid, index_ranges
from .history import History

#: Lakes whose parts are in memory at once.
_BATCH = 1000

CHANGE_FIELDS = (
    Field("lake_id", int, "number of the lake, as in the ledger: for a loss that of the earlier lake"),
    Field("previous_id", int, "lake_id that the water belonged to at the earlier date; empty for a gain"),
    Field("change", str, "gain, loss or stable"),
    Field("sliver", bool, "narrower than half a pixel: as likely misregistration as change"),
    Field("area_km2", float, "area on the ellipsoid, km²"),
    Field("advance_m", float, "mean advance of the shoreline, m: area / its earlier length; losses < 0"),
    Field("counted", bool, "in the totals: neither the lake nor one it is joined to was cut at any date"),
    Field("start_date", datetime.date, "earlier date"),
    Field("end_date", datetime.date, "later date"),
)  # fmt: skip


@dataclass
class Change:
    """Parts of one kind of one lake from one date to the next, as ``CHANGE_FIELDS`` explain them.

    ``area`` is in m², ``advance`` in m or None, ``wkb`` a multipolygon in the CRS of the comparison.
    """

    lake_id: int
    previous_id: int | None
    change: str
    sliver: bool
    area: float
    advance: float | None
    counted: bool
    start: datetime.date
    end: datetime.date
    wkb: bytes

    @property
    def negligible(self) -> bool:
        """Whether the area rounds to 0 m²: left over by the computation, not seen in an image."""
        return round(self.area / 1e6, 6) == 0

    def attributes(self) -> list[Any]:
        """Return the values of ``CHANGE_FIELDS``, rounded."""
        advance = None if self.advance is None else round(self.advance, 2) + 0.0  # no -0.0
        return [
            self.lake_id, self.previous_id, self.change, self.sliver, round(self.area / 1e6, 6), advance,
            self.counted, self.start, self.end,
        ]  # fmt: skip


class _Part(NamedTuple):
    """A change that is not measured yet."""

    lake_id: int
    previous_id: int | None
    change: str
    shoreline: float  # length of the earlier shoreline in m, 0 where there was none
    counted: bool
    shape: ogr.Geometry


def changes(
    history: History, ellipsoid: AdditiveEllipsoid, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[Change]:
    """Yield all changes, interval by interval, in the order of the lakes; a thousand are in memory.

    A later lake is cut into what it shares with each earlier lake (stable) and the rest (gain); what an
    earlier lake shares with no later one is lost. So stable + gain is the later area and stable + loss the
    earlier one, as far as GEOS places crossing points exactly (``AdditiveEllipsoid`` adds no error).

    A part of a gain or loss is a sliver when its mean width, 2 · area / perimeter, is under half the
    coarser pixel of the two dates and its lake was there at both: images registered to within half a
    pixel leave such strips along shorelines that did not move.

    ``Cancelled`` is raised soon after ``cancelled`` returns true.
    """
    for t in range(len(history.steps)):
        dates = history.dates[t].date, history.dates[t + 1].date
        narrow = max(history.dates[t].pixel, history.dates[t + 1].pixel) / 2
        for lakes, cut in ((len(history.dates[t + 1]), _later), (len(history.dates[t]), _earlier)):
            for batch in index_ranges(lakes, _BATCH):
                if cancelled():
                    raise Cancelled
                with no_geos_warnings():
                    parts = list(cut(history, t, batch))
                yield from _measured(parts, ellipsoid, narrow, dates)


def _later(history: History, t: int, batch: range) -> Iterator[_Part]:
    """Cut the later lakes of a batch into what is stable and what is gained."""
    earlier, later, step = history.dates[t], history.dates[t + 1], history.steps[t]
    shared = step.overlaps
    order = np.argsort(shared.j, kind="stable")
    bounds = np.searchsorted(shared.j[order], [batch.start, batch.stop])
    touched: dict[int, list[int]] = {j: [] for j in batch}
    for k in order[bounds[0] : bounds[1]]:
        touched[int(shared.j[k])].append(int(shared.i[k]))
    for j in batch:
        number, counted = int(history.ids[t + 1][j]), bool(history.counted[t + 1][j])
        rest = later.shape(j)
        for i in touched[j]:
            old, previous = earlier.shape(i), int(history.ids[t][i])
            yield _Part(number, previous, "stable", 0.0, counted, rest.Intersection(old))
            rest = rest.Difference(old)
        shoreline = float(earlier.perimeters[step.parents[j]].sum())
        yield _Part(number, None, "gain", shoreline, counted, rest)


def _earlier(history: History, t: int, batch: range) -> Iterator[_Part]:
    """Cut out what the earlier lakes of a batch lost."""
    earlier, later, shared = history.dates[t], history.dates[t + 1], history.steps[t].overlaps
    for i in batch:
        low, high = np.searchsorted(shared.i, [i, i + 1])
        number, counted = int(history.ids[t][i]), bool(history.counted[t][i])
        rest = earlier.shape(i)
        for j in shared.j[low:high]:
            rest = rest.Difference(later.shape(j))
        yield _Part(number, number, "loss", float(earlier.perimeters[i]), counted, rest)


def _measured(
    parts: list[_Part],
    ellipsoid: AdditiveEllipsoid,
    narrow: float,
    dates: tuple[datetime.date, datetime.date],
) -> Iterator[Change]:
    """Measure parts; ``narrow`` (m) is the mean width below which a polygon is a sliver."""
    polygons, owner = [], []
    for k, part in enumerate(parts):
        for polygon in polygons_in(part.shape):
            if polygon.Area() > 0:
                polygons.append(bytes(polygon.ExportToWkb(ogr.wkbNDR)))
                owner.append(k)
    areas, perimeters = ellipsoid.measure([polygon_rings(wkb)[0] for wkb in polygons])
    groups: dict[tuple[int, bool], list[int]] = {}
    for n, k in enumerate(owner):
        changed = parts[k].change != "stable"
        sliver = bool(changed and parts[k].shoreline and 2 * areas[n] < narrow * perimeters[n])
        groups.setdefault((k, sliver), []).append(n)
    for (k, sliver), members in groups.items():
        part = parts[k]
        area = float(areas[members].sum())
        sign = {"gain": 1, "loss": -1, "stable": 0}[part.change]
        yield Change(
            lake_id=part.lake_id,
            previous_id=part.previous_id,
            change=part.change,
            sliver=sliver,
            area=area,
            advance=sign * area / part.shoreline if sign and part.shoreline else None,
            counted=part.counted,
            start=dates[0],
            end=dates[1],
            wkb=multipolygon_wkb([polygons[n] for n in members]),
        )
