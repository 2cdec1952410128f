import datetime

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProcessingContext,
    QgsVectorLayer,
    QgsWkbTypes,
)

SQUARE = "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))"


@pytest.fixture
def write(qgis):
    """Write rows to a sink of Track lakes; its LAKES may be left out."""
    from lake_mapper.core.util.fields import Field
    from lake_mapper.plugin.outputs.feature_sink import Table, write_features

    fields = [Field("number", int, "counts"), Field("day", datetime.date, "when"), Field("big", bool, "so?")]

    def run(rows, destination, name="CHANGES"):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:tracklakes")
        context = run.context = QgsProcessingContext()
        kind, crs = QgsWkbTypes.Type.Polygon, QgsCoordinateReferenceSystem("EPSG:32645")
        given = {name: destination}
        return write_features(algorithm, given, name, context, table=Table(fields, kind, crs), rows=rows)

    return run


def rows(count):
    wkb = bytes(QgsGeometry.fromWkt(SQUARE).asWkb())
    for number in range(count):
        yield wkb, [number, datetime.date(2020, 1, 1 + number), number > 1]


def test_every_row_is_written_with_its_types(write, tmp_path):
    destination = write(rows(3), str(tmp_path / "lakes.gpkg"))

    layer = QgsVectorLayer(destination)
    values = [feature.attributes()[1:] for feature in layer.getFeatures()]
    assert [(number, day.toString("yyyy-MM-dd"), big) for number, day, big in values] == [
        (0, "2020-01-01", False),
        (1, "2020-01-02", False),
        (2, "2020-01-03", True),
    ]
    assert layer.crs().authid() == "EPSG:32645"
    assert {feature.geometry().area() for feature in layer.getFeatures()} == {1.0}


def test_a_row_that_fails_leaves_no_file(write, tmp_path):
    def failing():
        yield from rows(2)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        write(failing(), str(tmp_path / "lakes.gpkg"))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("empty", ["", None])
def test_an_optional_output_that_nobody_wants_is_not_written(write, empty):
    def never():
        raise AssertionError("read though nobody wants it")
        yield

    assert write(never(), empty, name="LAKES") == ""
