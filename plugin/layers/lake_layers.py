"""Polygon layers of QGIS as lakes of one or more dates for ``core``: ours, and anybody else's."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from qgis.core import (
    Qgis,
    QgsFeatureRequest,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime

from ...core.tracking.dates import date_in_name
from ...core.tracking.lakes import Feature
from ...core.tracking.track import LakeLayer
from ...core.util.errors import TrackingError
from .conversion import wkt_of
from .footprint_metadata import read_metadata


class LakeSource:
    """What a worker thread needs of a lake layer, read on the main thread.

    ``given`` is the date that the user gave it. ``TrackingError`` when the layer is not valid, holds no
    polygons, or has no date.
    """

    def __init__(self, layer: QgsVectorLayer, given: datetime.date | None) -> None:
        if not layer.isValid():
            raise TrackingError(f"The layer '{layer.name()}' is not valid: QGIS cannot open its source.")
        if layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry:
            kind = QgsWkbTypes.geometryDisplayString(layer.geometryType()).lower()
            raise TrackingError(
                f"The layer '{layer.name()}' holds no polygons but {kind} features. Choose polygons of "
                "lakes; 'Polygonize' makes them of lines that close."
            )
        if layer.featureCount() == 0:
            raise TrackingError(f"The layer '{layer.name()}' is empty. Leave it out, or choose another.")
        self.name = layer.name()
        self.crs_wkt = wkt_of(layer.crs())
        self.facts = read_metadata(layer.metadata())
        self._source = QgsVectorLayerFeatureSource(layer)
        self._columns = {field.name(): k for k, field in enumerate(layer.fields())}
        self._dates = [given] if given else self._dates_of(layer)

    def _column(self, name: str) -> int | None:
        return self._columns.get(name, self._columns.get(name[:10]))  # shapefiles hold ten letters

    def _dates_of(self, layer: QgsVectorLayer) -> list[datetime.date]:
        """Return the dates of the lakes: those in the field ``date``, or else one for all."""
        column = self._column("date")
        if column is not None:
            dates = {_date_from(value) for value in layer.uniqueValues(column)}
            if dates - {None}:
                if None in dates:
                    raise TrackingError(
                        f"Some lakes of the layer '{self.name}' have no date in its field 'date', or one "
                        "that is not written YYYY-MM-DD. Fill it, or set DATES."
                    )
                return sorted(dates)
        date = _temporal_date(layer) or _metadata_date(layer) or date_in_name(self.name)
        if date is None:
            raise TrackingError(
                f"The layer '{self.name}' has no date: no field 'date', no temporal properties, and none "
                "like 2020-08-31 in its name. Set DATES, one date for each layer."
            )
        return [date]

    def layers(self, pixel: float) -> list[LakeLayer]:
        """Return the lakes date by date; ``pixel`` (m) is the image's where the layer does not hold that."""
        several = len(self._dates) > 1
        return [
            LakeLayer(
                f"{self.name} {date}" if several else self.name,
                date,
                self.crs_wkt,
                self._features(date if several else None),
                self.facts.pixel or pixel,
                self.facts.lattice,
                self.facts.seen,
            )
            for date in self._dates
        ]

    def _features(self, wanted: datetime.date | None) -> Iterator[Feature]:
        """Yield the lakes of a date, all where that is None."""
        names = ("lake_id", "area_error_km2", "touches_edge", "touches_nodata", "date")
        columns = [self._column(name) for name in names]
        request = QgsFeatureRequest().setSubsetOfAttributes([c for c in columns if c is not None])
        for feature in self._source.getFeatures(request):
            values = [None if c is None else feature.attribute(c) for c in columns]
            lake_id, error, edge, nodata, date = values
            if not feature.hasGeometry() or (wanted is not None and _date_from(date) != wanted):
                continue
            error = _number(error)
            yield Feature(
                bytes(feature.geometry().asWkb()),
                None if error is None else 1e6 * error,
                _true(edge),
                _true(nodata),
                str(feature.id() if lake_id in (None, "") or _is_null(lake_id) else lake_id),
            )


def _date_from(value) -> datetime.date | None:
    if isinstance(value, QDateTime):
        value = value.date()
    if isinstance(value, QDate):
        return value.toPyDate() if value.isValid() else None
    try:
        return datetime.date.fromisoformat(str(value)[:10].replace("/", "-"))
    except ValueError:
        return None


def _temporal_date(layer: QgsVectorLayer) -> datetime.date | None:
    temporal = layer.temporalProperties()
    fixed = Qgis.VectorTemporalMode.FixedTemporalRange
    if not temporal.isActive() or temporal.mode() != fixed:
        return None
    return _date_from(temporal.fixedTemporalRange().begin())


def _metadata_date(layer: QgsVectorLayer) -> datetime.date | None:
    extents = layer.metadata().extent().temporalExtents()
    return _date_from(extents[0].begin()) if extents else None


def _is_null(value) -> bool:
    return hasattr(value, "isNull") and value.isNull()


def _number(value) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _true(value) -> bool:
    return str(value).lower() in ("1", "true", "t", "yes")
