"""The image that a lake layer comes from, in the metadata of the layer: Track lakes reads it."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsLayerMetadata, QgsMapLayer, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from ...core.lakes.image_facts import ImageFacts
from .conversion import wkt_of


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
    facts = ImageFacts.from_keywords(metadata.keywords())
    if facts.pixel is not None and not facts.crs and metadata.crs().isValid():
        # Layers of version 0.2.0 and older have no keyword for it; QGIS keeps that of the layer it was.
        facts = facts._replace(crs=crs_text(metadata.crs()))
    return facts


def facts_of(layer: QgsVectorLayer, name: str) -> tuple[ImageFacts, str]:
    """Return the facts about the image of a layer as they hold for it, and a warning, empty without any."""
    facts = read_metadata(metadata_of(layer))
    return facts.of_layer(name, wkt_of(layer.crs()), layer.featureCount())


def crs_text(crs: QgsCoordinateReferenceSystem) -> str:
    """Return a CRS as a keyword holds it: by its code where everybody knows that, else as WKT."""
    return crs.authid() if crs.authid().startswith("EPSG:") else wkt_of(crs)
