"""How often intervals hold the truth: few points of other land are too few for the normal one."""

import accuracy_coverage
import numpy as np


def test_few_points_of_other_land_are_too_few_for_the_normal_interval():
    lakes = np.array(accuracy_coverage.MAPS["as planned for"])
    normal, score, short, wide = accuracy_coverage.coverage(lakes, np.array([50, 50, 50, 50, 60]), 200)

    assert normal < 0.6
    assert score > 0.9
    assert short < wide


def test_points_that_are_drawn_over_a_map_hold_its_lakes():
    _, score, short, wide = accuracy_coverage.drawn_coverage(8, 600)

    assert score >= 0.75  # eight samples tell no more
    assert 0 < short < wide < 0.5
