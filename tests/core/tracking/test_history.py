"""Which lake became which, where the truth is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_mapper.core.tracking.changes import changes
from lake_mapper.core.tracking.track import track

from .histories import CELL, box, by_source, feature, followed, lake, layer, rows


def test_a_touch_in_a_corner_joins_nothing():
    tracked = followed([lake(0, 0, 300), lake(CELL, 0, 300)], [lake(0, 0, 300), lake(CELL, 580, 300)])

    found = by_source(tracked, 1)

    assert found["1"]["event"] == "new"
    assert found["1"]["lake_id"] == 3


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


def test_outlines_are_those_of_each_date_and_id():
    tracked = followed([lake(0, 0, 300), lake(CELL, 0, 200)], [lake(0, 0, 330)])

    found = tracked.history.outlines()

    first, second = (lakes.date for lakes in tracked.history.dates)
    assert sorted(found) == [(first, 1), (first, 2), (second, 1)]
    assert found[second, 1] == tracked.history.dates[1].wkbs[0]


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


@settings(max_examples=40)
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
