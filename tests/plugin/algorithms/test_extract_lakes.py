import dataclasses
import datetime
import subprocess
from html import escape

import numpy as np
import pytest
from osgeo import gdal, ogr
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsDistanceArea,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from support import ROOT, SAMPLE, rgb_of, write_raster

EXTENT = "748000,755000,-2806000,-2800000 [EPSG:32621]"


def extract(feedback=None, **parameters):
    import processing  # is there once QGIS has started

    given = {"INPUT": str(SAMPLE), "EXTENT": EXTENT, "OUTPUT": "TEMPORARY_OUTPUT", **parameters}
    return processing.run("lakemapper:extractlakes", given, feedback=feedback)


@pytest.fixture(scope="module")
def sample(qgis, tmp_path_factory):
    """One run on a part of the sample, with every output."""
    folder = tmp_path_factory.mktemp("sample")
    result = extract(
        OUTPUT=str(folder / "lakes.gpkg"),
        PROBABILITY=str(folder / "probability.tif"),
        REPORT=str(folder / "report.html"),
        RUN_FOLDER=str(folder / "run"),
        DATE=datetime.date(2020, 5, 18).isoformat(),
    )
    return folder, result


def test_lakes_fields_and_numbers(sample):
    folder, result = sample
    layer = QgsVectorLayer(str(folder / "lakes.gpkg"))
    from lake_mapper.core.lakes.attributes import FIELDS

    features = list(layer.getFeatures())
    names = [f.name() for f in layer.fields() if f.name() != "fid"]

    assert names == [f.name for f in FIELDS]
    assert len(features) == result["LAKE_COUNT"] > 0
    assert sum(f["area_km2"] for f in features) == pytest.approx(result["LAKE_AREA_KM2"], abs=1e-4)
    assert [f["lake_id"] for f in features] == list(range(1, len(features) + 1))
    assert all(f["date"].toString("yyyy-MM-dd") == "2020-05-18" for f in features)
    assert features[0]["touches_edge"]
    assert all(0.3 < f["confidence"] <= 1 for f in features)


def test_areas_agree_with_qgis_on_the_ellipsoid(sample):
    folder, _ = sample
    layer = QgsVectorLayer(str(folder / "lakes.gpkg"))
    measure = QgsDistanceArea()
    measure.setSourceCrs(layer.crs(), QgsProject.instance().transformContext())
    measure.setEllipsoid("EPSG:7030")

    for feature in layer.getFeatures():
        expected = measure.measureArea(feature.geometry()) / 1e6
        assert feature["area_km2"] == pytest.approx(expected, rel=1e-5, abs=6e-6)


def test_probability_agrees_with_the_lakes(sample):
    folder, result = sample
    raster = gdal.Open(str(folder / "probability.tif"))
    values = raster.ReadAsArray() * raster.GetRasterBand(1).GetScale()

    assert values.max() <= 1
    water = (values >= 0.5).sum() * 17**2 / 1e6
    assert result["LAKE_AREA_KM2"] == pytest.approx(water, rel=0.02)


def test_report_is_one_page(sample):
    folder, result = sample
    html = (folder / "report.html").read_text(encoding="utf-8")

    assert f"{result['LAKE_COUNT']} lake" in html
    from lake_mapper.core.report.text import with_error

    total = with_error(result["LAKE_AREA_KM2"], result["LAKE_AREA_ERROR_KM2"])
    assert f"{total} km² of water" in html
    assert "x 747998 to 755002" in html
    assert "Smallest lake</td><td>5,000 m²" in html
    assert "2020-05-18" in html
    assert "data:image/png;base64," in html
    assert 'src="http' not in html
    assert 'href="http' not in html


def test_run_folder_is_used_again(sample, feedback):
    folder, result = sample
    before = {p.name: p.stat().st_mtime_ns for p in (folder / "run").glob("sheet*")}

    again = extract(feedback, RUN_FOLDER=str(folder / "run"), THRESHOLD=0.5)

    assert again["LAKE_AREA_KM2"] == result["LAKE_AREA_KM2"]
    assert {p.name: p.stat().st_mtime_ns for p in (folder / "run").glob("sheet*")} == before
    assert any("there already" in line for line in feedback.log)


