"""From a QGIS raster layer to a ``core`` scene."""

from __future__ import annotations

from qgis.core import (
    QgsContrastEnhancement,
    QgsCoordinateReferenceSystem,
    QgsMultiBandColorRenderer,
    QgsRasterLayer,
    QgsSingleBandGrayRenderer,
)

from ..core.contrast import Stretch
from ..core.errors import SceneError
from ..core.scene import RasterScene


class LayerSource:
    """What a worker thread needs of a layer, read on the main thread."""

    def __init__(self, layer: QgsRasterLayer) -> None:
        if layer.providerType() != "gdal":
            raise SceneError(
                f"The layer '{layer.name()}' comes from {layer.providerType()}, not from a raster file. "
                "Save it as a GeoTIFF first (Export ▸ Save As) and use that."
            )
        self.name = layer.name()
        self.path = layer.source().split("|")[0]
        crs = layer.crs()
        self.crs_wkt = crs.toWkt(QgsCoordinateReferenceSystem.WKT_PREFERRED_GDAL) if crs.isValid() else ""
        self.style = _style_stretch(layer)

    def scene(self, bands: str, contrast: str) -> RasterScene:
        """The scene; raises ``SceneError`` when it cannot be used."""
        return RasterScene(self.path, bands, contrast, self.style, self.crs_wkt)


def _style_stretch(layer: QgsRasterLayer) -> Stretch | None:
    """Minimum and maximum of each colour in the layer's style, or None where the style has none."""
    renderer = layer.renderer()
    if isinstance(renderer, QgsMultiBandColorRenderer):
        colours = [
            renderer.redContrastEnhancement(),
            renderer.greenContrastEnhancement(),
            renderer.blueContrastEnhancement(),
        ]
    elif isinstance(renderer, QgsSingleBandGrayRenderer):
        colours = [renderer.contrastEnhancement()] * 3
    else:
        return None
    none = QgsContrastEnhancement.ContrastEnhancementAlgorithm.NoEnhancement
    if any(c is None or c.contrastEnhancementAlgorithm() == none for c in colours):
        return None
    low = tuple(c.minimumValue() for c in colours)
    high = tuple(c.maximumValue() for c in colours)
    return Stretch(low, high, f"the layer's style, {low} to {high}")
