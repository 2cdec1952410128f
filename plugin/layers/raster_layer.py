"""From a QGIS raster layer to a ``core`` scene."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import (
    QgsContrastEnhancement,
    QgsMultiBandColorRenderer,
    QgsRasterLayer,
    QgsRectangle,
    QgsSingleBandGrayRenderer,
)

from ...core.geo.grid import Bounds, ground_scale
from ...core.raster.contrast import Stretch
from ...core.raster.scene import RasterScene, Scene
from ...core.util.errors import SceneError
from .credentials import without_secrets
from .crs import wkt_of
from .rendered_scene import RenderedScene, bounds_of
from .renderer import LayerRenderer

_WORLDWIDE = 1e12  # m²


class LayerSource:
    """What a worker thread needs of a layer, read on the main thread."""

    def __init__(self, layer: QgsRasterLayer) -> None:
        self.name = without_secrets(layer.name())  # a layer given by its source has that for a name
        if not layer.isValid():
            raise SceneError(
                f"The layer '{self.name}' is not valid: QGIS cannot open its source. Check that the "
                "file is there or that the server answers, and add the layer again."
            )
        self.is_file = layer.providerType() == "gdal"
        crs = layer.crs()
        self.crs_wkt = wkt_of(crs)
        self.crs_name = crs.authid() or "the layer CRS"
        self.style = _style_stretch(layer)
        self.renderer = None if self.is_file and self.style else LayerRenderer(layer)
        self.path = layer.source().split("|")[0] if self.is_file else self.renderer.origin

    def scene(
        self,
        bands: str,
        contrast: str,
        resolution: float,
        extent: QgsRectangle,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Scene:
        """The scene; raises ``SceneError`` when it cannot be used.

        A file is read as it is, unless its style is asked for and is more than a stretch. ``resolution``
        (metres) and ``extent`` (CRS of the layer) are what will be mapped.
        """
        if self.is_file and (self.style or contrast != "style"):
            return RasterScene(self.path, bands, contrast, self.style, self.crs_wkt)
        return RenderedScene(self.renderer, bands, contrast, resolution, extent, cancelled)

    def chosen_bounds(self, scene: Scene, extent: QgsRectangle) -> Bounds:
        """What of the scene lies in ``extent`` (CRS of the layer; null: all); ``SceneError`` when nothing."""
        if extent.isNull():
            return scene.bounds
        if extent.isEmpty():
            raise SceneError("EXTENT is empty. Draw a larger one, or leave it empty for the whole layer.")
        bounds = scene.bounds.intersection(bounds_of(extent))
        if bounds is None:
            raise SceneError(
                f"EXTENT ({extent.toString(1)} in {self.crs_name}) lies outside the layer '{self.name}'. "
                "Choose an extent over it, or leave it empty for all."
            )
        return bounds

    def close(self) -> None:
        """End what draws the layer; to be called when the scene has been read."""
        if self.renderer is not None:
            self.renderer.close()

    def check_chosen(self, bounds: Bounds) -> None:
        """Raise ``SceneError`` when ``bounds`` (CRS of the layer) is all of a world-wide web map."""
        renderer = self.renderer
        if renderer is None or not renderer.served or bounds != bounds_of(renderer.extent):
            return
        x, y = (bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2
        wide, tall = bounds.east - bounds.west, bounds.north - bounds.south
        along_x, along_y = ground_scale(self.crs_wkt, x, y, wide / 1000)
        area = wide * along_x * tall * along_y
        if area > _WORLDWIDE:
            raise SceneError(
                f"The layer '{self.name}' covers {area / 1e12:,.0f} million km², too much to draw. Set "
                "EXTENT, for instance to the current extent of the map canvas."
            )


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
