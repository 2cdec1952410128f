"""The models run, and look for the dates of their images before the work."""

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsVectorLayer,
)
from support import SAMPLE, rgb_of, write_raster


@pytest.fixture
def image(tmp_path):
    def make(name):
        return write_raster(tmp_path / f"{name}.tif", rgb_of(np.zeros((8, 8), bool)))

    return make


def check(model, **parameters):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"lakemapper:{model}")
    return algorithm.checkParameterValues(parameters, QgsProcessingContext())


def test_an_image_without_a_date_is_refused_with_the_remedy(qgis, image):
    fine, sentence = check("lakesofadatedimage", IMAGE=image("mosaic"), **{"extract_lakes:LAKES": "x.gpkg"})

    assert not fine
    assert (
        "The date of 'Image with a date in its name' (IMAGE) is not known (none is in its name or metadata)"
        in sentence
    )
    assert "like 2020-08-31" in sentence
    assert check("lakesofadatedimage", IMAGE=image("a_20200831"), **{"extract_lakes:LAKES": "x.gpkg"})[0]


OUTPUTS = {
    "extract_lakes_a:LAKES_A": "a.gpkg",
    "extract_lakes_b:LAKES_B": "b.gpkg",
    "track_lakes:LEDGER": "ledger.gpkg",
    "track_lakes:CHANGES": "changes.gpkg",
}


@pytest.mark.parametrize(
    ("first", "second", "given", "expected"),
    [
        ("a_2014-07-20", "b_2020-08-31", {}, ""),
        ("a_2014-07-20", "b", {"DATE_B": "2020-08-31"}, ""),
        ("a_2014-07-20", "b", {}, "The date of 'Image of the second date' (IMAGE_B) is not known"),
        ("a_2014-07-20", "b_20140720", {}, "Both images have the date 2014-07-20."),
        ("a_2014-07-20", "b_20140720", {"DATE_B": "2020-08-31"}, ""),
    ],
)  # fmt: skip
def test_two_dates_are_known_and_differ(qgis, image, first, second, given, expected):
    images = {"IMAGE_A": image(first), "IMAGE_B": image(second)}

    fine, sentence = check("lakesattwodates", **images, **given, **OUTPUTS)

    assert fine == (expected == ""), sentence
    assert sentence.startswith(expected)


def test_lakes_are_extracted_in_the_first_run_and_measured_in_the_second(qgis, feedback, tmp_path):
    import processing

    polygon = "POLYGON((736000 -2817000,738000 -2817000,738000 -2815700,736000 -2815700,736000 -2817000))"
    area = QgsVectorLayer("Polygon?crs=EPSG:32621", "area", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(polygon))
    area.dataProvider().addFeature(feature)
    same = {"IMAGE": str(SAMPLE), "RESOLUTION": 30, "MIN_AREA": 5000, "AOI": area}
    outputs = {
        "extract_lakes:LAKES": "lakes.gpkg",
        "extract_lakes:PROBABILITY": "p.tif",
        "measure_lakes:MEASURED": "m.gpkg",
    }
    outputs = {name: str(tmp_path / file) for name, file in outputs.items()}

    first = processing.run("lakemapper:extractreviewmeasure", {**same, **outputs}, feedback=feedback)
    lakes = QgsVectorLayer(outputs["extract_lakes:LAKES"])
    reviewed = {"REVIEWED": lakes, "REVIEWED_PROBABILITY": outputs["extract_lakes:PROBABILITY"]}
    again = {**outputs, "extract_lakes:LAKES": str(tmp_path / "not_written.gpkg")}
    second = processing.run("lakemapper:extractreviewmeasure", {**same, **reviewed, **again})

    assert lakes.fields().lookupField("review_order") >= 0
    assert "measure_lakes:MEASURED" not in first
    measured = QgsVectorLayer(second["measure_lakes:MEASURED"])
    assert {lake["outline"] for lake in measured.getFeatures()} == {"unchanged"}
    assert measured.featureCount() == lakes.featureCount() > 0
    assert not (tmp_path / "not_written.gpkg").exists()


def test_numbers_have_as_few_decimals_as_in_the_other_dialogs(qgis):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:lakesattwodates")

    for name in ("RESOLUTION", "MIN_AREA", "THRESHOLD"):
        assert algorithm.parameterDefinition(name).metadata() == {"widget_wrapper": {"decimals": 3}}
