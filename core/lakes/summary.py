"""Totals of lakes: of all, by size, and in each polygon of an area of interest."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from osgeo import ogr

from ..geo.ellipsoid import Ellipsoid
from ..geo.repair import no_geos_warnings, polygons_in, united
from ..geo.wkb import polygon_rings, polygon_wkb
from ..util.fields import Field
from .area_error import area_error, total_error
from .lake import Lake

SUMMARY_FIELDS = (
    Field("totals", str, "all lakes, lakes of a size, or lakes in a polygon of the area of interest"),
    Field("polygon", str, "polygon of the area of interest: its number in the layer, and its name if any"),
    Field("from_km2", float, "smallest area of the lakes of this size, km²"),
    Field("to_km2", float, "area under which the lakes of this size are, km²"),
    Field("lakes", int, "number of lakes; those of several polygons count in each"),
    Field("area_km2", float, "water surface on the ellipsoid, km²"),
    Field("area_error_km2", float, "standard error of that area, errors of lakes taken as independent, km²"),
    Field("cut_lakes", int, "how many of them were not seen whole, so that their areas are lower bounds"),
)


def summary(
    lakes: Sequence[Lake],
    pixel: float,
    crs_wkt: str,
    polygons: Sequence[tuple[str, Sequence[ogr.Geometry]]] = (),
) -> Iterator[list[Any]]:
    """Yield rows of ``SUMMARY_FIELDS``: all lakes, each size class of a decade, each of ``polygons``.

    ``pixel`` (m) is that of the lakes' errors. ``polygons`` (name, and parts in ``crs_wkt``) count with the
    water inside: of a lake that goes on outside, the part within, with the part of its error that is the
    larger of the shares of area and of shoreline.
    """
    yield _row("all lakes", lakes, pixel)
    decades = [math.floor(math.log10(lake.area / 1e6)) for lake in lakes]
    for decade in sorted(set(decades)):
        members = [lake for lake, own in zip(lakes, decades) if own == decade]
        yield _row("lakes of a size", members, pixel, sizes=(10.0**decade, 10.0 ** (decade + 1)))
    shapes = [ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings)) for lake in lakes] if polygons else []
    boxes = np.array([shape.GetEnvelope() for shape in shapes]).reshape(-1, 4)
    ellipsoid = Ellipsoid(crs_wkt)
    for name, parts in polygons:
        with no_geos_warnings():
            polygon = united(parts)  # those that were divided at 180° meet, or overlap by a hair
        west, east, south, north = polygon.GetEnvelope()
        near = (boxes[:, 0] < east) & (boxes[:, 1] > west) & (boxes[:, 2] < north) & (boxes[:, 3] > south)
        area = variance = 0.0
        inside = []
        for k in np.flatnonzero(near).tolist():
            within, of_error = _share(lakes[k], shapes[k], polygon, ellipsoid)
            if within > 0:
                inside.append(lakes[k])
                area += within
                variance += (of_error * area_error(lakes[k], pixel)) ** 2
        yield _values("lakes in a polygon", inside, area, math.sqrt(variance), polygon=name)


def _share(
    lake: Lake, shape: ogr.Geometry, polygon: ogr.Geometry, ellipsoid: Ellipsoid
) -> tuple[float, float]:
    """Return how much of a lake (m²) lies in a polygon, and which share (0 to 1) of its error counts."""
    if polygon.Contains(shape):
        return lake.area, 1.0
    common = shape.Intersection(polygon)
    if common is None or common.IsEmpty():
        return 0.0, 0.0
    within = 0.0
    for part in polygons_in(common):
        rings = polygon_rings(bytes(part.ExportToWkb(ogr.wkbNDR)))[0]
        areas = ellipsoid.ring_areas_lengths(rings)[0].tolist()
        within += areas[0] - sum(areas[1:])
    shoreline = shape.Boundary().Intersection(polygon).Length() / shape.Boundary().Length()
    return within, max(within / lake.area, shoreline)


def _row(
    totals: str, lakes: Sequence[Lake], pixel: float, sizes: tuple[float | None, float | None] = (None, None)
) -> list[Any]:
    return _values(totals, lakes, sum(lake.area for lake in lakes), total_error(lakes, pixel), sizes=sizes)


def _values(
    totals: str,
    lakes: Sequence[Lake],
    area: float,
    error: float,
    *,
    polygon: str | None = None,
    sizes: tuple[float | None, float | None] = (None, None),
) -> list[Any]:
    cut = sum(lake.touches_edge or lake.touches_nodata for lake in lakes)
    return [totals, polygon, *sizes, len(lakes), round(area / 1e6, 5), round(error / 1e6, 5), cut]