def test_smooth_keeps_each_lakes_area(sample):
    folder, _ = sample
    edges, smooth = (extract(SHORELINE=i, RUN_FOLDER=str(folder / "run"))["OUTPUT"] for i in (0, 1))

    areas = [sorted(f.geometry().area() for f in layer.getFeatures()) for layer in (edges, smooth)]

    assert len(areas[0]) > 0
    assert areas[1] == pytest.approx(areas[0], rel=1e-3)
    assert all(f.geometry().isGeosValid() for f in smooth.getFeatures())


def test_lakes_beyond_the_largest_elongation_are_left_out(qgis, feedback, tmp_path):
    given = {"EXTENT": None, "RESOLUTION": 30, "RUN_FOLDER": str(tmp_path / "run")}
    everything = extract(**given)
    all_lakes = [(lake["area_km2"], lake["elongation"]) for lake in everything["OUTPUT"].getFeatures()]

    result = extract(feedback, MAX_ELONGATION=5, **given)

    lakes = list(result["OUTPUT"].getFeatures())
    expected = [(area, elongation) for area, elongation in all_lakes if elongation <= 5]
    assert 0 < len(expected) < len(all_lakes)
    assert [(lake["area_km2"], lake["elongation"]) for lake in lakes] == expected
    assert [lake["lake_id"] for lake in lakes] == list(range(1, len(lakes) + 1))
    assert result["LAKE_COUNT"] == len(lakes)
    lost = len(all_lakes) - len(expected)
    assert any(
        line.startswith(f"{lost} lakes with") and "(MAX_ELONGATION) 5" in line for line in feedback.log
    )


def test_the_log_shows_what_runs_and_progress_rises(qgis, feedback):
    extract(feedback)

    log = "\n".join(feedback.log)
    assert "Bands 1, 2, 3" in log
    assert "percentiles 2 to 98" in log
    assert "runs on" in log
    assert "the image has 30 m" in log
    assert feedback.percent == sorted(feedback.percent)
    assert feedback.percent[-1] == 100


def test_a_run_of_many_blocks_is_estimated_before_the_work(qgis, feedback):
    extract(feedback, EXTENT=None, RESOLUTION=12)

    log = "\n".join(feedback.log)
    assert "9 blocks of the image to compute: about " in log
    assert log.index("GB of memory") < log.index("Tracing and measuring lakes")


def test_a_small_run_is_not_held_up_by_an_estimate(qgis, feedback):
    extract(feedback)

    assert any("4 blocks of the image to compute, too few to estimate" in line for line in feedback.log)


def test_cancel_writes_nothing(qgis, cancelling_feedback, tmp_path):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:extractlakes")
    context = QgsProcessingContext()
    output = tmp_path / "lakes.gpkg"

    algorithm.run(
        {
            "INPUT": str(SAMPLE),
            "OUTPUT": str(output),
            "RUN_FOLDER": str(tmp_path / "run"),
            "SHEET_SIZE": 1024,
        },
        context,
        cancelling_feedback,
    )

    assert any("Cancelled" in line for line in cancelling_feedback.log)
    assert not output.exists()
    assert 1 <= len(list((tmp_path / "run").glob("sheet*.tif"))) < 4
    assert not list((tmp_path / "run").glob("*unfinished*"))


def test_layer_with_another_crs_than_its_file(qgis, tmp_path):
    """A CRS set in QGIS counts, as for a file that has none."""
    mask = np.zeros((60, 60), bool)
    layer = QgsRasterLayer(write_raster(tmp_path / "a.tif", rgb_of(mask), epsg=None), "no crs")
    from qgis.core import QgsCoordinateReferenceSystem

    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32645"))

    result = extract(INPUT=layer, EXTENT=None)

    assert result["OUTPUT"].crs().authid() == "EPSG:32645"


def test_a_copy_in_degrees_has_the_same_lakes(qgis, tmp_path):
    """The real model on the whole sample and on its copy in EPSG:4326."""
    copy = str(tmp_path / "degrees.tif")
    gdal.Warp(
        copy, str(SAMPLE), dstSRS="EPSG:4326", resampleAlg="cubic", srcNodata=0, dstNodata=0
    ).FlushCache()

    utm, degrees = (extract(INPUT=path, EXTENT=None) for path in (str(SAMPLE), copy))

    assert utm["LAKE_AREA_KM2"] > 300
    assert degrees["LAKE_AREA_KM2"] == pytest.approx(utm["LAKE_AREA_KM2"], rel=0.01)
    largest = [next(result["OUTPUT"].getFeatures())["area_km2"] for result in (utm, degrees)]
    assert largest[1] == pytest.approx(largest[0], rel=0.01)


