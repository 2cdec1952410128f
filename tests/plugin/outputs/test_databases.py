import sqlite3
from contextlib import closing
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from osgeo import gdal
from qgis.core import QgsApplication, QgsProcessingContext, QgsVectorLayer

LAKES = '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"a": 1}, "geometry": \
{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}]}'


@pytest.fixture
def said(qgis):
    """What is wrong with a destination of Extract lakes, or as a table of a file."""

    def ask(destination, table=None):
        made = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:extractlakes")
        form = "{}" if table is None else f"ogr:dbname='{{}}' table=\"{table}\" (geom)"
        return made._wrong_place({"OUTPUT": form.format(destination)}, QgsProcessingContext())

    return ask


@pytest.fixture
def database(tmp_path):
    """A GeoPackage of one table, with a style of QGIS."""
    file = tmp_path / "lakes.gpkg"
    gdal.VectorTranslate(str(file), LAKES, format="GPKG", layerName="2019")
    layer = QgsVectorLayer(str(file), "lakes", "ogr")
    layer.saveStyleToDatabase("style", "", True, "")
    return file


def add_table(database, name):
    gdal.VectorTranslate(str(database), LAKES, layerName=name, accessMode="update")


def test_a_table_needs_a_name(said, database):
    assert said(database, "").startswith(f"OUTPUT is a table of {database}, but has no name.")
    assert said(database, "2020") == ""


def test_a_geopackage_of_several_tables_is_not_replaced(said, database):
    assert said(database) == ""
    add_table(database, "roads")

    sentence = said(database)

    assert sentence.startswith(f"OUTPUT would replace {database} with all its tables: 2019, roads.")
    assert f"ogr:dbname='{database}' table=\"lakes\" (geom)" in sentence
    assert said(database, "2020") == ""


def test_what_is_no_geopackage_is_replaced_as_before(said, tmp_path):
    (tmp_path / "lakes.gpkg").write_text("of last year")

    assert said(tmp_path / "lakes.gpkg") == ""
    assert said(tmp_path / "new.gpkg") == ""


def test_a_database_that_another_program_writes_is_refused_before_the_work(said, database):
    before = database.read_bytes()
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        sentence = said(database, "2020")
        other.execute("ROLLBACK")

    assert sentence.startswith(
        f"OUTPUT cannot be written to the database {database} (another program is writing to it)."
    )
    assert said(database, "2020") == ""
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == [database.name]


def test_a_layer_of_the_database_in_the_project_is_no_obstacle(said, database):
    layer = QgsVectorLayer(f"{database}|layername=2019", "lakes", "ogr")
    features = layer.getFeatures()
    next(features)

    assert said(database, "2020") == ""


def test_what_is_no_database_and_a_missing_folder_are_refused(said, tmp_path):
    text = tmp_path / "lakes.gpkg"
    text.write_text("of last year, and too long for the head of a database" * 10)

    assert "file is not a database" in said(text, "2020")
    assert "that folder does not exist" in said(tmp_path / "missing" / "lakes.gpkg", "2020")
    assert said(tmp_path / "new.gpkg", "2020") == ""


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (PurePosixPath("/data/my lakes.gpkg"), "file:///data/my%20lakes.gpkg"),
        (PureWindowsPath(r"C:\data\lakes.gpkg"), "file:///C:/data/lakes.gpkg"),
        (PureWindowsPath(r"\\server\share\lakes.gpkg"), "file:////server/share/lakes.gpkg"),
    ],
)
def test_the_address_has_no_server(qgis, path, address):
    from lake_mapper.plugin.outputs.databases import address_of

    assert address_of(path) == address
