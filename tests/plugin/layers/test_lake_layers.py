"""The dates of lake layers: the user's, and the layer's own."""

import datetime

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer

DAY, OTHER = datetime.date(2020, 8, 31), datetime.date(2014, 7, 20)


@pytest.fixture
def source(qgis):
    from lake_mapper.plugin.layers.lake_layers import LakeSource

    def make(name, given=None, dates=("2020-08-31",)):
        layer = QgsVectorLayer("Polygon?crs=EPSG:32645&field=date:date", name, "memory")
        for date in dates:
            feature = QgsFeature(layer.fields())
            feature.setAttributes([date])
            feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(5e5, 3.5e6, 5e5 + 100, 3.5e6 + 100)))
            layer.dataProvider().addFeature(feature)
        return LakeSource(layer, given)

    return make


def test_a_layer_says_which_date_it_has(source):
    assert source("lakes").note == "lakes → 2020-08-31"
    assert source("lakes", dates=("2014-07-20", "2020-08-31")).note == "lakes → 2014-07-20, 2020-08-31"
    assert source("lakes").warning == ""


def test_a_given_date_that_contradicts_the_layer_is_a_warning(source):
    assert source("lakes", DAY).warning == ""
    wrong = source("lakes", OTHER)
    assert wrong.note == "lakes → 2014-07-20"
    assert wrong.warning.startswith(
        "DATES gives 'lakes' the date 2014-07-20, but the layer itself says 2020-08-31"
    )


def test_what_a_layer_lacks_can_be_read_in_chinese(source, chinese):
    from lake_mapper.core.util.errors import TrackingError

    assert source("lakes", OTHER).warning == (
        "DATES 给“lakes”的日期为 2014-07-20，但图层本身的日期为 2020-08-31。"
        "以 DATES 为准；请检查其顺序是否与 LAYERS 一致。"
    )
    with pytest.raises(TrackingError, match="^图层“lakes”没有日期：.*请设置 DATES，每个图层一个日期。$"):
        source("lakes", dates=(None,))


def test_a_given_date_is_enough_where_the_field_is_filled_in_part(source):
    assert source("lakes", DAY, dates=("2020-08-31", None)).first_date == DAY
