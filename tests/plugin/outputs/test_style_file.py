"""Styles are loaded in the language of the reader, and go on to read the English values of fields."""

import pytest
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument
from support import ROOT

STYLES = sorted((ROOT / "resources" / "styles").glob("*.qml"))
_AREA, _DATES = "field=area_km2:double", "field=start_date:date&field=end_date:date&field=date:date"


def styled(name, fields, kind="Polygon"):
    from lake_mapper.plugin.outputs.style_file import translated_style

    layer = QgsVectorLayer(f"{kind}?crs=EPSG:32645&{fields}", name, "memory")
    good, why = layer.importNamedStyle(translated_style(str(ROOT / "resources" / "styles" / name)))
    assert good, why
    return layer


def map_tip(layer, **values):
    feature = QgsFeature(layer.fields())
    for name, value in values.items():
        feature[name] = value
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    return QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_english_is_what_the_file_says(qgis, path):
    from lake_mapper.plugin.outputs.style_file import translated_style

    of_file = QDomDocument()
    of_file.setContent(path.read_text(encoding="utf-8"))

    assert translated_style(str(path)).toString() == of_file.toString()


def test_legend_and_map_tip_of_changes_are_chinese(qgis, chinese):
    layer = styled("changes.qml", f"field=lake_id:integer&field=change:string&{_AREA}&{_DATES}")

    labels = [rule.label() for rule in layer.renderer().rootRule().children()]
    assert labels[:3] == ["不变", "增加", "减少"]
    tip = map_tip(layer, lake_id=7, change="gain", area_km2=0.25)
    assert tip.startswith("<b>湖泊 7</b><br>增加 0.25")


def test_map_tip_of_tracked_lakes_is_chinese(qgis, chinese):
    fields = f"field=lake_id:integer&field=event:string&{_AREA}&field=area_error_km2:double&{_DATES}"
    layer = styled("tracked_lakes.qml", fields)

    assert "<br>扩张<br>" in map_tip(layer, lake_id=7, event="expanded", area_km2=0.25)
    assert map_tip(layer, lake_id=7, area_km2=0.25).startswith("<b>湖泊 7</b>，")


def test_map_tip_of_lakes_is_chinese(qgis, chinese):
    fields = f"field=lake_id:integer&{_AREA}&field=area_error_km2:double&field=confidence:double"
    tip = map_tip(styled("lakes.qml", fields), lake_id=7, area_km2=0.25, area_error_km2=0.1, confidence=0.9)

    assert tip.startswith("<b>湖泊 7</b><br>0.25")
    assert "置信度 0.9" in tip


def test_labels_are_chosen_in_chinese_and_kept_in_english(qgis, chinese):
    layer = styled("accuracy_points.qml", "field=point_id:integer&field=label:string", "Point")

    choices = {}
    for choice in layer.editorWidgetSetup(layer.fields().indexOf("label")).config()["map"]:
        choices.update(choice)
    assert choices == {"": "", "湖泊": "lake", "陆地": "land", "无法判断": "cannot tell"}
