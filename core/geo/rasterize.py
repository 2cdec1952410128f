"""Polygons as pixels: a pixel belongs to a polygon when its centre lies inside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from osgeo import gdal, ogr, osr


class Shapes:
    """Polygons with a value each, to be burnt in their order: later ones lie on top.

    They share one CRS, or none (an image's own pixels); who burns them gives a geotransform in it.
    """

    def __init__(self, polygons: Sequence[ogr.Geometry], values: Sequence[int]) -> None:
        self._polygons, self._values = list(polygons), list(values)
        # x from, x to, y from, y to of each: a Memory layer has no index of its own.
        self._boxes = np.array([p.GetEnvelope() for p in polygons], float).reshape(-1, 4)
        # RasterizeLayer wants a CRS on both sides and compares them; which one does not matter.
        self._crs = osr.SpatialReference()
        self._crs.ImportFromEPSG(3857)

    def intersects(self, west: float, south: float, east: float, north: float) -> bool:
        """Whether the box of any polygon overlaps this one."""
        return len(self._within(west, south, east, north)) > 0

    def rasterize(self, width: int, height: int, geotransform: Sequence[float]) -> np.ndarray:
        """(height, width) uint8 with the values of the polygons on a canvas of zeros."""
        x0, dx, _, y0, _, dy = geotransform
        xs, ys = sorted((x0, x0 + width * dx)), sorted((y0, y0 + height * dy))
        found = self._within(xs[0], ys[0], xs[1], ys[1])
        if not len(found):
            return np.zeros((height, width), np.uint8)
        source = ogr.GetDriverByName("Memory").CreateDataSource("")
        layer = source.CreateLayer("shapes", self._crs, ogr.wkbUnknown)
        layer.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))
        for i in found:
            feature = ogr.Feature(layer.GetLayerDefn())
            feature["value"] = self._values[i]
            feature.SetGeometry(self._polygons[i])
            layer.CreateFeature(feature)
        canvas = gdal.GetDriverByName("MEM").Create("", width, height, 1, gdal.GDT_Byte)
        canvas.SetGeoTransform(geotransform)
        canvas.SetProjection(self._crs.ExportToWkt())
        gdal.RasterizeLayer(canvas, [1], layer, options=["ATTRIBUTE=value"])
        return canvas.ReadAsArray()

    def _within(self, west: float, south: float, east: float, north: float) -> np.ndarray:
        boxes = self._boxes
        return np.flatnonzero(
            (boxes[:, 0] < east) & (boxes[:, 1] > west) & (boxes[:, 2] < north) & (boxes[:, 3] > south)
        )
