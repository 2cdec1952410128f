import pytest
from qgis.core import (
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
