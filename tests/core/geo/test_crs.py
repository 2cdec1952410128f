import pytest
from lake_mapper.core.geo.crs import check_of_earth, spatial_reference
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


@pytest.mark.parametrize(
    "crs", ["EPSG:4326", "EPSG:3857", "EPSG:2278", "+proj=aea +lat_1=1 +lat_2=9 +R=6370997", "EPSG:4003"]
)
def test_a_crs_of_the_earth_is_fit_whatever_its_unit_and_ellipsoid(crs):
    reference = osr.SpatialReference()
    reference.SetFromUserInput(crs)

    check_of_earth(reference.ExportToWkt(), "the lakes")
