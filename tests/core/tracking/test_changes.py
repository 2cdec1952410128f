"""Gains and losses: areas, widths, slivers."""

import pytest
from lake_mapper.core.tracking.changes import changes

from .histories import box, followed


def test_advance_is_area_by_earlier_shore():
    tracked = followed([box(0, 0, 1000, 1000)], [box(0, 0, 1100, 1000)])

    (gain,) = [change for change in changes(tracked.history, tracked.ellipsoid) if change.change == "gain"]

    assert gain.area == pytest.approx(100_000 / 0.9996**2, rel=1e-3)
    assert gain.advance == pytest.approx(gain.area / tracked.history.dates[0].perimeters[0])
    assert not gain.sliver


@pytest.mark.parametrize(("width", "sliver"), [(4, True), (6, False)])
def test_strips_under_half_a_pixel_are_slivers(width, sliver):
    """A pixel of 10 m: 2 · area / perimeter of a strip 1000 m long is nearly its width."""
    tracked = followed([box(0, 0, 1000, 1000)], [box(width, 0, 1000 + width, 1000)])

    found = {change.change: change.sliver for change in changes(tracked.history, tracked.ellipsoid)}

    assert found == {"stable": False, "gain": sliver, "loss": sliver}


def test_a_narrow_new_lake_is_no_sliver():
    tracked = followed([box(0, 0, 1000, 1000)], [box(0, 0, 1000, 1000), box(3000, 0, 3004, 1000)])

    (gain,) = [change for change in changes(tracked.history, tracked.ellipsoid) if change.change == "gain"]

    assert not gain.sliver
    assert gain.advance is None


def test_shares_of_overlapping_lakes_are_counted_once():
    """The sum of a later lake's parts is its area, though two earlier lakes claim the same water."""
    tracked = followed([box(0, 0, 1000, 1000), box(500, 0, 1500, 1000)], [box(0, 0, 1500, 1000)])

    later = [change for change in changes(tracked.history, tracked.ellipsoid) if change.change != "loss"]
    assert sum(change.area for change in later) == pytest.approx(tracked.history.dates[1].areas[0], rel=1e-9)
