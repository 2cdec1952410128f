"""Lakes of one run compared with those of another."""

import numpy as np
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsVectorLayer


def lake_mask(layer: QgsVectorLayer, wkt: str, west: float, north: float, side: float) -> np.ndarray:
    """Return the lakes (H, W) bool at 10 m over a square of ``side`` metres in another CRS."""
    from lake_mapper.core.geo.rasterize import Shapes
    from lake_mapper.core.geo.repair import reprojected

    wkbs = [bytes(feature.geometry().asWkb()) for feature in layer.getFeatures()]
    own = layer.crs().toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL)
    polygons, _ = reprojected(wkbs, own, wkt)
    count = round(side / 10)
    return Shapes(polygons, [1] * len(polygons)).rasterize(count, count, (west, 10, 0, north, 0, -10)) > 0


def iou(one: np.ndarray, other: np.ndarray) -> float:
    return float((one & other).sum() / (one | other).sum())


def eight_bit_sample(path, source) -> str:
    """Write the sample as an 8-bit image without nodata, to make other layers from; return its path."""
    # Percentiles 2 to 98, as 'Automatic' shows the sample.
    scales = "-scale_1 6048 8355 1 255 -scale_2 6769 8145 1 255 -scale_3 7476 8364 1 255"
    options = f"-ot Byte {scales} -a_nodata none -colorinterp red,green,blue"
    gdal.Translate(str(path), str(source), options=options).FlushCache()
    return str(path)
