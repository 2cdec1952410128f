"""A layer of known lakes, whose names the lakes on the map get."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsRectangle,
)

from ...core.lakes.names import KnownLake, Naming, check_known_crs, names_of
from ..gui.translation import tr
from .conversion import wkt_of
from .vector_polygons import features_around, source_wkt

#: What fields with names are called, in lower case, where KNOWN_NAME is empty: the second is HydroLAKES's.
_NAME_FIELDS = ("name", "lake_name")


class KnownLakes:
    """Known lakes, read on the main thread: ``name`` and ``known_id`` are fields, empty for the usual ones.

    ``QgsProcessingException`` where there is no field with names, ``SceneError`` where there is no CRS.
    """

    def __init__(self, source: QgsProcessingFeatureSource, name: str, known_id: str) -> None:
        self._source = source
        check_known_crs(source_wkt(source))
        fields = source.fields()
        if name:
            self._name = fields.lookupField(name)
        else:
            lower = [field.name().lower() for field in fields]
            self._name = next((lower.index(usual) for usual in _NAME_FIELDS if usual in lower), -1)
        self._id = fields.lookupField(known_id) if known_id else -1
        if self._name < 0:
            there = ", ".join(field.name() for field in fields)
            raise QgsProcessingException(_no_such_field(source.sourceName(), name, there))

    def names(
        self,
        lakes: Sequence[bytes],
        crs: QgsCoordinateReferenceSystem,
        extent: QgsRectangle,
        transforms: QgsCoordinateTransformContext,
        feedback: QgsProcessingFeedback,
    ) -> Naming:
        """Return the names of lakes, valid polygons as well-known binary in ``crs``, within ``extent``."""
        columns = [column for column in (self._name, self._id) if column >= 0]
        around = features_around(self._source, extent, crs, transforms, feedback, columns=columns)
        known = [
            KnownLake(bytes(one.geometry().asWkb()), _text(one, self._name), self._id_of(one))
            for one in around
        ]
        return names_of(lakes, wkt_of(crs), known, source_wkt(self._source), cancelled=feedback.isCanceled)

    def _id_of(self, feature: QgsFeature) -> str:
        return str(feature.id()) if self._id < 0 else _text(feature, self._id)


def _no_such_field(layer: str, name: str, fields: str) -> str:
    """Return a sentence on a layer without the field ``name``, or, where that is empty, a usual one."""
    if name:
        return tr(
            "KNOWN_LAKES, '{layer}', has no field '{name}'. Choose one of its fields with the names of the "
            "lakes: {fields}.",
            layer=layer,
            name=name,
            fields=fields,
        )
    return tr(
        "KNOWN_LAKES, '{layer}', has no field 'name'. Set KNOWN_NAME to one of its fields with the names of "
        "the lakes: {fields}.",
        layer=layer,
        fields=fields,
    )


def _text(feature: QgsFeature, column: int) -> str:
    value = feature.attribute(column)
    return "" if value is None or value == NULL else str(value).strip()