def rejected(**parameters) -> str:
    with pytest.raises(QgsProcessingException) as caught:
        extract(**parameters)
    return str(caught.value)


def test_rejected_input(qgis, tmp_path):
    plain = write_raster(tmp_path / "plain.tif", np.full((3, 50, 50), 9, np.uint8))
    no_crs = write_raster(tmp_path / "no_crs.tif", np.full((3, 50, 50), 9, np.uint8), epsg=None)
    unplaced = write_raster(tmp_path / "unplaced.tif", np.full((3, 50, 50), 9, np.uint8), geotransform=None)
    pickle = tmp_path / "model.safetensors"
    pickle.write_bytes(b"\x80\x04\x95 not a model")
    (tmp_path / "file").write_text("")

    assert "no coordinate reference system" in rejected(INPUT=no_crs, EXTENT=None)
    assert "no georeference" in rejected(INPUT=unplaced, EXTENT=None)
    assert "has 3 bands" in rejected(INPUT=plain, EXTENT=None, BANDS="4;3;2")
    assert "lies outside" in rejected(EXTENT="0,1000,0,1000 [EPSG:32621]")
    assert "(EXTENT) is empty" in rejected(EXTENT="748000,748000,-2806000,-2806000 [EPSG:32621]")
    assert "no such file" in rejected(MODEL=str(tmp_path / "nothing.safetensors"))
    assert "pickle" in rejected(MODEL=str(pickle))
    assert "cannot be written" in rejected(RUN_FOLDER=str(tmp_path / "file" / "run"))
    assert "multiple of 1024" in rejected(SHEET_SIZE=1500)
    assert "CUDA" in rejected(DEVICE=2)


def test_unwritable_outputs_are_named_before_the_work(qgis, tmp_path):
    nowhere = tmp_path / "file"
    nowhere.write_text("")

    assert "(PROBABILITY) cannot be written" in rejected(PROBABILITY=str(nowhere / "p.tif"))
    assert "must be a GeoTIFF" in rejected(PROBABILITY=str(tmp_path / "p.png"))
    assert "must be a GeoTIFF" in rejected(PROBABILITY=str(tmp_path / "p"))
    assert "(REPORT) cannot be written" in rejected(REPORT=str(nowhere / "r.html"))
    assert "(OUTPUT) cannot be written" in rejected(OUTPUT=str(nowhere / "lakes.gpkg"))
    from_dialog = QgsProcessingOutputLayerDefinition(str(nowhere / "lakes.gpkg"))
    assert "(OUTPUT) cannot be written" in rejected(OUTPUT=from_dialog)


def test_known_lakes_without_a_place_are_refused_before_the_work(qgis):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:extractlakes")
    known = QgsVectorLayer("Polygon?field=name:string", "known", "memory")
    known.setCrs(QgsCoordinateReferenceSystem())
    given = {"INPUT": str(SAMPLE), "KNOWN_LAKES": known, "OUTPUT": "TEMPORARY_OUTPUT"}

    with pytest.raises(QgsProcessingException, match=r"\(KNOWN_LAKES\) has no coordinate reference system"):
        algorithm.prepareAlgorithm(given, QgsProcessingContext(), QgsProcessingFeedback())


def test_an_output_that_is_held_open_is_named_before_the_work(qgis, tmp_path, monkeypatch):
    """As Windows does with the file of a layer in the project."""
    (tmp_path / "lakes.gpkg").write_bytes(b"")

    def held(path, target):
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr("pathlib.Path.rename", held)
    assert "it is open, perhaps as a layer of the project" in rejected(OUTPUT=str(tmp_path / "lakes.gpkg"))


def test_tables_of_databases_are_not_taken_for_files(qgis, tmp_path, monkeypatch):
    from lake_mapper.plugin.algorithms import base

    monkeypatch.setattr(base, "writable", lambda path: False)
    for table in (f"ogr:dbname='{tmp_path}/a.gpkg' table=\"lakes\" (geom)", "memory:lakes.a"):
        outputs = {"OUTPUT": QgsProcessingOutputLayerDefinition(table)}
        assert base.LakeMapperAlgorithm.unwritable(outputs, ("OUTPUT",), QgsProcessingContext()) == ""


