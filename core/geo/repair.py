"""Polygons of others: repaired, brought into another CRS, lines and points left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import numpy as np
from osgeo import gdal, ogr, osr

from ..util.errors import SceneError
from .crs import spatial_reference


def reprojected(
    wkbs: Iterable[bytes], from_wkt: str, to_wkt: str, layer: str = "LAKES"
) -> tuple[list[ogr.Geometry], tuple[str, ...]]:
    """Valid polygons in the CRS ``to_wkt``, and sentences about what was repaired or left out.

    ``wkbs`` are polygons of any kind in GIS order (east, north) in the CRS ``from_wkt``; ``layer`` is what
    the user calls them. ``SceneError`` when that is no CRS.
    """
    try:
        transformation = osr.CoordinateTransformation(spatial_reference(from_wkt), spatial_reference(to_wkt))
    except RuntimeError as error:
        raise SceneError(
            f"The polygons of {layer} have no coordinate reference system from which they can be brought "
            "onto the raster. Set the CRS of that layer in its properties."
        ) from error
    polygons: list[ogr.Geometry] = []
    repaired = lost = 0
    with no_geos_warnings():
        for wkb in wkbs:
            try:
                geometry = ogr.CreateGeometryFromWkb(bytes(wkb)).GetLinearGeometry()
                geometry.FlattenTo2D()
                if not geometry.IsValid():
                    geometry, repaired = geometry.MakeValid(), repaired + 1
                geometry.Transform(transformation)
                parts = [part for part in polygons_in(geometry) if np.isfinite(part.GetEnvelope()).all()]
            except (RuntimeError, AttributeError):  # AttributeError: MakeValid and others may return None
                parts = []
            lost += not parts
            polygons += parts
    notes = [f"{repaired} polygons of {layer} were invalid (such as crossing shores); repaired."] * (
        repaired > 0
    )
    notes += [f"{lost} polygons of {layer} left out: no area, or outside the raster's CRS."] * (lost > 0)
    return polygons, tuple(notes)


def polygons_in(geometry: ogr.Geometry) -> Iterator[ogr.Geometry]:
    """The polygons in a geometry: a repair may add lines and points, which would be burnt too."""
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbPolygon:
        if not geometry.IsEmpty():
            yield geometry.Clone()
    else:
        for i in range(geometry.GetGeometryCount()):
            yield from polygons_in(geometry.GetGeometryRef(i))


@contextmanager
def no_geos_warnings() -> Iterator[None]:
    """GEOS explains every invalid geometry as a warning on the console; we count them instead."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()
