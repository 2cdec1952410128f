"""Which polygons of a layer are read for an image."""

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsVectorLayer,
)


@pytest.mark.parametrize(
    ("west", "expected"), [(179.9, ["1 a", "2 b"]), (-180.1, ["1 a", "2 b"]), (179.7, ["1 a"]), (10.0, [])]
)
def test_of_an_image_that_goes_on_beyond_180_degrees_both_sides_are_read(qgis, west, expected):
    from lake_mapper.plugin.layers.vector_polygons import polygons_around

    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=name:string", "aoi", "memory")
    for name, left in (("a", 179.8), ("b", -180.0)):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([name])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(left, 67, left + 0.2, 68)))
        layer.dataProvider().addFeature(feature)
    source = QgsProcessingFeatureSource(layer, QgsProcessingContext())
    extent = QgsRectangle(west, 67, west + 0.2, 68)
    crs, transforms = QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateTransformContext()

    found = polygons_around(source, extent, crs, transforms, QgsProcessingFeedback())

    assert sorted(name for name, _ in found) == expected