def test_full_disk_leaves_no_half_output(sample, small_disk):
    run_folder = str(sample[0] / "run")

    assert "cannot be written" in rejected(OUTPUT=str(small_disk / "lakes.gpkg"), RUN_FOLDER=run_folder)
    assert "cannot be written" in rejected(REPORT=str(small_disk / "report.html"), RUN_FOLDER=run_folder)
    room = (sample[0] / "probability.tif").stat().st_size // 2
    (small_disk / "other").write_bytes(b"x" * max(40_960 - room // 4096 * 4096, 0))
    assert "cannot be written" in rejected(PROBABILITY=str(small_disk / "p.tif"), RUN_FOLDER=run_folder)
    assert [path.name for path in small_disk.iterdir()] == ["other"]


def test_a_resolution_that_the_model_was_not_trained_for_is_a_warning(qgis, feedback):
    extract(feedback, RESOLUTION=60)

    assert any("trained for pixels of 8 to 30 m" in line for line in feedback.log)


def test_doubt_reaches_log_report_and_metadata(qgis, feedback, tmp_path):
    from lake_mapper.core.models.model_file import load_model, save_model

    model = load_model()
    wary = tmp_path / "wary.safetensors"
    save_model(wary, model.network, dataclasses.replace(model.card, doubt_limit=0.01))

    extract(feedback, MODEL=str(wary), REPORT=str(tmp_path / "r.html"), OUTPUT=str(tmp_path / "lakes.gpkg"))

    (sentence,) = [line for line in feedback.log if line.startswith("The model is not sure of this image")]
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert html.index(escape(sentence)) < html.index('<svg class="map"')
    assert "beyond 0.01 comes a warning" in html
    assert "beyond 0.01 comes a warning" in QgsVectorLayer(str(tmp_path / "lakes.gpkg")).metadata().abstract()


def test_the_bundled_model_does_not_doubt_the_sample(sample, feedback):
    extract(feedback, RUN_FOLDER=str(sample[0] / "run"))

    assert not any("not sure of this image" in line for line in feedback.log)


def test_qgis_process_from_another_folder(qgis, tmp_path):
    """As a user's batch: the wrapper, numbers as strings, from any folder."""
    command = [
        str(ROOT / "scripts" / "qgis_process.sh"), "run", "lakemapper:extractlakes",
        f"--INPUT={SAMPLE}", f"--EXTENT={EXTENT}", "--DATE=2020-05-18", "--RESOLUTION=30", "--MIN_AREA=20000",
        "--OUTPUT=lakes.gpkg",
    ]  # fmt: skip

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    source = ogr.Open(str(tmp_path / "lakes.gpkg"))
    areas = [feature["area_km2"] for feature in source.GetLayer(0)]
    assert f"LAKE_COUNT:\t{len(areas)}" in done.stdout
    assert min(areas) >= 0.02
    assert "Traceback" not in done.stdout + done.stderr


def test_qgis_process_refuses_in_one_sentence(qgis, tmp_path):
    no_crs = write_raster(tmp_path / "no_crs.tif", np.full((3, 50, 50), 9, np.uint8), epsg=None)
    command = [
        str(ROOT / "scripts" / "qgis_process.sh"),
        "run",
        "lakemapper:extractlakes",
        f"--INPUT={no_crs}",
    ]

    done = subprocess.run([*command, f"--OUTPUT={tmp_path}/l.gpkg"], capture_output=True, text=True)

    assert done.returncode != 0
    assert "Set the CRS in the layer's properties" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert not (tmp_path / "l.gpkg").exists()


def test_area_of_interest_cuts_or_keeps_lakes_whole(sample, tmp_path, feedback):
    area = QgsVectorLayer("Polygon?crs=EPSG:4326", "aoi", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(-54.505, -25.36, -54.49, -25.34)))
    area.dataProvider().addFeatures([feature])

    cut = extract(AOI=area, feedback=feedback)
    whole = extract(AOI=area, AOI_LAKES=1)

    measure = QgsDistanceArea()
    measure.setSourceCrs(area.crs(), QgsProject.instance().transformContext())
    measure.setEllipsoid("EPSG:7030")
    assert cut["LAKE_AREA_KM2"] <= measure.measureArea(feature.geometry()) / 1e6 * 1.02
    assert 0 < cut["LAKE_AREA_KM2"] < whole["LAKE_AREA_KM2"] <= sample[1]["LAKE_AREA_KM2"]
    assert any(f["touches_nodata"] for f in cut["OUTPUT"].getFeatures())


def test_where_lakes_beside_the_area_of_interest_were_left_out_nothing_was_seen(sample):
    from lake_mapper.plugin.layers.footprint_metadata import read_metadata

    lakes = [f.geometry() for f in QgsVectorLayer(str(sample[0] / "lakes.gpkg")).getFeatures()]
    area = QgsVectorLayer("Polygon?crs=EPSG:32621", "aoi", "memory")
    feature = QgsFeature()
    land = QgsGeometry.fromRect(QgsRectangle(748000, -2806000, 755000, -2800000)).difference(lakes[0])
    feature.setGeometry(land.poleOfInaccessibility(10)[0].buffer(50, 5))
    area.dataProvider().addFeatures([feature])

    found = extract(AOI=area, AOI_LAKES=1)["OUTPUT"]

    seen = QgsGeometry.fromWkt(read_metadata(found.metadata()).footprint)
    assert found.featureCount() == 0
    assert seen.contains(feature.geometry())
    assert sum(seen.intersection(lake).area() for lake in lakes) < 17**2


@pytest.mark.parametrize(
    ("extent", "expected"),
    [
        ("372000,377000,7536000,7545000 [EPSG:32601]", (179.941, 67.9, 180.065, 68.0)),
        ("179.95,180.05,67.93,67.99 [EPSG:4326]", (179.95, 67.93, 180.05, 67.99)),
        ("", None),
    ],
)
def test_an_extent_over_180_degrees_is_not_cut_there(qgis, tmp_path, extent, expected):
    from lake_mapper.plugin.algorithms.extract_lakes import ExtractLakes

    image = rgb_of(np.zeros((40, 80), bool))
    path = write_raster(tmp_path / "a.tif", image, 4326, (179.92, 0.002, 0.0, 68.0, 0.0, -0.002))
    algorithm = ExtractLakes()
    algorithm.initAlgorithm()

    found = algorithm._extent({"EXTENT": extent}, QgsProcessingContext(), QgsRasterLayer(path))

    assert found.isNull() == (expected is None)
    if expected:
        bounds = found.xMinimum(), found.yMinimum(), found.xMaximum(), found.yMaximum()
        assert bounds == pytest.approx(expected, abs=0.02)


def test_area_of_interest_elsewhere_is_refused(qgis):
    area = QgsVectorLayer("Polygon?crs=EPSG:4326", "aoi", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(10, 10, 11, 11)))
    area.dataProvider().addFeatures([feature])

    with pytest.raises(QgsProcessingException, match="No polygon of the layer .*AOI.* lies over the image"):
        extract(AOI=area)


