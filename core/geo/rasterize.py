"""Rasterizing polygons: a pixel belongs to a polygon when its centre lies inside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from osgeo import gdal, gdal_array, ogr, osr


class Shapes:
    """Polygons with a value each, rasterized in their order: later ones lie on top.

    They share one CRS, or have none (coordinates in pixels of an image). Values are 0 to 255, or, where
    ``kind`` says so, of another of GDAL's data types.
    """

    def __init__(
        self, polygons: Sequence[ogr.Geometry], values: Sequence[int], kind: int = gdal.GDT_Byte
    ) -> None:
        self._polygons, self._values, self._kind = list(polygons), list(values), kind
        # Least x, most x, least y, most y of each: a Memory layer has no spatial index.
        self._boxes = np.array([p.GetEnvelope() for p in polygons], float).reshape(-1, 4)
        # RasterizeLayer compares the CRS of layer and raster; which one it is does not matter.
        self._crs = osr.SpatialReference()
        self._crs.ImportFromEPSG(3857)

    def intersects(self, west: float, south: float, east: float, north: float) -> bool:
        """Return whether the bounding box of any polygon overlaps this box."""
        return len(self._overlapping(west, south, east, north)) > 0

    def rasterize(
        self, width: int, height: int, geotransform: Sequence[float], *, touched: bool = False
    ) -> np.ndarray:
        """Return (height, width): the values of the polygons, 0 where there is none.

        ``geotransform`` is GDAL's, north-up or south-up, in the CRS of the polygons. ``touched``: a pixel
        belongs to a polygon that touches it anywhere.
        """
        x0, dx, _, y0, _, dy = geotransform
        xs, ys = sorted((x0, x0 + width * dx)), sorted((y0, y0 + height * dy))
        found = self._overlapping(xs[0], ys[0], xs[1], ys[1])
        if not len(found):
            return np.zeros((height, width), gdal_array.GDALTypeCodeToNumericTypeCode(self._kind))
        source = ogr.GetDriverByName("Memory").CreateDataSource("")
        layer = source.CreateLayer("shapes", self._crs, ogr.wkbUnknown)
        layer.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))
        for i in found:
            feature = ogr.Feature(layer.GetLayerDefn())
            feature["value"] = self._values[i]
            feature.SetGeometry(self._polygons[i])
            layer.CreateFeature(feature)
        raster = gdal.GetDriverByName("MEM").Create("", width, height, 1, self._kind)
        raster.SetGeoTransform(geotransform)
        raster.SetProjection(self._crs.ExportToWkt())
        options = ["ATTRIBUTE=value", f"ALL_TOUCHED={touched}"]
        gdal.RasterizeLayer(raster, [1], layer, options=options)
        return raster.ReadAsArray()

    def _overlapping(self, west: float, south: float, east: float, north: float) -> np.ndarray:
        """Return the indices of polygons whose bounding box overlaps this box."""
        boxes = self._boxes
        return np.flatnonzero(
            (boxes[:, 0] < east) & (boxes[:, 1] > west) & (boxes[:, 2] < north) & (boxes[:, 3] > south)
        )
