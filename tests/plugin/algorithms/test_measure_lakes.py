"""Lakes of all origins are measured in a real QGIS, and go on into Track lakes."""

import numpy as np
import pytest
from lake_mapper.core.geo.crs import spatial_reference
from osgeo import ogr
from qgis.core import (
    NULL,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)
from support import SAMPLE, english_in, rgb_of, wkt, write_raster

UTM = "EPSG:32645"


def square(x, y, side):
    return f"POLYGON(({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))"


def layer_of(rows, fields="", kind="MultiPolygon", crs=UTM):
    """Make a layer in memory of shapes with their values."""
    columns = "".join(f"&field={field}" for field in fields.split())
    layer = QgsVectorLayer(f"{kind}?crs={crs}{columns}", "lakes", "memory")
    for text, *values in rows:
        feature = QgsFeature(layer.fields())
        if text:
            feature.setGeometry(QgsGeometry.fromWkt(text))
        feature.setAttributes(values)
        layer.dataProvider().addFeature(feature)
    return layer


class Errors(QgsProcessingFeedback):
    """Keeps what goes wrong before the work begins, which QGIS reports to the feedback alone."""

    def __init__(self):
        super().__init__(False)
        self.log = []

    def reportError(self, error, fatal_error=False):
        self.log.append(error)


def measure(layer, feedback=None, **parameters):
    import processing

    given = {"INPUT": layer, "OUTPUT": "TEMPORARY_OUTPUT", **parameters}
    return processing.run("lakemapper:measurelakes", given, feedback=feedback)


def values(result, *names):
    return [tuple(feature[name] for name in names) for feature in result["OUTPUT"].getFeatures()]


@pytest.fixture(scope="module")
def extracted(qgis, tmp_path_factory):
    """Lakes to review of a part of the sample with three lakes, with names and the probability."""
    import processing

    folder = tmp_path_factory.mktemp("extracted")
    known = layer_of([(square(740062, -2815615, 2000), "Great Lake")], "name:string", crs="EPSG:32621")
    processing.run(
        "lakemapper:extractlakes",
        {
            "INPUT": str(SAMPLE),
            "EXTENT": "734500,745000,-2817400,-2812000 [EPSG:32621]",
            "RESOLUTION": 30,
            "MIN_AREA": 50000,
            "REVIEW": True,
            "KNOWN_LAKES": known,
            "OUTPUT": str(folder / "lakes.gpkg"),
            "PROBABILITY": str(folder / "probability.tif"),
        },
    )
    return folder


def test_lakes_to_review_have_an_order_names_and_buttons(extracted):
    folder = extracted
    layer = QgsVectorLayer(str(folder / "lakes.gpkg"))

    lakes = list(layer.getFeatures())
    assert len(lakes) == 3
    assert sorted(lake["review_order"] for lake in lakes) == list(range(1, len(lakes) + 1))
    assert all(lake["review"] == NULL for lake in lakes)
    assert [(lake["name"], lake["known_id"]) for lake in lakes][:2] == [(NULL, NULL), ("Great Lake", "1")]
    assert layer.renderer().type() == "categorizedSymbol"
    assert [a.shortTitle() for a in layer.actions().actions()] == ["Accept", "Reject", "Edited"]
    assert layer.attributeTableConfig().actionWidgetStyle() == layer.attributeTableConfig().ButtonList


def test_review_edit_measure_and_track(extracted, feedback, tmp_path):
    """The whole way: one lake is rejected, one is edited, and the result is followed to another date."""
    import processing
    from lake_mapper.plugin.gui.review import decide, next_to_review

    folder = extracted
    layer = QgsVectorLayer(str(folder / "lakes.gpkg"), "reviewed")
    QgsProject.instance().addMapLayer(layer)
    try:
        first = next_to_review(layer)
        assert first["review_order"] == 1
        decide(layer.id(), first.id(), "accepted")
        assert next_to_review(layer)["review_order"] == 2
        plain, great, wrong = sorted(layer.getFeatures(), key=lambda lake: lake["lake_id"])
        shape = great.geometry()
        box = shape.boundingBox()
        box.setXMinimum(box.center().x())
        half = shape.intersection(QgsGeometry.fromRect(box))
        layer.changeGeometry(great.id(), half)
        for lake, decision in ((plain, "accepted"), (great, "edited"), (wrong, "rejected")):
            decide(layer.id(), lake.id(), decision)
        assert next_to_review(layer) is None

        result = measure(layer, feedback, PROBABILITY=str(folder / "probability.tif"))
    finally:
        layer.rollBack()
        QgsProject.instance().removeMapLayer(layer.id())

    found = {
        row[0]: row for row in values(result, "lake_id", "outline", "area_km2", "area_before_km2", "name")
    }
    assert list(found) == [1, 2]
    assert (found[1][1], found[2][1]) == ("unchanged", "changed")
    assert found[2][3] == great["area_km2"]
    assert 0 < found[2][2] < great["area_km2"]
    assert found[2][4] == "Great Lake"
    assert "1 lake of 'reviewed' rejected in review: left out." in feedback.log
    assert any("1 changed (" in line for line in feedback.log)
    before = QgsVectorLayer(str(folder / "lakes.gpkg"), "before")
    tracked = processing.run(
        "lakemapper:tracklakes",
        {
            "LAYERS": [before, result["OUTPUT"]],
            "DATES": "2020-05-18;2021-05-18",
            "LEDGER": "TEMPORARY_OUTPUT",
            "CHANGES": "TEMPORARY_OUTPUT",
        },
    )
    last = [row for row in tracked["LEDGER"].getFeatures() if row["date"].year() == 2021]
    assert [(row["lake_id"], row["event"], row["name"]) for row in last] == [
        (1, "stable", ""),
        (2, "shrunk", "Great Lake"),
        (3, "vanished", ""),
    ]


