"""Trends and close-ups of Track lakes in a real QGIS."""

import csv

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingFeedback, QgsProject, QgsRasterLayer
from support import english_in, write_raster

from .test_track_lakes import events, lake_layer, refused, square, track

DATES = ("2000-07-01", "2003-07-02", "2008-07-03", "2013-07-04", "2020-07-05")


def growing(dates=DATES):
    return [
        lake_layer(f"lakes {date}", [square(500000, 3400000, 1000 + 20 * (int(date[:4]) - 2000))], date)
        for date in dates
    ]


@pytest.fixture
def image(tmp_path):
    def make(name, bands=3):
        values = np.random.default_rng(0).integers(50, 200, (bands, 200, 200)).astype(np.uint8)
        path = write_raster(tmp_path / name, values, geotransform=(499_500, 10, 0, 3_401_500, 0, -10))
        return QgsRasterLayer(str(path), name)

    return make


def test_trends_are_a_table_and_a_section_of_the_report(qgis, tmp_path):
    paths = {"TRENDS": str(tmp_path / "trends.csv"), "REPORT": str(tmp_path / "report.html")}
    result = track(growing(), **paths)

    with open(result["TRENDS"], encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["lakes"] for row in rows] == ["all", "1"]
    # The square grows by 20 m a year on each side: 0.04 to 0.056 km² a year.
    assert float(rows[1]["slope_low"]) == pytest.approx(0.041, abs=0.002)
    assert float(rows[1]["slope_high"]) == pytest.approx(0.055, abs=0.002)
    assert rows[1]["dates_used"] == "5"
    assert "<h2>Trends</h2>" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_two_dates_have_no_trends(qgis, tmp_path):
    trends, ledger = str(tmp_path / "trends.csv"), tmp_path / "ledger.gpkg"

    assert "2 dates have no trend" in refused(growing(DATES[:2]), TRENDS=trends, LEDGER=str(ledger))
    assert not ledger.exists()  # it is said before the work


def test_close_ups_show_the_images_of_the_first_and_the_last_date(qgis, tmp_path, image):
    images = [image("scene_2000-07-01.tif"), image("scene_2020-07-05.tif"), image("other_1990-01-01.tif")]
    track(growing(), IMAGES=images, REPORT=str(tmp_path / "report.html"))

    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<figcaption>2000-07-01</figcaption>" in report
    assert "<figcaption>2020-07-05</figcaption>" in report
    assert "shoreline of 2000-07-01" in report
    assert "1990" not in report.replace(str(tmp_path), "").split("The same again")[0]


def test_images_of_the_project_are_used(qgis, tmp_path, image):
    project = QgsProject.instance()
    for name, bands in (("scene_2020-07-05.tif", 3), ("elevation_2000-07-01.tif", 1)):
        project.addMapLayer(image(name, bands))
    wrong = image("photo_2010-07-01.tif", 3)
    wrong.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))  # metres as degrees: nobody asked for it
    project.addMapLayer(wrong)
    try:
        track(growing(), REPORT=str(tmp_path / "report.html"))
    finally:
        project.removeAllMapLayers()

    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<figcaption>2020-07-05</figcaption>" in report
    assert "<figcaption>2000-07-01</figcaption>" not in report


def test_an_image_without_a_date_is_refused(qgis, image):
    assert "'nameless.tif', whose date is not known" in refused(growing(), IMAGES=[image("nameless.tif")])


def test_a_reader_of_chinese_gets_a_chinese_log_and_english_values(qgis, chinese, tmp_path, image):
    feedback = QgsProcessingFeedback(False)
    images = [image("scene_2000-07-01.tif"), image("scene_2020-07-05.tif")]

    result = track(growing(), feedback, IMAGES=images, REPORT=str(tmp_path / "report.html"))

    assert "个湖泊；其中各期都完整的湖泊：由" in feedback.textLog()
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "2000-07-01 的岸线" in report
    assert english_in(feedback.textLog() + report[: report.index("<pre>")]) == []
    assert [event for _, _, event in events(result)] == ["", *["expanded"] * 4]
    metadata = result["CHANGES"].metadata()
    assert (metadata.language(), metadata.title()) == ("ZHO", "2000-07-01 至 2020-07-05 的湖泊")
    assert english_in(metadata.abstract()) == []
    assert "只有一期湖泊，无法比较。" in refused([growing()[0]])
