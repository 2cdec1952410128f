"""The dates of lake layers: the user's, and the layer's own."""

import datetime

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer

DAY, OTHER = datetime.date(2020, 8, 31), datetime.date(2014, 7, 20)


def add(layer, *lakes):
    """Add lakes to a layer, by date and decision in review."""
    for values in lakes:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(values)[: len(layer.fields())])
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(5e5, 3.5e6, 5e5 + 100, 3.5e6 + 100)))
        layer.dataProvider().addFeature(feature)


@pytest.fixture
def source(qgis):
    from lake_mapper.plugin.layers.lake_layers import LakeSource

    def make(name, given=None, dates=("2020-08-31",)):
        layer = QgsVectorLayer("Polygon?crs=EPSG:32645&field=date:date", name, "memory")
        add(layer, *((date, None) for date in dates))
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


def refused(layer):
    from lake_mapper.core.util.errors import TrackingError
    from lake_mapper.plugin.layers.lake_layers import LakeSource

    with pytest.raises(TrackingError) as caught:
        LakeSource(layer, None)
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("string", "2020/8/31 10:00", DAY),
        ("string", " 20200831 ", DAY),
        ("string", "2020-08-31Z", DAY),
        ("string", "2020-08-31-06:00", DAY),
        ("integer", 20200831, DAY),
        ("double", 20200831.0, DAY),
        ("string", "2020-08", datetime.date(2020, 8, 1)),
        ("integer", 2020, datetime.date(2020, 1, 1)),
        ("datetime", "2020-08-31T23:30:00", DAY),
    ],
)
def test_dates_of_every_kind_of_field(qgis, kind, value, expected):
    from lake_mapper.plugin.layers.lake_layers import LakeSource

    layer = QgsVectorLayer(f"Polygon?crs=EPSG:32645&field=date:{kind}", "lakes 1999-01-01", "memory")
    add(layer, [value])

    assert LakeSource(layer, None).first_date == expected


@pytest.mark.parametrize("value", ["31.08.2020", "summer", "2020-13-01", "200831"])
def test_a_date_that_cannot_be_read_is_named_and_no_other_taken_for_it(qgis, value):
    layer = QgsVectorLayer("Polygon?crs=EPSG:32645&field=date:string", "lakes 1999-01-01", "memory")
    add(layer, [value])

    assert refused(layer).startswith(
        f"'{value}' in the field 'date' of the layer 'lakes 1999-01-01' is no date."
    )


def test_lakes_that_were_rejected_have_no_say_in_dates_and_edits_do(qgis):
    from lake_mapper.plugin.layers.lake_layers import LakeSource

    fields = "field=date:date&field=review:string"
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:32645&{fields}", "lakes", "memory")
    add(layer, ("2020-08-31", None), (None, "rejected"), ("2013-07-01", "rejected"))
    bare = QgsFeature(layer.fields())
    bare.setAttributes(["2012-01-01", None])
    layer.dataProvider().addFeature(bare)

    assert LakeSource(layer, None).note == "lakes → 2020-08-31"
    layer.startEditing()
    layer.changeAttributeValue(1, 0, "2021-01-02")
    assert LakeSource(layer, None).note == "lakes → 2021-01-02"
    layer.rollBack()


def test_a_date_without_lakes_is_not_to_be_left_out(source):
    from lake_mapper.core.util.errors import TrackingError

    with pytest.raises(TrackingError, match="'dry' is empty, .* all lakes of the other dates had vanished"):
        source("dry", dates=())
