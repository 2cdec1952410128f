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


def layer_of(lefts: dict[str, float], crs: str = "EPSG:4326") -> QgsVectorLayer:
    """Return a layer of squares that begin at these longitudes, by their names."""
    layer = QgsVectorLayer(f"Polygon?crs={crs}&field=name:string", "aoi", "memory")
    for name, left in lefts.items():
        feature = QgsFeature(layer.fields())
        feature.setAttributes([name])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(left, 67, left + 0.2, 68)))
        layer.dataProvider().addFeature(feature)
    return layer


@pytest.mark.parametrize(
    ("west", "expected"), [(179.9, ["1 a", "2 b"]), (-180.1, ["1 a", "2 b"]), (179.7, ["1 a"]), (10.0, [])]
)
def test_of_an_image_that_goes_on_beyond_180_degrees_both_sides_are_read(qgis, west, expected):
    from lake_mapper.plugin.layers.vector_polygons import polygons_around

    layer = layer_of({"a": 179.8, "b": -180.0})
    source = QgsProcessingFeatureSource(layer, QgsProcessingContext())
    extent = QgsRectangle(west, 67, west + 0.2, 68)
    crs, transforms = QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateTransformContext()

    found = polygons_around(source, extent, crs, transforms, QgsProcessingFeedback())

    assert sorted(name for name, _ in found) == expected


@pytest.mark.parametrize(
    ("crs", "extent"),
    [("EPSG:4326", (-54.1, 67, -54.0, 68)), ("EPSG:32621", (628_000, 7_440_000, 632_000, 7_450_000))],
)
def test_polygons_from_0_to_360_degrees_are_found_once(qgis, crs, extent):
    from lake_mapper.plugin.layers.vector_polygons import polygons_around

    layer = layer_of({"a": 305.9, "b": -54.1, "c": 126.0, "d": 10.0})
    source = QgsProcessingFeatureSource(layer, QgsProcessingContext())
    transforms = QgsCoordinateTransformContext()

    found = polygons_around(
        source,
        QgsRectangle(*extent),
        QgsCoordinateReferenceSystem(crs),
        transforms,
        QgsProcessingFeedback(),
    )

    assert [name for name, _ in found] == ["2 b", "1 a"]


def test_polygons_without_a_crs_are_found_wherever_they_lie(qgis):
    from lake_mapper.plugin.layers.vector_polygons import polygons_around

    layer = layer_of({"a": 10.0}, crs="")
    source = QgsProcessingFeatureSource(layer, QgsProcessingContext())
    extent, crs = QgsRectangle(5e5, 35e5, 6e5, 36e5), QgsCoordinateReferenceSystem("EPSG:32645")

    found = polygons_around(source, extent, crs, QgsCoordinateTransformContext(), QgsProcessingFeedback())

    assert [name for name, _ in found] == ["1 a"]
