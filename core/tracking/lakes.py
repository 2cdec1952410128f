"""The lakes of one date: read from any polygons, repaired, measured, in an order of their own."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from osgeo import ogr, osr

from ..geo.crs import spatial_reference
from ..geo.repair import no_geos_warnings, polygons_in
from ..geo.wkb import multipolygon_wkb, polygon_rings
from ..lakes.area_error import shoreline_error
from ..util.errors import Cancelled, TrackingError
from .additive_areas import AdditiveEllipsoid, index_ranges

#: Lakes measured at once: bounds memory.
_BATCH = 2000
#: Longest edge in metres that is brought into another CRS by its ends alone.
_EDGE = 100.0

_COLUMNS = ("areas", "perimeters", "errors", "edge", "nodata", "outside", "boxes", "planar")


class Feature(NamedTuple):
    """A lake as it comes from a layer; ``error`` is its standard error in m², or None."""

    wkb: bytes
    error: float | None = None
    touches_edge: bool = False
    touches_nodata: bool = False
    source_id: str = ""


@dataclass
class Lakes:
    """Lakes of one date in the CRS of the comparison, largest first, ties by place.

    Arrays have one value a lake: ``areas`` and ``errors`` (1 sigma) in m², ``perimeters`` in m, ``boxes``
    (n, 4) x from, x to, y from, y to in CRS units, ``planar`` the area on the plane in square units.
    ``edge`` and ``nodata`` say that a lake was cut by them, ``outside`` that it is not wholly in the area
    seen at all dates. ``pixel`` is the ground pixel of the image in m.
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
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.wkbs)

    @classmethod
    def gathered(cls, chosen: Sequence[tuple[Lakes, int]]) -> Lakes:
        """Single lakes of any dates, in this order; name, date and pixel are those of the last one."""

        def column(name: str) -> np.ndarray:
            return np.array([getattr(lakes, name)[i] for lakes, i in chosen])

        columns = {name: column(name) for name in _COLUMNS}
        last = chosen[-1][0]
        return cls(
            name=last.name,
            date=last.date,
            pixel=last.pixel,
            wkbs=[lakes.wkbs[i] for lakes, i in chosen],
            source_ids=[lakes.source_ids[i] for lakes, i in chosen],
            **columns,
        )

    def shape(self, i: int) -> ogr.Geometry:
        """The polygon or multipolygon of a lake."""
        return ogr.CreateGeometryFromWkb(self.wkbs[i])

    @property
    def incomplete(self) -> np.ndarray:
        """Whether a lake was not seen whole (n,)."""
        return self.edge | self.nodata | self.outside


def lakes_of(
    features: Iterable[Feature],
    name: str,
    date: datetime.date,
    pixel: float,
    from_wkt: str,
    to_wkt: str,
    cancelled: Callable[[], bool] = lambda: False,
) -> Lakes:
    """The lakes of a layer called ``name``, brought from its CRS into that of the comparison.

    A multipolygon is one lake. Invalid polygons are repaired, and those without area left out; ``notes``
    count them. Lakes without an error of their own get that of their shoreline (``shoreline_error``).
    ``TrackingError`` when no lake is left, or one of the CRSs is none.
    """
    if not from_wkt or not to_wkt:
        raise TrackingError(
            f"The layer '{name if not from_wkt else 'of the first date'}' has no coordinate reference "
            "system. Set it in the layer's properties, so that its lakes can be compared with others."
        )
    transform = None
    if not spatial_reference(from_wkt).IsSame(spatial_reference(to_wkt)):
        transform = _Transform(from_wkt, to_wkt)
    kept, wkbs, repaired, lost = [], [], 0, 0
    with no_geos_warnings():
        for feature in features:
            if cancelled():
                raise Cancelled
            wkb, was_invalid = _cleaned(feature.wkb, transform)
            repaired += was_invalid
            if wkb is None:
                lost += 1
            else:
                kept.append(feature)
                wkbs.append(wkb)
    if not wkbs:
        raise TrackingError(f"The layer '{name}' holds no lake. Leave it out, or choose another.")
    notes = [f"{repaired} polygons of '{name}' were invalid (such as crossing shores); repaired."] * (
        repaired > 0
    )
    notes += [f"{lost} polygons of '{name}' left out: no area, or outside the CRS."] * (lost > 0)
    return _ordered(kept, wkbs, name, date, pixel, AdditiveEllipsoid(to_wkt), tuple(notes), cancelled)


