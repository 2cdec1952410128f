import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from lake_mapper.core.raster.stretch import Stretch, between_percentiles

PLAIN = Stretch((0, 0, 0), (255, 255, 255), "")


@given(arrays(np.uint8, (3, 40, 5)))
def test_bytes_from_0_to_255_are_left_alone(values):
    assert np.array_equal(PLAIN.apply(values), values.transpose(1, 2, 0))


@given(arrays(np.float32, (3, 40, 5), elements=st.floats(-1e4, 1e4, width=32)), st.floats(-500, 500))
def test_low_to_high_become_0_to_255_and_the_rest_is_clipped(values, low):
    high = low + 300

    found = Stretch((low,) * 3, (high,) * 3, "").apply(values)

    expected = np.clip((values.astype(float) - low) * 255 / 300, 0, 255).transpose(1, 2, 0)
    assert found.dtype == np.uint8
    assert np.abs(found - expected).max() <= 0.51


def test_each_band_has_its_own_stretch_and_nan_becomes_0():
    values = np.full((3, 1, 2), 50, np.float32)
    values[:, 0, 1] = np.nan

    found = Stretch((0, 0, 50), (50, 100, 100), "").apply(values)

    assert found[0].tolist() == [[255, 128, 0], [0, 0, 0]]


def test_percentiles_are_kept_apart():
    values = np.tile(np.array([100, 102], np.uint8), (3, 50))

    found = between_percentiles(values)

    assert found.low == (100, 100, 100)
    assert found.high == (164, 164, 164)
