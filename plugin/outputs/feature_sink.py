"""Writes features to a QGIS sink: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate

from ...core.util.fields import Field
from .destinations import destination_of
from .fields import qgis_fields


class Table(NamedTuple):
    """What a sink holds: its fields, the ``kind`` of its geometry, and their CRS."""

    fields: Sequence[Field]
    kind: QgsWkbTypes.Type
    crs: QgsCoordinateReferenceSystem


def write_features(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict,
    name: str,
    context: QgsProcessingContext,
    *,
    table: Table,
    rows: Iterable[tuple[bytes | None, Sequence[Any]]],
) -> str:
    """Write rows of well-known binary and values to the sink ``name``; return its destination.

    On a full disk some formats leave a file short and report nothing, so what was written is counted: a
    short file is removed, and ``QgsProcessingException`` raised. A file whose ``rows`` end in an exception,
    such as ``Cancelled``, is removed, too. An optional sink without a destination returns "".
    """
    definition = algorithm.parameterDefinition(name)
    if definition.flags() & definition.Flag.FlagOptional and not destination_of(
        parameters.get(name), context
    ):
        return ""
    made = qgis_fields(table.fields)
    sink, destination = algorithm.parameterAsSink(parameters, name, context, made, table.kind, table.crs)
    if sink is None:
        raise QgsProcessingException(algorithm.invalidSinkError(parameters, name))
    file, count, written = Path(destination), 0, True
    try:
        for wkb, values in rows:
            feature = QgsFeature(made)
            if wkb is not None:
                geometry = QgsGeometry()
                geometry.fromWkb(wkb)
                feature.setGeometry(geometry)
            feature.setAttributes([QDate(v) if isinstance(v, date) else v for v in values])
            written = written and sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
            count += 1
        written = sink.flushBuffer() and written
        why = sink.lastError()
    except BaseException:
        sink = None
        if file.is_file():
            file.unlink()
        raise
    sink = None  # closes the file
    if file.is_file():
        written = written and QgsVectorLayer(destination, "", "ogr").featureCount() == count
    if not written:
        file.unlink(missing_ok=True)
        raise QgsProcessingException(
            f"{name} cannot be written to {destination}{f' ({why})' if why else ''}. Check the free space "
            "and the rights there."
        )
    return destination
