"""The lake fields of ``core.measures`` as QGIS fields."""

from __future__ import annotations

from datetime import date

from qgis.core import QgsField, QgsFields
from qgis.PyQt.QtCore import QVariant

from ..core.measures import FIELDS

_TYPES = {
    int: QVariant.Int,
    float: QVariant.Double,
    bool: QVariant.Bool,
    date: QVariant.Date,
    str: QVariant.String,
}


def lake_fields() -> QgsFields:
    """The fields of a lake layer, in the order of the contract."""
    fields = QgsFields()
    for field in FIELDS:
        fields.append(QgsField(field.name, _TYPES[field.kind], comment=field.meaning))
    return fields
