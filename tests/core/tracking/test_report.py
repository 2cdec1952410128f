"""Pictures and plots of change show what they should."""

import datetime
import re

import numpy as np
import pytest
from lake_mapper.core.tracking.change_map import COLOURS, Pictures
from lake_mapper.core.tracking.changes import changes
from lake_mapper.core.tracking.charts import time_series

from .histories import CELL, box, feature, followed

DATES = [datetime.date(2000, 1, 1), datetime.date(2010, 1, 1), datetime.date(2020, 1, 1)]


def share(picture, kind):
    return (picture.rgb == COLOURS[kind]).all(2).mean()


def test_the_map_has_the_colours_of_change_in_their_proportion():
    cut = box(0, 2000, 1000, 3000)
    tracked = followed(
        [box(0, 0, 1000, 1000), feature(cut, touches_edge=True)], [box(500, 0, 1500, 1000), cut]
    )
    pictures = Pictures(tracked.history, tracked.ellipsoid)
    for change in changes(tracked.history, tracked.ellipsoid):
        pictures.add(change)

    whole, close_ups = pictures.drawn()

    halves = share(whole, "gain")
    assert halves > 0.05
    assert share(whole, "loss") == pytest.approx(halves, rel=0.02)
    assert share(whole, "stable") == pytest.approx(halves, rel=0.02)
    assert share(whole, "cut") == pytest.approx(2 * halves, rel=0.02)
    assert close_ups == []  # as large as before, and the other one is cut


def test_what_stays_later_does_not_hide_what_was_gained_before():
    small, large = box(0, 0, 1000, 1000), box(0, 0, 2000, 1000)
    tracked = followed([small], [large], [large])
    pictures = Pictures(tracked.history, tracked.ellipsoid)
    for change in changes(tracked.history, tracked.ellipsoid):
        pictures.add(change)

    whole, ((lineage, close_up),) = pictures.drawn()

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


@pytest.mark.parametrize("areas", [[1.0, 2.0, 1.5], [0.0, 0.0, 0.0003], [5000.0, 5001.0, 5003.0]])
def test_points_of_a_plot_lie_at_their_areas(areas):
    svg = time_series("lake <1>", DATES, areas, [0.0, 0.0, 0.0])

    assert "lake &lt;1&gt;, km²" in svg
    ticks = re.findall(r'y="([\d.]+)" text-anchor="end">([\d.,]+)<', svg)
    heights = [float(y) - 4 for y, _ in ticks]
    values = [float(text.replace(",", "")) for _, text in ticks]
    assert 2 <= len(values) <= 7
    points = [float(y) for y in re.findall(r'<circle cy="([\d.]+)"', svg)]
    slope, offset = np.polyfit(heights, values, 1)
    assert [slope * y + offset for y in points] == pytest.approx(areas, abs=0.01 * (values[-1] - values[0]))
