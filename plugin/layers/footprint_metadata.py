"""The image that a lake layer comes from, in the metadata of the layer: Track lakes reads it."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsLayerMetadata, QgsMapLayer
from qgis.PyQt.QtXml import QDomDocument

from ...core.lakes.image_facts import ImageFacts


def write_metadata(metadata: QgsLayerMetadata, facts: ImageFacts) -> None:
    """Put the facts into the keywords of a layer's metadata, in the place of those that are there."""
    others = {k: words for k, words in metadata.keywords().items() if not k.startswith("lakemapper:")}
    metadata.setKeywords({**others, **facts.keywords()})


def metadata_of(layer: QgsMapLayer) -> QgsLayerMetadata:
    """Return the metadata of a layer, or those in the .qmd file beside its own.

    QGIS reads such a file when a layer is added to a project, but not when it is given by its path.
    """
    metadata, beside = layer.metadata(), Path(layer.metadataUri())
    if metadata.keywords() or beside.suffix != ".qmd" or not beside.is_file():
        return metadata
    document = QDomDocument()
    document.setContent(beside.read_text(encoding="utf-8", errors="replace"))
    found = QgsLayerMetadata()
    return found if found.readMetadataXml(document.documentElement()) else metadata


def read_metadata(metadata: QgsLayerMetadata) -> ImageFacts:
    """Return the facts in the keywords; all are None where one is missing or damaged."""
    return ImageFacts.from_keywords(metadata.keywords())
