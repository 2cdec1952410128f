"""What is checked before and after lakes are compared: dates, places, images, plausibility."""

import datetime
from dataclasses import replace

import pytest
from lake_mapper.core.tracking.track import track
from lake_mapper.core.util.errors import TrackingError

from .histories import CELL, LAKES, box, followed, lake, layer


def test_different_pixels_and_grids_are_reported():
    finer = track([layer(0, LAKES), layer(1, LAKES, pixel=30.0)])
    grids = [(500_000.0, 3_500_000.0, 10.0, -10.0), (500_003.0, 3_500_000.0, 10.0, -10.0)]
    shifted = track([layer(t, LAKES, pixel_grid=grid) for t, grid in enumerate(grids)])
    same = track([layer(t, LAKES, pixel_grid=grids[0]) for t in range(2)])

    assert any("10 m and 30 m" in warning for warning in finer.warnings)
    assert any("different pixel grids" in note for note in shifted.notes)
    assert not any("different pixel grids" in note for note in same.notes)


def test_a_shift_within_half_a_pixel_is_a_note():
    tracked = followed(LAKES, LAKES)

    assert any("within half a pixel" in note for note in tracked.notes)
    assert not tracked.warnings


def test_many_lakes_gone_at_once_are_a_warning():
    tracked = followed(LAKES, [LAKES[0]])

    assert any("5 lakes" in warning and "look at both images" in warning for warning in tracked.warnings)
    assert not followed(LAKES, LAKES[:5]).warnings


def test_new_and_vanished_lakes_are_measured_by_the_water_of_a_date():
    # Five of twenty equal lakes: a quarter of the water before, an eighth of the water of both dates.
    twenty = [box(k * CELL, 0, k * CELL + 1000, 1000) for k in range(20)]

    (warning,) = followed(twenty, twenty[5:]).warnings
    assert "5 lakes (5.004 km²) vanished" in warning


def test_lakes_of_one_date_that_overlap_are_a_warning():
    tracked = followed([box(0, 0, 1000, 1000), box(500, 0, 1500, 1000)], [box(0, 0, 1500, 1000)])

    assert any("overlap (1 pair: 0 and 1): the water" in warning for warning in tracked.warnings)


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        ([layer(0, LAKES)], "two or more dates"),
        ([layer(0, LAKES), layer(0, LAKES)], "have the same date, 2000-01-01"),
        ([layer(0, LAKES, crs_wkt=""), layer(1, LAKES)], "no coordinate reference system"),
        ([layer(0, LAKES), layer(1, LAKES, crs_wkt="")], "no coordinate reference system"),
        ([layer(0, LAKES), layer(1, [lake(40 * CELL, 0, 300)])], "do not overlap anywhere"),
    ],
)
def test_what_cannot_be_compared_is_refused(layers, sentence):
    with pytest.raises(TrackingError, match=sentence):
        track(layers)


@pytest.mark.parametrize("year", [1, 9999])
def test_a_date_that_stands_for_unknown_is_refused(year):
    unknown = replace(layer(1, LAKES), date=datetime.date(year, 12, 31))

    with pytest.raises(TrackingError, match=f"has the date {year:04d}-12-31, of which there is no image"):
        track([layer(0, LAKES), unknown])
