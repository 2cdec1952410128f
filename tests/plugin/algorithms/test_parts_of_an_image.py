"""The lakes of a part of an image are those of the whole image: EXTENT and AOI choose, they do not change."""

import pytest
from osgeo import gdal
from qgis.core import QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer
from support import SAMPLE


def extract(**parameters):
    import processing  # is there once QGIS has started

    given = {"INPUT": str(SAMPLE), "OUTPUT": "TEMPORARY_OUTPUT", **parameters}
    return processing.run("lakemapper:extractlakes", given)


def facts(layer, within=None):
    """Area, confidence and shape of each lake, of those that lie in a rectangle.

    Not the error bar: what is uncertain between two lakes counts for the nearer one that is mapped.
    """
    return {
        (f["area_km2"], f["confidence"], f.geometry().asWkt(1))
        for f in layer.getFeatures()
        if within is None or within.contains(f.geometry().boundingBox())
    }


@pytest.fixture(scope="module")
def whole(qgis, tmp_path_factory):
    path = tmp_path_factory.mktemp("whole") / "probability.tif"
    return extract(PROBABILITY=str(path))


@pytest.mark.parametrize("shift", [0.0, 8.5, 313.0])
def test_an_extent_around_a_lake_has_that_lake(whole, shift, tmp_path):
    small = min(
        (f for f in whole["OUTPUT"].getFeatures() if not f["touches_edge"]), key=lambda f: f["area_km2"]
    )
    around = small.geometry().boundingBox()
    around.grow(200)  # metres
    part = QgsRectangle(
        around.xMinimum() - shift, around.yMinimum() - shift, around.xMaximum() + 3 * shift, around.yMaximum()
    )
    extent = f"{part.xMinimum()},{part.xMaximum()},{part.yMinimum()},{part.yMaximum()} [EPSG:32621]"

    found = extract(EXTENT=extent, PROBABILITY=str(tmp_path / "part.tif"))

    assert facts(found["OUTPUT"], around) == facts(whole["OUTPUT"], around) != set()
    pixels, all_pixels = (gdal.Open(result["PROBABILITY"]) for result in (found, whole))
    x, _, _, y, _, _ = pixels.GetGeoTransform()
    left, _, _, top, _, _ = all_pixels.GetGeoTransform()
    size = pixels.RasterXSize, pixels.RasterYSize
    expected = all_pixels.ReadAsArray(round((x - left) / 17), round((top - y) / 17), *size)
    assert (pixels.ReadAsArray() == expected).all()


def test_an_area_of_interest_around_lakes_has_those_lakes(whole):
    extent = QgsRectangle(750000, -2806000, 768000, -2790000)
    layer = QgsVectorLayer("Polygon?crs=EPSG:32621", "aoi", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(extent))
    layer.dataProvider().addFeature(feature)

    found = extract(AOI=layer)

    assert facts(found["OUTPUT"], extent) == facts(whole["OUTPUT"], extent) != set()
