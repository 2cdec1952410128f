"""Coordinate reference systems (CRS) with axes in GIS order: east before north."""

from __future__ import annotations

import json
import math

from osgeo import osr

from ..util.errors import SceneError
from ..util.translation import tr

#: Metres from the centre of the Earth to its equator, in any model of it. Venus has 6.05 million.
_EARTH = (6.3e6, 6.5e6)
#: On every ellipsoid of the Earth a radian is at most so long.
_MOST_METRES_PER_RADIAN = 6.4e6
#: Beyond this no coordinate makes sense: degrees with some turns of the Earth and grid cells around a pole,
#: and metres with a zone number before them (60,500,000).
_MOST_LONGITUDE, _MOST_LATITUDE, _MOST_METRES = 720.0, 100.0, 1e8
#: What GDAL and PROJ call a CRS that has no name.
_NAMELESS = ("unknown", "unnamed", "undefined")


def spatial_reference(wkt: str) -> osr.SpatialReference:
    """Return the CRS of a WKT text, or of a code like EPSG:32645, its axes in GIS order (east, north).

    ``RuntimeError`` when the text is no CRS.
    """
    crs = osr.SpatialReference()
    if wkt.startswith("EPSG:") and wkt[5:].isdigit():
        crs.ImportFromEPSG(int(wkt[5:]))
    else:
        crs.ImportFromWkt(wkt)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


def geographic_under(crs: osr.SpatialReference) -> osr.SpatialReference:
    """Return the longitudes and latitudes on the datum of a CRS, its axes in GIS order.

    Degrees of a rotated pole are none: they are computed from those.
    """
    geographic = crs.CloneGeogCS()
    if crs.IsDerivedGeographic():
        # A copy of such a CRS is the CRS itself, and GDAL has no function for the one below.
        known = json.loads(crs.ExportToPROJJSON())
        known = known.get("source_crs", known)  # of one that is bound to WGS 84
        geographic.SetFromUserInput(json.dumps(known["base_crs"]))
    geographic.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return geographic


def in_units(crs: osr.SpatialReference, metres: float) -> float:
    """Return a length on the ground in units of a CRS; of degrees, those that are longest."""
    unit = crs.GetLinearUnits() if crs.IsProjected() else _MOST_METRES_PER_RADIAN * crs.GetAngularUnits()
    return metres / unit


def check_of_earth(wkt: str, what: str) -> None:
    """Raise ``SceneError`` where the CRS of ``what`` has no place on the Earth, as of a plan, or the Moon."""
    crs = spatial_reference(wkt)
    if not (crs.IsProjected() or crs.IsGeographic()):
        raise SceneError(
            tr(
                "The CRS of {what} is neither projected nor geographic, so its coordinates have no place on "
                "the ground. Set another CRS in the layer's properties.",
                what=what,
            )
        )
    if not _EARTH[0] <= crs.GetSemiMajor() <= _EARTH[1]:
        raise SceneError(
            tr(
                "The CRS of {what}, {crs}, is not one of the Earth. Lake Mapper measures lakes of the Earth "
                "only. If the place is on the Earth, set its CRS in the properties of the layer.",
                what=what,
                crs=crs_name(wkt),
            )
        )


class CoordinateLimits:
    """How large coordinates of a CRS can be."""

    def __init__(self, wkt: str) -> None:
        crs = spatial_reference(wkt)
        if crs.IsGeographic():
            degree = math.radians(1) / crs.GetAngularUnits()
            self.x, self.y, self.middle = _MOST_LONGITUDE * degree, _MOST_LATITUDE * degree, 90 * degree
        else:
            self.x = self.y = self.middle = _MOST_METRES / (crs.GetLinearUnits() or 1.0)

    def hold(self, west: float, east: float, south: float, north: float) -> bool:
        """Return whether the CRS can have these coordinates; not where one is no number."""
        # A cell around a pole may reach beyond it, but its middle does not.
        corners = all(abs(x) <= self.x for x in (west, east)) and all(
            abs(y) <= self.y for y in (south, north)
        )
        return corners and abs(south + north) <= 2 * self.middle


def check_coordinates(wkt: str, bounds: tuple[float, float, float, float], what: str) -> None:
    """Raise ``SceneError`` where coordinates of ``what`` cannot be of its CRS, like metres called degrees.

    ``bounds`` are west, south, east and north in units of the CRS. Coordinates that could be of it, but are
    of another one, cannot be told.
    """
    west, south, east, north = bounds
    if not CoordinateLimits(wkt).hold(west, east, south, north):
        raise SceneError(
            tr(
                "The coordinates of {what} (x {west:g} to {east:g}, y {south:g} to {north:g}) do not fit its "
                "CRS, {crs}. Set the right CRS in the layer's properties.",
                what=what,
                west=west,
                east=east,
                south=south,
                north=north,
                crs=crs_name(wkt),
            )
        )


def crs_name(wkt: str) -> str:
    """Return what people call a CRS: EPSG:32645 (WGS 84 / UTM zone 45N); without a code its name or kind."""
    crs = spatial_reference(wkt)
    authority, code, name = crs.GetAuthorityName(None), crs.GetAuthorityCode(None), crs.GetName()
    if authority and code:
        return f"{authority}:{code}" + (f" ({name})" if name else "")
    if name and name.lower() not in _NAMELESS:
        return tr("{name}, without a code", name=name)
    kind = (crs.GetAttrValue("PROJECTION") or "").replace("_", " ")
    if kind:
        return tr("{kind} without name and code", kind=kind)
    return tr("a CRS without name and code")
