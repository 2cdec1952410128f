import math

import numpy as np
import pytest
from lake_mapper.core.metrics.boundary_f1 import BoundaryCounts, boundary, boundary_counts, boundary_f1


def square(start: int, side: int = 40, size: int = 20) -> np.ndarray:
    mask = np.zeros((side, side), bool)
    mask[start : start + size, start : start + size] = True
    return mask


def test_boundary_is_lake_beside_land_and_the_image_edge_is_none():
    lake = np.zeros((6, 6), bool)
    lake[:, :4] = True

    edge = boundary(lake)

    assert edge[:, 3].all()
    assert edge.sum() == 6
    assert boundary(square(10)).sum() == 4 * 19


def test_shift_within_the_tolerance_is_perfect_and_beyond_it_is_not():
    truth = np.zeros((40, 40), bool)
    truth[:, :20] = True

    for shift, expected in ((0, 1.0), (2, 1.0), (3, 0.0)):
        found = np.zeros_like(truth)
        found[:, : 20 + shift] = True
        assert boundary_f1(boundary_counts(found, truth)) == expected


def test_distance_is_euclidean():
    found, truth = np.zeros((9, 9), bool), np.zeros((9, 9), bool)
    found[2, 2] = truth[4, 4] = True

    assert boundary_counts(found, truth, tolerance=2.8).found_near == 0
    assert boundary_counts(found, truth, tolerance=8**0.5).found_near == 1


def test_f1_of_known_counts():
    assert boundary_f1(BoundaryCounts(30, 40, 30, 60)) == pytest.approx(2 * 0.75 * 0.5 / 1.25)


def test_one_side_without_boundary_is_zero_and_both_undefined():
    nothing = np.zeros((40, 40), bool)

    assert boundary_counts(square(10), nothing) == (0, 76, 0, 0)
    assert boundary_f1(boundary_counts(square(10), nothing)) == 0
    assert boundary_f1(boundary_counts(nothing, square(10))) == 0
    assert math.isnan(boundary_f1(boundary_counts(nothing, ~nothing)))
