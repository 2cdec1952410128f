"""Which lake became which, where the truth is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_mapper.core.tracking.changes import changes
from lake_mapper.core.tracking.ledger import ledger
from lake_mapper.core.tracking.track import track

from .histories import CELL, box, feature, followed, lake, layer


def rows(tracked, t=None):
    found = list(ledger(tracked.history))
    return found if t is None else [row for row in found if row["date"] == tracked.history.dates[t].date]


def by_source(tracked, t):
    return {row["source_id"]: row for row in rows(tracked, t) if row["source_id"] != ""}


def test_one_lake_keeps_its_id_while_it_grows_and_shrinks():
    tracked = followed([lake(0, 0, 300)], [lake(0, 0, 330)], [lake(0, 0, 200)], [lake(0, 0, 200)])

    found = rows(tracked)

    assert {row["lake_id"] for row in found} == {1}
    assert [row["event"] for row in found] == [None, "expanded", "shrunk", "stable"]
    areas = [row["area_km2"] for row in found]
    assert found[1]["change_km2"] == pytest.approx(areas[1] - areas[0], abs=2e-6)
    assert found[1]["change_pct"] == pytest.approx(21.0, abs=0.01)
    assert found[1]["change_km2_per_year"] == pytest.approx((areas[1] - areas[0]) * 365.25 / 366, abs=2e-6)
    assert found[2]["since_first_km2"] == pytest.approx(areas[2] - areas[0], abs=2e-6)
    assert [row["significant"] for row in found] == [None, True, True, False]


def test_new_and_vanished_and_back_again():
    stays, other = lake(0, 0, 300), lake(CELL, 0, 200)
    tracked = followed([stays, other], [stays, lake(0, CELL, 250)], [stays, other])

    second, third = rows(tracked, 1), rows(tracked, 2)

    assert [(row["lake_id"], row["event"]) for row in second] == [(1, "stable"), (2, "vanished"), (3, "new")]
    assert second[1]["area_km2"] == 0
    assert second[1]["change_pct"] == -100
    assert [(row["lake_id"], row["event"]) for row in third] == [(1, "stable"), (2, "new"), (3, "vanished")]
    assert third[1]["flags"] == "returned"


def test_a_split_names_its_parent_and_the_larger_part_keeps_the_id():
    whole = box(0, 0, 2000, 1000)
    tracked = followed([whole], [box(0, 0, 700, 1000), box(800, 0, 2000, 1000)])

    found = by_source(tracked, 1)

    assert {row["event"] for row in found.values()} == {"split"}
    assert {row["parents"] for row in found.values()} == {"1"}
    assert (found["1"]["lake_id"], found["0"]["lake_id"]) == (1, 2)
    # The strip of 100 × 1000 m that fell dry is the change of both together (planar scale 0.9996).
    lost = -0.1 / 0.9996**2
    assert [row["family_change_km2"] for row in found.values()] == pytest.approx([lost] * 2, abs=1e-4)


def test_a_merger_names_its_parents_and_where_the_others_went():
    tracked = followed([box(0, 0, 700, 1000), box(800, 0, 2000, 1000)], [box(0, 0, 2000, 1000)])

    found = {row["lake_id"]: row for row in rows(tracked, 1)}

    assert found[1]["event"] == found[2]["event"] == "merged"
    assert found[1]["parents"] == "1;2"
    assert (found[2]["area_km2"], found[2]["merged_into"]) == (0, "1")
    assert found[1]["family_change_km2"] == found[2]["family_change_km2"] > 0


def test_a_touch_in_a_corner_joins_nothing():
    tracked = followed([lake(0, 0, 300), lake(CELL, 0, 300)], [lake(0, 0, 300), lake(CELL, 580, 300)])

    found = by_source(tracked, 1)

    assert found["1"]["event"] == "new"
    assert found["1"]["lake_id"] == 3


def test_lakes_cut_at_any_date_are_listed_and_left_out_of_totals():
    cut = feature(lake(CELL, 0, 500), "cut", touches_edge=True)
    tracked = track(
        [layer(0, [lake(0, 0, 300), cut]), layer(1, [lake(0, 0, 300), feature(lake(CELL, 0, 500), "whole")])]
    )

    found = by_source(tracked, 1)
    totals = tracked.history.totals()

    assert not found["whole"]["counted"]
    assert found["0"]["counted"]
    assert rows(tracked, 0)[0]["flags"] == "cut by the edge"
    assert [area / 1e6 for area, _ in totals] == pytest.approx([found["0"]["area_km2"]] * 2, abs=1e-6)


# One story a cell: what lies there at the first and at the second date, and the events of the second.
STORIES = {
    "stays": (lambda r: ([lake(0, 0, r)], [lake(0, 0, r)]), ["stable"]),
    "grows": (lambda r: ([lake(0, 0, r)], [lake(0, 0, 1.5 * r)]), ["expanded"]),
    "shrinks": (lambda r: ([lake(0, 0, r)], [lake(0, 0, 0.6 * r)]), ["shrunk"]),
    "comes": (lambda r: ([], [lake(0, 0, r)]), ["new"]),
    "goes": (lambda r: ([lake(0, 0, r)], []), ["vanished"]),
    "splits": (
        lambda r: ([box(-r, -r, 2 * r, r)], [box(-r, -r, -0.2 * r, r), box(0.2 * r, -r, 2 * r, r)]),
        ["split", "split"],
    ),
    "merges": (
        lambda r: ([box(-r, -r, -0.2 * r, r), box(0.2 * r, -r, 2 * r, r)], [box(-r, -r, 2 * r, r)]),
        ["merged", "merged"],
    ),
}


@st.composite
def worlds(draw):
    """Stories in cells, then each date's lakes in any order, and the layers in any order."""
    stories = draw(st.lists(st.sampled_from(sorted(STORIES)), min_size=1, max_size=12))
    radii = draw(st.lists(st.integers(200, 900), min_size=len(stories), max_size=len(stories)))
    here = ["stays", *stories], [1000, *radii]  # neither date is ever empty
    first, second, expected = [], [], []
    for k, (story, radius) in enumerate(zip(*here)):
        make, events = STORIES[story]
        before, after = make(radius)
        for shapes, into in ((before, first), (after, second)):
            for n, shape in enumerate(shapes):
                copy = shape.Clone()
                ring = copy.GetGeometryRef(0)
                for p in range(ring.GetPointCount()):
                    ring.SetPoint_2D(p, ring.GetX(p) + k * CELL, ring.GetY(p))
                into.append(feature(copy, f"{story} {k}.{n}"))
        expected += [(k, event) for event in events]
    return draw(st.permutations(first)), draw(st.permutations(second)), sorted(expected), draw(st.booleans())


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_random_histories_come_out_as_they_were_told(world):
    first, second, expected, swapped = world
    layers = [layer(0, first), layer(1, second)]
    tracked = track(layers[::-1] if swapped else layers)
    history = tracked.history

    told = sorted((_cell(row, history), row["event"]) for row in rows(tracked, 1))
    assert told == expected

    # The order of layers and lakes does not matter.
    again = track([layer(0, first[::-1]), layer(1, second[::-1])])
    assert rows(again) == rows(tracked)

    # Bookkeeping: stable + gain is the later area, stable + loss the earlier one, lake by lake.
    parts = list(changes(history, tracked.ellipsoid))
    for t, changed in ((1, "gain"), (0, "loss")):
        for lake_id, area in zip(history.ids[t], history.dates[t].areas):
            key = "lake_id" if t else "previous_id"
            mine = [p.area for p in parts if p.change == "stable" and getattr(p, key) == lake_id]
            mine += [p.area for p in parts if p.change == changed and p.lake_id == lake_id]
            assert sum(mine) == pytest.approx(area, rel=1e-9)
    (before, _), (after, _) = history.totals()
    gained = sum(p.area for p in parts if p.change == "gain")
    lost = sum(p.area for p in parts if p.change == "loss")
    assert after - before == pytest.approx(gained - lost, rel=1e-9, abs=1e-9 * (after + before))


def _cell(row, history) -> int:
    """Number of the cell of a row's lake, by where it lies at the last date it was there."""
    for lakes, ids in zip(history.dates[::-1], history.ids[::-1]):
        found = np.flatnonzero(ids == row["lake_id"])
        if len(found):
            x = lakes.boxes[found[0], :2].mean() - 500_000
            return round(x / CELL)
    raise AssertionError(row)