class _Transform:
    """From one CRS to another, long edges cut first, since they bend."""

    def __init__(self, from_wkt: str, to_wkt: str) -> None:
        origin, target = spatial_reference(from_wkt), spatial_reference(to_wkt)
        try:
            self._transformation = osr.CoordinateTransformation(origin, target)
        except RuntimeError as error:
            raise TrackingError(
                f"There is no transformation from {origin.GetName()} to {target.GetName()}. Bring all lake "
                "layers into one CRS first ('Reproject layer')."
            ) from error
        radian = 6.4e6 * origin.GetAngularUnits()
        self._edge = _EDGE / (origin.GetLinearUnits() if origin.IsProjected() else radian)

    def __call__(self, geometry: ogr.Geometry) -> None:
        geometry.Segmentize(self._edge)
        geometry.Transform(self._transformation)


def _cleaned(wkb: bytes, transform: _Transform | None) -> tuple[bytes | None, bool]:
    """A valid polygon or multipolygon (little-endian) or None without area; and whether it was repaired."""
    repaired = False
    try:
        geometry = ogr.CreateGeometryFromWkb(bytes(wkb)).GetLinearGeometry()
        geometry.FlattenTo2D()
        if not geometry.IsValid():
            geometry, repaired = geometry.MakeValid(), True
        if transform is not None:
            transform(geometry)
            if not geometry.IsValid():  # nearly touching shores may cross by rounding: no fault of the layer
                geometry = geometry.MakeValid()
        parts = [
            bytes(part.ExportToWkb(ogr.wkbNDR))
            for part in polygons_in(geometry)
            if np.isfinite(part.GetEnvelope()).all() and part.Area() > 0
        ]
    except (RuntimeError, AttributeError):  # AttributeError: MakeValid and others may return None
        return None, False
    if not parts:
        return None, False
    return (parts[0] if len(parts) == 1 else multipolygon_wkb(parts)), repaired


def _ordered(kept, wkbs, name, date, pixel, ellipsoid, notes, cancelled) -> Lakes:
    found = measures_of(wkbs, ellipsoid, cancelled)
    # The order must not depend on that of the features; the polygon itself breaks the last tie.
    order = sorted(range(len(wkbs)), key=lambda i: (-found.areas[i], *found.boxes[i], wkbs[i]))
    errors = [
        shoreline_error(found.perimeters[i], pixel) if kept[i].error is None else kept[i].error for i in order
    ]
    return Lakes(
        name=name,
        date=date,
        pixel=pixel,
        wkbs=[wkbs[i] for i in order],
        source_ids=[kept[i].source_id for i in order],
        errors=np.array(errors, float),
        edge=np.array([kept[i].touches_edge for i in order], bool),
        nodata=np.array([kept[i].touches_nodata for i in order], bool),
        outside=np.zeros(len(order), bool),
        notes=notes,
        **{column: values[order] for column, values in found._asdict().items()},
    )


class Measures(NamedTuple):
    """Columns of ``Lakes`` that come from the polygons alone."""

    areas: np.ndarray
    perimeters: np.ndarray
    boxes: np.ndarray
    planar: np.ndarray


def measures_of(
    wkbs: Sequence[bytes], ellipsoid: AdditiveEllipsoid, cancelled: Callable[[], bool] = lambda: False
) -> Measures:
    """Measures of polygons and multipolygons; memory holds the rings of some thousands at a time."""
    found = Measures(*(np.empty(len(wkbs)) for _ in range(2)), np.empty((len(wkbs), 4)), np.empty(len(wkbs)))
    for batch in index_ranges(len(wkbs), _BATCH):
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
