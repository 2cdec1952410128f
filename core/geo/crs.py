"""Coordinate reference systems (CRS) with axes in GIS order: east before north."""

from __future__ import annotations

from osgeo import osr

from ..util.errors import SceneError

#: Metres from the centre of the Earth to its equator, in any model of it. Venus has 6.05 million.
_EARTH = (6.3e6, 6.5e6)


def spatial_reference(wkt: str) -> osr.SpatialReference:
    """Return the CRS of a WKT text, its axes in GIS order (east, north).

    ``RuntimeError`` when the text is no CRS.
    """
    crs = osr.SpatialReference()
    crs.ImportFromWkt(wkt)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


def check_of_earth(wkt: str, what: str) -> None:
    """Raise ``SceneError`` where the CRS of ``what`` is that of another body than the Earth."""
    crs = spatial_reference(wkt)
    if wkt and not _EARTH[0] <= crs.GetSemiMajor() <= _EARTH[1]:
        raise SceneError(
            f"The CRS of {what}, {crs_name(wkt)}, is not one of the Earth. Lake Mapper measures lakes of the "
            "Earth only. If the place is on the Earth, set its CRS in the properties of the layer."
        )


def crs_name(wkt: str) -> str:
    """Return what people call a CRS: its authority and code, like EPSG:32645, else its name."""
    crs = spatial_reference(wkt)
    authority, code = crs.GetAuthorityName(None), crs.GetAuthorityCode(None)
    return f"{authority}:{code}" if authority and code else crs.GetName() or "without a name"
