"""Polygon layers of QGIS as lakes of one or more dates for ``core``, from *Extract lakes* or elsewhere."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from qgis.core import (
    Qgis,
    QgsFeature,
    QgsFeatureRequest,
    QgsLayerMetadata,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime

from ...core.lakes.review import rejected, rejected_note
from ...core.tracking.dates import date_in_name, date_of_value
from ...core.tracking.lake_fields import columns_of, dates_in_field, feature_of
from ...core.tracking.lakes import Feature, LakeLayer
from ...core.util.credentials import without_secrets
from ...core.util.errors import TrackingError
from ..gui.translation import tr
from .conversion import wkt_of
from .footprint_metadata import facts_of, metadata_of

_DAY = 24 * 60 * 60


class LakeSource:
    """What a worker thread needs of a lake layer, read on the main thread.

    ``given`` is the date that the user gave it. ``TrackingError`` when the layer is not valid, holds no
    polygons, or has no date.
    """

    def __init__(self, layer: QgsVectorLayer, given: datetime.date | None) -> None:
        if not layer.isValid():
            raise TrackingError(
                tr("The layer '{name}' is not valid: QGIS cannot open its source.", name=layer.name())
            )
        if layer.geometryType() == QgsWkbTypes.GeometryType.NullGeometry:
            raise TrackingError(
                tr(
                    "The layer '{name}' is a table without shapes, such as a CSV file or a spreadsheet. "
                    "Choose the layer of polygons that it was made from.",
                    name=layer.name(),
                )
            )
        if layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry:
            kind = QgsWkbTypes.geometryDisplayString(layer.geometryType()).lower()
            raise TrackingError(
                tr(
                    "The layer '{name}' holds no polygons but {kind} features. Choose polygons of lakes; "
                    "'Polygonize' makes them of lines that close.",
                    name=layer.name(),
                    kind=kind,
                )
            )
        if layer.featureCount() == 0:
            raise TrackingError(
                tr(
                    "The layer '{name}' is empty, and a date without lakes cannot be compared: if no lake "
                    "was found on its image, all lakes of the other dates had vanished by then.",
                    name=layer.name(),
                )
            )
        self.name = without_secrets(layer.name())  # a layer given by its source has that for a name
        self.crs_wkt = wkt_of(layer.crs())
        metadata = metadata_of(layer)
        self.facts, self._about_image = facts_of(layer, self.name)
        self._source = QgsVectorLayerFeatureSource(layer)
        self._columns = columns_of(field.name() for field in layer.fields())
        dates, left_out = self._dates_of_lakes(layer)
        #: For the log: how many lakes were rejected in review; empty without any.
        self.left_out = rejected_note(left_out, self.name)
        try:
            own = self._own_dates(dates, layer, metadata)
        except TrackingError:  # a field that is filled in part
            if not given:
                raise
            own = []
        if not given and not own:
            raise TrackingError(
                tr(
                    "The layer '{name}' has no date: none in a field 'date', no temporal properties, and "
                    "none like 2020-08-31 in its name. Set DATES, one date for each layer.",
                    name=self.name,
                )
            )
        self._dates = [given] if given else own
        #: For the log: which dates the layer has, and a warning where it has others than were given.
        self.note = f"{self.name} → {', '.join(map(str, self._dates))}"
        self.warning = ""
        if own and own != self._dates:
            self.warning = tr(
                "DATES gives '{name}' the date {given}, but the layer itself says {dates}. DATES counts; "
                "check that its order is that of LAYERS.",
                name=self.name,
                given=given,
                dates=", ".join(map(str, own)),
            )

    @property
    def first_date(self) -> datetime.date:
        """The earliest date of its lakes."""
        return min(self._dates)

    def _own_dates(
        self, values: list[Any], layer: QgsVectorLayer, metadata: QgsLayerMetadata
    ) -> list[datetime.date]:
        """Return the dates of the lakes: those in the field ``date``, or else one for all, if known."""
        dates = dates_in_field(values, self.name)
        if dates:
            return dates
        date = _temporal_date(layer) or _metadata_date(metadata) or date_in_name(self.name)
        return [date] if date else []

    def _dates_of_lakes(self, layer: QgsVectorLayer) -> tuple[list[Any], int]:
        """Return what the field ``date`` of each lake holds, and how many others were rejected in review.

        What is edited and not saved yet counts. ``TrackingError`` when no lake is left.
        """
        columns = [column for name, column in self._columns.items() if name in ("date", "review")]
        request = QgsFeatureRequest().setSubsetOfAttributes(columns)
        if "date" not in self._columns:
            request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
        dates, count = [], 0
        for feature in layer.getFeatures(request):
            values = self._values(feature)
            if rejected(values):
                count += 1
            elif feature.hasGeometry() and "date" in values:
                dates.append(values["date"])
        if count and count == layer.featureCount():
            raise TrackingError(
                tr(
                    "All lakes of the layer '{name}' were rejected in review. Leave it out, or change its "
                    "field 'review'.",
                    name=self.name,
                )
            )
        return dates, count

    def _values(self, feature: QgsFeature) -> dict[str, Any]:
        return {name: known_value(feature.attribute(column)) for name, column in self._columns.items()}

    def layers(self, pixel: float) -> list[LakeLayer]:
        """Return the lakes date by date; ``pixel`` (m) is the image's where the layer does not hold that."""
        several = len(self._dates) > 1
        return [
            LakeLayer(
                name=f"{self.name} {date}" if several else self.name,
                date=date,
                crs_wkt=self.crs_wkt,
                features=self._features(date if several else None),
                pixel=self.facts.pixel or pixel,
                pixel_grid=self.facts.pixel_grid,
                footprint=self.facts.footprint,
                warning=self._about_image,
            )
            for date in self._dates
        ]

    def _features(self, wanted: datetime.date | None) -> Iterator[Feature]:
        """Yield the lakes of a date, all where that is None."""
        request = QgsFeatureRequest().setSubsetOfAttributes(list(self._columns.values()))
        for feature in self._source.getFeatures(request):
            values = self._values(feature)
            if not feature.hasGeometry() or rejected(values):
                continue
            if wanted is not None and date_of_value(values["date"]) != wanted:
                continue
            yield feature_of(bytes(feature.geometry().asWkb()), values, feature.id())


def _temporal_date(layer: QgsVectorLayer) -> datetime.date | None:
    temporal = layer.temporalProperties()
    fixed = Qgis.VectorTemporalMode.FixedTemporalRange
    if not temporal.isActive() or temporal.mode() != fixed:
        return None
    return known_value(temporal.fixedTemporalRange().begin())


def _metadata_date(metadata: QgsLayerMetadata) -> datetime.date | None:
    extents = metadata.extent().temporalExtents()
    if not extents:
        return None
    begin, end = extents[0].begin(), extents[0].end()
    seconds = begin.secsTo(end)
    # A day that was written in local time begins on the day before in UTC, or ends on the day after.
    return known_value(begin.addSecs(seconds // 2) if 0 < seconds <= _DAY else begin)


def known_value(value):
    """Return a value of a field: None in the place of QGIS's NULL, and dates as those of Python."""
    if isinstance(value, QDateTime):
        value = value.date()
    if isinstance(value, QDate):
        return value.toPyDate() if value.isValid() else None
    return None if hasattr(value, "isNull") and value.isNull() else value
