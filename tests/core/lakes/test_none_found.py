import numpy as np
from lake_mapper.core.lakes.none_found import why_none


def mask(*sides):
    """Square waters of these sides in pixels, apart from one another."""
    water = np.zeros((200, 300), bool)
    for number, side in enumerate(sides):
        water[10 : 10 + side, 20 + 60 * number : 20 + 60 * number + side] = True
    return water


def test_too_small_waters_are_counted_and_the_largest_is_named(run_of):
    why = why_none(run_of(mask(2, 3)), threshold=0.5, min_area=5000)

    assert "2 water bodies were found, but smaller than MIN_AREA, 5,000 m²" in why
    assert "the largest has 2,603 m²" in why  # on the ellipsoid; 2,601 in UTM


def test_the_highest_probability_is_named_where_it_is_below_the_threshold(run_of):
    why = why_none(run_of(mask()), threshold=0.5, min_area=5000)

    assert why.startswith("The highest lake probability is 0, less than THRESHOLD, 0.5.")


def test_lakes_that_other_limits_left_out_are_counted(run_of):
    why = why_none(run_of(mask(40)), threshold=0.5, min_area=5000, left_out=1)

    assert "1 water body was found, but left out by MAX_ELONGATION, MIN_CONFIDENCE" in why
