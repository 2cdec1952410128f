"""A raster layer of QGIS as a ``Scene`` of ``core``: a file that GDAL reads, or a layer that QGIS renders."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import (
    QgsContrastEnhancement,
    QgsMultiBandColorRenderer,
    QgsRasterLayer,
    QgsRectangle,
    QgsSingleBandGrayRenderer,
)

from ...core.geo.crs import check_coordinates
from ...core.geo.grid import Bounds
from ...core.raster.contrast import Stretch
from ...core.raster.rendered_scene import RenderedScene, check_renderable
from ...core.raster.scene import RasterScene, Scene
from ...core.util.credentials import without_secrets
from ...core.util.errors import SceneError
from ..gui.translation import tr
from .conversion import bounds_of, wkt_of
from .gdal_source import gdal_source
from .renderer import LayerRenderer


class LayerSource:
    """What a worker thread needs of a raster layer, read on the main thread.

    ``renderer`` renders the layer in a thread of its own; None where GDAL reads its file. ``SceneError`` when
    the layer is not valid.
    """

    def __init__(self, layer: QgsRasterLayer) -> None:
        self.name = without_secrets(layer.name())  # a layer given by its source has that for a name
        if not layer.isValid():
            raise SceneError(
                tr(
                    "The layer '{name}' is not valid: QGIS cannot open its source. Check that the file is "
                    "there or that the server answers, and add the layer again.",
                    name=self.name,
                )
            )
        self.is_file = layer.providerType() == "gdal"
        self.crs_wkt = wkt_of(layer.crs())
        if self.crs_wkt:  # without one there is a sentence of its own
            what = tr("the layer '{name}'", name=self.name)
            check_coordinates(self.crs_wkt, bounds_of(layer.extent()), what)
        self.crs_name = layer.crs().authid() or tr("the layer CRS")
        self.style = _style_stretch(layer)
        self.nodata, self._unused = _additional_nodata(layer) if self.is_file else (None, "")
        self.renderer = None if self.is_file and self.style else LayerRenderer(layer)
        self.path, self._options = gdal_source(layer.source()) if self.is_file else (self.renderer.origin, [])

    def scene(
        self,
        bands: str,
        contrast: str,
        resolution: float,
        extent: QgsRectangle,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Scene:
        """Return the scene; ``SceneError`` when it cannot be used.

        A file is read as it is, unless CONTRAST asks for its style and that is more than a stretch.
        ``resolution`` (metres) and ``extent`` (CRS of the layer, null for all) are what will be mapped.
        """
        if self.is_file and (self.style or contrast != "style"):
            scene = RasterScene(
                self.path,
                bands,
                contrast,
                style=self.style,
                crs_wkt=self.crs_wkt,
                nodata=self.nodata,
                options=self._options,
            )
            scene.warnings += (self._unused,) if self._unused else ()
            return scene
        focus = None if extent.isNull() else bounds_of(extent)
        return RenderedScene(
            self.renderer, bands, contrast, resolution=resolution, focus=focus, cancelled=cancelled
        )

    def chosen_bounds(self, scene: Scene, extent: QgsRectangle) -> Bounds:
        """Return what of the scene lies in ``extent`` (CRS of the layer; null: all).

        ``SceneError`` when that is nothing.
        """
        if extent.isNull():
            return scene.bounds
        if extent.isEmpty():
            raise SceneError(tr("EXTENT is empty. Draw a larger one, or leave it empty for the whole layer."))
        bounds = scene.bounds.intersection(bounds_of(extent))
        if bounds is None:
            raise SceneError(
                tr(
                    "EXTENT ({extent} in {crs}) lies outside the layer '{name}'. Choose an extent over it, "
                    "or leave it empty for all.",
                    extent=extent.toString(1),
                    crs=self.crs_name,
                    name=self.name,
                )
            )
        return bounds

    def check_chosen(self, bounds: Bounds) -> None:
        """Raise ``SceneError`` when ``bounds`` (CRS of the layer) is too much for a server to render."""
        if self.renderer is not None:
            check_renderable(self.renderer, bounds)

    def close(self) -> None:
        """End the thread that renders the layer; to be called when the scene has been read."""
        if self.renderer is not None:
            self.renderer.close()


def _additional_nodata(layer: QgsRasterLayer) -> tuple[float | None, str]:
    """Return the layer's additional no data value, None for none, and a warning where it cannot be used.

    Of the settings of the Transparency tab it is one value that all bands have.
    """
    provider = layer.dataProvider()
    bands = range(1, provider.bandCount() + 1)
    values = [provider.userNoDataValues(band) for band in bands]
    unused = []
    found = None
    if any(values):
        ranges = {tuple((r.min(), r.max()) for r in of_band) for of_band in values}
        least, largest = min(next(iter(ranges)), default=(0.0, 1.0))
        if len(ranges) == 1 and len(values[0]) == 1 and least == largest:
            found = least
        else:
            unused.append(
                tr("its additional no data values are not one value in all bands, and are not used")
            )
    if any(provider.sourceHasNoDataValue(b) and not provider.useSourceNoDataValue(b) for b in bands):
        unused.append(tr("the file's own nodata value is used, though the layer has it switched off"))
    if not unused:
        return found, ""
    return found, tr(
        "The layer's transparency settings apply only in part: {what}. Save the layer as a file with one "
        "nodata value to have them.",
        what=tr(" and ").join(unused),
    )


def _style_stretch(layer: QgsRasterLayer) -> Stretch | None:
    """Return minimum and maximum of each colour in the layer's style, None where the style has none."""
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
    return Stretch(low, high, tr("the layer's style, {low} to {high}", low=low, high=high))
