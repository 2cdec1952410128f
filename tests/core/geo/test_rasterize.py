import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.geo.rasterize import Shapes
from osgeo import ogr

NORTH_UP = (0.0, 1.0, 0.0, 20.0, 0.0, -1.0)


def polygon(*xy):
    return ogr.CreateGeometryFromWkt(f"POLYGON(({', '.join(f'{x} {y}' for x, y in (*xy, xy[0]))}))")


def box(west, south, east, north):
    return polygon((west, south), (east, south), (east, north), (west, north))


@given(st.lists(st.tuples(st.floats(-5, 35), st.floats(-5, 25)), min_size=3, max_size=3))
def test_pixels_whose_centre_lies_inside(corners):
    shape = polygon(*corners)

    found = Shapes([shape], [7]).rasterize(30, 20, NORTH_UP)

    assert set(np.unique(found)) <= {0, 7}
    centres = [(x + 0.5, 20 - (y + 0.5)) for y in range(20) for x in range(30)]
    for (x, y), value in zip(centres, found.ravel()):
        centre = ogr.CreateGeometryFromWkt(f"POINT({x} {y})")
        if shape.Boundary().Distance(centre) > 1e-6:
            assert (value == 7) == shape.Contains(centre)


def test_later_polygons_lie_on_top():
    found = Shapes([box(0, 0, 10, 20), box(5, 0, 20, 20)], [1, 2]).rasterize(30, 20, NORTH_UP)

    assert found[0].tolist() == [1] * 5 + [2] * 15 + [0] * 10


def test_a_window_is_part_of_the_whole():
    shapes = Shapes([box(3, 3, 9, 9), polygon((10, 0), (25, 5), (12, 18))], [1, 2])

    whole = shapes.rasterize(30, 20, NORTH_UP)

    assert (shapes.rasterize(8, 7, (6.0, 1.0, 0.0, 15.0, 0.0, -1.0)) == whole[5:12, 6:14]).all()
    south_up = shapes.rasterize(30, 20, (0.0, 1.0, 0.0, 0.0, 0.0, 1.0))
    assert (south_up == whole[::-1]).all()


def test_elsewhere_there_is_nothing():
    shapes = Shapes([box(3, 3, 9, 9)], [1])

    assert not shapes.rasterize(5, 4, (100.0, 1.0, 0.0, 20.0, 0.0, -1.0)).any()
    assert not Shapes([], []).rasterize(5, 4, NORTH_UP).any()


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ((8, 8, 20, 20), True),
        ((0, 0, 30, 30), True),
        ((5, 5, 6, 6), True),
        ((10, 10, 20, 20), False),
        # These only touch it.
        ((9, 3, 20, 9), False),
        ((0, 3, 3, 9), False),
        ((3, 9, 9, 20), False),
        ((3, 0, 9, 3), False),
    ],
)
def test_boxes_overlap_when_they_share_ground(bounds, expected):
    assert Shapes([box(100, 100, 101, 101), box(3, 3, 9, 9)], [1, 1]).intersects(*bounds) == expected
