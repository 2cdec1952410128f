"""The attributes of a lake, defined once: names with units, types, and digits that mean something."""

from __future__ import annotations

import datetime
import math
from typing import Any

from osgeo import ogr

from ..geo.ellipsoid import Ellipsoid
from ..geo.wkb import polygon_wkb
from ..util.fields import Field
from .area_error import area_error
from .lake import Lake

FIELDS = (
    Field("lake_id", int, "number of the lake, 1 for the largest"),
    Field("area_km2", float, "water surface on the ellipsoid, islands not counted, km²"),
    Field(
        "area_error_km2",
        float,
        "standard error (1 sigma) of the area: shoreline pixels and the model's uncertainty, km²",
    ),
    Field("perimeter_km", float, "length of the shoreline, that of islands included, km"),
    Field("islands", int, "number of islands"),
    Field(
        "confidence",
        float,
        "probability that a pixel of the lake is water, calibrated, mean of its pixels, 0 to 1",
    ),
    Field("compactness", float, "Polsby-Popper, 4 pi area / perimeter squared, 1 for a disc"),
    Field("lon", float, "longitude of a point in the lake, degrees, WGS 84"),
    Field("lat", float, "latitude of a point in the lake, degrees, WGS 84"),
    Field("touches_edge", bool, "the lake goes on beyond the edge of the image or extent"),
    Field("touches_nodata", bool, "the lake borders on missing data"),
    Field("date", datetime.date, "date of the image, as given"),
    Field("model", str, "model that found the lake"),
    Field("elongation", float, "area within the outer ring / area of its largest inscribed circle"),
)


def attributes(
    lake: Lake,
    lake_id: int,
    ellipsoid: Ellipsoid,
    pixel: float,
    *,
    date: datetime.date | None,
    model: str | None,
) -> list[Any]:
    """Return the values of ``FIELDS`` in their order, rounded; None where there is none.

    ``pixel`` (m) is the side of the coarser pixel, the grid's or the image's own: finer pixels add no
    knowledge; NaN where it is not known, and with it the error. ``date`` is that of the image, ``model`` the
    model's name.
    """
    lon, lat = place(lake, ellipsoid)
    area, perimeter = lake.area, lake.perimeter
    return [
        lake_id,
        round(area / 1e6, 5),
        _rounded(area_error(lake, pixel) / 1e6, 5),
        round(perimeter / 1e3, 3),
        len(lake.areas) - 1,
        _rounded(lake.confidence, 3),
        round(4 * math.pi * area / perimeter**2, 3),
        round(lon, 6),
        round(lat, 6),
        lake.touches_edge,
        lake.touches_nodata,
        date,
        model,
        _rounded(lake.elongation, 1),
    ]


def place(lake: Lake, ellipsoid: Ellipsoid) -> tuple[float, float]:
    """Return longitude and latitude of a point in a lake, degrees, WGS 84."""
    inside = ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings)).PointOnSurface()
    return ellipsoid.wgs84(inside.GetX(), inside.GetY())


def _rounded(value: float, digits: int) -> float | None:
    return None if math.isnan(value) else round(value, digits)
