"""Polygons from other programs: made valid, reprojected, lines and points left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import numpy as np
from osgeo import gdal, ogr

from ..util.errors import SceneError
from .crs import check_of_earth
from .reprojection import Reprojection


def reprojected(
    wkbs: Iterable[bytes], from_wkt: str, to_wkt: str, layer: str = "LAKES"
) -> tuple[list[ogr.Geometry], tuple[str, ...]]:
    """Return valid polygons in the CRS ``to_wkt``, and sentences on what was repaired or left out.

    ``wkbs`` are geometries of any kind in the CRS ``from_wkt``, their axes in GIS order (east, north);
    ``layer`` is the parameter that names them in sentences. ``SceneError`` when ``from_wkt`` is no CRS.
    """
    if from_wkt:
        check_of_earth(from_wkt, f"the polygons of {layer}")
    try:
        reprojection = Reprojection(from_wkt, to_wkt)
    except RuntimeError as error:
        raise SceneError(
            f"The polygons of {layer} have no coordinate reference system, so they cannot be reprojected to "
            "that of the raster. Set the CRS of that layer in its properties."
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
                moved = polygons_in(reprojection(geometry))
                parts = [part for part in moved if np.isfinite(part.GetEnvelope()).all()]
            except (RuntimeError, AttributeError):  # AttributeError: MakeValid and others may return None
                parts = []
            lost += not parts
            polygons += parts
    notes = []
    if repaired:
        notes.append(
            f"Invalid polygons of {layer} (such as outlines that cross themselves), repaired: {repaired}."
        )
    if lost:
        notes.append(f"Polygons of {layer} left out (no area, or outside the raster's CRS): {lost}.")
    return polygons, tuple(notes)


def polygons_in(geometry: ogr.Geometry) -> Iterator[ogr.Geometry]:
    """Yield the polygons in a geometry of any kind: making one valid may add lines and points to it."""
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbPolygon:
        if not geometry.IsEmpty():
            yield geometry.Clone()
    else:
        for i in range(geometry.GetGeometryCount()):
            yield from polygons_in(geometry.GetGeometryRef(i))


@contextmanager
def no_geos_warnings() -> Iterator[None]:
    """Hide GEOS's warnings about invalid geometries inside; they are counted instead."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()
