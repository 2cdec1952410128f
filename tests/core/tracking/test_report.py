"""Maps of change show what they should."""

import pytest
from lake_mapper.core.tracking.change_map import COLOURS, ChangeMaps
from lake_mapper.core.tracking.changes import changes

from .histories import CELL, box, feature, followed


def share(picture, kind):
    return (picture.rgb == COLOURS[kind]).all(2).mean()


def test_the_map_has_the_colours_of_change_in_their_proportion():
    cut = box(0, 2000, 1000, 3000)
    tracked = followed(
        [box(0, 0, 1000, 1000), feature(cut, touches_edge=True)], [box(500, 0, 1500, 1000), cut]
    )
    maps = ChangeMaps(tracked.history, tracked.ellipsoid)
    for change in changes(tracked.history, tracked.ellipsoid):
        maps.add(change)

    whole, close_ups = maps.finished()

    halves = share(whole, "gain")
    assert halves > 0.05
    assert share(whole, "loss") == pytest.approx(halves, rel=0.02)
    assert share(whole, "stable") == pytest.approx(halves, rel=0.02)
    assert share(whole, "cut") == pytest.approx(2 * halves, rel=0.02)
    assert close_ups == []  # as large as before, and the other one is cut


def test_what_stays_later_does_not_hide_what_was_gained_before():
    small, large = box(0, 0, 1000, 1000), box(0, 0, 2000, 1000)
    tracked = followed([small], [large], [large])
    maps = ChangeMaps(tracked.history, tracked.ellipsoid)
    for change in changes(tracked.history, tracked.ellipsoid):
        maps.add(change)

    whole, ((lineage, close_up),) = maps.finished()

    assert share(whole, "gain") == pytest.approx(share(whole, "stable"), rel=0.02)
    assert lineage.ids == [1]
    assert share(close_up, "gain") > 0.3


def test_lakes_that_merge_are_one_lineage():
    tracked = followed(
        [box(0, 0, 700, 1000), box(800, 0, 2000, 1000), box(CELL, 0, CELL + 500, 500)],
        [box(0, 0, 2000, 1000), box(CELL, 0, CELL + 500, 500)],
    )

    joined, other = tracked.history.lineages()

    assert (sorted(joined.ids), other.ids) == ([1, 2], [3])
    assert joined.change == pytest.approx(100 * 1000 / 0.9996**2, rel=1e-3)
    assert joined.significant
    assert other.change == pytest.approx(0, abs=1e-3)
