"""Lake layers from files of any origin: GeoPackages, shapefiles, and files that cannot be used."""

import csv
import datetime

import pytest
from lake_mapper.core.geo.crs import spatial_reference
from lake_mapper.core.geo.geopackage import write_geopackage
from lake_mapper.core.lakes.image_facts import ImageFacts
from lake_mapper.core.tracking.lake_files import read_lake_layer, read_lake_layers
from lake_mapper.core.tracking.ledger import LEDGER_FIELDS, ledger
from lake_mapper.core.tracking.track import track
from lake_mapper.core.util.errors import LakeMapperError, TrackingError
from lake_mapper.core.util.fields import Field
from osgeo import gdal, ogr

from .histories import UTM, box, followed, layer

DAY = datetime.date(2020, 8, 31)
FIELDS = (
    Field("lake_id", int, ""),
    Field("area_error_km2", float, ""),
    Field("touches_edge", bool, ""),
    Field("touches_nodata", bool, ""),
    Field("date", datetime.date, ""),
)
SMALL, LARGE = box(0, 0, 1000, 1000), box(5000, 0, 7000, 1000)


def lakes(path, rows, fields=FIELDS, crs_wkt=UTM, name="lakes"):
    """A GeoPackage of shapes and values."""
    features = [(bytes(shape.ExportToWkb()), values) for shape, *values in rows]
    write_geopackage(path, name, crs_wkt, fields, features=features)
    return path


@pytest.fixture
def two_lakes(tmp_path):
    return lakes(
        tmp_path / "lakes.gpkg", [(SMALL, 7, 0.01, False, True, DAY), (LARGE, 8, None, True, False, DAY)]
    )


def test_a_geopackage_with_the_fields_of_extract_lakes(two_lakes):
    found = read_lake_layer(two_lakes, pixel=30.0)

    assert (found.name, found.date, found.pixel) == ("lakes", DAY, 30.0)
    one, two = found.features
    assert (one.source_id, one.error, one.touches_edge, one.touches_nodata) == ("7", 10_000.0, False, True)
    assert (two.source_id, two.error, two.touches_edge, two.touches_nodata) == ("8", None, True, False)
    assert ogr.CreateGeometryFromWkb(two.wkb).Area() == LARGE.Area()


def test_a_shapefile_holds_ten_letters_of_a_name(two_lakes, tmp_path):
    path = str(tmp_path / "lakes.shp")
    gdal.VectorTranslate(path, str(two_lakes), format="ESRI Shapefile")

    assert read_lake_layer(path).date == DAY
    for one, two in zip(read_lake_layer(path).features, read_lake_layer(two_lakes).features):
        assert one[1:] == two[1:]  # rings run the other way in a shapefile


def test_polygons_without_attributes_take_their_date_from_the_file_name(tmp_path):
    path = lakes(tmp_path / "tibet_20200831_v2.gpkg", [(SMALL,), (LARGE,)], fields=())

    found = read_lake_layer(path)

    assert found.date == DAY
    assert [feature.source_id for feature in found.features] == ["1", "2"]
    assert not any(f.touches_edge or f.touches_nodata or f.error for f in found.features)


def test_a_date_that_is_given_is_that_of_all_lakes(two_lakes):
    given = datetime.date(1999, 5, 1)

    assert read_lake_layer(two_lakes, given).date == given
    assert len(read_lake_layer(two_lakes, given).features) == 2


def test_lakes_of_several_dates_are_a_layer_each(tmp_path):
    earlier = datetime.date(2010, 1, 1)
    rows = [(SMALL, 1, None, False, False, DAY), (SMALL, 1, None, False, False, earlier)]
    path = lakes(tmp_path / "all.gpkg", [*rows, (LARGE, 2, None, False, False, DAY)])

    first, second = read_lake_layers(path)

    assert (first.date, second.date) == (earlier, DAY)
    assert (len(first.features), len(second.features)) == (1, 2)
    assert first.name == "all 2010-01-01"
    with pytest.raises(TrackingError, match="lakes of 2 dates, from 2010-01-01 to 2020-08-31"):
        read_lake_layer(path)


@pytest.mark.parametrize("ending", ["gpkg", "shp"])
def test_what_qgis_wrote_of_the_image_is_read(two_lakes, tmp_path, ending):
    """In a GeoPackage as metadata of the layer, in a .qmd file next to other files."""
    path = tmp_path / f"lakes.{ending}"
    facts = ImageFacts(10.0, (500_000.0, 3_400_000.0, 10.0, -10.0), "POLYGON ((0 0,1 0,1 1,0 0))")
    groups = ""
    for name, words in facts.keywords().items():
        text = "".join(f"<keyword>{word}</keyword>\n" for word in words)
        groups += f'<keywords vocabulary="{name}">\n{text}</keywords>\n'
    written = f"<qgis><title>lakes</title>{groups}</qgis>"
    if ending == "gpkg":
        dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
        dataset.GetLayer(0).SetMetadataItem("GPKG_METADATA_ITEM_1", written)
        del dataset
    else:
        gdal.VectorTranslate(str(path), str(two_lakes), format="ESRI Shapefile")
        path.with_suffix(".qmd").write_text(written)

    found = read_lake_layer(path, pixel=30.0)

    assert (found.pixel, found.pixel_grid, found.footprint) == facts[:3]