def test_track_leaves_out_rejected_lakes(qgis, feedback):
    import processing

    rows = [(square(5e5, 34e5, 900), "rejected"), (square(51e4, 34e5, 800), None)]
    layers = [layer_of(rows, "review:string") for _ in range(2)]

    result = processing.run(
        "lakemapper:tracklakes",
        {
            "LAYERS": layers,
            "DATES": "2010-01-01;2020-01-01",
            "LEDGER": "TEMPORARY_OUTPUT",
            "CHANGES": "TEMPORARY_OUTPUT",
        },
        feedback=feedback,
    )

    assert result["LAKE_COUNT"] == 1
    assert "1 lake of 'lakes' rejected in review: left out." in feedback.log


def test_other_fields_stay_and_ids_that_are_text_do_too(qgis):
    rows = [(square(5e5, 34e5, 900), "A1", "deep", 3), (None, "A2", NULL, NULL)]
    layer = layer_of(rows, "LAKE_ID:string note:string depth:integer")

    result = measure(layer, RESOLUTION=10, DATE="2021-02-03")

    assert values(result, "lake_id", "lake_id_before", "note", "depth", "outline") == [
        (1, "A1", "deep", 3, "new"),
        (2, "A2", NULL, NULL, "not measured"),
    ]
    assert next(iter(values(result, "date")))[0].toString("yyyy-MM-dd") == "2021-02-03"
    assert result["LAKE_COUNT"] == 1
    assert result["LAKE_AREA_ERROR_KM2"] > 0


def test_only_selected_lakes_and_no_id_of_the_others(qgis):
    rows = [(square(5e5 + 2000 * k, 34e5, 900 + k), number) for k, number in enumerate((1, 7, NULL))]
    layer = layer_of(rows, "lake_id:integer")
    layer.selectByIds([3])
    QgsProject.instance().addMapLayer(layer)

    result = measure(QgsProcessingFeatureSourceDefinition(layer.id(), True))

    QgsProject.instance().removeMapLayer(layer.id())
    assert values(result, "lake_id") == [(8,)]
    assert "LAKE_AREA_ERROR_KM2" not in result


def test_any_crs_has_the_same_areas(qgis):
    import processing

    layer = layer_of([(QgsGeometry.fromWkt(square(5e5, 34e5, 900)).densifyByDistance(20).asWkt(),)])
    options = {"INPUT": layer, "TARGET_CRS": "EPSG:3857", "OUTPUT": "TEMPORARY_OUTPUT"}
    other = processing.run("native:reprojectlayer", options)["OUTPUT"]

    assert measure(other)["LAKE_AREA_KM2"] == pytest.approx(measure(layer)["LAKE_AREA_KM2"], abs=2e-5)


def test_names_come_from_known_lakes_and_others_stay(qgis):
    layer = layer_of([(square(5e5, 34e5, 900), "old"), (square(52e4, 34e5, 900), "kept")], "NAME:string")
    known = layer_of([(square(5e5, 34e5, 950), "New", "n-1")], "Lake_name:string code:string")

    result = measure(layer, KNOWN_LAKES=known, KNOWN_ID="code")

    assert values(result, "name", "known_id") == [("New", "n-1"), ("kept", NULL)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"crs": ""}, "no coordinate reference system"),
        ({"rows": []}, "no polygon to measure"),
        ({"kind": "None"}, "is a table without shapes"),
        ({"PROBABILITY": "image"}, "is no lake probability"),
        ({"IMAGE": "elsewhere"}, "shows none of the lakes"),
        ({"KNOWN_LAKES": "nameless"}, "has no field 'name'"),
    ],
)
def test_what_cannot_be_measured_is_a_sentence(qgis, tmp_path, change, sentence):
    layer = layer_of(
        change.get("rows", [(square(5e5, 34e5, 900),)]),
        kind=change.get("kind", "MultiPolygon"),
        crs=change.get("crs", UTM),
    )
    values = rgb_of(np.zeros((9, 9), bool))
    given = {
        "image": write_raster(tmp_path / "i.tif", values),
        "elsewhere": write_raster(tmp_path / "e.tif", values, epsg=32601),
        "nameless": layer_of([(square(5e5, 34e5, 9), 1)], "code:integer"),
    }
    parameters = {name: given[value] for name, value in change.items() if name.isupper()}

    errors = Errors()
    with pytest.raises(QgsProcessingException) as caught:
        measure(layer, errors, **parameters)

    assert sentence in " ".join([str(caught.value), *errors.log])


