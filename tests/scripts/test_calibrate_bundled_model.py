"""What is counted, and which lakes are compared."""

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OpenCV is only there for training")

import calibrate_bundled_model as calibrate
from lake_mapper.core.inference.probability_raster import NODATA, PROBABILITY_SCALE
from lake_mapper.core.lakes.calibration import Calibration


def scene():
    """Levels and label of one lake found 10 % too large, one split in two, one cut by missing data."""
    scaled, label = np.zeros((200, 200), np.uint8), np.zeros((200, 200), np.uint8)
    scaled[20:60, 20:64], label[20:60, 20:60] = PROBABILITY_SCALE, 1
    scaled[100:140, 20:38] = scaled[100:140, 42:60] = PROBABILITY_SCALE
    label[100:140, 20:60] = 1
    scaled[100:140, 100:140], label[100:140, 100:140] = PROBABILITY_SCALE, 1
    scaled[120:125, 140:145], label[120:125, 140:145] = NODATA, 255
    return scaled, label


def test_levels_are_counted_by_label_without_missing_data():
    scaled, label = scene()

    counts = calibrate.probability_counts(scaled, label)

    assert counts.shape == (2, PROBABILITY_SCALE + 1)
    assert counts.sum() == 200 * 200 - 25
    assert counts[1, PROBABILITY_SCALE] == 1600 + 1440 + 1600


def test_only_whole_lakes_with_one_match_are_compared():
    scaled, label = scene()

    ((area, truth, shore, whole),) = calibrate.area_errors(scaled, label, 10.0, Calibration())

    assert area == pytest.approx(1760 * 100, rel=1e-3)
    assert truth == pytest.approx(1600 * 100, rel=1e-3)
    assert shore == pytest.approx(whole)
    assert shore == pytest.approx(1640 * 0.6872 * 10 / 2, rel=0.03)
