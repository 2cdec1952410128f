"""QGIS's CRS and rectangles as ``core`` takes them."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle

from ...core.geo.grid import Bounds


def wkt_of(crs: QgsCoordinateReferenceSystem) -> str:
    """Return a CRS as well-known text that GDAL reads; empty where there is none."""
    # A GeoPackage without a CRS has one called "Undefined geographic SRS", on which nothing can be placed.
    known = crs.isValid() and not crs.description().startswith("Undefined")
    return crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL) if known else ""


def bounds_of(rectangle: QgsRectangle) -> Bounds:
    """Return a rectangle of QGIS as ``Bounds``."""
    return Bounds(rectangle.xMinimum(), rectangle.yMinimum(), rectangle.xMaximum(), rectangle.yMaximum())
