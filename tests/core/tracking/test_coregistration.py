"""The shift between images is found where shorelines stayed, and only there."""

import math

import pytest
from lake_mapper.core.tracking.track import track

from .histories import CELL, LAKES, RADII, box, crs, followed, lake, layer, moved, reprojected, rows


def test_the_shift_between_images_is_found():
    tracked = followed(LAKES, [moved(shape, 7, -4) for shape in LAKES])

    (shift,) = tracked.shifts
    assert (shift.east, shift.north) == pytest.approx((7, -4), abs=0.1)
    assert shift.lakes == len(LAKES)
    assert any("more than half a pixel (5.0 m)" in warning for warning in tracked.warnings)


def test_lakes_that_grow_do_not_look_like_a_shift():
    grown = [lake(k * CELL, (k % 3) * CELL, 1.2 * radius, 2 + k % 4) for k, radius in enumerate(RADII)]
    east = [shape.Union(moved(shape, 80, 0)) for shape in LAKES[:3]] + LAKES[3:]  # half of them, one side

    for later in (grown, east):
        (shift,) = followed(LAKES, later).shifts
        assert shift.length < 1.0


def test_a_lake_that_took_another_shape_is_left_out():
    later = [lake(0, 0, RADII[0], lobes=5), *LAKES[1:]]

    (shift,) = followed(LAKES, [moved(shape, 7, -4) for shape in later]).shifts

    assert shift.lakes == len(LAKES) - 1
    assert (shift.east, shift.north) == pytest.approx((7, -4), abs=0.1)


def test_the_error_is_that_of_lakes_that_contradict_each_other():
    """Half of the lakes lie 1 m further east than the others: the shift is known to some decimetres."""
    later = [moved(shape, 3 + k % 2, 0) for k, shape in enumerate(LAKES)]

    (agreed,) = followed(LAKES, [moved(shape, 3, 0) for shape in LAKES]).shifts
    (apart,) = followed(LAKES, later).shifts

    assert agreed.error < 0.05
    assert 0.1 < apart.error < 0.6
    assert math.isnan(followed(LAKES[:2], LAKES[:2]).shifts[0].error)


def test_no_shift_is_read_from_lakes_that_came_went_or_were_cut_off():
    split = [box(0, 0, 700, 1000), box(800, 0, 2000, 1000)]

    assert followed([box(0, 0, 2000, 1000)], split).shifts == [None]


def test_a_corrected_shift_leaves_nothing_but_the_change():
    later = [moved(shape, 12, 9) for shape in LAKES]
    later[3] = moved(lake(3 * CELL, 0, 600, 5), 12, 9)

    plain, corrected = followed(LAKES, later), followed(LAKES, later, correct_shift=True)

    events = [row["event"] for row in rows(corrected) if row["event"]]
    assert events.count("stable") == 5
    assert events.count("expanded") == 1
    for tracked, far in ((plain, True), (corrected, False)):
        boxes = [lakes.boxes[0] for lakes in tracked.history.dates]
        assert (abs(boxes[1] - boxes[0]).max() > 1) == far
    assert any("corrected" in note for note in corrected.notes)


def test_the_shift_is_in_metres_in_degrees_too():
    degrees = [
        reprojected(LAKES, crs(4326)),
        reprojected([moved(shape, 7, -4) for shape in LAKES], crs(4326)),
    ]

    tracked = track([layer(t, shapes, crs_wkt=crs(4326)) for t, shapes in enumerate(degrees)])

    # Grid north of the UTM zone is a little off true north.
    assert (tracked.shifts[0].east, tracked.shifts[0].north) == pytest.approx((7, -4), abs=0.2)
