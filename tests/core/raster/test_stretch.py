import numpy as np
import pytest
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


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (6048.2, 8360.62, "6048 to 8361"),
        (0.02, 0.311, "0.020 to 0.311"),
        (0, 255, "0 to 255"),
        (-9, 1, "-9.00 to 1.00"),
    ],
)
def test_the_log_has_no_more_decimals_than_the_image_shows(low, high, text):
    band = np.linspace(low - 0.02 / 0.96 * (high - low), high + 0.02 / 0.96 * (high - low), 1001)

    assert text in between_percentiles([band] * 3, 1e-6).why
