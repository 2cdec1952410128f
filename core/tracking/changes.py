"""Where water was gained, lost, or stayed, lake by lake."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from osgeo import ogr

from ..geo.repair import no_geos_warnings, polygons_in
from ..geo.wkb import multipolygon_wkb, polygon_rings
from ..util.errors import Cancelled
from ..util.fields import Field
from .additive_areas import AdditiveEllipsoid, index_ranges
from .history import History

#: Lakes whose parts are held in memory at once.
_BATCH = 1000

CHANGE_FIELDS = (
    Field("lake_id", int, "number of the lake, as in the ledger: for a loss that of the earlier lake"),
    Field("previous_id", int, "lake_id that the water belonged to at the earlier date; empty for a gain"),
    Field("change", str, "gain, loss or stable"),
    Field("sliver", bool, "narrower than half a pixel: as likely misregistration as change"),
    Field("area_km2", float, "area on the ellipsoid, km²"),
    Field("advance_m", float, "mean advance of the shore, m: area / length of the earlier shore; losses < 0"),
    Field("counted", bool, "in the totals: neither the lake nor one it is joined to was cut at any date"),
    Field("start_date", datetime.date, "earlier date"),
    Field("end_date", datetime.date, "later date"),
)  # fmt: skip


@dataclass
class Change:
    """Parts of one kind of one lake in one interval. ``area`` in m², ``advance`` in m or None."""

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

    def attributes(self) -> list:
        """Values of ``CHANGE_FIELDS``, rounded."""
        advance = None if self.advance is None else round(self.advance, 2) + 0.0  # no -0.0
        return [
            self.lake_id, self.previous_id, self.change, self.sliver, round(self.area / 1e6, 6), advance,
            self.counted, self.start, self.end,
        ]  # fmt: skip


class _Piece(NamedTuple):
    lake_id: int
    previous_id: int | None
    change: str
    shore: float  # length of the earlier shore in m, 0 where there was none
    counted: bool
    shape: ogr.Geometry


def changes(
    history: History, ellipsoid: AdditiveEllipsoid, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[Change]:
    """All changes, interval by interval, by the lakes' order; memory holds a thousand lakes' at a time.

    A later lake is cut into its shares of each earlier lake (stable) and the rest (gain); of an earlier one
    what no later lake takes is lost. So stable + gain is the later area and stable + loss the
    earlier one, as far as GEOS places crossing points exactly (``AdditiveEllipsoid`` measures them without
    adding to that).

    A part of a gain or loss is a sliver when its mean width, 2 · area / perimeter, is under half the
    coarser pixel of the two dates and its lake was there at both: images registered to within half a
    pixel make such strips along shores that did not move.
    """
    for t in range(len(history.steps)):
        dates = history.dates[t].date, history.dates[t + 1].date
        narrow = max(history.dates[t].pixel, history.dates[t + 1].pixel) / 2
        for lakes, cut in ((len(history.dates[t + 1]), _later), (len(history.dates[t]), _earlier)):
            for batch in index_ranges(lakes, _BATCH):
                if cancelled():
                    raise Cancelled
                with no_geos_warnings():
                    pieces = list(cut(history, t, batch))
                yield from _measured(pieces, ellipsoid, narrow, dates)


def _later(history: History, t: int, batch: range) -> Iterator[_Piece]:
    """The later lakes of a batch, cut into stable shares and gain."""
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
            yield _Piece(number, previous, "stable", 0.0, counted, rest.Intersection(old))
            rest = rest.Difference(old)
        shore = float(earlier.perimeters[step.parents[j]].sum())
        yield _Piece(number, None, "gain", shore, counted, rest)


def _earlier(history: History, t: int, batch: range) -> Iterator[_Piece]:
    """What the earlier lakes of a batch lost."""
    earlier, later, shared = history.dates[t], history.dates[t + 1], history.steps[t].overlaps
    for i in batch:
        low, high = np.searchsorted(shared.i, [i, i + 1])
        number, counted = int(history.ids[t][i]), bool(history.counted[t][i])
        rest = earlier.shape(i)
        for j in shared.j[low:high]:
            rest = rest.Difference(later.shape(j))
        yield _Piece(number, number, "loss", float(earlier.perimeters[i]), counted, rest)


def _measured(pieces: list[_Piece], ellipsoid, narrow: float, dates) -> Iterator[Change]:
    parts, owner = [], []
    for k, piece in enumerate(pieces):
        for part in polygons_in(piece.shape):
            if part.Area() > 0:
                parts.append(bytes(part.ExportToWkb(ogr.wkbNDR)))
                owner.append(k)
    areas, perimeters = ellipsoid.measure([polygon_rings(wkb)[0] for wkb in parts])
    groups: dict[tuple[int, bool], list[int]] = {}
    whole = {k for k, piece in enumerate(pieces) if piece.change == "stable"}
    for n, k in enumerate(owner):
        changed = k not in whole
        sliver = bool(changed and pieces[k].shore and 2 * areas[n] < narrow * perimeters[n])
        groups.setdefault((k, sliver), []).append(n)
    for (k, sliver), members in groups.items():
        piece = pieces[k]
        area = float(areas[members].sum())
        sign = {"gain": 1, "loss": -1, "stable": 0}[piece.change]
        advance = sign * area / piece.shore if sign and piece.shore else None
        yield Change(
            piece.lake_id, piece.previous_id, piece.change, sliver, area, advance, piece.counted, *dates,
            multipolygon_wkb([parts[n] for n in members]),
        )  # fmt: skip
