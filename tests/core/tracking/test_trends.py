"""Trends of lakes whose growth is known: which dates count, and whether the slopes are right."""

import csv
import datetime

import numpy as np
import pytest
from lake_mapper.core.tracking.track import track
from lake_mapper.core.tracking.trends import TREND_FIELDS, season_warnings
from lake_mapper.core.util.errors import TrackingError

from .histories import CELL, box, feature, followed, layer

#: One square metre of the plane of UTM, on the ellipsoid.
PLANE = 0.9996**-2
#: Dates that are not evenly spaced, all in one month.
DATES = [datetime.date(year, 7, day) for year, day in zip((2000, 2003, 2004, 2008, 2013, 2020), range(1, 7))]
YEARS = np.array([(date - DATES[0]).days / 365.25 for date in DATES])


def square(k, side):
    """Lake ``k`` as a square in a cell of its own."""
    return box(k * CELL, 0, k * CELL + side, side)


def series(sides_of, dates=DATES, **facts):
    """Layers of lakes whose sides (m), lake by lake and date by date, are given; 0 where there is none."""
    return [
        layer(
            date,
            [
                feature(square(k, sides[t]), str(k), error=500.0)
                for k, sides in enumerate(sides_of)
                if sides[t]
            ],
            **facts,
        )
        for t, date in enumerate(dates)
    ]


def sides(first, slope, noise=0.0, rng=None):
    """Return the sides of a square that is ``first`` m² large and grows by ``slope`` m² a year."""
    areas = first + slope * YEARS + (noise * rng.normal(size=len(YEARS)) if rng is not None else 0)
    return np.sqrt(areas / PLANE)


def test_slopes_are_those_of_the_lakes():
    tracked = track(series([sides(1e6, 20_000), sides(2e6, -10_000)]))

    growing, shrinking = tracked.trends.lakes
    assert growing.slope.value == pytest.approx(20_000, rel=1e-3)
    assert shrinking.slope.value == pytest.approx(-10_000, rel=1e-3)
    assert tracked.trends.total.slope.value == pytest.approx(10_000, rel=1e-3)
    assert growing.p_value == pytest.approx(2 / 720)
    assert growing.significant
    assert growing.change == pytest.approx(20_000 * YEARS[-1], rel=1e-3)
    assert growing.change_error == pytest.approx(500 * np.sqrt(2))
    assert not tracked.trends.notes + tracked.trends.warnings


def test_slopes_lie_in_their_intervals():
    """What scripts/trend_coverage.py shows for 200 series."""
    rng = np.random.default_rng(3)
    held = []
    for _ in range(20):
        lakes = [sides(1e6, 20_000, 40_000, rng), sides(2e6, -10_000, 40_000, rng)]
        for trend in track(series(lakes)).trends.lakes:
            true = -10_000 if trend.lineage.areas[0] > 1.5e6 else 20_000
            held.append(trend.slope.low <= true <= trend.slope.high)

    assert np.mean(held) >= 0.92


def test_three_dates_have_no_trend(tmp_path):
    tracked = followed([square(0, 1000)], [square(0, 1100)], [square(0, 1200)])

    assert tracked.trends is None
    with pytest.raises(TrackingError, match="3 dates have no trend"):
        tracked.write_trends(tmp_path / "trends.csv")


def test_dates_at_which_a_lake_was_missed_or_cut_do_not_count():
    missed = sides(1e6, 20_000).copy()
    missed[2] = 0
    layers = series([missed, sides(2e6, -10_000), sides(3e6, 0)])
    cut = layers[4].features[1]
    layers[4].features[1] = cut._replace(touches_edge=True, wkb=bytes(square(1, 200).ExportToWkb()))

    tracked = track(layers)

    by_id = {trend.row()["lake_id"]: trend for trend in tracked.trends.lakes}
    assert by_id[3].row()["left_out"] == f"{DATES[2]} not found"
    assert by_id[3].slope.value == pytest.approx(20_000, rel=1e-3)
    assert by_id[2].row()["left_out"] == f"{DATES[4]} not seen whole"
    assert by_id[2].slope.value == pytest.approx(-10_000, rel=1e-3)
    assert by_id[2].row()["dates_used"] == 5
    # The total has neither: the one was missed, the other is not in the totals.
    assert tracked.trends.total.areas == pytest.approx(np.full(6, 3e6), rel=1e-3)
    assert any("missed rather than dry" in warning for warning in tracked.warnings)


