import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_mapper.core.geo.crs import spatial_reference
from lake_mapper.core.geo.ellipsoid import Ellipsoid
from lake_mapper.core.geo.grid import Bounds, Window, ground_grid, ground_scale, scale_notes
from lake_mapper.core.util.errors import SceneError
from osgeo import osr
from support import english_in, wkt


def test_utm_pixel_is_the_resolution_itself():
    grid = ground_grid(wkt(32645), Bounds(500000, 3490000, 510000, 3500000), 17.0, (500000, 3500000))

    assert (grid.pixel_x, grid.pixel_y) == (17.0, 17.0)
    assert (grid.west, grid.north) == (500000, 3500000)
    assert (grid.width, grid.height) == (588, 588)


@pytest.mark.parametrize(
    ("epsg", "bounds", "pixel"),
    [
        (3857, Bounds(1e7, 3_890_000, 1.001e7, 3_900_000), (20.27, 20.27)),
        (4326, Bounds(90, 32.95, 90.1, 33.05), (0.0001819, 0.0001533)),
        (2277, Bounds(2_300_000, 9_990_000, 2_310_000, 10_000_000), (17 / 0.3048006, 17 / 0.3048006)),
    ],
)
def test_pixel_in_other_units(epsg, bounds, pixel):
    grid = ground_grid(wkt(epsg), bounds, 17.0, (bounds.west, bounds.north))

    assert (grid.pixel_x, grid.pixel_y) == pytest.approx(
        pixel, rel=5e-3
    )  # the ellipsoid stretches it unevenly


