import math

import numpy as np
import pytest
from lake_mapper.core.metrics import Confusion, confusion, scores


def test_scores_of_a_known_matrix():
    s = scores(Confusion(tp=60, fp=10, fn=5, tn=125))

    assert s["OA"] == 185 / 200
    assert s["RC"] == 60 / 65
    assert s["TWR"] == 60 / 70
    assert s["FWR"] == 10 / 70
    assert s["lake_IoU"] == 60 / 75
    assert s["MIoU"] == (60 / 75 + 125 / 140) / 2
    assert s["F1"] == 120 / 135
    assert s["TWR"] + s["FWR"] == pytest.approx(1)


def test_counts_leave_out_what_does_not_count():
    lake = np.array([True, True, False, False, True])
    truth = np.array([True, False, True, False, True])
    counted = np.array([True, True, True, True, False])

    c = confusion(lake, truth, counted)

    assert c == Confusion(1, 1, 1, 1)
    assert c.plus(c) == Confusion(2, 2, 2, 2)


def test_no_lake_anywhere_is_nan_not_perfect():
    assert math.isnan(scores(Confusion(0, 0, 0, 9))["lake_IoU"])
