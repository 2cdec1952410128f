import math

import numpy as np
import pytest
from lake_mapper.core.metrics.confusion import Confusion, bootstrap, confusion, image_means, interval, scores


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


def test_scores_of_many_matrices_are_each_ones_own():
    counts = np.array([[60, 10, 5, 125], [0, 0, 0, 9], [1, 2, 3, 4]])

    together = scores(Confusion(*counts.T))

    for i, row in enumerate(counts.tolist()):
        for name, value in scores(Confusion(*row)).items():
            assert together[name][i] == pytest.approx(value, rel=0, abs=0, nan_ok=True)


def test_image_means_leave_out_a_class_that_is_nowhere():
    counts = [[60, 10, 5, 125], [0, 0, 0, 200], [200, 0, 0, 0], [0, 50, 0, 150]]

    means = image_means(counts)

    assert means["image_OA"] == (185 / 200 + 1 + 1 + 150 / 200) / 4
    assert means["image_MIoU"] == ((60 / 75 + 125 / 140) / 2 + 1 + 1 + (0 + 150 / 200) / 2) / 4


def test_resampling_keeps_the_number_of_images_and_the_seed():
    counts = np.tile([3, 1, 2, 4], (20, 1))

    drawn = bootstrap(counts, draws=50)

    assert drawn.tolist() == [[60, 20, 40, 80]] * 50
    varied = np.arange(80).reshape(20, 4)
    assert (bootstrap(varied, seed=1) == bootstrap(varied, seed=1)).all()
    assert (bootstrap(varied, seed=1) != bootstrap(varied, seed=2)).any()


def test_groups_are_drawn_whole():
    """Two images of each source: sums are those of sources, and the interval is wider."""
    rng = np.random.default_rng(0)
    of_source = rng.integers(0, 50, (30, 4))
    counts = np.repeat(of_source, 2, axis=0)

    grouped = bootstrap(counts, [f"s{i // 2:02}" for i in range(60)])

    assert (grouped == bootstrap(2 * of_source)).all()
    assert grouped[:, 0].std() > 1.2 * bootstrap(counts)[:, 0].std()


def test_interval_holds_the_middle_and_skips_the_undefined():
    assert interval(np.append(np.arange(101.0), np.nan)) == pytest.approx((2.5, 97.5))
    assert all(math.isnan(end) for end in interval(np.array([np.nan])))
