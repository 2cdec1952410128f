"""Sentences name parameters as the dialog does, with the id beside them."""

import pytest
from qgis.core import QgsApplication, QgsProcessingException
from support import SAMPLE


@pytest.fixture
def names(qgis):
    from lake_mapper.plugin.algorithms.parameter_names import ParameterNames

    return ParameterNames(QgsApplication.processingRegistry().createAlgorithmById("lakemapper:extractlakes"))


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Set a smaller MIN_AREA.", "Set a smaller 'Smallest lake' (MIN_AREA)."),
        ("MIN_AREA is '-5'", "'Smallest lake' (MIN_AREA) is '-5'"),
        (
            "try RESOLUTION 10 (or CONTRAST)",
            "try 'Ground resolution' (RESOLUTION) 10 (or 'Contrast' (CONTRAST))",
        ),
        ("请设置RUN_FOLDER。", "请设置'Run folder' (RUN_FOLDER)。"),
    ],
)
def test_an_id_gets_its_title_without_remarks(names, sentence, named):
    assert names(sentence) == named
    assert names(named) == named


@pytest.mark.parametrize(
    "sentence",
    [
        "qgis_process run lakemapper:extractlakes --MIN_AREA=5 --REPORT=/data/report.html",
        "/data/DATE/MODEL.tif is missing",
        "C:\\DATE\\INPUT",
        "the layer 'DATE'",
        "MIN_AREAS and A_MODEL",
    ],
)
def test_commands_paths_and_names_of_layers_stay(names, sentence):
    assert names(sentence) == sentence


def test_log_and_errors_of_a_run_have_the_titles(qgis, feedback):
    import processing

    small = {"INPUT": str(SAMPLE), "EXTENT": "748000,749000,-2806000,-2805000 [EPSG:32621]"}
    processing.run(
        "lakemapper:extractlakes",
        {**small, "MIN_AREA": 1e12, "OUTPUT": "TEMPORARY_OUTPUT"},
        feedback=feedback,
    )
    assert any("Set a smaller 'Smallest lake' (MIN_AREA)" in line for line in feedback.log)

    with pytest.raises(QgsProcessingException, match=r"^'Red;green;blue bands' \(BANDS\) is 'a'"):
        processing.run("lakemapper:extractlakes", {**small, "BANDS": "a", "OUTPUT": "TEMPORARY_OUTPUT"})


def test_the_help_panel_names_them_too(qgis):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:preparedataset")

    panel = algorithm.shortHelpString()

    assert "<b>Folder of labelme files</b> (LABELME_FOLDER): " in panel
    assert "Instead of &#x27;Folder of labelme files&#x27; (LABELME_FOLDER): a raster layer" in panel


def test_a_cancelled_feedback_is_cancelled_for_the_work(qgis, feedback):
    from lake_mapper.plugin.algorithms.parameter_names import NamingFeedback

    before = NamingFeedback(feedback, str)
    feedback.cancel()

    assert before.isCanceled()
    assert NamingFeedback(feedback, str).isCanceled()
