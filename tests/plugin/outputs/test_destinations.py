import pytest
from qgis.core import (
    QgsApplication,
    QgsExpressionContextUtils,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsProperty,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("/data/lakes.gpkg", "/data/lakes.gpkg"),
        ("TEMPORARY_OUTPUT", "TEMPORARY_OUTPUT"),
        (QgsProcessingOutputLayerDefinition("/data/lakes.gpkg"), "/data/lakes.gpkg"),
        (QgsProcessingOutputLayerDefinition(""), ""),  # an empty cell of the batch panel
        (QgsProperty.fromValue("/data/lakes.gpkg"), "/data/lakes.gpkg"),
        (QgsProperty.fromExpression("@folder || '/lakes.gpkg'"), "/data/lakes.gpkg"),
        (None, ""),
    ],
)
def test_a_destination_is_read_from_every_form(qgis, value, expected):
    from lake_mapper.plugin.outputs.destinations import destination_of

    context = QgsProcessingContext()
    expressions = context.expressionContext()
    scope = QgsExpressionContextUtils.projectScope(QgsProject.instance())
    scope.setVariable("folder", "/data")
    expressions.appendScope(scope)
    context.setExpressionContext(expressions)

    assert destination_of(value, context) == expected


@pytest.mark.parametrize(
    ("algorithm", "name"),
    [
        ("extractlakes", "OUTPUT"),
        ("extractlakes", "PROBABILITY"),
        ("extractlakes", "REPORT"),
        ("tracklakes", "LEDGER"),
        ("trainmodel", "MODEL"),
    ],
)
def test_a_folder_in_the_place_of_a_file_is_refused_before_the_work(qgis, tmp_path, algorithm, name):
    made = QgsApplication.processingRegistry().createAlgorithmById(f"lakemapper:{algorithm}")

    sentence = made._wrong_place({name: str(tmp_path)}, QgsProcessingContext())

    assert sentence == f"{name} is the folder {tmp_path}. Add the name of a file to it."


def test_a_folder_is_no_mistake_where_it_is_the_output(qgis, tmp_path):
    (tmp_path / "lakes.gdb").mkdir()
    registry = QgsApplication.processingRegistry()
    prepare = registry.createAlgorithmById("lakemapper:preparedataset")
    extract = registry.createAlgorithmById("lakemapper:extractlakes")

    assert prepare._wrong_place({"DATASET": str(tmp_path)}, QgsProcessingContext()) == ""
    assert extract._wrong_place({"OUTPUT": str(tmp_path / "lakes.gdb")}, QgsProcessingContext()) == ""


@pytest.mark.parametrize(
    ("name", "suffix", "form"),
    [
        ("OUTPUT", ".gpkg", "{}"),
        ("OUTPUT", ".gpkg", "ogr:dbname='{}' table=\"lakes\" (geom)"),
        ("PROBABILITY", ".tif", "{}"),
        ("REPORT", ".html", "{}"),
    ],
)
def test_a_name_that_is_too_long_is_refused_before_the_work(qgis, tmp_path, name, suffix, form):
    made = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:extractlakes")
    path = tmp_path / f"{'湖' * 82}{suffix}"

    good, sentence = made.checkParameterValues({name: form.format(path)}, QgsProcessingContext())

    assert not good
    assert f"cannot be written to {path}: a name in it is too long" in sentence
    assert "247 bytes" in sentence
    assert made._wrong_place({name: str(path.with_stem("湖" * 80))}, QgsProcessingContext()) == ""
