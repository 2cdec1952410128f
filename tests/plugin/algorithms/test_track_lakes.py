"""Lakes over time in a real QGIS: from layers of all kinds to ledger, changes and report."""

import datetime
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsDateTimeRange,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime
from support import ROOT

SCENES = ROOT.parent / "shared" / "data" / "scenes"


def square(x, y, side):
    return f"POLYGON(({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))"


SMALL, LARGE = square(500000, 3400000, 1000), square(500000, 3400000, 1200)
OTHER = square(510000, 3400000, 800)


def lake_layer(name, shapes, date=None, fields="", kind="Polygon", crs="EPSG:32645"):
    """Make a layer in memory; ``date`` goes into a field, values of ``fields`` into others."""
    columns = "&field=date:date" if date else ""
    columns += "".join(f"&field={field}" for field in fields.split())
    layer = QgsVectorLayer(f"{kind}?crs={crs}{columns}", name, "memory")
    for shape in shapes:
        wkt, *values = shape if isinstance(shape, tuple) else (shape,)
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes(([QDate.fromString(date, "yyyy-MM-dd")] if date else []) + values)
        layer.dataProvider().addFeature(feature)
    return layer


def track(layers, feedback=None, **parameters):
    import processing

    given = {"LAYERS": layers, "LEDGER": "TEMPORARY_OUTPUT", "CHANGES": "TEMPORARY_OUTPUT", **parameters}
    return processing.run("lakemapper:tracklakes", given, feedback=feedback)


class Errors(QgsProcessingFeedback):
    """Keeps what goes wrong before the work begins, which QGIS reports to the feedback alone."""

    def __init__(self):
        super().__init__(False)
        self.errors = []

    def reportError(self, error, fatal_error=False):
        self.errors.append(error)


def refused(layers, **parameters):
    errors = Errors()
    with pytest.raises(QgsProcessingException) as caught:
        track(layers, errors, **parameters)
    return " ".join([str(caught.value), *errors.errors])


def events(result):
    rows = result["LEDGER"].getFeatures()
    return [(row["lake_id"], row["date"].toString("yyyy-MM-dd"), row["event"] or "") for row in rows]


def test_ledger_changes_lakes_and_totals(qgis):
    layers = [
        lake_layer("later", [LARGE], "2020-01-01"),
        lake_layer("before", [SMALL, OTHER], "2010-01-01"),
    ]

    result = track(layers, LAKES="TEMPORARY_OUTPUT")

    assert events(result) == [
        (1, "2010-01-01", ""),
        (2, "2010-01-01", ""),
        (1, "2020-01-01", "expanded"),
        (2, "2020-01-01", "vanished"),
    ]
    area = {}
    for change in result["CHANGES"].getFeatures():
        area[change["lake_id"], change["change"]] = change["area_km2"]
    plane = 0.9996**-2
    assert area[1, "stable"] == pytest.approx(1.0 * plane, rel=1e-3)
    assert area[1, "gain"] == pytest.approx(0.44 * plane, rel=1e-3)
    assert area[2, "loss"] == pytest.approx(0.64 * plane, rel=1e-3)
    assert result["AREA_CHANGE_KM2"] == pytest.approx(area[1, "gain"] - area[2, "loss"], abs=3e-6)
    assert result["LAKE_COUNT"] == 2
    assert result["LAKES"].featureCount() == 3  # what has vanished has no polygon
    assert result["CHANGES"].crs().authid() == "EPSG:32645"


def test_every_source_of_a_date(qgis, tmp_path):
    in_field = lake_layer("a", [SMALL], "2001-01-01")
    in_time = lake_layer("b", [SMALL])
    moment = QDateTime(QDate(2002, 1, 1), QTime(0, 0))
    in_time.temporalProperties().setIsActive(True)
    in_time.temporalProperties().setMode(Qgis.VectorTemporalMode.FixedTemporalRange)
    in_time.temporalProperties().setFixedTemporalRange(QgsDateTimeRange(moment, moment))
    in_metadata = lake_layer("c", [SMALL])
    metadata = in_metadata.metadata()
    extent = metadata.extent()
    moment = moment.addYears(1)
    extent.setTemporalExtents([QgsDateTimeRange(moment, moment)])
    metadata.setExtent(extent)
    in_metadata.setMetadata(metadata)
    in_name = lake_layer("lakes_20040101_v2", [SMALL])

    found = track([in_name, in_metadata, in_time, in_field])
    given = track([in_name, in_field], DATES="1999-05-01;1998-04-02")

    assert [date for _, date, _ in events(found)] == [f"200{year}-01-01" for year in (1, 2, 3, 4)]
    assert [date for _, date, _ in events(given)] == ["1998-04-02", "1999-05-01"]


