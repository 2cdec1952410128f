"""The date of a raster layer: from its temporal properties, its metadata or its name."""

from __future__ import annotations

import datetime
from pathlib import Path

from osgeo import gdal
from qgis.core import Qgis, QgsRasterLayer

from ...core.raster.image_date import image_date
from ..gui.translation import tr


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
    path = layer.source().split("|")[0]
    return image_date([Path(path).stem, layer.name()], _metadata(path))


def _metadata(path: str) -> dict[str, str]:
    """Return the metadata of a file in which dates may be; none where GDAL cannot open it."""
    try:
        file = gdal.Open(path)
        # Also this may fail: keys of a GeoTIFF are read when they are asked for.
        return {**file.GetMetadata("IMAGERY"), **file.GetMetadata()} if file else {}
    except RuntimeError:
        return {}
