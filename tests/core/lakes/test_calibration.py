import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.inference.probability_raster import NODATA, PROBABILITY_SCALE
from lake_mapper.core.lakes.calibration import Calibration, scaled_logits

slopes, shifts = st.floats(0.3, 3), st.floats(-2, 2)


@given(slope=slopes, shift=shifts)
def test_calibrated_probability_rises_with_the_scaled_one(slope, shift):
    p = Calibration(slope, shift).of_scaled()

    assert (np.diff(p) > 0).all()
    assert 0 < p[0] < p[-1] < 1


def test_no_calibration_changes_nothing():
    scaled = np.arange(PROBABILITY_SCALE + 1)

    assert Calibration().of_scaled()[1:-1] == pytest.approx(scaled[1:-1] / PROBABILITY_SCALE)


@given(threshold=st.integers(1, PROBABILITY_SCALE), slope=slopes)
def test_uncertain_values_lie_around_the_threshold(threshold, slope):
    uncertain = Calibration(slope).uncertain(threshold / PROBABILITY_SCALE)

    assert not uncertain[NODATA]
    assert threshold == PROBABILITY_SCALE or uncertain[threshold]
    around = np.flatnonzero(uncertain)
    assert (np.diff(around) == 1).all()


def test_uncertain_odds_are_within_a_factor_of_two():
    around = np.flatnonzero(Calibration().uncertain(0.5))

    assert around[0] == np.ceil(PROBABILITY_SCALE / 3)
    assert around[-1] == np.floor(2 * PROBABILITY_SCALE / 3)
    assert len(scaled_logits()) == PROBABILITY_SCALE + 1
