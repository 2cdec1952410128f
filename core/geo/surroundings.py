"""The ground around an image, to which polygons are cut that reach far beyond it."""

from __future__ import annotations

import numpy as np
from osgeo import ogr, osr

from .crs import spatial_reference
from .ellipsoid import Ellipsoid, densify
from .grid import Bounds
from .reprojection import Reprojection
from .wkb import polygon_wkb

#: How far around the image polygons stay as they are, in degrees: projections hold so far and farther.
_MARGIN = 30.0
_PIECES = 50  # of a side of the image
_EDGE = 0.5  # degrees


class Surroundings:
    """What polygons in the CRS ``from_wkt`` have near the rectangle ``over`` in the CRS ``of_image``.

    A projection is made for its own part of the Earth. What lies far away, such as the other end of an area
    of interest around the world, has no place there, or one in which outlines cross themselves.
    """

    def __init__(self, from_wkt: str, of_image: str, over: Bounds | None) -> None:
        self._ground: ogr.Geometry | None = None  # None: everything
        box = _degrees_around(of_image, over) if over else None
        if over and box:
            try:
                ground = _in_crs(box, from_wkt)
                image = _polygon(densify(_outline(over), np.full(4, _PIECES)))
                image = Reprojection(of_image, from_wkt)(image)
            except RuntimeError:  # the CRS of the polygons has no place for it, nor for polygons so large
                return
            # A CRS that is made for another part of the Earth may fold it: then nothing is cut.
            if ground.IsValid() and ground.Contains(image):
                self._ground = ground
                self._prepared = ground.CreatePreparedGeometry()

    def hold(self, geometry: ogr.Geometry) -> bool:
        """Return whether all of a shape lies there."""
        return self._ground is None or bool(self._prepared.Contains(geometry))

    def cut(self, geometry: ogr.Geometry) -> ogr.Geometry:
        """Return what a valid shape has there: the shape itself where that is all."""
        return geometry if self.hold(geometry) else geometry.Intersection(self._ground)


def _degrees_around(crs_wkt: str, bounds: Bounds) -> Bounds | None:
    """Return longitudes, which may go on beyond 180, and latitudes around a rectangle; None: all of them."""
    try:
        lonlat = Ellipsoid(crs_wkt).lonlat(densify(_outline(bounds), np.full(4, _PIECES)))
    except RuntimeError:  # it reaches beyond the Earth
        return None
    lon, lat = np.degrees(np.unwrap(lonlat[:, 0])), np.degrees(lonlat[:, 1])
    around_a_pole = abs(lon[-1] - lon[0]) > 180
    if not np.isfinite(lonlat).all() or around_a_pole or np.ptp(lon) + 2 * _MARGIN >= 360:
        return None
    # Not to a pole, which lies infinitely far away in some projections.
    return Bounds(
        float(lon.min()) - _MARGIN,
        float(lat.min()) - min(_MARGIN, (90 + float(lat.min())) / 2),
        float(lon.max()) + _MARGIN,
        float(lat.max()) + min(_MARGIN, (90 - float(lat.max())) / 2),
    )


def _in_crs(box: Bounds, crs_wkt: str) -> ogr.Geometry:
    """Return a rectangle in degrees in a CRS: in degrees a turn to the west and to the east as well."""
    crs = spatial_reference(crs_wkt)
    if not crs.IsGeographic() or crs.IsDerivedGeographic():
        rectangle = _polygon(_outline(box))
        rectangle.Segmentize(_EDGE)
        return Reprojection(osr.SRS_WKT_WGS84_LAT_LONG, crs_wkt)(rectangle)
    ground = ogr.Geometry(ogr.wkbMultiPolygon)
    first = float(crs.GetAttrValue("PRIMEM", 1) or 0)  # degrees from Greenwich
    for turn in (-360 - first, -first, 360 - first):
        turned = box._replace(west=box.west + turn, east=box.east + turn)
        ground.AddGeometry(_polygon(np.radians(_outline(turned)) / crs.GetAngularUnits()))
    return ground


def _outline(bounds: Bounds) -> np.ndarray:
    """Return the corners (5, 2) of a rectangle, the first one again at the end."""
    west, south, east, north = bounds
    return np.array([(west, south), (east, south), (east, north), (west, north), (west, south)])


def _polygon(ring: np.ndarray) -> ogr.Geometry:
    return ogr.CreateGeometryFromWkb(polygon_wkb([ring]))
