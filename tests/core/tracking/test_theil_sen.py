"""Slopes and tests against SciPy, brute force, and simulated trends."""

import itertools

import numpy as np
import pytest
from lake_mapper.core.tracking.theil_sen import mann_kendall, theil_sen

stats = pytest.importorskip("scipy.stats")


def test_slope_is_that_of_scipy_for_uneven_times():
    rng = np.random.default_rng(0)
    for n in (4, 7, 12, 30):
        times = np.sort(rng.uniform(1990, 2020, n))
        values = rng.normal(size=n)
        expected = stats.theilslopes(values, times, 0.95)

        found = theil_sen(times, values)

        assert found.value == pytest.approx(expected[0])
        if n == 30:  # SciPy's interval is the one for many values; that of few may differ by a rank
            assert (found.low, found.high) == pytest.approx(expected[2:4], rel=0.1)


def test_p_is_that_of_scipy_without_ties():
    rng = np.random.default_rng(1)
    for n in (4, 5, 8, 20, 39):
        values = rng.normal(size=n)
        expected = stats.kendalltau(np.arange(n), values, method="exact").pvalue
        assert mann_kendall(values) == pytest.approx(expected)


@pytest.mark.parametrize("values", [[1, 1, 2, 3, 3, 5], [0, 0, 0, 2, 1], [5, 4, 4, 4, 1, 0, 0], [1, 1, 1, 1]])
def test_p_with_ties_is_that_of_all_orders(values):
    def score(y):
        return abs(sum(np.sign(b - a) for a, b in itertools.combinations(y, 2)))

    orders = [score(order) for order in itertools.permutations(values)]
    assert mann_kendall(values) == pytest.approx(np.mean([one >= score(values) for one in orders]))


def test_p_of_many_values_goes_on_from_that_of_few():
    values = np.sin(np.arange(41)) + np.arange(41) / 60
    expected = stats.kendalltau(np.arange(41), values, method="exact").pvalue
    assert mann_kendall(values) == pytest.approx(expected, rel=0.1)
    assert mann_kendall(np.zeros(50)) == 1


def test_interval_of_few_values_says_how_sure_it_is():
    assert theil_sen(range(4), [0, 1, 3, 4]).confidence == pytest.approx(22 / 24)
    assert theil_sen(range(5), [0, 1, 3, 4, 4]).confidence == pytest.approx(118 / 120)
    assert theil_sen(range(20), np.arange(20) ** 2).confidence == pytest.approx(0.95, abs=0.01)
    with pytest.raises(ValueError, match="needs 4 values"):
        theil_sen([1, 2, 3], [1, 2, 3])


@pytest.mark.parametrize("n", [4, 6, 15])
def test_interval_holds_the_true_slope(n):
    rng = np.random.default_rng(2)
    times = np.sort(rng.uniform(0, 20, n))
    slopes = [theil_sen(times, 0.3 * times + rng.normal(size=n)) for _ in range(2000)]

    held = np.mean([slope.low <= 0.3 <= slope.high for slope in slopes])
    assert held == pytest.approx(slopes[0].confidence, abs=0.015)
