import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_mapper.core.geo.ellipsoid import Ellipsoid
from lake_mapper.core.lakes.elongation import elongations
from support import wkt

UTM = Ellipsoid(wkt(32645))
DISC = [(math.cos(t), math.sin(t)) for t in np.linspace(0, 2 * math.pi, 200)[:-1]]


def of(points, turn=0.0, size=1000.0, ellipsoid=UTM, origin=(500000, 3500000)):
    rotation = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    ring = np.array([*points, points[0]]) @ rotation * size + origin
    return elongations([ring], ellipsoid)[0]


@settings(max_examples=30)
@given(aspect=st.floats(1, 50), turn=st.floats(0, math.pi), size=st.floats(20, 1e5))
def test_rectangle_is_as_long_as_it_is(aspect, turn, size):
    found = of([(0, 0), (aspect, 0), (aspect, 1), (0, 1)], turn, size)

    assert found == pytest.approx(4 / math.pi * aspect, rel=0.05)


@settings(max_examples=20)
@given(turn=st.floats(0, math.pi), size=st.floats(20, 1e5))
def test_disc_is_the_least(turn, size):
    assert 1 <= of(DISC, turn, size) < 1.1


def test_arms_make_a_round_lake_little_longer_but_a_river_is_long():
    arm = [(0.99, -0.05), (4, -0.05), (4, 0.05), (0.99, 0.05)]
    body = [point for point in DISC if abs(math.atan2(point[1], point[0])) > 0.06]
    wave = np.linspace(0, 60, 300)
    bank = np.stack([wave, 4 * np.sin(wave / 4)], 1)
    river = [*map(tuple, bank), *map(tuple, bank[::-1] + np.array([0, 1]))]

    assert of(arm + body) < 1.4
    assert of(river) > 40


def test_same_in_degrees():
    lat = 60.0
    degree = 111_320.0
    points = [(0, 0), (6 / math.cos(math.radians(lat)), 0), (6 / math.cos(math.radians(lat)), 1), (0, 1)]

    found = of(points, size=1000 / degree, ellipsoid=Ellipsoid(wkt(4326)), origin=(10, lat))

    assert found == pytest.approx(4 / math.pi * 6, rel=0.05)


def test_as_thin_as_can_be_is_bounded_in_time():
    assert of([(0, 0), (1e5, 0), (1e5, 1), (0, 1)], 0.3, 1.0) == pytest.approx(4 / math.pi * 1e5, rel=0.1)
