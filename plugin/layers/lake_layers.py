"""From lake layers of QGIS, anybody's, to lakes of dates for ``core``."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from qgis.core import (
    Qgis,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime

from ...core.tracking.lakes import Feature
from ...core.tracking.track import LakeLayer
from ...core.util.errors import TrackingError
from .crs import wkt_of
from .footprint_metadata import read_metadata

_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")


class LakeSource:
    """What a worker thread needs of a lake layer, read on the main thread."""

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
        # Shapefiles know the first ten letters only.
        self._columns = {field.name(): k for k, field in enumerate(layer.fields())}
        self._days = [given] if given else self._told_days(layer)

    def _column(self, name: str) -> int | None:
        return self._columns.get(name, self._columns.get(name[:10]))

    def _told_days(self, layer: QgsVectorLayer) -> list[datetime.date]:
        """The dates of the lakes: in the field ``date``, or else one for all."""
        column = self._column("date")
        if column is not None:
            values = layer.uniqueValues(column)
            days = {_day(value) for value in values}
            if days - {None}:
                if None in days:
                    raise TrackingError(
                        f"Some lakes of the layer '{self.name}' have no date in its field 'date', or one "
                        "that is not written YYYY-MM-DD. Fill it, or set DATES."
                    )
                return sorted(days)
        day = _temporal_day(layer) or _metadata_day(layer) or _day_in(self.name)
        if day is None:
            raise TrackingError(
                f"The layer '{self.name}' has no date: no field 'date', no temporal properties, and none "
                "like 2020-08-31 in its name. Set DATES, one date for each layer."
            )
        return [day]

    def layers(self, pixel: float) -> list[LakeLayer]:
        """The lakes date by date; ``pixel`` (m) stands for that of an image which the layer does not tell."""
        several = len(self._days) > 1
        return [
            LakeLayer(
                f"{self.name} {day}" if several else self.name,
                day,
                self.crs_wkt,
                self._features(day if several else None),
                self.facts.pixel or pixel,
                self.facts.lattice,
                self.facts.seen,
            )
            for day in self._days
        ]

    def _features(self, day: datetime.date | None) -> Iterator[Feature]:
        names = ("lake_id", "area_error_km2", "touches_edge", "touches_nodata", "date")
        columns = [self._column(name) for name in names]
        request = QgsFeatureRequest().setSubsetOfAttributes([c for c in columns if c is not None])
        for feature in self._source.getFeatures(request):
            values = [None if c is None else feature.attribute(c) for c in columns]
            lake_id, error, edge, nodata, date = values
            if not feature.hasGeometry() or (day is not None and _day(date) != day):
                continue
            error = _number(error)
            yield Feature(
                bytes(feature.geometry().asWkb()),
                None if error is None else 1e6 * error,
                _true(edge),
                _true(nodata),
                str(feature.id() if lake_id in (None, "") or _is_null(lake_id) else lake_id),
            )


def dates_from(text: str, layers: Sequence[QgsMapLayer]) -> list[datetime.date | None]:
    """One date a layer as DATES says, ISO with ; between; a year or a month is its first day."""
    if not text.strip():
        return [None] * len(layers)
    words = [word.strip() for word in re.split(r"[;,]", text.strip().rstrip(";,"))]
    if len(words) != len(layers):
        raise TrackingError(
            f"DATES has {len(words)} dates for {len(layers)} layers. Write one for each, in the order of "
            "LAYERS, like 2014-07-20;2020-08-31."
        )
    days = []
    for word in words:
        parts = re.fullmatch(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?(?:T.*)?", word)
        try:
            days.append(datetime.date(*(int(part or 1) for part in parts.groups())))
        except (AttributeError, ValueError) as error:
            raise TrackingError(
                f"'{word}' in DATES is no date. Write YYYY-MM-DD, like 2014-07-20;2020-08-31."
            ) from error
    return days


def _day(value) -> datetime.date | None:
    if isinstance(value, QDateTime):
        value = value.date()
    if isinstance(value, QDate):
        return value.toPyDate() if value.isValid() else None
    try:
        return datetime.date.fromisoformat(str(value)[:10].replace("/", "-"))
    except ValueError:
        return None


def _temporal_day(layer: QgsVectorLayer) -> datetime.date | None:
    temporal = layer.temporalProperties()
    fixed = Qgis.VectorTemporalMode.FixedTemporalRange
    if not temporal.isActive() or temporal.mode() != fixed:
        return None
    return _day(temporal.fixedTemporalRange().begin())


def _metadata_day(layer: QgsVectorLayer) -> datetime.date | None:
    extents = layer.metadata().extent().temporalExtents()
    return _day(extents[0].begin()) if extents else None


def _day_in(name: str) -> datetime.date | None:
    found = _IN_NAME.search(name)
    try:
        return datetime.date(*map(int, found.group(1, 3, 4))) if found else None
    except ValueError:
        return None


def _is_null(value) -> bool:
    return hasattr(value, "isNull") and value.isNull()


def _number(value) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _true(value) -> bool:
    return str(value).lower() in ("1", "true", "t", "yes")
