"""Batch and qgis_process: everything arrives as text, and what comes out is typed."""

import json
import subprocess

import pytest
from osgeo import ogr
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
)
from support import ROOT, SAMPLE

EXTENT = "748000,755000,-2806000,-2800000 [EPSG:32621]"
AS_TEXT = {
    "INPUT": str(SAMPLE),
    "EXTENT": EXTENT,
    "RESOLUTION": "30",
    "MIN_AREA": "20000",
    "MIN_ISLAND": "1e4",
    "MAX_ELONGATION": "50",
    "THRESHOLD": "0.5",
    "SHORELINE": "0",
    "CONTRAST": "2",
    "DEVICE": "1",
    "SHEET_SIZE": "1024",
    "BANDS": "1;2;3",
    "DATE": "2020-05-18",
}
AS_VALUES = {
    **AS_TEXT,
    "RESOLUTION": 30.0,
    "MIN_AREA": 20000,
    "MIN_ISLAND": 1e4,
    "MAX_ELONGATION": 50,
    "THRESHOLD": 0.5,
    "SHORELINE": 0,
    "CONTRAST": 2,
    "DEVICE": 1,
    "SHEET_SIZE": 1024,
}


@pytest.fixture(scope="module")
def by_values(qgis):
    import processing

    return processing.run("lakemapper:extractlakes", {**AS_VALUES, "OUTPUT": "TEMPORARY_OUTPUT"})


def test_text_gives_what_values_give(by_values):
    import processing

    by_text = processing.run("lakemapper:extractlakes", {**AS_TEXT, "OUTPUT": "TEMPORARY_OUTPUT"})

    areas = [[f["area_km2"] for f in r["OUTPUT"].getFeatures()] for r in (by_text, by_values)]
    assert areas[0] == areas[1] != []
    assert by_text["LAKE_COUNT"] == len(areas[0])
    dates = {f["date"].toString("yyyy-MM-dd") for f in by_text["OUTPUT"].getFeatures()}
    assert dates == {"2020-05-18"}


def qgis_process(*words: str, text: str = "") -> subprocess.CompletedProcess:
    command = [str(ROOT / "scripts" / "qgis_process.sh"), *words]
    return subprocess.run(command, input=text, capture_output=True, text=True)


def check(done: subprocess.CompletedProcess, lakes, by_values) -> None:
    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads(done.stdout)
    assert answer["results"]["LAKE_COUNT"] == by_values["LAKE_COUNT"]
    assert answer["results"]["LAKE_AREA_KM2"] == by_values["LAKE_AREA_KM2"]
    source = ogr.Open(str(lakes))
    assert source.GetLayer(0).GetFeatureCount() == by_values["LAKE_COUNT"]


def test_qgis_process_takes_text_and_answers_in_json(by_values, tmp_path):
    lakes = tmp_path / "lakes.gpkg"
    words = [f"--{name}={value}" for name, value in AS_TEXT.items()]

    check(
        qgis_process("--json", "run", "lakemapper:extractlakes", *words, f"--OUTPUT={lakes}"),
        lakes,
        by_values,
    )


@pytest.mark.skipif(Qgis.QGIS_VERSION_INT < 32400, reason="qgis_process reads JSON from QGIS 3.24 on")
def test_qgis_process_takes_json(by_values, tmp_path):
    lakes = tmp_path / "lakes.gpkg"
    text = json.dumps({"inputs": {**AS_VALUES, "OUTPUT": str(lakes)}})

    check(qgis_process("run", "lakemapper:extractlakes", "-", text=text), lakes, by_values)


def test_qgis_process_answers_a_wrong_value_with_a_right_one(qgis):
    done = qgis_process(
        "run", "lakemapper:extractlakes", f"--INPUT={SAMPLE}", "--DEVICE=gpu", "--OUTPUT=lakes.gpkg"
    )

    output = done.stdout + done.stderr
    assert done.returncode != 0
    assert "'Device' (DEVICE) is 'gpu', but must be one of 0 (Automatic), 1 (CPU), 2 (CUDA)." in output
    assert "Traceback" not in output


def from_panel(path: str, project=None) -> QgsProcessingOutputLayerDefinition:
    """Return what the batch panel makes of a layer's cell, also of an empty one."""
    return QgsProcessingOutputLayerDefinition(path, project)


def run_row(name: str, parameters: dict):
    """Run a row as the batch panel does; the results, what will be loaded, and whether it went well."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"lakemapper:{name}")
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    results, fine = algorithm.run(parameters, context, QgsProcessingFeedback())
    return results, context.layersToLoadOnCompletion(), fine


def test_empty_cells_of_the_batch_panel_make_no_layers(by_values, tmp_path):
    project = QgsProject.instance()
    layers = [str(tmp_path / f"lakes_{day}.gpkg") for day in ("2020-05-18", "2020-06-18")]
    for path in layers:
        row = {**AS_TEXT, "DATE": path[-15:-5], "OUTPUT": from_panel(path, project)}
        row.update(PROBABILITY=from_panel("", project), REPORT="")
        results, loaded, fine = run_row("extractlakes", row)
        assert fine
        assert results["LAKE_COUNT"] == by_values["LAKE_COUNT"]
        assert set(loaded) == {path}

    row = {"LAYERS": layers, "LEDGER": from_panel(str(tmp_path / "ledger.gpkg"), project), "REPORT": ""}
    row.update(CHANGES=from_panel(str(tmp_path / "changes.gpkg"), project), LAKES=from_panel("", project))
    results, loaded, fine = run_row("tracklakes", row)
    assert fine
    assert set(loaded) == {str(tmp_path / "ledger.gpkg"), str(tmp_path / "changes.gpkg")}
