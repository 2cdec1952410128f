"""Writing lakes to a QGIS sink: whole, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

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

from ..core.polygons import Lake, polygon_wkb
from .fields import lake_fields


def write_lakes(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict,
    context: QgsProcessingContext,
    crs: QgsCoordinateReferenceSystem,
    lakes: Sequence[Lake],
    rows: Sequence[Sequence[Any]],
) -> str:
    """Write lakes with their attributes to the sink OUTPUT of an algorithm; return its destination.

    When the disk is full a file is left short without a word from some formats, so what was written is
    counted; a short file is removed and ``QgsProcessingException`` says so.
    """
    fields = lake_fields()
    sink, destination = algorithm.parameterAsSink(
        parameters, "OUTPUT", context, fields, QgsWkbTypes.Type.Polygon, crs
    )
    if sink is None:
        raise QgsProcessingException(algorithm.invalidSinkError(parameters, "OUTPUT"))
    written = True
    for lake, row in zip(lakes, rows):
        feature = QgsFeature(fields)
        geometry = QgsGeometry()
        geometry.fromWkb(polygon_wkb(lake.rings))
        feature.setGeometry(geometry)
        feature.setAttributes([QDate(v) if isinstance(v, date) else v for v in row])
        written = written and sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
    written = sink.flushBuffer() and written
    why = sink.lastError()
    del sink  # closes the file
    file = Path(destination)
    if file.is_file():
        written = written and QgsVectorLayer(destination, "", "ogr").featureCount() == len(lakes)
    if not written:
        file.unlink(missing_ok=True)
        raise QgsProcessingException(
            f"The lakes cannot be written to {destination}{f' ({why})' if why else ''}. Check the free space "
            "and the rights there."
        )
    return destination
