"""What is fitted and counted, and which lakes are compared."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("cv2", reason="OpenCV is only there for training")

import calibrate_bundled_model as calibrate
from lake_mapper.core.inference.probability_raster import NODATA, PROBABILITY_SCALE
from lake_mapper.core.lakes.calibration import Calibration


@given(slope=st.floats(0.3, 3), shift=st.floats(-2, 2))
def test_fit_finds_what_made_the_labels(slope, shift):
    pixels = np.full(PROBABILITY_SCALE + 1, 1000.0)
    water = pixels * Calibration(slope, shift).of_scaled()

    found = calibrate.fit(np.stack([pixels - water, water]))

    assert found == pytest.approx((slope, shift), abs=1e-4)
    assert calibrate.expected_error(np.stack([pixels - water, water]), found.of_scaled()) < 1e-4


def test_expected_error_of_a_network_that_is_always_sure_and_half_right():
    counts = np.zeros((2, PROBABILITY_SCALE + 1))
    counts[:, -1] = 50
    predicted = np.arange(PROBABILITY_SCALE + 1) / PROBABILITY_SCALE

    assert calibrate.expected_error(counts, predicted) == pytest.approx(0.5)


def scene():
    """Return scaled probability and label of three lakes: one found 10 % too large, one split, one cut."""
    scaled, label = np.zeros((200, 200), np.uint8), np.zeros((200, 200), np.uint8)
    scaled[20:60, 20:64], label[20:60, 20:60] = PROBABILITY_SCALE, 1
    scaled[100:140, 20:38] = scaled[100:140, 42:60] = PROBABILITY_SCALE
    label[100:140, 20:60] = 1
    scaled[100:140, 100:140], label[100:140, 100:140] = PROBABILITY_SCALE, 1
    scaled[120:125, 140:145], label[120:125, 140:145] = NODATA, 255
    return scaled, label


def test_pixels_are_counted_by_label_without_missing_data():
    scaled, label = scene()

    counts = calibrate.probability_counts(scaled, label)

    assert counts.shape == (2, PROBABILITY_SCALE + 1)
    assert counts.sum() == 200 * 200 - 25
    assert counts[1, PROBABILITY_SCALE] == 1600 + 1440 + 1600


def test_only_whole_lakes_with_one_match_are_compared():
    scaled, label = scene()

    ((area, truth, of_shoreline, whole),) = calibrate.area_errors(scaled, label, 10.0, Calibration())

    assert area == pytest.approx(1760 * 100, rel=1e-3)
    assert truth == pytest.approx(1600 * 100, rel=1e-3)
    assert of_shoreline == pytest.approx(whole)
    assert of_shoreline == pytest.approx(1640 * 0.6872 * 10 / 2, rel=0.03)
