"""The lakes of one date: read from any polygons, repaired, measured, in an order of their own."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from osgeo import ogr

from ..geo.crs import CoordinateLimits, in_units, spatial_reference
from ..geo.repair import cleaned, no_geos_warnings, why_lost
from ..geo.reprojection import Reprojection
from ..geo.wkb import polygon_rings
from ..lakes.area_error import shoreline_error
from ..util.errors import Cancelled, TrackingError
from ..util.translation import tr
from .additive_areas import AdditiveEllipsoid, index_ranges

#: Lakes measured at once: bounds memory.
_BATCH = 2000
#: Longest edge in metres that is reprojected by its ends alone.
_EDGE = 100.0


class Feature(NamedTuple):
    """A lake as it comes from a layer.

    ``wkb`` is a polygon or multipolygon of any kind in the CRS of the layer, x before y. ``error`` is the
    standard error of its area in m², None where it is not known. ``touches_edge`` and ``touches_nodata``:
    the lake was cut by the edge of its image or by missing data. ``source_id`` is its id in the layer,
    ``name`` what people call it, ``known_id`` its id in a layer of known lakes; "" where not known.
    """

    wkb: bytes
    error: float | None = None
    touches_edge: bool = False
    touches_nodata: bool = False
    source_id: str = ""
    name: str = ""
    known_id: str = ""


@dataclass
class LakeLayer:
    """The lakes of one date as they come from a layer, and what is known of their image.

    ``name`` is for logs and reports, ``crs_wkt`` the CRS as well-known text. ``pixel`` is the ground pixel of
    the image in m. ``pixel_grid`` is a corner of a pixel and its size (x, y, dx, dy) in CRS units, and
    ``footprint`` the polygon (WKT, CRS of the layer) where the image had data; None where not known.
    ``warning`` is a sentence on them, empty without any.
    """

    name: str
    date: datetime.date
    crs_wkt: str
    features: Iterable[Feature]
    pixel: float
    pixel_grid: tuple[float, float, float, float] | None = None
    footprint: str | None = None
    warning: str = ""


@dataclass
class Lakes:
    """Lakes of one date in the CRS of the comparison, largest first, ties by place.

    Arrays have one value a lake: ``areas`` and ``errors`` (1 sigma) in m², ``perimeters`` in m, ``boxes``
    (n, 4) least x, most x, least y, most y in CRS units, ``planar`` the area on the plane in square units.
    ``edge`` and ``nodata``: the lake was cut by them; ``outside``: it is not wholly in the area that the
    images of all dates show. ``names`` and ``known_ids`` are "" where a lake has none, and none at all where
    no layer has any. ``pixel`` is the ground pixel of the image in m. ``notes`` are sentences on what was
    repaired or left out.
    """

    name: str
    date: datetime.date
    pixel: float
    wkbs: list[bytes]
    areas: np.ndarray
    perimeters: np.ndarray
    errors: np.ndarray
    edge: np.ndarray
    nodata: np.ndarray
    source_ids: list[str]
    boxes: np.ndarray
    planar: np.ndarray
    outside: np.ndarray
    names: list[str] = field(default_factory=list)
    known_ids: list[str] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.wkbs)

    @classmethod
    def gathered(cls, chosen: Sequence[tuple[Lakes, int]]) -> Lakes:
        """Return single lakes of any dates, in this order; name, date and pixel are those of the last one."""

        def column(name: str) -> np.ndarray:
            return np.array([getattr(lakes, name)[i] for lakes, i in chosen])

        last = chosen[-1][0]
        return cls(
            name=last.name,
            date=last.date,
            pixel=last.pixel,
            wkbs=[lakes.wkbs[i] for lakes, i in chosen],
            areas=column("areas"),
            perimeters=column("perimeters"),
            errors=column("errors"),
            edge=column("edge"),
            nodata=column("nodata"),
            source_ids=[lakes.source_ids[i] for lakes, i in chosen],
            boxes=column("boxes"),
            planar=column("planar"),
            outside=column("outside"),
            names=[lakes.names[i] if lakes.names else "" for lakes, i in chosen],
            known_ids=[lakes.known_ids[i] if lakes.known_ids else "" for lakes, i in chosen],
        )

    def shape(self, i: int) -> ogr.Geometry:
        """Return the polygon or multipolygon of a lake."""
        return ogr.CreateGeometryFromWkb(self.wkbs[i])

    @property
    def incomplete(self) -> np.ndarray:
        """Whether a lake was not seen whole (n,)."""
        return self.edge | self.nodata | self.outside


def lakes_of(layer: LakeLayer, crs_wkt: str, cancelled: Callable[[], bool] = lambda: False) -> Lakes:
    """Return the lakes of a layer, reprojected to the CRS of the comparison, repaired and measured.

    A multipolygon is one lake. Invalid polygons are repaired, and those without area left out; ``notes``
    count them. Lakes without an error of their own get that of their shoreline (``shoreline_error``).
    ``TrackingError`` when no lake is left, or when there is no transformation to ``crs_wkt``; ``Cancelled``
    soon after ``cancelled`` returns true.
    """
    transform = None
    own = spatial_reference(layer.crs_wkt)
    # In degrees a lake may reach beyond 180 in one layer and be divided there in another.
    if own.IsGeographic() or not own.IsSame(spatial_reference(crs_wkt)):
        transform = _Transform(layer.crs_wkt, crs_wkt)
    limits = CoordinateLimits(layer.crs_wkt)
    kept, wkbs, repaired, lost = [], [], 0, 0
    with no_geos_warnings():
        for feature in layer.features:
            if cancelled():
                raise Cancelled
            wkb, was_invalid = cleaned(feature.wkb, limits, transform)
            repaired += was_invalid
            if wkb is None:
                lost += 1
            else:
                kept.append(feature)
                wkbs.append(wkb)
    if not wkbs:
        raise TrackingError(
            tr(
                "The layer '{layer}' holds no lake that can be measured ({count} left out: {why}). Check its "
                "CRS, leave it out, or choose another.",
                layer=layer.name,
                count=lost,
                why=why_lost(),
            )
        )
    notes = []
    if repaired:
        notes.append(
            tr(
                "Invalid polygons of '{layer}' (such as outlines that cross themselves), repaired: {count}.",
                layer=layer.name,
                count=repaired,
            )
        )
    if lost:
        notes.append(
            tr(
                "Polygons of '{layer}' left out ({why}): {count}.",
                layer=layer.name,
                why=why_lost(),
                count=lost,
            )
        )
    found = columns_of(wkbs, AdditiveEllipsoid(crs_wkt), cancelled)
    # The order must not depend on that of the features; the polygon itself breaks the last tie.
    order = sorted(range(len(wkbs)), key=lambda i: (-found.areas[i], *found.boxes[i], wkbs[i]))
    errors = [
        shoreline_error(found.perimeters[i], layer.pixel) if kept[i].error is None else kept[i].error
        for i in order
    ]
    return Lakes(
        name=layer.name,
        date=layer.date,
        pixel=layer.pixel,
        wkbs=[wkbs[i] for i in order],
        areas=found.areas[order],
        perimeters=found.perimeters[order],
        errors=np.array(errors, float),
        edge=np.array([kept[i].touches_edge for i in order], bool),
        nodata=np.array([kept[i].touches_nodata for i in order], bool),
        source_ids=[kept[i].source_id for i in order],
        boxes=found.boxes[order],
        planar=found.planar[order],
        outside=np.zeros(len(order), bool),
        names=[kept[i].name for i in order],
        known_ids=[kept[i].known_id for i in order],
        notes=tuple(notes),
    )


class _Transform:
    """From one CRS to another; long edges are divided first, since they bend."""

    def __init__(self, from_wkt: str, to_wkt: str) -> None:
        origin, target = spatial_reference(from_wkt), spatial_reference(to_wkt)
        try:
            self._reprojection = Reprojection(from_wkt, to_wkt)
        except RuntimeError as error:
            raise TrackingError(
                tr(
                    "There is no transformation from {crs} to {other}. Reproject all lake layers to one CRS "
                    "first ('Reproject layer').",
                    crs=origin.GetName(),
                    other=target.GetName(),
                )
            ) from error
        self._edge = in_units(origin, _EDGE)
        self._same = bool(origin.IsSame(target))

    def __call__(self, geometry: ogr.Geometry) -> ogr.Geometry:
        if not self._same:
            geometry.Segmentize(self._edge)
        return self._reprojection(geometry)


class Columns(NamedTuple):
    """Columns of ``Lakes`` that come from the polygons alone."""

    areas: np.ndarray
    perimeters: np.ndarray
    boxes: np.ndarray
    planar: np.ndarray


def columns_of(
    wkbs: Sequence[bytes], ellipsoid: AdditiveEllipsoid, cancelled: Callable[[], bool] = lambda: False
) -> Columns:
    """Measure polygons and multipolygons; the rings of some thousands are in memory at a time."""
    count = len(wkbs)
    found = Columns(np.empty(count), np.empty(count), np.empty((count, 4)), np.empty(count))
    for batch in index_ranges(count, _BATCH):
        if cancelled():
            raise Cancelled
        parts = [polygon_rings(wkbs[i]) for i in batch]
        measures = ellipsoid.measure([rings for polygons in parts for rings in polygons])
        first = np.cumsum([0] + [len(polygons) for polygons in parts[:-1]])
        found.areas[batch] = np.add.reduceat(measures.areas, first)
        found.perimeters[batch] = np.add.reduceat(measures.perimeters, first)
        for i in batch:
            shape = ogr.CreateGeometryFromWkb(wkbs[i])
            found.boxes[i], found.planar[i] = shape.GetEnvelope(), shape.Area()
    return found
