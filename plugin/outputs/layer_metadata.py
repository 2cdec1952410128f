"""Where a lake layer comes from: the command that makes it again, and its metadata."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from qgis.core import (
    QgsBox3d,
    QgsCoordinateReferenceSystem,
    QgsDateTimeRange,
    QgsLayerMetadata,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

if TYPE_CHECKING:  # PyTorch is loaded when a model is, not before
    from ...core.models.model_file import ModelCard


def lake_metadata(
    title: str,
    facts: Sequence[tuple[str, str]],
    command: str,
    crs: QgsCoordinateReferenceSystem,
    extent: QgsRectangle,
    day: date | None,
    card: ModelCard,
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
