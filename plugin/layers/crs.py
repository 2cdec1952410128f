"""A CRS of QGIS as ``core`` takes it."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem


def wkt_of(crs: QgsCoordinateReferenceSystem) -> str:
    """Well-known text that GDAL reads; empty where there is no CRS."""
    return crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL) if crs.isValid() else ""
