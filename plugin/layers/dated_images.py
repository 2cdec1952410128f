"""Images by their date, to show lakes over: those that are given, else those of the project."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from contextlib import suppress

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer, QgsRectangle

from ...core.raster.scene import Scene
from ...core.util.errors import SceneError
from ..gui.translation import tr
from .image_date import date_of_layer
from .raster_layer import LayerSource


class DatedImages:
    """What a worker thread needs of raster layers with a date, read on the main thread.

    Of ``layers`` all are used; without any, the files among the layers of the project whose date is plain.
    ``SceneError`` where one of ``layers`` has no date, or is not valid.
    """

    def __init__(self, layers: Sequence[QgsMapLayer], project: QgsProject | None) -> None:
        self._sources: dict[datetime.date, LayerSource] = {}
        for layer in layers:
            date, why = date_of_layer(layer)
            if date is None:
                raise SceneError(
                    tr(
                        "IMAGES holds '{name}', whose date is not known ({why}). Write it into the name of "
                        "the layer, like 2020-08-31, or leave the layer out.",
                        name=layer.name(),
                        why=why,
                    )
                )
            self._sources[date] = LayerSource(layer)
        if not layers and project is not None:
            for layer in project.mapLayers().values():
                if isinstance(layer, QgsRasterLayer) and layer.isValid() and layer.providerType() == "gdal":
                    date, _ = date_of_layer(layer)
                    # Rasters of one band are elevations, or lake probability: nothing to see lakes on.
                    if date is None or date in self._sources or layer.bandCount() < 3:
                        continue
                    with suppress(SceneError):  # nobody chose this layer: it is no reason to stop
                        self._sources[date] = LayerSource(layer)

    def scenes(
        self, dates: Sequence[datetime.date], cancelled: Callable[[], bool]
    ) -> tuple[dict[datetime.date, Scene], list[str]]:
        """Return the images of these dates that can be shown, and sentences on those that cannot."""
        scenes: dict[datetime.date, Scene] = {}
        notes = []
        for date in dates:
            source = self._sources.get(date)
            if source is None:
                continue
            try:
                resolution, everything = 17.0, QgsRectangle()
                scenes[date] = source.scene("", "automatic", resolution, everything, cancelled)
                notes.append(tr("Close-ups of {date} show '{name}'.", date=date, name=source.name))
            except SceneError as error:
                notes.append(
                    tr("The image of {date} cannot be shown in the report: {why}", date=date, why=error)
                )
        return scenes, notes

    def close(self) -> None:
        """End the threads that render layers."""
        for source in self._sources.values():
            source.close()
