"""Gives output layers their style and metadata: when QGIS loads them, and in GeoPackage files."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from qgis.core import (
    QgsLayerMetadata,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProviderRegistry,
    QgsVectorLayer,
)

_STYLES = Path(__file__).parents[2] / "resources" / "styles"


class LayerStyle(NamedTuple):
    """A file in ``resources/styles``, and the name of the style in a GeoPackage."""

    file: str
    title: str

    @property
    def path(self) -> str:
        """The path of the file."""
        return str(_STYLES / self.file)


LAKES = LayerStyle("lakes.qml", "Lakes by confidence")
TRACKED = LayerStyle("tracked_lakes.qml", "Lakes by event")
CHANGES = LayerStyle("changes.qml", "Gains and losses")
#: QGIS does not own post-processors, and calls them after the algorithm is gone.
_kept_alive: list[_StyleOnLoad] = []


class _StyleOnLoad(QgsProcessingLayerPostProcessorInterface):
    """Gives a layer its style and metadata when QGIS loads it."""

    def __init__(self, style: LayerStyle, metadata: QgsLayerMetadata) -> None:
        super().__init__()
        self.style, self.metadata = style, metadata

    def postProcessLayer(self, layer, context, feedback) -> None:  # noqa: N802
        if isinstance(layer, QgsVectorLayer):
            layer.setMetadata(self.metadata)
            layer.loadNamedStyle(self.style.path)
            layer.triggerRepaint()


def _only_table(path: str) -> str:
    """Return the name of the table in a GeoPackage that QGIS has just made; it ends at the first dot."""
    tables = QgsProviderRegistry.instance().querySublayers(path)
    return tables[0].name() if tables else Path(path).stem


def set_style_and_metadata(
    destination: str,
    style: LayerStyle,
    metadata: QgsLayerMetadata,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> None:
    """Give the layer written to ``destination`` its style and metadata, now and when QGIS loads it.

    Metadata goes into a GeoPackage, or into a .qmd file next to another file; the style into a GeoPackage,
    as its default. A layer in memory has its metadata at once, for the next step of a model. What cannot be
    written is a warning: the lakes are there.
    """
    in_memory = context.temporaryLayerStore().mapLayer(destination)
    if in_memory is not None:
        in_memory.setMetadata(metadata)
    if context.willLoadLayerOnCompletion(destination):
        on_load = _StyleOnLoad(style, metadata)
        _kept_alive.append(on_load)
        context.layerToLoadOnCompletionDetails(destination).setPostProcessor(on_load)
    path, _, table = destination.partition("|layername=")
    if not Path(path).is_file():
        return
    in_geopackage = Path(path).suffix.lower() == ".gpkg"
    if in_geopackage:  # metadata and styles are of its tables, so the table must be named
        destination = f"{path}|layername={table or _only_table(path)}"
    saved, why = QgsProviderRegistry.instance().saveLayerMetadata("ogr", destination, metadata)
    if not saved:
        feedback.pushWarning(f"The metadata of the lakes could not be written ({why}).")
    if in_geopackage:
        layer = QgsVectorLayer(destination, "", "ogr")
        layer.loadNamedStyle(style.path)
        why = layer.saveStyleToDatabase("Lake Mapper", style.title, True, "")
        if why:
            feedback.pushWarning(f"The style of the lakes could not be written to the GeoPackage ({why}).")
