import pytest
from lake_mapper.core.geo.crs import check_coordinates, check_of_earth, crs_name, spatial_reference
from lake_mapper.core.util.errors import SceneError
from osgeo import osr
from support import wkt


@pytest.mark.parametrize(
    ("epsg", "east", "north"),
    [
        (4326, 20.0, 52.0),
        (3857, 2226389.8, 6800125.5),
        (32634, 431350.3, 5761510.3),
        (2180, 568629.1, 459781.2),
    ],
)
def test_axes_are_east_then_north_whatever_the_authority_says(epsg, east, north):
    """EPSG has north before east in 4326 and 2180."""
    transformation = osr.CoordinateTransformation(spatial_reference(wkt(4326)), spatial_reference(wkt(epsg)))

    assert transformation.TransformPoint(20.0, 52.0)[:2] == pytest.approx((east, north), abs=0.1)


@pytest.mark.parametrize("text", ["", "no CRS"])
def test_a_text_that_is_no_crs_is_an_error(text):
    with pytest.raises(RuntimeError):
        spatial_reference(text)


@pytest.mark.parametrize(
    "crs",
    ["ESRI:103881", "+proj=merc +R=3396190 +units=m", "+proj=longlat +R=6051800", "+proj=merc +R=2575000"],
)
def test_a_crs_of_another_body_is_refused(crs):
    reference = osr.SpatialReference()
    reference.SetFromUserInput(crs)

    with pytest.raises(SceneError, match="of the lakes, .*, is not one of the Earth"):
        check_of_earth(reference.ExportToWkt(), "the lakes")


@pytest.mark.parametrize("crs", ["EPSG:4978", "EPSG:5703", 'LOCAL_CS["plan",UNIT["metre",1]]'])
def test_a_crs_without_place_on_the_ground_is_refused(crs):
    reference = osr.SpatialReference()
    reference.SetFromUserInput(crs)

    with pytest.raises(SceneError, match="of the lakes is neither projected nor geographic"):
        check_of_earth(reference.ExportToWkt(), "the lakes")


@pytest.mark.parametrize(
    "crs", ["EPSG:4326", "EPSG:3857", "EPSG:2278", "+proj=aea +lat_1=1 +lat_2=9 +R=6370997", "EPSG:4003"]
)
def test_a_crs_of_the_earth_is_fit_whatever_its_unit_and_ellipsoid(crs):
    reference = osr.SpatialReference()
    reference.SetFromUserInput(crs)

    check_of_earth(reference.ExportToWkt(), "the lakes")


@pytest.mark.parametrize(
    ("epsg", "bounds"),
    [
        (4326, (500000, 3400000, 600000, 3500000)),  # metres called degrees
        (4326, (85, 89, 86, 120)),
        (4326, (85, 90, 86, 91)),
        (32645, (5e8, 3.4e6, 6e8, 3.5e6)),
        (2278, (5e9, 0, 6e9, 1)),  # feet
        (32645, (float("nan"), 0, 1, 1)),
        (32645, (0, 0, float("inf"), 1)),
    ],
)
def test_coordinates_that_cannot_be_of_the_crs_are_refused(epsg, bounds):
    with pytest.raises(SceneError, match=f"coordinates of the image .* do not fit its CRS, EPSG:{epsg}"):
        check_coordinates(wkt(epsg), bounds, "the image")


@pytest.mark.parametrize(
    ("epsg", "bounds"),
    [
        (4326, (-180.1, -90.1, 180.1, 90.1)),  # cells around the poles
        (4326, (0, -90, 360, 90)),
        (2278, (3e6, 1.3e7, 3.1e6, 1.4e7)),
        (2397, (45500000, 3e6, 45600000, 3.1e6)),  # metres with the number of a zone before them
        (4807, (-200, -100, 200, 100)),  # grads
    ],
)
def test_coordinates_of_any_kind_of_crs_are_fit(epsg, bounds):
    check_coordinates(wkt(epsg), bounds, "the image")


def test_a_crs_is_named_by_code_and_name_and_never_by_pages_of_wkt():
    nameless = osr.SpatialReference()
    nameless.ImportFromProj4("+proj=laea +lat_0=-25 +lon_0=-54.4 +ellps=GRS80 +units=m")
    named = nameless.Clone()
    named.SetProjCS("Lakes of Itaipu")

    assert crs_name(wkt(32645)) == "EPSG:32645 (WGS 84 / UTM zone 45N)"
    assert crs_name(named.ExportToWkt()) == "Lakes of Itaipu, without a code"
    assert crs_name(nameless.ExportToWkt()) == "Lambert Azimuthal Equal Area without name and code"
