"""The estimators against the worked examples of the papers that they are from, and against known truth."""

import numpy as np
import pytest
from lake_mapper.core.accuracy.estimator import (
    Sample,
    area,
    area_interval,
    area_proportions,
    overall_accuracy,
    producers_accuracy,
    users_accuracy,
    wilson,
)

HECTARES = 0.09  # a pixel of 30 m


@pytest.fixture
def olofsson():
    """Olofsson et al. 2014, section 5: deforestation, forest gain, stable forest, stable non-forest."""
    matrix = np.array([[66, 0, 5, 4], [0, 55, 8, 12], [1, 0, 153, 11], [2, 1, 9, 313]])
    counts = np.zeros((4, 4, 4), int)
    for stratum, row in enumerate(matrix):
        counts[stratum, stratum] = row
    pixels = np.array([200_000, 150_000, 3_200_000, 6_450_000])
    return Sample(("deforestation", "gain", "forest", "other"), pixels * HECTARES, counts)


def rounded(estimates):
    return [(round(one.value, 2), round(one.half_width, 2)) for one in estimates]


def test_worked_example_of_olofsson(olofsson):
    assert rounded([overall_accuracy(olofsson)]) == [(0.95, 0.02)]
    assert rounded(users_accuracy(olofsson, k) for k in range(4)) == [
        (0.88, 0.07),
        (0.73, 0.10),
        (0.93, 0.04),
        (0.96, 0.02),
    ]
    assert rounded(producers_accuracy(olofsson, k) for k in range(4)) == [
        (0.75, 0.21),
        (0.85, 0.25),
        (0.93, 0.03),
        (0.96, 0.02),
    ]
    areas = [area(olofsson, k) for k in range(4)]
    assert [round(one.value) for one in areas] == [21_158, 11_686, 285_770, 581_386]
    assert [round(one.half_width) for one in areas] == pytest.approx([6158, 3756, 15_510, 16_282], abs=1)


def test_worked_example_of_stehman_where_strata_are_not_the_map_classes():
    """Stehman 2014, table 2: 40 points, ten in each stratum; its numbers have two or three digits."""
    strata = "A" * 10 + "B" * 10 + "C" * 10 + "D" * 10
    mapped = "A" * 7 + "BBB" + "A" + "B" * 11 + "C" * 6 + "BB" + "D" * 10
    reference = "AAAAACBABC" + "ABBBBBAABB" + "CCCCCDDBBA" + "DDDDDDDCCB"
    counts = np.zeros((4, 4, 4), int)
    for triple in zip(strata, mapped, reference):
        counts[tuple("ABCD".index(letter) for letter in triple)] += 1
    sample = Sample("ABCD", np.array([0.4, 0.3, 0.2, 0.1]), counts)

    assert area(sample, 0) == pytest.approx((0.35, 0.082), abs=0.0005)
    assert area(sample, 2) == pytest.approx((0.20, 0.064), abs=0.0005)
    assert overall_accuracy(sample) == pytest.approx((0.63, 0.085), abs=0.0005)
    assert users_accuracy(sample, 1) == pytest.approx((0.574, 0.125), abs=0.0005)
    assert producers_accuracy(sample, 1) == pytest.approx((0.794, 0.116), abs=0.001)  # rounds on its way
    assert area_proportions(sample)[1, 2] == pytest.approx(0.08)


def test_producers_accuracy_has_the_variance_of_olofsson(olofsson):
    """Equation 7 of the paper, for strata that are the classes of the map, written out."""
    pixels, matrix = olofsson.areas, olofsson.counts.sum(0)
    points = matrix.sum(1)
    share = matrix / points[:, None]
    for j in range(4):
        estimate = producers_accuracy(olofsson, j)
        total, users = (pixels * share[:, j]).sum(), share[j, j]
        others = [i for i in range(4) if i != j]
        own = (pixels[j] * (1 - estimate.value)) ** 2 * users * (1 - users) / (points[j] - 1)
        other = estimate.value**2 * sum(
            pixels[i] ** 2 * share[i, j] * (1 - share[i, j]) / (points[i] - 1) for i in others
        )
        assert estimate.error == pytest.approx(np.sqrt(own + other) / total)


def test_proportions_add_up_to_the_area(olofsson):
    proportions = area_proportions(olofsson)

    assert proportions.sum() == pytest.approx(1)
    assert proportions[:, 0].sum() * olofsson.total_area == pytest.approx(area(olofsson, 0).value)


def test_a_class_that_no_point_has_is_not_known(olofsson):
    counts = olofsson.counts.copy()
    counts[:, :, 1] = 0
    sample = Sample(olofsson.classes, olofsson.areas, counts)

    assert np.isnan(producers_accuracy(sample, 1).value)
    assert area(sample, 1) == (0, 0)


def test_no_wrong_point_is_not_no_error():
    """50 points of lake that all are lake: the score interval of the share is 50 / (50 + 1.96²) to 1."""
    counts = np.zeros((2, 2, 2), int)
    counts[0, 0, 0] = counts[1, 1, 1] = 50
    sample = Sample(("lake", "land"), np.array([10.0, 90.0]), counts)

    assert area(sample, 0).error == 0
    low, high = area_interval(sample, 0)
    end = 50 / (50 + 1.96**2)
    assert (low, high) == pytest.approx((10 * end, 10 + 90 * (1 - end)))
    assert wilson(np.array([1.0]), np.array([50]))[1] == 1


@pytest.mark.parametrize("land_points", [60, 1000])
def test_interval_of_the_lake_area_holds_the_truth(land_points):
    """The normal interval does with many points of land only: what scripts/accuracy_coverage.py shows."""
    rng = np.random.default_rng(1)
    areas = np.array([4.5, 1.0, 1.5, 1.0, 92.0])
    lakes = np.array([0.98, 0.8, 0.5, 0.15, 0.005])
    points = np.array([50, 50, 50, 50, land_points])
    held = {"score": 0, "normal": 0}
    for found in rng.binomial(points, lakes, (1000, 5)):
        counts = np.zeros((5, 2, 2), int)
        counts[:, 0, 0], counts[:, 0, 1] = found, points - found
        sample = Sample(("lake", "land"), areas, counts)
        truth, (low, high), normal = (areas * lakes).sum(), area_interval(sample, 0), area(sample, 0)
        held["score"] += low <= truth <= high
        held["normal"] += abs(normal.value - truth) <= normal.half_width

    assert 930 <= held["score"] <= 985
    assert held["normal"] < 600 if land_points == 60 else held["normal"] > 920
