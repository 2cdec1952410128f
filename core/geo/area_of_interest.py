"""An area of interest: the polygons in which lakes are mapped."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence

import numpy as np
from osgeo import gdal, ogr

from ..util.errors import SceneError
from ..util.gdal_context import gdal_raises
from ..util.translation import tr
from .grid import Bounds, Grid, Window
from .rasterize import Shapes
from .repair import reprojected
from .wkb import polygon_wkb


class AreaOfInterest:
    """Polygons in the CRS of the grid, x before y. ``SceneError`` when there is none."""

    def __init__(self, polygons: Sequence[ogr.Geometry]) -> None:
        if not polygons:
            raise SceneError(
                tr(
                    "No polygon of the layer AOI lies over the image. Choose a polygon layer that does, or "
                    "leave AOI empty."
                )
            )
        self._polygons = list(polygons)
        self._shapes = Shapes(polygons, [1] * len(polygons))

    @classmethod
    def read(cls, path: str | os.PathLike, crs_wkt: str, over: Bounds | None = None) -> AreaOfInterest:
        """Read the polygons of the first layer of a vector file and reproject them to ``crs_wkt``.

        ``over`` are the bounds of the image; one in degrees that goes on beyond 180° needs them.
        ``SceneError`` where the file cannot be read, or holds no polygon that can be used.
        """
        try:
            with gdal_raises():
                file = gdal.OpenEx(os.fspath(path), gdal.OF_VECTOR)
                layer = file.GetLayer(0)
                reference = layer.GetSpatialRef()
                shapes = (feature.GetGeometryRef() for feature in layer)
                wkbs = [bytes(shape.ExportToWkb(ogr.wkbNDR)) for shape in shapes if shape is not None]
                from_wkt = reference.ExportToWkt() if reference else ""
                return cls(reprojected(wkbs, from_wkt, crs_wkt, "AOI", over=over)[0])
        except RuntimeError as error:
            raise SceneError(
                tr(
                    "The polygons of {path} cannot be read ({why}). Choose another file.",
                    path=path,
                    why=error,
                )
            ) from error

    @property
    def bounds(self) -> Bounds:
        """The rectangle around all polygons."""
        boxes = np.array([polygon.GetEnvelope() for polygon in self._polygons])
        west, _, south, _ = boxes.min(0)
        _, east, _, north = boxes.max(0)
        return Bounds(float(west), float(south), float(east), float(north))

    @property
    def digest(self) -> str:
        """The SHA-256 of the polygons, by which a run recognizes them."""
        return hashlib.sha256(b"".join(self.wkbs)).hexdigest()

    @property
    def wkbs(self) -> list[bytes]:
        """The polygons as WKB."""
        return [bytes(polygon.ExportToWkb(ogr.wkbNDR)) for polygon in self._polygons]

    def mask(self, grid: Grid, window: Window) -> np.ndarray:
        """Return which pixels (H, W) of a window have their centre inside."""
        return self._shapes.rasterize(window.width, window.height, grid.geotransform(window)) > 0

    def intersects(self, rings: Sequence[np.ndarray]) -> bool:
        """Return whether a polygon of ``rings`` (n, 2), the outer one first, lies at least partly inside."""
        shape = ogr.CreateGeometryFromWkb(polygon_wkb(rings))
        west, east, south, north = shape.GetEnvelope()
        if not self._shapes.intersects(west, south, east, north):
            return False
        return any(polygon.Intersects(shape) for polygon in self._polygons)
