"""Where a lake layer comes from: the command that makes it again, and its metadata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsBox3d,
    QgsCoordinateReferenceSystem,
    QgsDateTimeRange,
    QgsLayerMetadata,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProperty,
    QgsRectangle,
    QgsReferencedRectangle,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from ..layers.renderer import without_secrets
from .destinations import asked_for
from .qgis_process_command import qgis_process_command

if TYPE_CHECKING:  # PyTorch is loaded when a model is, not before
    from ...core.models.model_file import Card


def reproducing_command(
    algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any], context: QgsProcessingContext
) -> str:
    """The qgis_process call that runs ``algorithm`` again, defaults written out since they may change.

    Looks up layers, so call it on the main thread. A temporary output gets a name, or it would be lost.
    """
    words = {}
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name(), definition.defaultValue())
        value = asked_for(value, context) if definition.isDestination() else _plain(value)
        if value == QgsProcessing.TEMPORARY_OUTPUT:
            value = f"{definition.name().lower()}.{definition.defaultFileExtension()}"
        elif isinstance(value, str) and value and not definition.isDestination():
            layer = QgsProcessingUtils.mapLayerFromString(value, context, False)
            # An address typed in is no layer yet, but may hold a key all the same.
            plain = without_secrets(value) if "://" in value else value
            value = plain if layer is None else _source(layer)
        words[definition.name()] = value
    return qgis_process_command(algorithm.id(), words)


def _plain(value: Any) -> Any:
    """A parameter's value as it is typed on a command line."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source
    if isinstance(value, QgsProperty):
        value = value.staticValue()
    if isinstance(value, QgsMapLayer):
        return _source(value)
    if isinstance(value, (QDate, QDateTime)):
        return (value.date() if isinstance(value, QDateTime) else value).toString(Qt.DateFormat.ISODate)
    if isinstance(value, QgsRectangle):
        crs = value.crs().authid() if isinstance(value, QgsReferencedRectangle) else ""
        sides = (value.xMinimum(), value.xMaximum(), value.yMinimum(), value.yMaximum())
        return ",".join(f"{side:.12g}" for side in sides) + (f" [{crs}]" if crs else "")
    return value


def _source(layer: QgsMapLayer) -> str:
    """What opens the layer again: a path, or an address with the provider's name before it.

    Reports get published: keys and passwords of a web map do not go into them.
    """
    provider = layer.providerType()
    if provider in ("gdal", "ogr", "memory"):
        return layer.source()
    return QgsProcessingUtils.encodeProviderKeyAndUri(provider, without_secrets(layer.source()))


def lake_metadata(
    title: str,
    facts: Sequence[tuple[str, str]],
    command: str,
    crs: QgsCoordinateReferenceSystem,
    extent: QgsRectangle,
    day: date | None,
    card: Card,
) -> QgsLayerMetadata:
    """What the report says, as metadata of the layer; ``facts`` are names and values.

    Rights and licence are those of the model; what may be done with the image its source says.
    """
    metadata = QgsLayerMetadata()
    metadata.setType("dataset")
    metadata.setTitle(title)
    metadata.setAbstract(
        "Lakes found by Lake Mapper. Areas are on the ellipsoid; errors are one standard error.\n"
        + "\n".join(f"{name}: {value}" for name, value in facts)
    )
    metadata.setLanguage("ENG")
    metadata.setKeywords({"gmd:topicCategory": ["Inland Waters"]})
    metadata.setHistory([f"Made by: {command}"])
    metadata.setRights([f"Model {card.name}, trained on: {data}" for data in card.training_data])
    metadata.setLicenses([f"Model {card.name}: {card.licence}"] if card.licence else [])
    metadata.setCrs(crs)
    whole = QgsLayerMetadata.Extent()
    spatial = QgsLayerMetadata.SpatialExtent()
    spatial.extentCrs = crs
    spatial.bounds = QgsBox3d(
        extent.xMinimum(), extent.yMinimum(), 0, extent.xMaximum(), extent.yMaximum(), 0
    )
    whole.setSpatialExtents([spatial])
    if day:
        qday = QDate(day)
        whole.setTemporalExtents(
            [QgsDateTimeRange(QDateTime(qday, QTime(0, 0)), QDateTime(qday, QTime(23, 59, 59)))]
        )
    metadata.setExtent(whole)
    return metadata
