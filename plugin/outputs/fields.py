"""The fields that ``core`` defines, as fields of QGIS."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from qgis.core import QgsField, QgsFields
from qgis.PyQt.QtCore import QVariant

from ...core.util.fields import Field

_TYPES = {
    int: QVariant.Int,
    float: QVariant.Double,
    bool: QVariant.Bool,
    date: QVariant.Date,
    str: QVariant.String,
}


def qgis_fields(fields: Iterable[Field | QgsField]) -> QgsFields:
    """Return the fields of a layer, in their order; those of another layer stay as they are."""
    made = QgsFields()
    for field in fields:
        made.append(field if isinstance(field, QgsField) else _qgis_field(field))
    return made


def _qgis_field(field: Field) -> QgsField:
    return QgsField(field.name, _TYPES[field.kind], comment=field.meaning)
