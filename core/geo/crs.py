"""Coordinate reference systems (CRS) with axes in GIS order: east before north."""

from __future__ import annotations

from osgeo import osr


def spatial_reference(wkt: str) -> osr.SpatialReference:
    """Return the CRS of a WKT text, its axes in GIS order (east, north).

    ``RuntimeError`` when the text is no CRS.
    """
    crs = osr.SpatialReference()
    crs.ImportFromWkt(wkt)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


def crs_name(wkt: str) -> str:
    """Return what people call a CRS: its authority and code, like EPSG:32645, else its name."""
    crs = spatial_reference(wkt)
    authority, code = crs.GetAuthorityName(None), crs.GetAuthorityCode(None)
    return f"{authority}:{code}" if authority and code else crs.GetName() or "without a name"
