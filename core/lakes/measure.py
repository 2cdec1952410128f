"""Measuring lakes that were corrected, drawn by hand or made by another program, as *Extract lakes* does."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from osgeo import ogr

from ..geo.crs import check_of_earth, crs_name
from ..geo.ellipsoid import Ellipsoid
from ..geo.repair import polygons_in
from ..geo.reprojection import Reprojection
from ..geo.wkb import polygon_rings, polygon_wkb
from ..report.text import comma_separated, counted, with_error
from ..util.attribute_values import number_of, truth_of
from ..util.errors import Cancelled, SceneError
from ..util.fields import Field
from ..util.gdal_context import gdal_raises
from ..util.translation import tr
from .attributes import FIELDS, attributes
from .calibration import UNCALIBRATED, Calibration
from .elongation import elongations
from .lake import Lake, in_batches, joined, measure
from .lake_ids import kept_ids
from .outlines import Outline, Outlines
from .overlap_warning import overlap_warning
from .raster_of_lakes import RasterOfLakes
from .review import rejected
from .zonal_polygons import labelled_polygons
from .zonal_statistics import add_statistics_of

NEW, CHANGED, UNCHANGED, NOT_MEASURED = "new", "changed", "unchanged", "not measured"
MEASURED_FIELDS = (
    *FIELDS,
    Field("outline", str, "new, changed or unchanged since its area_before_km2; or not measured"),
    Field("area_before_km2", float, "area_km2 in the layer that was measured, km²"),
)
_AREA, _ERROR, _CONFIDENCE, _DATE, _OUTLINE, _BEFORE = (
    [each.name for each in MEASURED_FIELDS].index(name)
    for name in ("area_km2", "area_error_km2", "confidence", "date", "outline", "area_before_km2")
)
_CUT = ("touches_edge", "touches_nodata")
_LEAST = 1.0  # m²: a layer of lakes that are all smaller is no layer of lakes
#: What is the same as long as nobody touches an outline, and by how much its last digit may differ.
_OF_OUTLINE = {"area_km2": 1.1e-5, "perimeter_km": 1.1e-3, "islands": 0.5}
_PLACE = 1.1e-6  # degrees
#: Share by which areas and lengths differ when an outline is brought to another CRS, whose edges bend.
_BENT = 1e-4


@dataclass(frozen=True)
class Measured:
    """Measured lakes in the order of their outlines, the rejected left out.

    ``sources`` are the places of their outlines, ``wkbs`` their polygons, repaired where that was needed,
    ``rows`` the values of ``MEASURED_FIELDS``. ``area_error_km2`` is None where that of a lake is not known.
    ``notes`` and ``warnings`` are sentences for the log.
    """

    sources: list[int]
    wkbs: list[bytes | None]
    rows: list[list[Any]]
    area_km2: float
    area_error_km2: float | None
    notes: list[str]
    warnings: list[str]

    @property
    def count(self) -> int:
        """How many lakes have an area."""
        return sum(row[_AREA] is not None for row in self.rows)


def check_measurable(crs_wkt: str) -> None:
    """Raise ``SceneError`` where polygons in the CRS ``crs_wkt`` have no place on the Earth."""
    if not crs_wkt:
        raise SceneError(
            tr(
                "INPUT has no coordinate reference system, so its lakes have no area on the ground. Set it "
                "in the layer's properties, and run this again."
            )
        )
    check_of_earth(crs_wkt, "INPUT")


@gdal_raises()
def measure_outlines(
    outlines: Sequence[Outline],
    crs_wkt: str,
    *,
    pixel: float | None = None,
    raster: RasterOfLakes | None = None,
    calibration: Calibration = UNCALIBRATED,
    threshold: float = 0.5,
    taken_ids: Collection[int] = (),
    date: datetime.date | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Measured:
    """Measure polygons in the CRS ``crs_wkt`` as *Extract lakes* measures what it finds.

    ``pixel`` (m) is the side of a pixel of the image that they were drawn on, None where it is not known:
    then areas that were not measured before have no error. ``raster`` says what they touch; a lake
    probability also gives confidence and the model's share of the error, with the ``calibration`` of the
    model and the ``threshold`` of the lakes. Without it these stay what they were for outlines that nobody
    touched, and are unknown for others. ``taken_ids`` are those of lakes that are not measured; ``date`` is
    for lakes without one.

    ``SceneError`` when the polygons have no CRS of the Earth, none has an area, or ``raster`` lies elsewhere;
    ``Cancelled`` soon after ``cancelled`` returns true.
    """
    check_measurable(crs_wkt)
    sources = [i for i, outline in enumerate(outlines) if not rejected(outline.values)]
    chosen = [outlines[i] for i in sources]
    shapes = Outlines(chosen, crs_wkt, cancelled)
    lakes = _measured(shapes.parts, Ellipsoid(crs_wkt), cancelled)
    known = [lake for lake in lakes if lake]
    touched = set()
    if raster and known:
        parts = [of_lake for of_lake, lake in zip(shapes.parts, lakes) if lake]
        touched = _look_at(raster, known, parts, crs_wkt, (calibration, threshold), cancelled)
    ids, id_notes = kept_ids(
        [outline.values.get("lake_id") for outline in chosen],
        [lake.area if lake else 0.0 for lake in lakes],
        taken_ids,
    )
    table = _Table(Ellipsoid(crs_wkt), pixel, date)
    rows = [
        table.row(lake, number, outline.values, raster if lake and id(lake) in touched else None)
        for lake, number, outline in zip(lakes, ids, chosen)
    ]
    if rows and not any(lake.area >= _LEAST for lake in known):
        why = " ".join(shapes.notes(ids, rows)) or tr(
            "All are smaller than {least:g} m²: is their CRS right?", least=_LEAST
        )
        raise SceneError(tr("No polygon of INPUT can be measured. {why}", why=why))
    overlapping = overlap_warning([(ids[i], ids[j]) for i, j in shapes.overlapping(cancelled)], "INPUT")
    warnings = [*([overlapping] if overlapping else []), *shapes.notes(ids, rows)]
    notes = [*id_notes, *table.notes(rows, raster, len(known) - len(touched))]
    return Measured(
        sources,
        shapes.wkbs,
        rows,
        area_km2=_total(rows),
        area_error_km2=_total_error(rows),
        notes=[*notes, _summary(rows)],
        warnings=warnings,
    )


def _measured(
    parts: Sequence[Sequence[ogr.Geometry]], ellipsoid: Ellipsoid, cancelled: Callable[[], bool]
) -> list[Lake | None]:
    """Return each lake with its areas, lengths and elongation; None for one without parts or area."""
    lakes: list[Lake | None] = []
    for batch in in_batches(parts, lambda of_lake: sum(part.WkbSize() // 16 for part in of_lake)):
        if cancelled():
            raise Cancelled
        pieces = [
            [Lake(polygon_rings(bytes(part.ExportToWkb(ogr.wkbNDR)))[0]) for part in of_lake]
            for of_lake in batch
        ]
        together = [piece for of_lake in pieces for piece in of_lake]
        if together:
            measure(together, ellipsoid)
        found = [joined(of_lake) if of_lake else None for of_lake in pieces]
        found = [lake if lake and lake.area > 0 else None for lake in found]
        there = [lake for lake in found if lake]
        if there:
            for lake, value in zip(there, elongations([lake.rings[0] for lake in there], ellipsoid)):
                lake.elongation = value
        lakes += found
    return lakes


def _look_at(
    raster: RasterOfLakes,
    lakes: list[Lake],
    parts: Sequence[Sequence[ogr.Geometry]],
    crs_wkt: str,
    calibration_and_threshold: tuple[Calibration, float],
    cancelled: Callable[[], bool],
) -> set[int]:
    """Set what the pixels of ``raster`` give the lakes; return which (``id``) have pixels with data in it."""
    calibration, threshold = calibration_and_threshold
    name = "PROBABILITY" if raster.is_probability else "IMAGE"
    try:
        reprojection = Reprojection(crs_wkt, raster.grid.crs_wkt, raster.grid.bounds)
        there = [
            [piece for part in of_lake for piece in polygons_in(reprojection(part))] for of_lake in parts
        ]
    except RuntimeError as error:
        raise SceneError(
            tr(
                "The lakes cannot be reprojected to {crs}, the CRS of {name} ({why}). Leave {name} empty, or "
                "choose one whose CRS fits.",
                crs=crs_name(raster.grid.crs_wkt),
                name=name,
                why=error,
            )
        ) from error
    add_statistics_of(
        lakes,
        labelled_polygons(there, raster.grid),
        raster.read,
        raster.grid,
        threshold=threshold,
        calibration=calibration,
        cancelled=cancelled,
    )
    seen = {id(lake) for lake in lakes if not math.isnan(lake.confidence)}
    if not seen:
        raise SceneError(
            tr(
                "{name} shows none of the lakes: it is of another place, or one of the two has the wrong "
                "CRS. Choose the one of these lakes, or leave {name} empty.",
                name=name,
            )
        )
    return seen


class _Table:
    """Makes the rows of lakes: what is measured now, and what is still known from before."""

    def __init__(self, ellipsoid: Ellipsoid, pixel: float | None, date: datetime.date | None) -> None:
        self._ellipsoid, self._date = ellipsoid, date
        self._pixel = math.nan if pixel is None else pixel

    def row(
        self, lake: Lake | None, lake_id: int, before: Mapping[str, Any], raster: RasterOfLakes | None
    ) -> list[Any]:
        """Return the values of ``MEASURED_FIELDS``; ``raster`` is the one that the lake was seen in."""
        date, model = before.get("date") or self._date, before.get("model")
        if number_of(before.get("lake_id")) not in (None, lake_id):
            # A part that was cut off, with the values of the whole: it may be what touched an edge.
            before = {name: before[name] for name in _CUT if truth_of(before.get(name))}
        was = number_of(before.get("area_km2"))
        if lake is None:
            now = {"lake_id": lake_id, "date": date, "model": model, "outline": NOT_MEASURED}
            return [
                now.get(each.name, was if each.name == "area_before_km2" else None)
                for each in MEASURED_FIELDS
            ]
        values = attributes(lake, lake_id, self._ellipsoid, self._pixel, date=date, model=model)
        now = dict(zip((each.name for each in FIELDS), values))
        state = NEW if was is None else UNCHANGED if _same(now, before, lake, self._ellipsoid) else CHANGED
        if raster is None:
            now.update(dict.fromkeys(_CUT))
        if raster is None or not raster.is_probability:
            now["confidence"] = None
            # It was found out when the lake was extracted, and holds as long as nobody touched the outline.
            if state == UNCHANGED:
                for name in ("area_error_km2", "confidence"):
                    now[name] = number_of(before.get(name)) if before.get(name) is not None else now[name]
            # A lake that was cut at an extent or an area of interest is so still, whatever the image shows.
            for name in _CUT:
                if before.get(name) is not None and (state != NEW or truth_of(before[name])):
                    now[name] = truth_of(before[name]) or bool(now[name])
        return [*now.values(), state, was]

    def notes(self, rows: Sequence[Sequence[Any]], raster: RasterOfLakes | None, unseen: int) -> list[str]:
        """Return sentences on what is not known of the lakes, and why."""
        notes = []
        if raster and unseen:
            notes.append(
                tr(
                    "{lakes} without a pixel with data in {name}, which says nothing of them.",
                    lakes=counted(unseen, "lake"),
                    name="PROBABILITY" if raster.is_probability else "IMAGE",
                )
            )
        undated = [row for row in rows if row[_DATE] is None]
        if undated and len(undated) < len(rows):  # a layer without any date gets one in Track lakes
            notes.append(
                tr(
                    "{lakes} without a date, as new ones are: set DATE, since Track lakes needs the dates of "
                    "all lakes of a layer.",
                    lakes=counted(len(undated), "lake"),
                )
            )
        errors = [row for row in rows if row[_AREA] is not None and row[_ERROR] is None]
        if errors:
            notes.append(
                tr(
                    "{lakes} without area_error_km2: the pixel of the image that they were drawn on is not "
                    "known. Set RESOLUTION, or IMAGE.",
                    lakes=counted(len(errors), "lake"),
                )
            )
        plain = [row for row in rows if row[_ERROR] is not None and row[_CONFIDENCE] is None]
        if plain:
            notes.append(
                tr(
                    "{lakes} with the error of a shoreline along pixels of {pixel:.3g} m alone: where the "
                    "model is unsure is not known without PROBABILITY.",
                    lakes=counted(len(plain), "lake"),
                    pixel=self._pixel,
                )
            )
        return notes


def _same(now: Mapping[str, Any], before: Mapping[str, Any], lake: Lake, ellipsoid: Ellipsoid) -> bool:
    """Return whether an outline is that of ``before``, as far as that is known, maybe from another CRS."""
    for name, most in _OF_OUTLINE.items():
        was = number_of(before.get(name))
        if was is not None and abs(now[name] - was) > max(most, _BENT * was):
            return False
    lon, lat = number_of(before.get("lon")), number_of(before.get("lat"))
    if lon is None or lat is None or max(abs(now["lon"] - lon), abs(now["lat"] - lat)) <= _PLACE:
        return True
    # Of the same outline in another CRS another point is in its middle: the old one lies within all the same.
    point = ogr.Geometry(ogr.wkbPoint)
    try:
        point.AddPoint_2D(*ellipsoid.of_wgs84(lon, lat))
    except RuntimeError:
        return False  # no place in this CRS
    return bool(ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings)).Contains(point))


def _total(rows: Sequence[Sequence[Any]]) -> float:
    return round(sum(row[_AREA] or 0.0 for row in rows), 5)


def _total_error(rows: Sequence[Sequence[Any]]) -> float | None:
    """Return the errors in quadrature, as of independent lakes; None where one is not known."""
    errors = [row[_ERROR] for row in rows if row[_AREA] is not None]
    return None if None in errors else round(math.sqrt(sum(error**2 for error in errors)), 5)


def _summary(rows: Sequence[Sequence[Any]]) -> str:
    """Return what was measured, and what changed, in a sentence."""
    measured = [row for row in rows if row[_AREA] is not None]
    error = _total_error(rows)
    total = f"{_total(rows):,.3f}" if error is None else with_error(_total(rows), error)
    parts = []
    for state in (UNCHANGED, CHANGED, NEW):
        of_state = [row for row in measured if row[_OUTLINE] == state]
        if of_state:
            parts.append(_of_state(state, of_state))
    lakes = counted(len(measured), "lake")
    if not parts:
        return tr("{lakes} measured, {area} km².", lakes=lakes, area=total)
    return tr("{lakes} measured, {area} km²: {parts}.", lakes=lakes, area=total, parts=comma_separated(parts))


def _of_state(state: str, rows: Sequence[Sequence[Any]]) -> str:
    """Return how many lakes, and how large, are unchanged, changed or new."""
    count, area = len(rows), sum(row[_AREA] for row in rows)
    if state == UNCHANGED:
        return tr("{count:,} unchanged ({area:,.3f} km²)", count=count, area=area)
    if state == NEW:
        return tr("{count:,} new ({area:,.3f} km²)", count=count, area=area)
    before = sum(row[_BEFORE] for row in rows)
    return tr("{count:,} changed ({before:,.3f} → {area:,.3f} km²)", count=count, before=before, area=area)