def test_on_a_cluster_the_lakes_are_the_same(sample, tmp_path, feedback):
    distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed")
    folder, _ = sample
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=None, local_directory=str(tmp_path)
    ) as local:
        again = extract(
            feedback,
            RUN_FOLDER=str(tmp_path / "run"),
            SCHEDULER=local.scheduler_address,
            DATE=datetime.date(2020, 5, 18).isoformat(),
            OUTPUT=str(tmp_path / "lakes.gpkg"),
        )

    ours, theirs = (
        [(f.attributes()[1:], f.geometry().asWkb().data()) for f in QgsVectorLayer(str(path)).getFeatures()]
        for path in (tmp_path / "lakes.gpkg", folder / "lakes.gpkg")
    )
    assert ours == theirs and len(ours) == again["LAKE_COUNT"]
    for tile in (folder / "run").glob("*.tif"):
        assert (tmp_path / "run" / tile.name).read_bytes() == tile.read_bytes()
    assert any("runs on the cluster" in line for line in feedback.log)
    assert any("Worker tcp://" in line for line in feedback.log)


def test_scheduler_that_cannot_be_used(qgis, tmp_path, monkeypatch):
    pytest.importorskip("distributed", reason="dask.distributed is not installed")
    from lake_mapper.core.inference import dask_cluster as cluster

    monkeypatch.setattr(cluster, "PATIENCE", 2.0)
    folder = str(tmp_path / "run")

    assert "(SCHEDULER) needs 'Run folder' (RUN_FOLDER)" in rejected(SCHEDULER="tcp://127.0.0.1:9")
    assert "cannot be reached" in rejected(SCHEDULER="tcp://127.0.0.1:9", RUN_FOLDER=folder)
    monkeypatch.setattr("lake_mapper.plugin.algorithms.extract_lakes.missing", lambda _: "Dask is missing")
    assert "Dask is missing" in rejected(SCHEDULER="tcp://127.0.0.1:9", RUN_FOLDER=folder)


