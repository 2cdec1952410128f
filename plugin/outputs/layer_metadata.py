"""The metadata of a lake layer: what it was made from, how, and under which licence."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qgis.core import (
    QgsBox3d,
    QgsCoordinateReferenceSystem,
    QgsDateTimeRange,
    QgsLayerMetadata,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from ...core.util.credentials import without_secrets
from ..gui.translation import tr

if TYPE_CHECKING:
    from ...core.models.model_file import ModelCard


def lake_metadata(
    title: str,
    *,
    facts: Sequence[tuple[str, str]],
    command: str,
    crs: QgsCoordinateReferenceSystem,
    extent: QgsRectangle,
    date: datetime.date | None,
    card: ModelCard,
) -> QgsLayerMetadata:
    """Return the facts of the report (names and values) as metadata of a layer over ``extent``.

    ``date`` is that of the image. Rights and licence are those of the model; the image has its own.
    """
    metadata = QgsLayerMetadata()
    metadata.setType("dataset")
    metadata.setTitle(without_secrets(title))
    metadata.setAbstract(
        tr("Lakes found by Lake Mapper. Areas are on the ellipsoid; errors are one standard error.")
        + "\n"
        + "\n".join(tr("{name}: {value}", name=name, value=without_secrets(value)) for name, value in facts)
    )
    metadata.setLanguage(language_of_texts())
    metadata.setKeywords({"gmd:topicCategory": ["Inland Waters"]})
    metadata.setHistory([made_by(command)])
    metadata.setRights(
        [tr("Model {name}, trained on: {data}", name=card.name, data=data) for data in card.training_data]
    )
    licence = tr("Model {name}: {licence}", name=card.name, licence=card.licence)
    metadata.setLicenses([licence] if card.licence else [])
    metadata.setCrs(crs)
    whole = QgsLayerMetadata.Extent()
    spatial = QgsLayerMetadata.SpatialExtent()
    spatial.extentCrs = crs
    spatial.bounds = QgsBox3d(
        extent.xMinimum(), extent.yMinimum(), 0, extent.xMaximum(), extent.yMaximum(), 0
    )
    whole.setSpatialExtents([spatial])
    if date:
        # In UTC, as QGIS writes it: a local midnight would be of the day before in the east.
        ends = (QDateTime(QDate(date), at, Qt.TimeSpec.UTC) for at in (QTime(0, 0), QTime(23, 59, 59)))
        whole.setTemporalExtents([QgsDateTimeRange(*ends)])
    metadata.setExtent(whole)
    return without_markup(metadata)


def language_of_texts() -> str:
    """Return the language of texts for people, as metadata name it."""
    return {"en": "ENG", "zh": "ZHO"}[tr("en")]


def made_by(command: str) -> str:
    """Return the step of a layer's history that made it."""
    return tr("Made by: {command}", command=command)


def without_markup(metadata: QgsLayerMetadata) -> QgsLayerMetadata:
    """Return metadata whose texts hold no tags: QGIS shows them as HTML, with names that strangers chose.

    The signs < and > become ‹ and ›, which read alike in a layer's properties and in its file.
    """
    clean = QgsLayerMetadata(metadata)
    clean.setTitle(_plain(metadata.title()))
    clean.setAbstract(_plain(metadata.abstract()))
    clean.setHistory(list(map(_plain, metadata.history())))
    clean.setRights(list(map(_plain, metadata.rights())))
    clean.setLicenses(list(map(_plain, metadata.licenses())))
    return clean


def _plain(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›")
