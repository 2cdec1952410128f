import numpy as np
import pytest
from lake_mapper.core.accuracy.allocation import allocation, expected_error, points_needed
from lake_mapper.core.util.errors import AccuracyError

AREAS = np.array([4.5, 1.0, 0.0, 1.0, 93.5])
ERRORS = np.array([0.02, 0.2, 0.5, 0.15, 0.01])


def test_rare_strata_get_the_minimum_and_the_rest_goes_by_area():
    assert allocation(AREAS, 400, 50).tolist() == [50, 50, 0, 50, 250]
    assert allocation(np.array([40.0, 60.0]), 1001, 50).tolist() == [400, 601]


def test_too_few_points_are_shared_equally_and_two_are_the_least():
    assert allocation(AREAS, 40, 50).tolist() == [10, 10, 0, 10, 10]
    assert allocation(AREAS, 3, 50).tolist() == [2, 2, 0, 2, 2]


def test_fewest_points_that_reach_the_error():
    """By the formula of Olofsson et al. 2014, eq. 13, for one stratum: n = e (1 - e) / S²."""
    assert points_needed(np.array([7.0]), np.array([0.1]), 0.01, 50) == 900

    needed = points_needed(AREAS, ERRORS, 0.004, 50)
    reached, missed = (expected_error(AREAS, allocation(AREAS, n, 50), ERRORS) for n in (needed, needed - 1))
    assert reached <= 0.004 < missed


def test_more_points_than_anybody_labels_are_refused():
    with pytest.raises(AccuracyError, match="larger STANDARD_ERROR"):
        points_needed(AREAS, ERRORS, 0.0001, 50)