def test_a_layer_of_collections_is_not_said_to_lack_a_crs(qgis, tmp_path):
    path = str(tmp_path / "collections.gpkg")
    file = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    layer = file.CreateLayer("collections", spatial_reference(wkt(32645)), ogr.wkbGeometryCollection)
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(ogr.CreateGeometryFromWkt("GEOMETRYCOLLECTION(POINT(500000 3400000))"))
    layer.CreateFeature(feature)
    del feature, layer, file

    errors = Errors()
    with pytest.raises(QgsProcessingException) as caught:
        measure(path, errors)

    assert "holds no polygons" in " ".join([str(caught.value), *errors.log])


def test_the_input_is_never_written_over(qgis, extracted):
    folder = extracted
    path = str(folder / "lakes.gpkg")

    with pytest.raises(QgsProcessingException):
        measure(path, OUTPUT=path)
    assert QgsVectorLayer(path).fields().lookupField("area_before_km2") < 0


def test_a_file_keeps_what_is_known_of_the_image(extracted, tmp_path):
    from lake_mapper.plugin.layers.footprint_metadata import metadata_of, read_metadata

    folder = extracted
    before = QgsVectorLayer(str(folder / "lakes.gpkg"))

    measure(before, OUTPUT=str(tmp_path / "measured.gpkg"))

    after = QgsVectorLayer(str(tmp_path / "measured.gpkg"))
    assert read_metadata(metadata_of(after)) == read_metadata(metadata_of(before))
    assert any(
        "Measured by: qgis_process run lakemapper:measurelakes" in line for line in after.metadata().history()
    )


def test_where_lakes_were_not_selected_nothing_was_seen(extracted, tmp_path):
    from lake_mapper.plugin.layers.footprint_metadata import metadata_of, read_metadata

    layer = QgsVectorLayer(str(extracted / "lakes.gpkg"))
    layer.selectByIds([1])
    QgsProject.instance().addMapLayer(layer)

    measure(
        QgsProcessingFeatureSourceDefinition(layer.id(), True),
        OUTPUT=str(tmp_path / "measured.gpkg"),
    )

    facts = read_metadata(metadata_of(QgsVectorLayer(str(tmp_path / "measured.gpkg"))))
    seen = QgsGeometry.fromWkt(facts.footprint)
    inside = {each.id(): seen.contains(each.geometry().pointOnSurface()) for each in layer.getFeatures()}
    QgsProject.instance().removeMapLayer(layer.id())
    assert inside == {1: True, 2: False, 3: False}
    assert (facts.pixel, facts.lakes) == (30.0, 1)


def test_dates_that_cannot_be_read_are_kept_and_told(qgis, feedback):
    rows = [(square(5e5, 34e5, 900), "31.08.2014"), (square(51e4, 34e5, 900), "2015-08-31")]

    result = measure(layer_of(rows, "date:string"), feedback, RESOLUTION=10, DATE="2020-01-01")

    dates = [(date.toString("yyyy-MM-dd"), before) for date, before in values(result, "date", "date_before")]
    assert dates == [("2020-01-01", "31.08.2014"), ("2015-08-31", "2015-08-31")]
    assert any(line.startswith("'31.08.2014' in the field 'date' is no date") for line in feedback.log)


def test_log_and_errors_in_chinese(chinese, extracted, feedback):
    lakes, probability = (str(extracted / name) for name in ("lakes.gpkg", "probability.tif"))
    measure(lakes, feedback, PROBABILITY=probability, KNOWN_LAKES=lakes, KNOWN_NAME="model")

    with pytest.raises(QgsProcessingException) as error:
        measure(lakes, PROBABILITY=str(SAMPLE))

    assert "不是湖泊概率" in str(error.value)
    assert any("已量算 3 个湖泊" in line for line in feedback.log)
    assert english_in("\n".join([*feedback.log, str(error.value)])) == []
