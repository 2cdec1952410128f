"""How lakes look, and what their layer says of itself: on load, and inside GeoPackage files."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsLayerMetadata,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProviderRegistry,
    QgsVectorLayer,
)

LAKES = Path(__file__).parent.parent / "resources" / "styles" / "lakes.qml"
#: QGIS does not own post-processors, and calls them after the algorithm is gone.
_kept_alive: list[LakeLook] = []


class LakeLook(QgsProcessingLayerPostProcessorInterface):
    """Gives a layer of lakes our style and its metadata when QGIS loads it."""

    def __init__(self, metadata: QgsLayerMetadata) -> None:
        super().__init__()
        self.metadata = metadata

    def postProcessLayer(self, layer, context, feedback) -> None:  # noqa: N802
        if isinstance(layer, QgsVectorLayer):
            layer.setMetadata(self.metadata)
            layer.loadNamedStyle(str(LAKES))
            layer.triggerRepaint()


def finish(
    destination: str,
    metadata: QgsLayerMetadata,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> None:
    """Style and metadata for the layer written to ``destination``: when it is loaded, and for good.

    Metadata goes into a GeoPackage, or beside another file as .qmd; the style into a GeoPackage, as its
    default. What cannot be written is a warning: the lakes are there.
    """
    if context.willLoadLayerOnCompletion(destination):
        look = LakeLook(metadata)
        _kept_alive.append(look)
        context.layerToLoadOnCompletionDetails(destination).setPostProcessor(look)
    path, _, table = destination.partition("|layername=")
    if not Path(path).is_file():
        return
    in_geopackage = Path(path).suffix.lower() == ".gpkg"
    if in_geopackage:  # whose tables can have metadata and styles, and so must be named
        destination = f"{path}|layername={table or Path(path).stem}"
    saved, why = QgsProviderRegistry.instance().saveLayerMetadata("ogr", destination, metadata)
    if not saved:
        feedback.pushWarning(f"The metadata of the lakes could not be written ({why}).")
    if in_geopackage:
        layer = QgsVectorLayer(destination, "", "ogr")
        layer.loadNamedStyle(str(LAKES))
        why = layer.saveStyleToDatabase("Lake Mapper", "Lakes by confidence", True, "")
        if why:
            feedback.pushWarning(f"The style of the lakes could not be written to the GeoPackage ({why}).")
