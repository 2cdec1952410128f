"""What the buttons of a layer to review write."""

import pytest
from qgis.core import NULL, QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer


@pytest.fixture
def layer(qgis):
    layer = QgsVectorLayer(
        "Polygon?crs=EPSG:32645&field=review:string&field=review_order:integer", "l", "memory"
    )
    for place in (2, 1):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([None, place])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(5e5, 3e6, 5e5 + 100, 3e6 + 100)))
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    yield layer
    layer.rollBack()
    QgsProject.instance().removeMapLayer(layer.id())


def test_a_decision_is_an_edit_and_the_next_lake_follows(layer):
    from lake_mapper.plugin.gui.review import decide, next_to_review

    assert next_to_review(layer).id() == 2

    decide(layer.id(), 2, "rejected")

    assert layer.getFeature(2)["review"] == "rejected"
    assert next_to_review(layer).id() == 1
    layer.undoStack().undo()
    assert layer.getFeature(2)["review"] == NULL


def test_the_order_holds_also_while_decisions_are_not_saved(qgis):
    from lake_mapper.plugin.gui.review import next_to_review

    layer = QgsVectorLayer(
        "Polygon?crs=EPSG:32645&field=review:string&field=review_order:integer", "l", "memory"
    )
    places = [13, 2, 17, 5, 20, 8, 1, 11, 4, 15, 9, 19, 3, 7, 16, 6, 12, 18, 10, 14]
    for place in places:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([None, place])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(5e5, 3e6, 5e5 + 100, 3e6 + 100)))
        layer.dataProvider().addFeature(feature)
    layer.startEditing()
    seen = []
    while (lake := next_to_review(layer)) is not None:
        seen.append(lake["review_order"])
        layer.changeAttributeValue(lake.id(), 0, "accepted")

    layer.rollBack()
    assert seen == sorted(places)


def test_after_the_last_decision_no_lake_follows(layer):
    from lake_mapper.plugin.gui.review import decide, next_to_review

    for number in (1, 2):
        decide(layer.id(), number, "accepted")

    assert next_to_review(layer) is None


def test_a_layer_that_cannot_be_written_stays_as_it_is(layer):
    from lake_mapper.plugin.gui.review import decide

    layer.setReadOnly(True)

    decide(layer.id(), 1, "accepted")

    assert layer.getFeature(1)["review"] == NULL
    assert not layer.isEditable()


def test_every_button_of_the_style_writes_a_decision(layer):
    from lake_mapper.core.lakes.review import DECISIONS
    from lake_mapper.plugin.outputs.layer_style import LAKES_TO_REVIEW
    from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils

    layer.loadNamedStyle(LAKES_TO_REVIEW.path)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(layer.getFeature(1))

    for action, decision in zip(layer.actions().actions(), DECISIONS):
        exec(QgsExpression.replaceExpressionText(action.command(), context), {})
        assert layer.getFeature(1)["review"] == decision