@settings(max_examples=60)
@given(
    lon=st.floats(-179, 179),
    lat=st.floats(-80, 80),
    resolution=st.floats(1, 100),
    width=st.floats(0.05, 0.5),
    offset=st.floats(0, 1),
)
def test_ground_pixel_at_the_centre_and_borders_within_half_a_pixel(lon, lat, resolution, width, offset):
    bounds = Bounds(lon, lat, min(lon + width, 180), min(lat + width, 85))
    anchor = (lon - offset, lat + width + offset)
    grid = ground_grid(wkt(4326), bounds, resolution, anchor)

    x, y = (bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2
    along_x, along_y = Ellipsoid(grid.crs_wkt).metres_per_unit(x, y, grid.pixel_y)
    assert grid.pixel_x * along_x == pytest.approx(resolution, rel=1e-4)
    assert grid.pixel_y * along_y == pytest.approx(resolution, rel=1e-4)
    for ours, asked, pixel in zip(grid.bounds, bounds, (grid.pixel_x, grid.pixel_y) * 2):
        assert abs(ours - asked) <= pixel * 0.5001
    steps = np.array([(grid.west - anchor[0]) / grid.pixel_x, (anchor[1] - grid.north) / grid.pixel_y])
    assert np.abs(steps - np.rint(steps)).max() < 1e-6


def test_extent_smaller_than_a_pixel_says_so():
    with pytest.raises(SceneError, match="smaller than one pixel"):
        ground_grid(wkt(32645), Bounds(500000, 3499999, 500001, 3500000), 17.0, (500000, 3500000))


def test_a_grid_of_more_pixels_than_a_run_can_have_says_so():
    earth = Bounds(-180, -90, 180, 90)

    with pytest.raises(SceneError, match="pixels of 17 m, more than can be mapped at once"):
        ground_grid(wkt(4326), earth, 17.0, (-180, 90))
    part = ground_grid(wkt(4326), Bounds(0, 0, 1, 1), 17.0, (-180, 90), image=earth)
    assert part.width * part.height < 1e8


def test_coordinates_that_do_not_fit_their_crs_say_so():
    with pytest.raises(SceneError, match="do not fit"):
        ground_grid(wkt(32645), Bounds(5e9, 3e9, 6e9, 4e9), 17.0, (5e9, 4e9))


def test_the_map_plane_misleads_by_a_known_factor():
    def notes(epsg, bounds):
        return scale_notes(ground_grid(wkt(epsg), Bounds(*bounds), 17.0, bounds[:2]))

    # Web Mercator at 33°N: planar areas are 1 / cos² φ = 1.43 times too large (see docs/method.md).
    mercator = notes(3857, (1e7, 3895000, 1.002e7, 3915000))
    whole_plateau = notes(3857, (8.2e6, 3e6, 11.6e6, 4.8e6))

    assert mercator == (
        "On the map plane of this CRS areas would be 43 % too large at the centre; they are measured on the "
        "ellipsoid.",
    )
    assert "a pixel is 15" in whole_plateau[1]
    assert notes(32645, (500000, 3400000, 520000, 3420000)) == ()
    assert notes(4326, (85, 33, 85.1, 33.1)) == ()  # degrees have no planar area in km²


@pytest.mark.parametrize(("lon", "unit"), [(87.0, True), (88.5, True), (92.0, False)])
def test_a_projection_true_to_scale_keeps_its_unit(lon, unit):
    """UTM zone 45 is 0.04 % too small at 87°, and 0.3 % too large five degrees further."""
    crs = wkt(32645)
    x, y, _ = osr.CoordinateTransformation(
        spatial_reference(wkt(4326)), spatial_reference(crs)
    ).TransformPoint(lon, 10.0)

    scale = ground_scale(crs, x, y, 20.0)

    assert (scale == (1.0, 1.0)) == unit
    assert scale == pytest.approx((1.0, 1.0), abs=4e-3)


def test_an_error_of_planar_areas_is_noted_from_one_percent_on():
    """In UTM zone 45 at the equator, 2, 4 and 6 degrees from its central meridian."""
    crs = wkt(32645)
    to_utm = osr.CoordinateTransformation(spatial_reference(wkt(4326)), spatial_reference(crs))
    notes = []
    for lon in (89.0, 91.0, 93.3):
        x, y, _ = to_utm.TransformPoint(lon, 0.0)
        bounds = Bounds(x - 5000, y - 5000, x + 5000, y + 5000)
        notes.append(scale_notes(ground_grid(crs, bounds, 17.0, (bounds.west, bounds.north))))

    assert notes[:2] == [(), ()]
    assert "1 % too large" in notes[2][0]


def test_what_is_noted_of_the_crs_can_be_read_in_chinese(chinese):
    plateau = ground_grid(wkt(3857), Bounds(9.0e6, 3.0e6, 1.1e7, 5.0e6), 170.0, (9.0e6, 5.0e6))

    plane, pixels = scale_notes(plateau)

    assert plane.startswith("在此坐标参照系的地图平面上，中心处的面积会偏大 ")
    assert english_in(plane + pixels) == []
    with pytest.raises(SceneError, match="范围小于一个 17 m 的像元。请选择更大的范围或更细的 RESOLUTION。"):
        ground_grid(wkt(32645), Bounds(0, 0, 5, 5), 17.0, (0, 0))


def test_bounds_that_only_touch_do_not_intersect():
    bounds = Bounds(0, 0, 10, 10)

    assert bounds.intersection(Bounds(5, -5, 20, 8)) == Bounds(5, 0, 10, 8)
    assert bounds.intersection(Bounds(2, 3, 4, 5)) == Bounds(2, 3, 4, 5)
    assert bounds.intersection(Bounds(10, 0, 20, 10)) is None
    assert bounds.intersection(Bounds(0, -10, 10, 0)) is None


def test_a_window_grows_on_each_side():
    grid = ground_grid(wkt(32645), Bounds(500000, 3490000, 510000, 3500000), 17.0, (500000, 3500000))

    assert Window(3, 5, 10, 20).grown(2) == Window(1, 3, 14, 24)
    assert grid.geotransform(Window(3, 5, 10, 20)) == (500051.0, 17.0, 0.0, 3499915.0, 0.0, -17.0)
    assert grid.geotransform() == (500000.0, 17.0, 0.0, 3500000.0, 0.0, -17.0)
