import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.inference.infrared import FUSION, Fusion, load_fusion

FUSED = load_fusion()
share = st.floats(0, 1, width=32)


def corrected(p, n, g):
    return float(FUSED.fused(np.float32([[p]]), FUSED.correction(np.float32([[[n]], [[g]]])))[0, 0])


def correction(n, g):
    return float(FUSED.correction(np.float32([[[n]], [[g]]]))[0, 0])


@given(n=share, g=share)
def test_never_more_than_the_bound(n, g):
    assert abs(correction(n, g)) <= FUSED.bound * 1.0001


@given(n=share, brighter=share, g=share)
def test_brighter_in_infrared_is_never_more_like_water(n, brighter, g):
    low, high = sorted((n, brighter))

    assert correction(high, g) <= correction(low, g) + 1e-4


def test_what_the_ground_is():
    """Infrared and green of usual grounds, where land is up to 1 in infrared."""
    assert correction(0.03, 0.2) > 1  # clear water
    assert correction(0.2, 0.45) > 0.5  # muddy water
    assert correction(0.8, 0.15) < -2.5  # plants
    assert correction(0.6, 0.5) < -2  # bare ground
    assert correction(0.9, 1.0) < -2.5  # snow
    assert abs(correction(0.02, 0.01)) < 1.5  # dark lakes of the tundra
    assert correction(0.12, 0.05) < 0.6  # shadow
    assert correction(0.25, 0.08) < 0.1  # burnt ground


def test_what_the_network_is_sure_of_stays():
    assert corrected(0.99, 0.9, 0.3) > 0.5  # algae as bright as land
    assert corrected(0.02, 0.0, 0.3) < 0.5
    assert corrected(0.6, 0.9, 0.3) < 0.1
    assert corrected(0.3, 0.02, 0.2) > 0.5
    assert corrected(0.0, 0.0, 0.3) == 0 and corrected(1.0, 0.9, 0.3) == 1


def test_without_infrared_the_network_decides():
    p = np.random.default_rng(0).random((150, 70)).astype(np.float32)
    both = np.full((2, 150, 70), np.nan, np.float32)
    both[0, :, 40:], both[1, :, 40:] = 0.9, 0.2

    fused = FUSED.fused(p, FUSED.correction(both))

    assert fused[:, :40] == pytest.approx(p[:, :40], abs=1e-6)
    assert (fused[:, 40:] < p[:, 40:]).all()


def test_the_numbers_that_ship_are_those_of_a_fit():
    numbers = json.loads(FUSION.read_text())

    assert Fusion(**{name: numbers[name] for name in Fusion._fields}) == FUSED
    assert "scripts/fit_infrared.py" in numbers["origin"]
    assert FUSED.green >= 0 and FUSED.infrared > 0 and FUSED.bound > 0 and FUSED.darker >= 0
