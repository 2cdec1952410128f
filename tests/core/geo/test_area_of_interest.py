import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.geo.area_of_interest import AreaOfInterest
from lake_mapper.core.geo.crs import spatial_reference
from lake_mapper.core.geo.grid import Bounds, Grid, Window
from lake_mapper.core.util.errors import SceneError
from osgeo import ogr
from support import wkt

GRID = Grid(
    wkt(32645), west=500_000.0, north=3_500_000.0, pixel_x=17.0, pixel_y=17.0, width=100, height=80,
    ground_pixel=17.0,
)  # fmt: skip


def ring(left, top, right, bottom):
    """The outline of a rectangle given in pixels."""
    pixels = np.array([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], float)
    return pixels * (17.0, -17.0) + (GRID.west, GRID.north)


def box(*pixels):
    points = ", ".join(f"{x} {y}" for x, y in ring(*pixels).tolist())
    return ogr.CreateGeometryFromWkt(f"POLYGON(({points}))")


def test_the_mask_has_the_pixels_whose_centre_lies_inside():
    mask = AreaOfInterest([box(10, 20, 30.4, 40), box(50, 20, 60, 30)]).mask(GRID, Window(0, 0, 100, 80))

    expected = np.zeros((80, 100), bool)
    expected[20:40, 10:30] = expected[20:30, 50:60] = True
    assert (mask == expected).all()


@given(st.integers(-20, 90), st.integers(-20, 70), st.integers(1, 40), st.integers(1, 40))
def test_the_mask_is_the_same_in_every_window(column, row, width, height):
    area = AreaOfInterest([box(10, 20, 30, 40), box(-5, 60, 60, 75)])
    around = area.mask(GRID, Window(-20, -20, 150, 130))

    mask = area.mask(GRID, Window(column, row, width, height))

    assert (mask == around[row + 20 : row + 20 + height, column + 20 : column + 20 + width]).all()


@pytest.mark.parametrize(
    ("pixels", "expected"),
    [
        ((15, 25, 20, 30), True),  # inside
        ((0, 0, 90, 70), True),  # around
        ((25, 35, 45, 50), True),  # across the border
        ((32, 20, 40, 40), False),
        ((11, 31, 12, 32), False),  # within the bounding box of the second polygon alone
    ],
)
def test_a_polygon_that_lies_at_least_partly_inside_intersects(pixels, expected):
    corner = ogr.CreateGeometryFromWkt(f"POLYGON(({', '.join(f'{x} {y}' for x, y in triangle())}))")

    assert AreaOfInterest([box(13, 20, 30, 30), box(20, 30, 30, 40), corner]).intersects([ring(*pixels)]) == (
        expected
    )


def triangle():
    """Of a square from pixel (60, 10) to (80, 30), the half above the diagonal."""
    (a, b, c, _, _) = ring(60, 10, 80, 30).tolist()
    return a, b, c, a


def test_an_island_around_the_area_keeps_a_lake_out():
    area = AreaOfInterest([box(20, 20, 30, 30)])

    assert area.intersects([ring(10, 10, 40, 40)])
    assert not area.intersects([ring(10, 10, 40, 40), ring(15, 15, 35, 35)])


def test_bounds_and_digest_are_of_all_polygons():
    area = AreaOfInterest([box(10, 20, 30, 40), box(50, 20, 60, 30)])
    same = AreaOfInterest([box(10, 20, 30, 40), box(50, 20, 60, 30)])
    other = AreaOfInterest([box(10, 20, 30, 40), box(50, 20, 60, 31)])

    assert area.bounds == Bounds(500_170, 3_500_000 - 680, 501_020, 3_500_000 - 340)
    assert area.digest == same.digest != other.digest


def test_an_area_travels_as_wkb():
    area = AreaOfInterest([box(10, 20, 30, 40), box(50, 20, 60, 30)])

    again = AreaOfInterest([ogr.CreateGeometryFromWkb(wkb) for wkb in area.wkbs])

    assert again.digest == area.digest


def test_a_vector_file_is_read_and_reprojected(tmp_path):
    file = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "area.gpkg"))
    layer = file.CreateLayer("area", spatial_reference(wkt(32645)), ogr.wkbUnknown)
    for shape in (box(10, 20, 30, 40), None):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(shape)
        layer.CreateFeature(feature)
    del feature, layer, file

    area = AreaOfInterest.read(tmp_path / "area.gpkg", wkt(4326))

    expected = (87.00179, 31.62905, 87.00538, 31.63212)  # by gdaltransform
    assert area.bounds == pytest.approx(expected, abs=1e-5)


def test_over_an_image_across_180_degrees_an_area_is_whole(tmp_path):
    file = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "area.gpkg"))
    layer = file.CreateLayer("area", spatial_reference(wkt(4326)), ogr.wkbUnknown)
    for west, east in ((179.925, 180), (-180, -179.925)):  # divided, as GeoJSON has it
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(
            ogr.CreateGeometryFromWkt(f"POLYGON(({west} 68,{east} 68,{east} 69,{west} 69,{west} 68))")
        )
        layer.CreateFeature(feature)
    del feature, layer, file
    grid = Grid(
        wkt(4326), west=179.905, north=68.9, pixel_x=0.01, pixel_y=0.01, width=19, height=3, ground_pixel=1e3
    )

    area = AreaOfInterest.read(tmp_path / "area.gpkg", grid.crs_wkt, grid.bounds)

    mask = area.mask(grid, Window(0, 0, 19, 3))
    assert area.bounds == pytest.approx((179.925, 68.0, 180.075, 69.0))
    assert mask[:, 2:17].sum() == mask.sum()
    assert mask[:, 2:9].all()
    assert mask[:, 10:17].all()


def test_what_cannot_be_used_is_refused(tmp_path):
    with pytest.raises(SceneError, match="No polygon of the layer AOI lies over the image"):
        AreaOfInterest([])
    with pytest.raises(SceneError, match=r"polygons of .*nothing\.gpkg cannot be read"):
        AreaOfInterest.read(tmp_path / "nothing.gpkg", wkt(4326))
