"""Maps of change show what they should."""

import pytest
from lake_mapper.core.tracking.change_map import COLOURS, ChangeMap, ChangeMaps
from lake_mapper.core.tracking.changes import changes

from .histories import CELL, box, by_source, feature, followed


def share(picture, kind):
    """The share of the pixels that has the colour of a kind of change."""
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


def test_a_lake_that_grew_has_a_map_of_its_own():
    tracked = followed([box(0, 0, 1000, 1000)], [box(0, 0, 2000, 1000)])
    maps = ChangeMaps(tracked.history, tracked.ellipsoid)
    for change in changes(tracked.history, tracked.ellipsoid):
        maps.add(change)

    _, ((lineage, close_up),) = maps.finished()

    assert lineage.ids == [1]
    assert share(close_up, "gain") > 0.3


def test_what_stays_later_does_not_hide_what_was_gained_before():
    """The lake grows in the first interval and stays in the second one, which is drawn after it."""
    tracked = followed([box(0, 0, 1000, 1000)], *[[box(0, 0, 2000, 1000)]] * 2)
    found = list(changes(tracked.history, tracked.ellipsoid))
    change_map = ChangeMap(tracked.history.box(), tracked.ellipsoid)

    for interval in (found[:2], found[2:]):
        change_map.draw(interval)

    assert [change.change for change in found] == ["stable", "gain", "stable"]
    assert share(change_map, "gain") == pytest.approx(share(change_map, "stable"), rel=0.02)
    assert share(change_map, "gain") > 0.3


def test_the_six_lakes_that_changed_most_have_maps_of_their_own():
    """Eight lakes, lake k wider by 100·k m."""
    before = [feature(box(k * CELL, 0, k * CELL + 1000, 1000), str(k)) for k in range(1, 9)]
    after = [feature(box(k * CELL, 0, k * CELL + 1000 + 100 * k, 1000), str(k)) for k in range(1, 9)]
    tracked = followed(before, after)
    ids = {source: row["lake_id"] for source, row in by_source(tracked, 1).items()}

    _, close_ups = ChangeMaps(tracked.history, tracked.ellipsoid).finished()

    assert [lineage.ids for lineage, _ in close_ups] == [[ids[str(k)]] for k in range(8, 2, -1)]
