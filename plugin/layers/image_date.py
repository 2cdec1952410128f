"""The date of a raster layer: from its temporal properties, its metadata or its name."""

from __future__ import annotations

import datetime
from pathlib import Path

from osgeo import gdal
from qgis.core import Qgis, QgsRasterLayer

from ...core.raster.image_date import image_date


def date_of_layer(layer: QgsRasterLayer) -> tuple[datetime.date | None, str]:
    """Return the date on which the image of a layer was taken, None where it is not plain, and a sentence."""
    temporal = layer.temporalProperties()
    fixed = Qgis.RasterTemporalMode.FixedTemporalRange
    if temporal.isActive() and temporal.mode() == fixed:
        day = temporal.fixedTemporalRange().begin().date()
        if day.isValid():
            date = day.toPyDate()
            return date, f"Date of the image: {date}, by the layer's temporal properties. DATE sets another."
    if layer.providerType() != "gdal":
        return image_date([layer.name()], {})
    path = layer.source().split("|")[0]
    return image_date([Path(path).stem, layer.name()], _metadata(path))


def _metadata(path: str) -> dict[str, str]:
    """Return the metadata of a file in which dates may be; none where GDAL cannot open it."""
    try:
        file = gdal.Open(path)
    except RuntimeError:
        return {}
    return {**file.GetMetadata("IMAGERY"), **file.GetMetadata()} if file else {}