def test_a_lake_that_comes_and_goes_counts_where_it_was_found():
    new = sides(1e6, 20_000).copy()
    new[0] = 0
    short = np.zeros(6)
    short[:3] = 1000

    tracked = track(series([new, short, sides(5e6, 0)]))

    rows = [trend.row() for trend in tracked.trends.lakes]
    assert [row["dates_used"] for row in rows] == [5, 6]
    assert rows[0]["first_date"] == DATES[1]
    assert any("1 lake without a trend" in note for note in tracked.notes)
    assert tracked.trends.total.areas[0] == pytest.approx(5e6 + 1e6 * PLANE, rel=1e-3)


def test_dates_with_other_pixels_are_left_out_where_enough_stay():
    layers = series([sides(1e6, 20_000)])
    layers[1].pixel = 30.0
    tracked = track(layers)

    (trend,) = tracked.trends.lakes
    assert trend.row()["left_out"] == f"{DATES[1]} other pixels"
    assert any(f"{DATES[1]} (30 m)" in note for note in tracked.notes)

    for t in (2, 3):
        layers[t].pixel = 20.0
    tracked = track(layers)
    assert tracked.trends.lakes[0].row()["dates_used"] == 6
    assert any("map all images at the coarsest resolution" in warning for warning in tracked.warnings)


def test_table_is_written_with_all_lakes_first(tmp_path):
    tracked = track(series([sides(1e6, 20_000), sides(2e6, -10_000)]))
    tracked.write_trends(tmp_path / "trends.csv")

    with open(tmp_path / "trends.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [field.name for field in TREND_FIELDS]
    assert [row["lakes"] for row in rows] == ["all", "2", "1"]
    assert float(rows[1]["slope_km2_per_year"]) == pytest.approx(0.02, rel=1e-3)
    assert rows[1]["significant"] == "true"
    assert rows[1]["interval_pct"] == "98.3"


@pytest.mark.parametrize(
    ("days", "warned"),
    [
        (["2001-07-01", "2005-07-31"], False),
        (["2001-07-01", "2005-08-02"], True),
        (["2001-12-20", "2005-01-10"], False),  # one winter
        (["2001-01-01", "2003-05-01", "2005-09-01"], True),
    ],
)
def test_dates_of_different_seasons_are_a_warning(days, warned):
    assert bool(season_warnings([datetime.date.fromisoformat(day) for day in days])) == warned


def test_report_shows_slopes_and_a_picture_of_each(tmp_path):
    from lake_mapper.core.tracking.trend_section import trend_section

    missed = sides(1e6, 20_000).copy()
    missed[2] = 0
    html = trend_section(track(series([missed, sides(2e6, -10_000)])).trends)

    assert html.count("<svg") == 3  # all lakes, and each
    assert "+0.02" in html
    assert f"5 of 6<br><small>{DATES[2]} not found</small>" in html
    assert html.count("nan") == 0
    assert "<td>all lakes</td>" in html


def test_lakes_are_called_by_their_names():
    from lake_mapper.core.tracking.titles import lineage_title
    from lake_mapper.core.tracking.trend_section import trend_section

    layers = series([sides(1e6, 20_000), sides(2e6, -10_000)])
    layers[3].features[0] = layers[3].features[0]._replace(name="Nam <b> Co")
    tracked = track(layers)

    named = [trend.row()["name"] for trend in tracked.trends.lakes]
    assert named == ["Nam <b> Co", ""]
    titles = [lineage_title(trend.lineage) for trend in tracked.trends.lakes]
    assert titles == ["lake 2 (Nam <b> Co)", "lake 1"]
    assert "Nam &lt;b&gt; Co" in trend_section(tracked.trends)
