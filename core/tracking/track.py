"""The whole comparison: from the lake layers of two or more dates to their history, checked pair by pair."""

from __future__ import annotations

import csv
import datetime
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from osgeo import ogr

from ..geo.geopackage import write_geopackage
from ..geo.grid import Bounds
from ..geo.repair import reprojected
from ..util.atomic_files import atomic_write
from ..util.errors import LakeMapperError, TrackingError
from ..util.fields import Field
from ..util.gdal_context import gdal_raises
from ..util.translation import tr
from .additive_areas import AdditiveEllipsoid
from .changes import CHANGE_FIELDS, changes
from .checks import (
    check_one_place,
    footprint_notes,
    implausible_changes,
    in_order,
    overlap_warnings,
    pair_notes,
)
from .common_area import common_area, compared_within
from .coregistration import Shift, estimated_shift, moved
from .history import MIN_OVERLAP, History, Step, history, step_between
from .lakes import LakeLayer, Lakes, lakes_of
from .ledger import LEDGER_FIELDS, ledger
from .trends import TREND_FIELDS, Trends, season_warnings, too_few_dates, trends

#: Gives lakes of one date their name and id.
KnownNames = Callable[[Sequence[bytes]], Sequence["tuple[str | None, str | None]"]]


@dataclass
class Tracked:
    """What became of the lakes.

    ``history`` holds the lakes of all dates in the CRS ``crs_wkt``: ``ledger.ledger(history)`` gives its
    rows, ``changes.changes(history, ellipsoid)`` its gains and losses. ``shifts`` are those between the
    images of following dates, None where none could be estimated. ``notes`` and ``warnings`` are sentences
    for the log and the report.
    """

    history: History
    ellipsoid: AdditiveEllipsoid
    crs_wkt: str
    shifts: list[Shift | None]
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def write_ledger(self, path: str | os.PathLike) -> None:
        """Write the ledger as CSV (UTF-8, comma, decimal point), whole or not at all.

        Columns are ``LEDGER_FIELDS``; dates are YYYY-MM-DD, truths true and false, what is not known empty.
        ``LakeMapperError`` when the file cannot be written.
        """
        _write_csv(path, tr("ledger"), LEDGER_FIELDS, ledger(self.history))

    def write_trends(self, path: str | os.PathLike) -> None:
        """Write the trends as CSV, as ``write_ledger`` does: all lakes together, then the steepest first.

        Columns are ``TREND_FIELDS``. ``TrackingError`` for fewer than four dates.
        """
        if self.trends is None:
            raise too_few_dates(len(self.history.dates))
        of_all = [self.trends.total] if self.trends.total else []
        _write_csv(path, tr("trends"), TREND_FIELDS, (one.row() for one in [*of_all, *self.trends.lakes]))

    @cached_property
    def trends(self) -> Trends | None:
        """The trend of each lake and of all; None for fewer than four dates."""
        return trends(self.history)

    def write_changes(self, path: str | os.PathLike, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Write gains, losses and stable water as a GeoPackage of multipolygons, whole or not at all.

        The layer is called "changes", its fields are ``CHANGE_FIELDS``. ``LakeMapperError`` when the file
        cannot be written; ``Cancelled`` soon after ``cancelled`` returns true.
        """
        found = changes(self.history, self.ellipsoid, cancelled)
        write_geopackage(
            path,
            "changes",
            self.crs_wkt,
            CHANGE_FIELDS,
            geometry=ogr.wkbMultiPolygon,
            features=((change.wkb, change.attributes()) for change in found if not change.negligible),
        )


def _write_csv(
    path: str | os.PathLike, what: str, fields: Sequence[Field], rows: Iterable[Mapping[str, Any]]
) -> None:
    try:
        with atomic_write(path) as part, open(part, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, [field.name for field in fields])
            writer.writeheader()
            for row in rows:
                writer.writerow({key: _text(value) for key, value in row.items()})
    except OSError as error:
        raise LakeMapperError(
            tr(
                "The {what} cannot be written to {path} ({why}). Choose another place, or free some space.",
                what=what,
                path=path,
                why=error.strerror,
            )
        ) from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


@gdal_raises()
def track(
    layers: Sequence[LakeLayer],
    *,
    min_overlap: float = MIN_OVERLAP,
    correct_shift: bool = False,
    area: Sequence[tuple[bytes, str]] = (),
    naming: KnownNames | None = None,
    progress: Callable[[float], None] = lambda share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Tracked:
    """Follow lakes through layers of two or more dates, given in any order and in any CRS.

    They are compared in the CRS of the oldest layer. Lakes of following dates that share at least
    ``min_overlap`` (0 to 1) of the smaller one are joined. ``correct_shift`` moves the later lakes back by
    the shift between the images. ``area``, polygons as well-known binary with their CRS as well-known text,
    limits what is compared; so do the footprints of the images where they are known. ``naming`` gives
    lakes, as well-known binary in the CRS of the oldest layer, the name and id of a known lake, or None.
    ``progress`` gets the share that is done, 0 to 1.

    Raises ``TrackingError`` when there is nothing to compare: fewer than two dates, two layers of one date, a
    layer without CRS or without lakes, or layers of different places. ``Cancelled`` is raised soon after
    ``cancelled`` returns true.

    Example::

        layers = [read_lake_layer("lakes_2014-07-20.gpkg"), read_lake_layer("lakes_2020-08-31.gpkg")]
        tracked = track(layers)
        tracked.write_ledger("ledger.csv")
        tracked.write_changes("changes.gpkg")
    """
    layers = in_order(layers)
    crs_wkt = layers[0].crs_wkt
    ellipsoid = AdditiveEllipsoid(crs_wkt)
    dates: list[Lakes] = []
    for k, layer in enumerate(layers):
        dates.append(lakes_of(layer, crs_wkt, cancelled))
        progress(0.4 * (k + 1) / len(layers))
    check_one_place(dates)
    notes: list[str] = []
    warnings = list(dict.fromkeys(layer.warning for layer in layers if layer.warning))
    warnings += [sentence for lakes in dates for sentence in lakes.notes]
    warnings += [sentence for lakes in dates for sentence in overlap_warnings(lakes, cancelled)]
    warnings += season_warnings([lakes.date for lakes in dates])
    progress(0.5)
    common = common_area(
        [_footprint(layer, crs_wkt) for layer in layers] + [_union(area, crs_wkt, _bounds(dates))]
    )
    dates = [compared_within(lakes, common) for lakes in dates]
    if area and all(lakes.outside.all() for lakes in dates):
        raise TrackingError(
            tr("No lake lies wholly in AREA. Choose an area that holds lakes, or leave it empty.")
        )
    notes += footprint_notes(layers, dates)
    dates = [_named(lakes, naming) for lakes in dates] if naming else dates
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
    warnings += [sentence for t in range(len(steps)) for sentence in implausible_changes(followed, t)]
    tracked = Tracked(followed, ellipsoid, crs_wkt, shifts, notes, warnings)
    if tracked.trends is not None:
        notes += tracked.trends.notes
        warnings += tracked.trends.warnings
    return tracked


def _named(lakes: Lakes, naming: KnownNames) -> Lakes:
    """Return the lakes with the names and ids of known lakes, or else those that their layer has."""
    known = naming(lakes.wkbs)
    before = zip(lakes.names or [""] * len(lakes), lakes.known_ids or [""] * len(lakes))
    named = [(one[0] or "", one[1] or "") if any(one) else own for one, own in zip(known, before)]
    return replace(lakes, names=[name for name, _ in named], known_ids=[number for _, number in named])


def _footprint(layer: LakeLayer, crs_wkt: str) -> ogr.Geometry | None:
    """Return the footprint of a layer in the CRS of the comparison; None where it is not known."""
    if layer.footprint is None:
        return None
    wkb = bytes(ogr.CreateGeometryFromWkt(layer.footprint).ExportToWkb())
    return _union([(wkb, layer.crs_wkt)], crs_wkt)


def _bounds(dates: Sequence[Lakes]) -> Bounds:
    boxes = np.concatenate([lakes.boxes for lakes in dates])
    low, high = boxes.min(0).tolist(), boxes.max(0).tolist()
    return Bounds(low[0], low[2], high[1], high[3])


def _union(
    polygons: Sequence[tuple[bytes, str]], crs_wkt: str, over: Bounds | None = None
) -> ogr.Geometry | None:
    """Return all polygons as one in the CRS of the comparison, near ``over``; None without any."""
    if not polygons:
        return None
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for wkb, from_wkt in polygons:
        for part in reprojected([wkb], from_wkt, crs_wkt, "AREA", over=over)[0]:
            whole.AddGeometry(part)
    return whole.UnionCascaded()
