import datetime

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsLayerMetadata,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
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

    def run(rows, destination, name="CHANGES", info=None):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:tracklakes")
        context = run.context = QgsProcessingContext()
        kind, crs = QgsWkbTypes.Type.Polygon, QgsCoordinateReferenceSystem("EPSG:32645")
        given = {name: destination}
        table = Table(fields, kind, crs)
        return write_features(algorithm, given, name, context, table=table, rows=rows, info=info)

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


SUFFIXES = [".gpkg", ".shp", ".geojson", ".kml", ".csv", ".fgb"]


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_older_file_stays_until_the_new_one_is_whole(write, tmp_path, suffix):
    path = tmp_path / f"lakes{suffix}"
    write(rows(1), str(path))
    old = contents(tmp_path)

    def looking():
        for row in rows(3):
            there = contents(tmp_path)
            assert {name: there[name] for name in old} == old
            yield row

    write(looking(), str(path))

    assert QgsVectorLayer(str(path)).featureCount() == 3
    assert contents(tmp_path).keys() == old.keys()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_older_file_stays_when_a_row_fails(write, tmp_path, suffix):
    path = str(tmp_path / f"lakes{suffix}")
    write(rows(1), path)
    old = contents(tmp_path)

    def failing():
        yield from rows(2)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        write(failing(), path)

    assert contents(tmp_path) == old


def test_a_spatial_index_of_an_older_file_is_gone(write, tmp_path):
    """With it, QGIS would find the features of the new file where those of the old one were."""
    path = str(tmp_path / "lakes.shp")
    write(rows(3), path)
    layer = QgsVectorLayer(path)
    layer.dataProvider().createSpatialIndex()
    del layer
    assert (tmp_path / "lakes.qix").exists()

    write(rows(2), path)

    assert not (tmp_path / "lakes.qix").exists()


def test_qgis_loads_the_finished_file_with_what_was_chosen_for_it(write, tmp_path):
    from lake_mapper.plugin.outputs.layer_style import LAKES, LayerInfo

    path = str(tmp_path / "lakes.gpkg")
    chosen = QgsProcessingOutputLayerDefinition(path, QgsProject.instance())
    metadata = QgsLayerMetadata()
    metadata.setTitle("Lakes of a test")

    assert write(rows(1), chosen, info=LayerInfo(LAKES, metadata, QgsProcessingFeedback())) == path

    to_load = write.context.layersToLoadOnCompletion()
    assert list(to_load) == [path]
    assert to_load[path].outputName == "CHANGES"
    assert to_load[path].postProcessor() is not None
    assert QgsVectorLayer(path).metadata().title() == "Lakes of a test"
    assert [p.name for p in tmp_path.iterdir()] == ["lakes.gpkg"]


def test_a_name_without_suffix_gets_one(write, tmp_path):
    assert write(rows(2), str(tmp_path / "lakes")) == str(tmp_path / "lakes.gpkg")
    assert QgsVectorLayer(str(tmp_path / "lakes.gpkg")).featureCount() == 2


def test_the_table_of_a_database_is_written_where_it_is(write, tmp_path):
    path = tmp_path / "lakes.gpkg"
    write(rows(1), str(path))

    write(rows(2), f"ogr:dbname='{path}' table=\"more\" (geom)")

    counts = [QgsVectorLayer(f"{path}|layername={table}").featureCount() for table in ("lakes", "more")]
    assert counts == [1, 2]


def test_a_row_that_fails_leaves_the_table_of_a_database_as_it_was(write, tmp_path):
    path = tmp_path / "lakes.gpkg"
    write(rows(3), str(path))

    def failing():
        yield from rows(1)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        write(failing(), f"ogr:dbname='{path}' table=\"lakes\" (geom)")

    assert QgsVectorLayer(f"{path}|layername=lakes").featureCount() == 3
