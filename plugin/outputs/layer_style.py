"""Gives output layers their style and metadata: in their files, and when QGIS loads them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import NamedTuple

from qgis.core import (
    QgsException,
    QgsLayerMetadata,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QTimer

from ..gui.translation import tr
from .style_file import translated_style

_STYLES = Path(__file__).parents[2] / "resources" / "styles"


class LayerStyle(NamedTuple):
    """A file in ``resources/styles``, the name of the style in a GeoPackage, and what of a layer it sets.

    The name is in English; so are the texts in the file: ``scripts/translate.py`` collects both.
    """

    file: str
    title: str
    categories: QgsMapLayer.StyleCategories = QgsMapLayer.StyleCategory.AllStyleCategories

    @property
    def path(self) -> str:
        """The path of the file."""
        return str(_STYLES / self.file)


LAKES = LayerStyle("lakes.qml", "Lakes by confidence")
LAKES_TO_REVIEW = LayerStyle("lakes_to_review.qml", "Lakes by review")
#: To look at the water under the lakes: Styles in the menu of the layer, and in its GeoPackage.
OUTLINES = LayerStyle("lake_outlines.qml", "Outlines only", QgsMapLayer.StyleCategory.Symbology)
PROBABILITY = LayerStyle("probability.qml", "Lake probability")
TRACKED = LayerStyle("tracked_lakes.qml", "Lakes by event")
CHANGES = LayerStyle("changes.qml", "Gains and losses")
#: QGIS does not own post-processors, and calls them after the algorithm is gone.
_kept_alive: list[QgsProcessingLayerPostProcessorInterface] = []


class LayerInfo(NamedTuple):
    """How a layer is shown and what it says of itself; ``feedback`` hears what cannot be written."""

    style: LayerStyle
    metadata: QgsLayerMetadata
    feedback: QgsProcessingFeedback


class _StyleOnLoad(QgsProcessingLayerPostProcessorInterface):
    """Gives a layer its style and metadata when QGIS loads it."""

    def __init__(self, info: LayerInfo) -> None:
        super().__init__()
        self.info = info

    def postProcessLayer(self, layer, context, feedback) -> None:  # noqa: N802
        if isinstance(layer, QgsVectorLayer):
            layer.setMetadata(self.info.metadata)
            _load(layer, self.info.style)
            if self.info.style == LAKES:
                _add_style(layer, OUTLINES)
            if self.info.style == CHANGES and context.project() is not None:
                # Layers of the same run that QGIS loads after this one come to lie above it.
                QTimer.singleShot(0, partial(_put_on_top, layer.id(), context.project()))
            layer.triggerRepaint()


class _RasterStyleOnLoad(QgsProcessingLayerPostProcessorInterface):
    """Gives a raster its style when QGIS loads it."""

    def __init__(self, style: LayerStyle) -> None:
        super().__init__()
        self.style = style

    def postProcessLayer(self, layer, context, feedback) -> None:  # noqa: N802
        if isinstance(layer, QgsRasterLayer):
            layer.importNamedStyle(translated_style(self.style.path))
            layer.triggerRepaint()


def _load(layer: QgsVectorLayer, style: LayerStyle) -> None:
    """Give a layer the style of the file, even where its GeoPackage holds one, which QGIS would take."""
    layer.importNamedStyle(translated_style(style.path), style.categories)


def _put_on_top(layer_id: str, project: QgsProject) -> None:
    """Move a layer to the top of the map."""
    root = project.layerTreeRoot()
    node = root.findLayer(layer_id)
    if node is not None:
        root.insertChildNode(0, node.clone())
        node.parent().removeChildNode(node)


def _add_style(layer: QgsVectorLayer, style: LayerStyle) -> None:
    """Add a style that the layer can be switched to."""
    manager = layer.styleManager()
    shown = manager.currentStyle()
    title = tr(style.title)
    manager.addStyleFromLayer(title)
    manager.setCurrentStyle(title)
    _load(layer, style)
    manager.setCurrentStyle(shown)


def _only_table(path: str) -> str:
    """Return the name of the table in a GeoPackage that QGIS has just made; it ends at the first dot."""
    tables = QgsProviderRegistry.instance().querySublayers(path)
    return tables[0].name() if tables else Path(path).stem


def write_style_and_metadata(path: str, info: LayerInfo) -> list[str]:
    """Write the style and metadata of the only layer in a file.

    Metadata goes into a GeoPackage, or into a .qmd file next to another file; the style into a GeoPackage,
    as its default, and for lakes their outlines as a second one. Returned are sentences on what cannot be
    written.
    """
    failed = []
    in_geopackage = Path(path).suffix.lower() == ".gpkg"
    if in_geopackage:  # metadata and styles are of its tables, so the table must be named
        path = f"{path}|layername={_only_table(path)}"
    try:
        saved, why = QgsProviderRegistry.instance().saveLayerMetadata("ogr", path, info.metadata)
    except QgsException as error:  # a database that another program holds
        saved, why = False, str(error)
    if not saved:
        failed.append(tr("The metadata of the lakes could not be written ({why}).", why=why))
    if in_geopackage:
        layer = QgsVectorLayer(path, "", "ogr")
        for style in [info.style, OUTLINES] if info.style == LAKES else [info.style]:
            _load(layer, style)
            is_default = style == info.style
            why = layer.saveStyleToDatabase(tr(style.title), "Lake Mapper", is_default, "")
            if why:
                failed.append(
                    tr("The style of the lakes could not be written to the GeoPackage ({why}).", why=why)
                )
    return failed


def show_style_and_metadata(destination: str, info: LayerInfo, context: QgsProcessingContext) -> None:
    """Give the layer at ``destination`` its style and metadata when QGIS loads it.

    A layer in memory has its metadata at once, for the next step of a model.
    """
    in_memory = context.temporaryLayerStore().mapLayer(destination)
    if in_memory is not None:
        in_memory.setMetadata(info.metadata)
    if context.willLoadLayerOnCompletion(destination):
        _set_post_processor(destination, _StyleOnLoad(info), context)


def name_layer(destination: str, title: str, context: QgsProcessingContext) -> None:
    """Call the layer at ``destination`` by a title in the project, unless QGIS calls it by its file."""
    if context.willLoadLayerOnCompletion(destination):
        context.layerToLoadOnCompletionDetails(destination).name = title


def show_raster_style(destination: str, style: LayerStyle, context: QgsProcessingContext) -> None:
    """Give the raster at ``destination`` its style when QGIS loads it."""
    if context.willLoadLayerOnCompletion(destination):
        _set_post_processor(destination, _RasterStyleOnLoad(style), context)


def _set_post_processor(
    destination: str, on_load: QgsProcessingLayerPostProcessorInterface, context: QgsProcessingContext
) -> None:
    _kept_alive.append(on_load)
    context.layerToLoadOnCompletionDetails(destination).setPostProcessor(on_load)
