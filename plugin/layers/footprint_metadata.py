"""The image that a lake layer comes from, in the metadata of the layer: Track lakes reads it."""

from __future__ import annotations

from qgis.core import QgsLayerMetadata

from ...core.lakes.image_facts import ImageFacts


def write_metadata(metadata: QgsLayerMetadata, facts: ImageFacts) -> None:
    """Add the facts to the keywords of a layer's metadata."""
    metadata.setKeywords({**metadata.keywords(), **facts.keywords()})


def read_metadata(metadata: QgsLayerMetadata) -> ImageFacts:
    """Return the facts in the keywords; all are None where one is missing or damaged."""
    return ImageFacts.from_keywords(metadata.keywords())
