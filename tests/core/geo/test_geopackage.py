import datetime

import pytest
from lake_mapper.core.geo.geopackage import write_geopackage
from lake_mapper.core.util.errors import LakeMapperError
from lake_mapper.core.util.fields import Field
from osgeo import ogr
from support import wkt

FIELDS = (
    Field("number", int, ""),
    Field("area", float, ""),
    Field("open", bool, ""),
    Field("name", str, ""),
    Field("day", datetime.date, ""),
)
SQUARE = ogr.CreateGeometryFromWkt("POLYGON((0 0, 0 2, 2 2, 2 0, 0 0))")


def write(path, *rows):
    wkb = bytes(SQUARE.ExportToWkb())
    write_geopackage(path, "shapes", wkt(32645), FIELDS, features=[(wkb, row) for row in rows])


def test_values_come_back_with_their_types_and_null_stays_null(tmp_path):
    write(tmp_path / "a" / "b.gpkg", [7, 1.5, True, "Nam Co", datetime.date(2020, 5, 18)], [8, *[None] * 4])

    file = ogr.Open(str(tmp_path / "a" / "b.gpkg"))
    layer = file.GetLayer()
    first, second = (feature.items() for feature in layer)
    assert first == {"number": 7, "area": 1.5, "open": 1, "name": "Nam Co", "day": "2020/05/18"}
    assert list(second.values()) == [8, None, None, None, None]
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "32645"
    layer.ResetReading()
    assert next(iter(layer)).GetGeometryRef().GetArea() == 4


def test_a_file_is_replaced_whole_or_left_as_it_was(tmp_path):
    path = tmp_path / "lakes.gpkg"
    write(path, [1, 1.0, False, "old", None])

    def interrupted():
        yield bytes(SQUARE.ExportToWkb()), [2, 1.0, False, "new", None]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_geopackage(path, "shapes", wkt(32645), FIELDS, features=interrupted())
    file = ogr.Open(str(path))
    assert [feature["name"] for feature in file.GetLayer()] == ["old"]
    assert [p.name for p in tmp_path.iterdir()] == ["lakes.gpkg"]


def test_errors_name_the_file(tmp_path):
    with pytest.raises(LakeMapperError, match=r"lakes\.shp is written as a GeoPackage"):
        write(tmp_path / "lakes.shp")
    (tmp_path / "file").write_text("")
    with pytest.raises(LakeMapperError, match="cannot be written"):
        write(tmp_path / "file" / "lakes.gpkg")
