"""A polygon layer of QGIS as outlines to measure, with what it knows of them and its other fields."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from qgis.core import (
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from ...core.lakes.measure import MEASURED_FIELDS
from ...core.lakes.outlines import Outline
from ...core.tracking.dates import date_of_value
from ...core.tracking.lake_fields import columns_of
from ...core.util.attribute_values import number_of
from ...core.util.errors import Cancelled
from ..gui.translation import tr
from .lake_layers import known_value

_OURS = tuple(field.name for field in MEASURED_FIELDS)
#: What a layer's own ids are called beside ours, where they are text, and its dates, where some are none.
_TEXT_IDS, _OTHER_DATES = "lake_id_before", "date_before"
#: OGR's number of a row, which the new layer has anew.
_ROW = "fid"


class Kept(NamedTuple):
    """A field of the layer that stays as it is: its column there, and the field of the new layer."""

    column: int
    field: QgsField


class OutlineSource:
    """The polygons of a layer, read on the main thread as far as that must be.

    ``replaced`` are names of further fields that the new layer has anew, whose values here are looked at
    first. ``others`` are the polygons (well-known binary) of features of the layer that are not in the
    ``source``, ``taken_ids`` their ids.
    """

    def __init__(
        self, source: QgsProcessingFeatureSource, layer: QgsVectorLayer | None, replaced: Sequence[str] = ()
    ) -> None:
        self._source = source
        fields = source.fields()
        lower = [field.name().lower() for field in fields]
        self._columns = columns_of(lower, (*_OURS, "review", *replaced))
        ours = {column for name, column in self._columns.items() if name != "review"}
        self.kept = [
            Kept(column, field)
            for column, field in enumerate(fields)
            if column not in ours and lower[column] != _ROW
        ]
        ids, dates = self._columns.get("lake_id", -1), self._columns.get("date", -1)
        if ids >= 0 and not fields[ids].isNumeric():
            self.kept.append(Kept(ids, _renamed(fields[ids], _TEXT_IDS)))
        #: For the log: what in the field ``date`` is no date; empty without any.
        self.warning = ""
        for value in source.uniqueValues(dates) if dates >= 0 else ():
            try:
                date_of_value(known_value(value))
            except ValueError:
                self.kept.append(Kept(dates, _renamed(fields[dates], _OTHER_DATES)))
                self.warning = tr(
                    "'{value}' in the field 'date' is no date like 2020-08-31: such lakes have none, or that "
                    "of DATE. What the field holds is kept in '{kept}'.",
                    value=value,
                    kept=_OTHER_DATES,
                )
                break
        others = self._others(layer, ids)
        self.others = [bytes(each.geometry().asWkb()) for each in others if each.hasGeometry()]
        numbers = (number_of(each.attribute(ids)) for each in others if ids >= 0)
        self.taken_ids = {int(number) for number in numbers if number is not None}

    def _others(self, layer: QgsVectorLayer | None, ids: int) -> list[QgsFeature]:
        """Return the features that are in the layer, but not selected where only those are meant."""
        if layer is None or self._source.featureCount() == layer.featureCount():
            return []
        here = {feature.id() for feature in self._source.getFeatures(QgsFeatureRequest().setNoAttributes())}
        request = QgsFeatureRequest().setSubsetOfAttributes([ids] if ids >= 0 else [])
        return [each for each in layer.getFeatures(request) if each.id() not in here]

    def outlines(self, feedback: QgsProcessingFeedback) -> Iterator[tuple[Outline, list[Any]]]:
        """Yield each polygon with what is known of it, and the values of its ``kept`` fields."""
        unchecked = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
        for feature in self._source.getFeatures(QgsFeatureRequest(), unchecked):
            if feedback.isCanceled():
                raise Cancelled
            values = {name: known_value(feature.attribute(column)) for name, column in self._columns.items()}
            values["date"] = _date_or_none(values.get("date"))
            wkb = bytes(feature.geometry().asWkb()) if feature.hasGeometry() else None
            yield Outline(wkb, values), [feature.attribute(kept.column) for kept in self.kept]


def _renamed(field: QgsField, name: str) -> QgsField:
    renamed = QgsField(field)
    renamed.setName(name)
    return renamed


def _date_or_none(value: Any) -> datetime.date | None:
    try:
        return date_of_value(value)
    except ValueError:
        return None
