"""Areas add up wherever a polygon is cut, and are those of the ellipsoid."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.geo.ellipsoid import Ellipsoid
from lake_mapper.core.tracking.additive_areas import AdditiveEllipsoid, index_ranges

from .histories import UTM, crs


def ring(*points):
    return np.array([*points, points[0]], float)


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_the_areas_of_two_parts_add_up_to_the_whole(one, two):
    """A quadrangle of 40 × 30 km, cut from its lower to its upper edge."""
    a, b, c, d = np.array([(500e3, 3400e3), (540e3, 3401e3), (538e3, 3430e3), (501e3, 3428e3)])
    low, high = a + one * (b - a), d + two * (c - d)

    whole, left, right = (
        AdditiveEllipsoid(UTM)
        .measure([[ring(a, b, c, d)], [ring(a, low, high, d)], [ring(low, b, c, high)]])
        .areas
    )

    assert left + right == pytest.approx(whole, rel=1e-11)


@pytest.mark.parametrize(
    ("code", "corner", "side"),
    [
        (32645, (500e3, 3400e3), 2e3),
        (4326, (179.99, 30.0), 0.02),
        (3995, (-180e3, -200e3), 400e3),
        (3031, (-180e3, -200e3), 400e3),
    ],
)
def test_areas_and_perimeters_are_those_of_the_ellipsoid(code, corner, side):
    """In metres, in degrees across 180°, around a pole; an island is no water, but has an outline."""
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)], float)
    outer, island = (corner + side * (offset + size * square) for offset, size in ((0, 1), (0.3, 0.4)))

    measures = AdditiveEllipsoid(crs(code)).measure([[outer, island], [island]])

    areas, lengths = Ellipsoid(crs(code)).ring_areas_lengths([outer, island])
    assert measures.areas == pytest.approx([areas[0] - areas[1], areas[1]], rel=1e-6)
    assert measures.perimeters == pytest.approx([lengths.sum(), lengths[1]], rel=1e-6)


def test_no_polygons_have_no_measures():
    assert len(AdditiveEllipsoid(UTM).measure([]).areas) == 0


def test_ranges_cover_every_index_once():
    assert [list(part) for part in index_ranges(5, 2)] == [[0, 1], [2, 3], [4]]
    assert list(index_ranges(0, 2)) == []
