"""The date of a raster layer: from its temporal properties, its metadata or its name."""

from __future__ import annotations

import datetime
from pathlib import Path

from osgeo import gdal
from qgis.core import Qgis, QgsRasterLayer

from ...core.raster.image_date import image_date
from ...core.util.gdal_context import gdal_raises
from ..gui.translation import tr
from .gdal_source import gdal_source


def date_of_layer(layer: QgsRasterLayer) -> tuple[datetime.date | None, str]:
    """Return the date of a layer's image and where it is from; None and why where it is not plain."""
    temporal = layer.temporalProperties()
    fixed = Qgis.RasterTemporalMode.FixedTemporalRange
    if temporal.isActive() and temporal.mode() == fixed:
        day = temporal.fixedTemporalRange().begin().date()
        if day.isValid():
            return day.toPyDate(), tr("by the layer's temporal properties")
    if layer.providerType() != "gdal":
        return image_date([layer.name()], {})
    path, options = gdal_source(layer.source())
    return image_date([Path(path).stem, layer.name()], _metadata(path, options))


def _metadata(path: str, options: list[str]) -> dict[str, str]:
    """Return the metadata of a file in which dates may be; none where GDAL cannot open it."""
    try:
        with gdal_raises():
            file = gdal.OpenEx(path, gdal.OF_RASTER, open_options=options)
            # Also this may fail: keys of a GeoTIFF are read when they are asked for.
            return {**file.GetMetadata("IMAGERY"), **file.GetMetadata()}
    except RuntimeError:
        return {}
