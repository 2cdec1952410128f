import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingException,
    QgsRectangle,
    QgsWkbTypes,
)

#: An old national grid: no authority has a code for it.
KRASSOWSKY = "+proj=tmerc +lon_0=-54 +x_0=500000 +ellps=krass +towgs84=24,-123,-94 +units=m"
PLACE = QgsRectangle(445000, 7194000, 459000, 7207000)


@pytest.fixture
def check(qgis):
    """Try a destination of Extract lakes or Track lakes; return what is wrong with it."""
    from lake_mapper.core.lakes.attributes import FIELDS
    from lake_mapper.plugin.outputs.feature_sink import Table
    from lake_mapper.plugin.outputs.trial import check_output

    def run(
        path,
        crs="EPSG:32721",
        kind=QgsWkbTypes.Type.Polygon,
        algorithm="extractlakes",
        name="OUTPUT",
        extent=PLACE,
    ):
        try:
            return check_output(
                QgsApplication.processingRegistry().createAlgorithmById(f"lakemapper:{algorithm}"),
                {name: str(path)},
                name,
                QgsProcessingContext(),
                table=Table(FIELDS, kind, QgsCoordinateReferenceSystem(crs)),
                extent=extent,
            )
        except QgsProcessingException as error:
            return str(error)

    return run


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".geojson", ".fgb", ".gml"])
@pytest.mark.parametrize("stem", ["lakes", "LC08.2020-05-18.v1", "a b", "a#b", "湖", "a'b"])
def test_usual_formats_and_names_are_fit_and_the_trial_leaves_nothing(check, tmp_path, suffix, stem):
    assert check(tmp_path / f"{stem}{suffix}") == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".ods"])
def test_a_format_without_shapes_is_a_warning(check, tmp_path, suffix):
    said = check(tmp_path / f"湖 a{suffix}")

    assert "holds the table without the shapes" in said
    assert said.startswith("OUTPUT is written to")
    assert (
        check(
            tmp_path / f"ledger{suffix}",
            kind=QgsWkbTypes.Type.NoGeometry,
            name="LEDGER",
            algorithm="tracklakes",
        )
        == ""
    )


@pytest.mark.parametrize("kind", [QgsWkbTypes.Type.Polygon, QgsWkbTypes.Type.NoGeometry])
def test_fields_that_a_format_does_not_keep_are_named(check, tmp_path, kind):
    said = check(tmp_path / "lakes.kml", kind=kind)

    assert said.startswith("OUTPUT is written to")
    assert ".kml does not keep these fields: date, model. Choose a GeoPackage" in said
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_is_not_touched(check, tmp_path):
    old = tmp_path / "lakes.gpkg"
    old.write_text("of last year")

    assert check(old) == ""
    assert old.read_text() == "of last year"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("my%20lakes.gpkg", "holds '%20'"),
        ("my%20project/lakes.gpkg", "holds '%20'"),
        ("a|b.gpkg", "after |"),
        ("(lakes).gpkg", "special characters"),
        ("lakes.dxf", "Creation of field"),
        ("lakes.mif", "does not find again"),
    ],
)
def test_what_cannot_be_read_again_is_refused_before_the_work(check, tmp_path, name, why):
    (tmp_path / "my%20project").mkdir()

    said = check(tmp_path / name)

    assert why in said
    assert "OUTPUT cannot be written" in said
    assert "Choose a GeoPackage" in said
    assert [path.name for path in tmp_path.rglob("*")] == ["my%20project"]


def test_a_refusal_can_be_read_in_chinese(check, tmp_path, chinese):
    path = tmp_path / "my%20lakes.gpkg"

    assert check(path) == (
        f"OUTPUT 无法写入 {path}：路径中含“%20”的 GeoPackage 无法打开。"
        "请选择名称简单的 GeoPackage，如 lakes.gpkg。"
    )


@pytest.mark.parametrize(
    ("suffix", "fit"), [(".geojson", False), (".gpkg", True), (".shp", True), (".fgb", True), (".kml", True)]
)
def test_a_format_that_cannot_hold_a_crs_without_a_code_is_refused(check, tmp_path, suffix, fit):
    said = check(tmp_path / f"lakes{suffix}", f"PROJ:{KRASSOWSKY}")

    assert ("cannot hold this CRS" in said) != fit


@pytest.mark.parametrize(("units", "metres"), [("km", 1000), ("us-ft", 1200 / 3937)])
@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".fgb"])
def test_where_a_format_cannot_hold_the_crs_another_is_advised(check, tmp_path, suffix, units, metres):
    crs = f"PROJ:+proj=utm +zone=21 +south +datum=WGS84 +units={units}"
    ends = PLACE.xMinimum(), PLACE.yMinimum(), PLACE.xMaximum(), PLACE.yMaximum()
    extent = QgsRectangle(*(end / metres for end in ends))

    said = check(tmp_path / f"lakes{suffix}", crs, extent=extent)

    assert "cannot hold this CRS" in said
    assert said.endswith("Choose a Shapefile, or give the image a CRS with a code.")
    assert check(tmp_path / "lakes.shp", crs, extent=extent) == ""


def test_where_only_the_format_is_at_fault_a_geopackage_is_advised(check, tmp_path):
    said = check(tmp_path / "lakes.sqlite")

    assert "cannot hold this CRS" in said
    assert "Choose a GeoPackage" in said


@pytest.mark.parametrize(
    "destination", ["TEMPORARY_OUTPUT", "memory:", "ogr:dbname='a.gpkg' table=\"b\"", ""]
)
def test_what_is_no_file_is_not_tried(check, destination):
    assert check(destination) == ""


def test_a_table_without_geometry(check, tmp_path):
    none = QgsWkbTypes.Type.NoGeometry

    assert check(tmp_path / "ledger.csv", kind=none, algorithm="tracklakes", name="LEDGER") == ""
    assert "holds '%20'" in check(tmp_path / "a%20.gpkg", kind=none, algorithm="tracklakes", name="LEDGER")