def test_one_layer_with_several_dates_in_its_field(qgis):
    layer = lake_layer(
        "all", [(SMALL, "2010-01-01"), (LARGE, "2020-01-01"), (OTHER, "2020-01-01")], None, "date:string"
    )

    assert events(track([layer]))[1:] == [(1, "2020-01-01", "expanded"), (2, "2020-01-01", "new")]


def test_flags_and_errors_of_a_shapefile_with_short_names(qgis, tmp_path):
    fields = "lake_id:int area_error_km2:double touches_edge:bool touches_nodata:bool"
    layer = lake_layer("old", [(SMALL, 7, 0.01, False, False), (OTHER, 8, 0.02, True, False)], None, fields)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "ESRI Shapefile"
    path = str(tmp_path / "lakes_2010-06-01.shp")
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, QgsProject.instance().transformContext(), options)

    result = track([path, lake_layer("new", [SMALL, OTHER], "2020-01-01")])

    first = {row["source_id"]: row for row in result["LEDGER"].getFeatures() if row["layer"] != "new"}
    assert first["7"]["area_error_km2"] == pytest.approx(0.01)
    assert (first["7"]["counted"], first["8"]["counted"]) == (True, False)
    assert first["8"]["flags"] == "cut by the edge"


def test_a_pixel_that_is_assumed_is_told(qgis, feedback):
    track([lake_layer("a", [SMALL], "2010-01-01"), lake_layer("b", [LARGE], "2020-01-01")], feedback)

    assert "images of 'a', 'b' had is not known: 17 m are taken" in " ".join(feedback.log)


def test_only_whole_lakes_in_the_area_count(qgis):
    area = lake_layer("area", [square(499000, 3399000, 4000)])

    result = track(
        [lake_layer("a", [SMALL, OTHER], "2010-01-01"), lake_layer("b", [SMALL], "2020-01-01")], AREA=area
    )

    counted = {row["lake_id"]: row["counted"] for row in result["LEDGER"].getFeatures()}
    assert counted == {1: True, 2: False}
    assert result["AREA_CHANGE_KM2"] == 0


def test_an_area_without_polygons_is_no_missing_area(qgis):
    layers = [lake_layer("a", [SMALL], "2010-01-01"), lake_layer("b", [SMALL], "2020-01-01")]

    with pytest.raises(QgsProcessingException, match=r"\(AREA\) has no polygon"):
        track(layers, AREA=lake_layer("area", []))


def test_files_play_in_the_temporal_controller_and_say_where_they_come_from(qgis, tmp_path):
    changes, lakes = str(tmp_path / "changes.gpkg"), str(tmp_path / "lakes.gpkg")
    track(
        [lake_layer("a", [SMALL], "2010-01-01"), lake_layer("b", [LARGE], "2020-01-01")],
        CHANGES=changes,
        LAKES=lakes,
        LEDGER=str(tmp_path / "ledger.gpkg"),
    )

    interval = ("2010-01-01", "2020-01-01")
    for path, times in ((changes, {interval}), (lakes, {interval, ("2020-01-01", "2020-01-02")})):
        layer = QgsVectorLayer(path, "layer", "ogr")
        layer.loadDefaultStyle()
        temporal = layer.temporalProperties()
        assert temporal.isActive()
        assert temporal.mode() == Qgis.VectorTemporalMode.FeatureDateTimeStartAndEndFromFields
        names = temporal.startField(), temporal.endField()
        shown = {tuple(row[name].toString("yyyy-MM-dd") for name in names) for row in layer.getFeatures()}
        assert shown == times
        assert "lakemapper:tracklakes" in layer.metadata().history()[0]
    ledger = QgsVectorLayer(str(tmp_path / "ledger.gpkg"), "ledger", "ogr")
    assert ledger.featureCount() == 2
    assert not ledger.isSpatial()


