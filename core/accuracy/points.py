"""Points to label by eye: where they lie, in which order, and what the table of points holds."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from osgeo import osr

from ..geo.crs import spatial_reference
from ..geo.wkb import point_wkb
from ..report.text import comma_separated
from ..util.errors import AccuracyError
from ..util.fields import Field
from ..util.translation import tr
from .allocation import allocation, expected_error, points_needed
from .map_area import MapArea
from .strata import CLASSES, LAKE, LAKE_SHORE, NAMES, STRATA, title_of
from .stratified_grid import StratifiedGrid

#: What a point can be labelled.
LABELS = (*CLASSES, "cannot tell")

#: Names have at most ten letters, so that a shapefile keeps them.
POINT_FIELDS = (
    Field("point_id", int, "number of the point; following points lie near each other"),
    Field("label", str, f"what is there on the image: {', '.join(LABELS)}"),
    Field("note", str, "anything to remember"),
    Field("stratum", str, "part of the map in which the point was drawn"),
    Field("strat_km2", float, "area of that stratum, km²"),
    Field("strat_n", int, "points that were drawn in that stratum"),
    Field("total_n", int, "points that were drawn in all strata"),
    Field("map_class", str, "lake or land, as the map has it at the point"),
    Field("map_km2", float, "mapped area of all lakes, km²"),
    Field("lon", float, "WGS 84 longitude of the point as it was drawn"),
    Field("lat", float, "WGS 84 latitude of the point as it was drawn"),
    Field("check", str, "changes with the fields from stratum to lat, so that edits are noticed"),
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """How many points to draw.

    ``points`` is their number; None takes the fewest that give ``standard_error`` (a share, 0 to 1): of
    overall accuracy, or relative to the lake area where ``of_lakes``. Each stratum has ``minimum`` at least.
    """

    points: int | None = None
    standard_error: float = 0.01
    of_lakes: bool = False
    minimum: int = 50
    seed: int = 0


@dataclass(frozen=True)
class Drawn:
    """Points: ``rows`` are well-known binary (in the CRS of the lakes) and values of ``POINT_FIELDS``.

    ``areas`` (m²) and ``points`` (strata,) are those of ``NAMES``; ``notes`` are sentences for the log.
    """

    rows: list[tuple[bytes, list[Any]]]
    areas: np.ndarray
    points: np.ndarray
    notes: list[str]


def draw_points(
    area: MapArea,
    grid: StratifiedGrid,
    lakes_wkt: str,
    plan: Plan,
    *,
    progress: Callable[[float], None] = lambda share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Drawn:
    """Return stratified random points over a map, random by area on the ellipsoid.

    The same map, plan and seed give the same points. ``AccuracyError`` where too many would be needed.
    """
    areas = grid.areas(progress, cancelled)
    errors = np.array([stratum.expected_error for stratum in STRATA])
    lake_area = area.lake_area - grid.lake_area_without_data
    if grid.lake_area_without_data and not areas[[LAKE - 1, LAKE_SHORE - 1]].any():
        raise AccuracyError(
            tr("PROBABILITY has no data where LAKES are. Choose the one that they were made from.")
        )
    share = lake_area / areas.sum()
    wanted = plan.standard_error * (share if plan.of_lakes else 1)
    total = plan.points or points_needed(areas, errors, wanted, plan.minimum)
    points = allocation(areas, total, plan.minimum)
    rng = np.random.default_rng(plan.seed)
    places, codes = grid.draw(points, rng)
    order = tour(places)
    places, codes = places[order], codes[order]
    mapped = area.are_lakes(places)
    lonlat = lonlat_of(places, area.crs_wkt)
    in_crs = _transformed(places, area.crs_wkt, lakes_wkt)
    rows = []
    for k, code in enumerate(codes.tolist()):
        values = {
            "point_id": k + 1,
            "label": "",
            "note": "",
            "stratum": NAMES[code - 1],
            "strat_km2": round(float(areas[code - 1]) / 1e6, 6),
            "strat_n": int(points[code - 1]),
            "total_n": len(codes),
            "map_class": CLASSES[0 if mapped[k] else 1],
            "map_km2": round(lake_area / 1e6, 6),
            "lon": round(float(lonlat[k, 0]), 7),
            "lat": round(float(lonlat[k, 1]), 7),
        }
        values["check"] = check_of(values)
        rows.append((point_wkb(*in_crs[k].tolist()), [values[field.name] for field in POINT_FIELDS]))
    expected = expected_error(areas, points, errors)
    strata = comma_separated(
        f"{title_of(name)} {n} ({a / 1e6:,.3f} km²)" for name, n, a in zip(NAMES, points, areas) if n
    )
    notes = [
        tr("{count} points: {strata}.", count=len(rows), strata=strata),
        tr(
            "If the map errs as often as most do, the standard error will be {overall:.2g} % of overall "
            "accuracy and {lakes:.2g} % of the lake area.",
            overall=100 * expected,
            lakes=100 * expected / share,
        ),
    ]
    if grid.lake_area_without_data:
        without = tr(
            "{area:,.3f} km² of LAKES lie where PROBABILITY has no data: left out.",
            area=grid.lake_area_without_data / 1e6,
        )
        notes.insert(0, without)
    return Drawn(rows, areas, points, [*area.notes, *notes])


def check_of(values: Mapping[str, Any]) -> str:
    """Return a text that changes when a field of a point changes that must stay as it was drawn."""
    text = (
        f"{int(values['point_id'])}|{values['stratum']}|{float(values['strat_km2']):.6f}|"
        f"{int(values['strat_n'])}|{int(values['total_n'])}|{values['map_class']}|{float(values['map_km2']):.6f}|"
        f"{float(values['lon']):.7f}|{float(values['lat']):.7f}"
    )
    return f"{zlib.crc32(text.encode()):08x}"


def tour(places: np.ndarray) -> np.ndarray:
    """Return the order (n,) in which each of places (n, 2) is followed by the nearest one that is left.

    It begins in the west, and tells nothing of the strata.
    """
    left = np.ones(len(places), bool)
    at = int(places[:, 0].argmin())
    order = [at]
    left[at] = False
    while left.any():
        distances = np.where(left, ((places - places[at]) ** 2).sum(1), np.inf)
        at = int(distances.argmin())
        left[at] = False
        order.append(at)
    return np.array(order)


def lonlat_of(places: np.ndarray, crs_wkt: str) -> np.ndarray:
    """Return WGS 84 longitude and latitude (n, 2) in degrees of places (n, 2) in a CRS."""
    return _transformed(places, crs_wkt, osr.SRS_WKT_WGS84_LAT_LONG)


def _transformed(places: np.ndarray, from_wkt: str, to_wkt: str) -> np.ndarray:
    """Return places (n, 2) in another CRS, east before north."""
    transformation = osr.CoordinateTransformation(spatial_reference(from_wkt), spatial_reference(to_wkt))
    return np.array(transformation.TransformPoints(places.tolist()))[:, :2]
