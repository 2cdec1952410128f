"""Polygon layers of QGIS as lakes of one or more dates for ``core``, from *Extract lakes* or elsewhere."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from qgis.core import (
    Qgis,
    QgsFeatureRequest,
    QgsLayerMetadata,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime

from ...core.lakes.review import rejected, rejected_note
from ...core.tracking.dates import date_in_name, date_of_text
from ...core.tracking.lake_fields import columns_of, dates_in_field, feature_of
from ...core.tracking.lakes import Feature, LakeLayer
from ...core.util.credentials import without_secrets
from ...core.util.errors import TrackingError
from ..gui.translation import tr
from .conversion import wkt_of
from .footprint_metadata import metadata_of, read_metadata


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
                tr("The layer '{name}' is empty. Leave it out, or choose another.", name=layer.name())
            )
        self.name = without_secrets(layer.name())  # a layer given by its source has that for a name
        self.crs_wkt = wkt_of(layer.crs())
        metadata = metadata_of(layer)
        self.facts = read_metadata(metadata)
        self._source = QgsVectorLayerFeatureSource(layer)
        self._columns = columns_of(field.name() for field in layer.fields())
        #: For the log: how many lakes were rejected in review; empty without any.
        self.left_out = rejected_note(self._rejected(layer), self.name)
        try:
            own = self._own_dates(layer, metadata)
        except TrackingError:  # a field that is filled in part
            if not given:
                raise
            own = []
        if not given and not own:
            raise TrackingError(
                tr(
                    "The layer '{name}' has no date: no field 'date', no temporal properties, and none like "
                    "2020-08-31 in its name. Set DATES, one date for each layer.",
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

    def _own_dates(self, layer: QgsVectorLayer, metadata: QgsLayerMetadata) -> list[datetime.date]:
        """Return the dates of the lakes: those in the field ``date``, or else one for all, if known."""
        if "date" in self._columns:
            values = layer.uniqueValues(self._columns["date"])
            dates = dates_in_field(map(date_from, values), self.name)
            if dates:
                return dates
        date = _temporal_date(layer) or _metadata_date(metadata) or date_in_name(self.name)
        return [date] if date else []

    def _rejected(self, layer: QgsVectorLayer) -> int:
        """Count the rejected lakes; ``TrackingError`` when no other is left."""
        if "review" not in self._columns:
            return 0
        request = QgsFeatureRequest().setSubsetOfAttributes([self._columns["review"]])
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
        decisions = [each.attribute(self._columns["review"]) for each in layer.getFeatures(request)]
        count = sum(rejected({"review": known_value(decision)}) for decision in decisions)
        if count == len(decisions):
            raise TrackingError(
                tr(
                    "All lakes of the layer '{name}' were rejected in review. Leave it out, or change its "
                    "field 'review'.",
                    name=self.name,
                )
            )
        return count

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
            )
            for date in self._dates
        ]

    def _features(self, wanted: datetime.date | None) -> Iterator[Feature]:
        """Yield the lakes of a date, all where that is None."""
        request = QgsFeatureRequest().setSubsetOfAttributes(list(self._columns.values()))
        for feature in self._source.getFeatures(request):
            values = {name: known_value(feature.attribute(column)) for name, column in self._columns.items()}
            if not feature.hasGeometry() or (wanted is not None and date_from(values["date"]) != wanted):
                continue
            if rejected(values):
                continue
            yield feature_of(bytes(feature.geometry().asWkb()), values, feature.id())


def date_from(value) -> datetime.date | None:
    """Return a value of a field as a date; None where it is none."""
    if isinstance(value, QDateTime):
        value = value.date()
    if isinstance(value, QDate):
        return value.toPyDate() if value.isValid() else None
    return date_of_text(value)


def _temporal_date(layer: QgsVectorLayer) -> datetime.date | None:
    temporal = layer.temporalProperties()
    fixed = Qgis.VectorTemporalMode.FixedTemporalRange
    if not temporal.isActive() or temporal.mode() != fixed:
        return None
    return date_from(temporal.fixedTemporalRange().begin())


def _metadata_date(metadata: QgsLayerMetadata) -> datetime.date | None:
    extents = metadata.extent().temporalExtents()
    return date_from(extents[0].begin()) if extents else None


def known_value(value):
    """Return a value of a field, None in the place of QGIS's NULL."""
    return None if hasattr(value, "isNull") and value.isNull() else value