@pytest.fixture(scope="module")
def four_bands(tmp_path_factory):
    """A part of the sample with infrared that is bright all over, as on land."""
    values = gdal.Open(str(SAMPLE)).ReadAsArray(500, 300, 300, 300)
    infrared = np.random.default_rng(0).integers(30000, 40000, (1, 300, 300), np.uint16)
    path = tmp_path_factory.mktemp("infrared") / "image.tif"
    names = ["red", "green", "blue", "nir"]
    place = (700000.0, 30.0, 0.0, -2790000.0, 0.0, -30.0)
    bands = np.concatenate([values, infrared])
    return write_raster(path, bands, epsg=32621, geotransform=place, nodata=0, descriptions=names)


@pytest.mark.parametrize("infrared", [True, False])
def test_near_infrared_is_a_switch(qgis, four_bands, tmp_path, feedback, infrared):
    page = tmp_path / "report.html"

    extract(feedback, INPUT=four_bands, EXTENT=None, INFRARED=infrared, REPORT=str(page))

    text = page.read_text(encoding="utf-8")
    assert ("Band 4 as near infrared: by its description." in feedback.log) == infrared
    assert ("Band 4 as near infrared" in text) == infrared
    assert f"--INFRARED={str(infrared).lower()}" in text


def test_a_fourth_number_in_bands_is_near_infrared(qgis, four_bands, feedback):
    extract(feedback, INPUT=four_bands, EXTENT=None, BANDS="1;2;3;4")

    assert "Band 4 as near infrared: as 'Red;green;blue bands' (BANDS) names it." in feedback.log


def test_the_date_is_that_of_the_name_where_none_is_given(sample, feedback):
    folder, _ = sample

    lakes = extract(feedback, RUN_FOLDER=str(folder / "run"))["OUTPUT"]

    assert {lake["date"].toString("yyyy-MM-dd") for lake in lakes.getFeatures()} == {"2020-05-18"}
    assert "Date of the image: 2020-05-18, by its name." in feedback.log


def test_totals_of_all_of_sizes_and_of_the_polygons_of_the_area(sample):
    folder, _ = sample
    area = QgsVectorLayer("Polygon?crs=EPSG:32621&field=Name:string", "halves", "memory")
    for name, left in (("west", 748000), ("east", 751502)):
        feature = QgsFeature(area.fields())
        feature.setAttributes([name])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(left, -2806000, left + 3502, -2800000)))
        area.dataProvider().addFeature(feature)

    given = {"RUN_FOLDER": str(folder / "run"), "AOI": area, "AOI_LAKES": 1, "SUMMARY": "TEMPORARY_OUTPUT"}
    result = extract(**given)

    rows = list(result["SUMMARY"].getFeatures())
    parts = {row["polygon"]: row["area_km2"] for row in rows if row["totals"] == "lakes in a polygon"}
    assert rows[0]["area_km2"] == result["LAKE_AREA_KM2"]
    assert rows[0]["area_error_km2"] == result["LAKE_AREA_ERROR_KM2"]
    assert set(parts) == {"1 west", "2 east"}
    assert sum(parts.values()) == pytest.approx(result["LAKE_AREA_KM2"], rel=1e-3)


def test_what_is_less_sure_is_left_out(sample, feedback):
    folder, result = sample

    kept = extract(
        feedback, RUN_FOLDER=str(folder / "run"), MIN_CONFIDENCE=0.999, REPORT=str(folder / "b.html")
    )

    assert kept["LAKE_COUNT"] == 0 < result["LAKE_COUNT"]
    assert any("below 'Least confidence' (MIN_CONFIDENCE) 0.999: left out." in line for line in feedback.log)
    assert "<b>No lakes.</b> The highest lake probability is" in (folder / "b.html").read_text(
        encoding="utf-8"
    )


def test_a_layer_in_the_project_is_called_by_its_image(qgis, sample, tmp_path):
    folder, _ = sample
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:extractlakes")
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    output = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", QgsProject.instance())
    given = {"INPUT": str(SAMPLE), "EXTENT": EXTENT, "RUN_FOLDER": str(folder / "run"), "OUTPUT": output}
    given["DATE"] = "2020-05-19"

    results, fine = algorithm.run(given, context, QgsProcessingFeedback())

    assert fine
    name = context.layerToLoadOnCompletionDetails(results["OUTPUT"]).name
    assert name == f"Lakes of {SAMPLE.stem}, 2020-05-19"