def test_the_report_holds_plots_maps_tables_and_assumptions(qgis, tmp_path):
    path = tmp_path / "report.html"
    track(
        [lake_layer("a <b>", [SMALL, OTHER], "2010-01-01"), lake_layer("b", [LARGE], "2020-01-01")],
        REPORT=str(path),
    )

    text = path.read_text(encoding="utf-8")
    assert text.count("<svg") == 3  # the total and two lakes
    assert text.count("data:image/png;base64") == 3  # the whole and two close up
    assert "a &lt;b&gt;" in text
    for words in (
        "The ten largest gains",
        "The ten largest losses",
        "Method and assumptions",
        "qgis_process",
    ):
        assert words in text
    gain = re.search(r"lake 1</td><td>([\d.]+) ±.*?<td>\+([\d.]+) ±", text)
    assert float(gain.group(2)) == pytest.approx(0.44 * 0.9996**-2, abs=0.01)


POINTS = "POINT(500000 3400000)"


@pytest.mark.parametrize(
    ("layers", "parameters", "sentence"),
    [
        (lambda: [lake_layer("a", [SMALL], "2010-01-01")], {}, "two or more dates"),
        (lambda: [lake_layer("a", [SMALL]), lake_layer("b", [SMALL])], {}, "The layer 'a' has no date"),
        (lambda: [lake_layer(n, [SMALL], "2010-01-01") for n in "ab"], {}, "have the same date"),
        (lambda: [lake_layer("a", [SMALL], "2010-01-01"), lake_layer("b", [])], {}, "'b' is empty"),
        (lambda: [lake_layer("a", [POINTS], kind="Point")], {}, "no polygons but point features"),
        (lambda: [lake_layer("a", [SMALL], kind="None")], {}, "'a' is a table without shapes"),
        (lambda: [lake_layer("a", [SMALL])] * 2, {"DATES": "2010-01-01"}, "1 dates for 2 layers"),
        (lambda: [lake_layer("a", [SMALL])] * 2, {"DATES": "2010-01-01;soon"}, "(DATES) is no date"),
        (
            lambda: [lake_layer("a", [SMALL], "2010-01-01"), lake_layer("b", [SMALL], "2011-01-01", crs="")],
            {},
            "'b' has no coordinate reference system",
        ),
        (
            lambda: [lake_layer("a", [SMALL], "2010-01-01"), lake_layer("b", [OTHER], "2011-01-01")],
            {},
            "do not overlap anywhere",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(qgis, layers, parameters, sentence):
    assert sentence in refused(layers(), **parameters)


def test_a_place_where_nobody_may_write_is_refused_at_once(qgis, tmp_path):
    (tmp_path / "file").touch()
    layers = [lake_layer("a", [SMALL], "2010-01-01"), lake_layer("b", [LARGE], "2020-01-01")]

    assert "(REPORT) cannot be written" in refused(layers, REPORT=str(tmp_path / "file" / "r.html"))


def test_extracted_lakes_know_what_their_image_showed(qgis, tmp_path):
    """A raster with a wedge of missing data: its lakes tell, through a file and through memory."""
    import processing
    from lake_mapper.core.tracking.lake_files import read_lake_layer
    from lake_mapper.plugin.layers.footprint_metadata import read_metadata

    source = gdal.Open(str(ROOT / "resources" / "sample" / "itaipu_landsat8_2020-05-18.tif"))
    west, _, _, north, _, _ = source.GetGeoTransform()
    image = str(tmp_path / "image.tif")
    dataset = gdal.Translate(image, source, srcWin=[0, 0, 400, 400], noData=0)
    values = dataset.ReadAsArray()
    values[:, np.tri(400, k=-150, dtype=bool)] = 0
    dataset.WriteArray(values)
    dataset.FlushCache()
    found = []
    for output in ("TEMPORARY_OUTPUT", str(tmp_path / "lakes.gpkg")):
        context = QgsProcessingContext()
        given = {"INPUT": image, "OUTPUT": output, "RESOLUTION": 30}
        result = processing.run("lakemapper:extractlakes", given, context=context)["OUTPUT"]
        layer = QgsVectorLayer(result, "lakes", "ogr") if isinstance(result, str) else result
        found.append(read_metadata(layer.metadata()))

    assert found[0] == found[1]
    without_qgis = read_lake_layer(tmp_path / "lakes.gpkg", datetime.date(2020, 5, 18))
    assert (without_qgis.pixel, without_qgis.pixel_grid, without_qgis.footprint) == found[0][:3]
    assert (found[0].crs, without_qgis.warning) == ("EPSG:32621", "")
    assert found[0].pixel == pytest.approx(30, rel=0.01)
    assert found[0].pixel_grid[:2] == pytest.approx((west, north))
    seen = QgsGeometry.fromWkt(found[0].footprint)
    valid = (gdal.Open(image).ReadAsArray() != 0).any(0).mean()
    assert 0.9 * valid < seen.area() / (400 * 30) ** 2 <= valid + 0.001
    assert valid < 0.9


@pytest.fixture
def prairie():
    paths = [SCENES / f"prairie_naip_{date}.tif" for date in ("2014-07-20", "2020-08-31")]
    if not all(path.is_file() for path in paths):
        pytest.skip("the two prairie scenes are not in ../shared/data/scenes")
    return paths


def test_two_images_in_one_call_of_qgis_process(prairie, tmp_path):
    """The model, with no window: lakes of both dates, ledger, changes and report."""
    outputs = {
        "extract_lakes_a:LAKES_A": "a.gpkg",
        "extract_lakes_b:LAKES_B": "b.gpkg",
        "track_lakes:LEDGER": "ledger.gpkg",
        "track_lakes:CHANGES": "changes.gpkg",
        "track_lakes:REPORT": "report.html",
    }
    inputs = {
        "IMAGE_A": prairie[0],
        "DATE_A": "2014-07-20",
        "IMAGE_B": prairie[1],
        "DATE_B": "2020-08-31",
        "RESOLUTION": "10",
    }
    inputs.update({name: tmp_path / file for name, file in outputs.items()})
    command = [str(ROOT / "scripts" / "qgis_process.sh"), "run", "lakemapper:lakesattwodates"]
    done = subprocess.run(
        [*command, *(f"--{name}={value}" for name, value in inputs.items())], capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert all((tmp_path / file).is_file() for file in outputs.values())
    ledger = QgsVectorLayer(str(tmp_path / "ledger.gpkg"), "ledger", "ogr")
    dates = {row["date"].toString("yyyy-MM-dd") for row in ledger.getFeatures()}
    assert dates == {"2014-07-20", "2020-08-31"}
    assert "shorelines that did not move" in done.stdout


def test_a_batch_over_dated_images_makes_layers_that_can_be_tracked(qgis, prairie, tmp_path):
    import processing

    layers = []
    for path in prairie:
        given = {
            "IMAGE": str(path),
            "extract_lakes:LAKES": str(tmp_path / f"{path.stem}.gpkg"),
            "RESOLUTION": "12",
        }
        result = processing.run("lakemapper:lakesofadatedimage", given)
        layers.append(result["extract_lakes:LAKES"])

    assert {Path(layer).stem[-10:] for layer in layers} == {date for _, date, _ in events(track(layers))}


def test_known_lakes_name_the_lakes_and_others_keep_their_own(qgis):
    old = lake_layer("old", [(SMALL, "Small"), (OTHER, "Other")], "2010-01-01", "name:string")
    new = lake_layer("new", [(LARGE, "Larger"), (OTHER, "Other")], "2020-01-01", "name:string")
    known = lake_layer("known", [(LARGE, "Known Lake", "HL-7")], fields="lake_name:string hl:string")

    result = track([old, new], KNOWN_LAKES=known, KNOWN_ID="hl")

    rows = {(row["name"], row["known_id"]) for row in result["LEDGER"].getFeatures()}
    assert rows == {("Known Lake", "HL-7"), ("Other", "")}
