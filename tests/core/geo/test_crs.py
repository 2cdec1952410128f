import pytest
from lake_mapper.core.geo.crs import spatial_reference
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