def test_one_layer_of_several_is_chosen_by_name(tmp_path):
    path = tmp_path / "lakes_2020-08-31.gpkg"
    dataset = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0)
    for name, shape in (("north", SMALL), ("south", LARGE)):
        table = dataset.CreateLayer(name, spatial_reference(UTM), ogr.wkbPolygon)
        feature = ogr.Feature(table.GetLayerDefn())
        feature.SetGeometry(shape)
        table.CreateFeature(feature)
    dataset = table = None

    with pytest.raises(TrackingError, match="several layers of polygons: north, south"):
        read_lake_layer(path)
    with pytest.raises(TrackingError, match="no layer called 'east'"):
        read_lake_layer(f"{path}|layername=east")
    found = read_lake_layer(f"{path}|layername=south")
    assert (found.name, found.date) == ("south", DAY)
    assert ogr.CreateGeometryFromWkb(found.features[0].wkb).Area() == LARGE.Area()


@pytest.mark.parametrize("ending", ["gpkg", "shp"])
def test_a_file_without_a_crs_is_refused(two_lakes, tmp_path, ending):
    path = tmp_path / f"plain.{ending}"
    source = ogr.Open(str(two_lakes))
    target = ogr.GetDriverByName("GPKG" if ending == "gpkg" else "ESRI Shapefile").CreateDataSource(str(path))
    table = target.CreateLayer("plain", None, ogr.wkbPolygon)
    for row in source.GetLayer():
        feature = ogr.Feature(table.GetLayerDefn())
        feature.SetGeometry(row.GetGeometryRef())
        table.CreateFeature(feature)
    del feature, table, target

    with pytest.raises(TrackingError, match="no coordinate reference system"):
        read_lake_layer(path, DAY)


def test_what_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "text.gpkg").write_text("no lakes")
    points = tmp_path / "points.gpkg"
    write_geopackage(
        points, "points", UTM, (), geometry=ogr.wkbPoint,
        features=[(bytes(ogr.CreateGeometryFromWkt("POINT(500000 3400000)").ExportToWkb()), ())],
    )  # fmt: skip
    some = lakes(
        tmp_path / "some.gpkg", [(SMALL, 1, None, False, False, DAY), (LARGE, 2, None, False, False, None)]
    )
    for path, sentence in (
        (tmp_path / "absent.gpkg", "cannot be opened as a vector file"),
        (tmp_path / "text.gpkg", "cannot be opened as a vector file"),
        (points, "holds no polygons"),
        (lakes(tmp_path / "undated.gpkg", [(SMALL,)], fields=()), "has no date"),
        (lakes(tmp_path / "empty_2020-08-31.gpkg", [], fields=()), "holds no lake"),
        (some, "Some lakes of the layer 'some' have no date"),
    ):
        with pytest.raises(TrackingError, match=sentence):
            read_lake_layer(path)


def test_from_files_to_a_ledger_and_changes_in_files(tmp_path):
    for year, shape in ((2010, SMALL), (2020, box(0, 0, 1200, 1000))):
        date = datetime.date(year, 1, 1)
        lakes(tmp_path / f"{year}.gpkg", [(shape, 1, 0.001, False, False, date)])

    tracked = track([read_lake_layer(tmp_path / f"{year}.gpkg") for year in (2020, 2010)])
    tracked.write_ledger(tmp_path / "ledger.csv")
    tracked.write_changes(tmp_path / "changes.gpkg")

    with open(tmp_path / "ledger.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [field.name for field in LEDGER_FIELDS]
    first, second = rows
    assert (first["date"], first["event"], first["significant"], first["counted"]) == (
        "2010-01-01", "", "", "true",
    )  # fmt: skip
    assert (second["date"], second["event"], second["significant"]) == ("2020-01-01", "expanded", "true")
    assert float(second["change_km2"]) == list(ledger(tracked.history))[1]["change_km2"]
    dataset = ogr.Open(str(tmp_path / "changes.gpkg"))
    found = {row["change"]: (row["area_km2"], row.GetGeometryRef().Area()) for row in dataset.GetLayer()}
    assert found["stable"][1] == pytest.approx(1e6)
    assert found["gain"][1] == pytest.approx(0.2e6)
    assert found["gain"][0] == pytest.approx(0.2 / 0.9996**2, rel=1e-3)
    assert set(found) == {"stable", "gain"}


def test_changes_left_over_by_the_computation_are_not_written(tmp_path):
    """The later lake is a hundredth of a millimetre wider: 0.01 m², which no image shows."""
    tracked = followed([SMALL], [box(0, 0, 1000.00001, 1000)])

    tracked.write_changes(tmp_path / "changes.gpkg")

    dataset = ogr.Open(str(tmp_path / "changes.gpkg"))
    assert [row["change"] for row in dataset.GetLayer()] == ["stable"]


def test_files_that_cannot_be_written_are_named_and_nothing_is_left(tmp_path):
    tracked = track([layer(0, [SMALL]), layer(1, [SMALL])])
    (tmp_path / "file").touch()

    with pytest.raises(LakeMapperError, match="ledger.csv"):
        tracked.write_ledger(tmp_path / "file" / "ledger.csv")
    with pytest.raises(LakeMapperError, match="changes.gpkg"):
        tracked.write_changes(tmp_path / "file" / "changes.gpkg")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
