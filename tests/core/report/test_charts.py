"""Charts are read back as a person reads them: by the grid lines and their labels."""

import datetime
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_mapper.core.report.charts import area_and_count, dot_plot, error_bar, size_frequency, time_series

DATES = [datetime.date(2000, 1, 1), datetime.date(2010, 1, 1), datetime.date(2020, 1, 1)]
NUMBER = r"(-?[\d.]+)"


def axis(svg, direction, transform=float):
    """A function from places along x or y to values, fitted to the labelled grid lines of a chart."""
    across = rf'{direction}1="{NUMBER}" {direction}2="\1"'
    ticks = re.findall(rf"<line [^>]*{across}[^>]*/><text [^>]*>([^<]+)<", svg)
    places, labels = zip(*ticks)
    values = [transform(float(label.replace(",", ""))) for label in labels]
    slope, offset = np.polyfit(np.array(places, float), values, 1)
    return lambda place: slope * float(place) + offset


def line_of(svg):
    """Corners (x, y) at the end of each horizontal and vertical step of the size-frequency line."""
    path = re.search(r'<path d="M([^"]+)" fill="none"', svg)[1]
    start, steps = path.split("H", 1)
    x, y = map(float, start.split())
    return x, y, [tuple(map(float, step.split("V"))) for step in steps.split("H")]


@given(st.lists(st.floats(0.002, 900), min_size=3, max_size=60))
@settings(max_examples=60)
def test_line_counts_the_lakes_of_at_least_each_area(areas):
    svg = size_frequency(areas)
    area_at, count_at = (axis(svg, direction, math.log10) for direction in "xy")

    x, y, steps = line_of(svg)

    assert area_at(x) == pytest.approx(math.log10(min(areas)), abs=0.01)
    assert 10 ** count_at(y) == pytest.approx(len(areas), rel=0.02)
    for x, y in steps[:-1]:
        # Lakes closer than the plot can show fall together: one pixel, 0.02 decades, on either side.
        larger = [sum(math.log10(a) > area_at(x) + apart for a in areas) for apart in (0.02, -0.02)]
        assert larger[0] * 0.98 <= 10 ** count_at(y) <= larger[1] * 1.02
    assert area_at(steps[-1][0]) == pytest.approx(math.log10(max(areas)), abs=0.01)
    assert 10 ** count_at(steps[-1][1]) == pytest.approx(0.5, rel=0.02)


def test_line_falls_by_one_after_each_lake():
    svg = size_frequency([0.02, 0.05, 0.3, 3.0])
    count_at = axis(svg, "y", math.log10)

    _, y, steps = line_of(svg)

    counts = [10 ** count_at(place) for place in (y, *(below for _, below in steps))]
    assert counts == pytest.approx([4, 3, 2, 1, 0.5], rel=0.02)


def test_bars_stand_over_their_class_as_high_as_their_number_of_lakes():
    areas = [0.02, 0.02, 0.05, 3.0]
    svg = size_frequency(areas)
    area_at, count_at = (axis(svg, direction, math.log10) for direction in "xy")

    bars = re.findall(
        rf'<rect x="{NUMBER}" y="{NUMBER}" width="{NUMBER}" height="{NUMBER}"[^>]*><title>(\d+) lakes of '
        r"([\d.]+) to ([\d.]+) km²",
        svg,
    )

    assert [bar[4] for bar in bars] == ["2", "1", "1"]
    bottom = 0.5  # lakes, where the axis begins
    for x, y, width, height, count, smallest, largest in np.array(bars, float):
        assert sum(smallest <= area < largest for area in areas) == count
        assert math.log10(largest / smallest) == pytest.approx(0.5, abs=0.01)
        assert area_at(x) == pytest.approx(math.log10(smallest), abs=0.02)
        assert area_at(x + width) == pytest.approx(math.log10(largest), abs=0.02)
        assert 10 ** count_at(y) == pytest.approx(count, rel=0.02)
        assert 10 ** count_at(y + height) == pytest.approx(bottom, rel=0.02)


def test_thousands_of_lakes_make_a_short_line():
    svg = size_frequency([0.01 * 1.001**i for i in range(10_000)])

    assert len(svg) < 200_000


def test_too_few_lakes_make_no_chart():
    assert size_frequency([1.0, 2.0]) == ""
    assert size_frequency([]) == ""
    assert size_frequency([1.0, 2.0, 0.0]) == ""


def bar_of(svg):
    """Ends of an error bar, the places of its two caps, and its dot."""
    bar = re.search(rf'd="M{NUMBER} 7H{NUMBER}M{NUMBER} 3V11M{NUMBER} 3V11"', svg).groups()
    return [float(x) for x in (*bar, re.search(rf'cx="{NUMBER}"', svg)[1])]


@given(st.floats(0.1, 5.0), st.floats(0.01, 0.9))
@settings(max_examples=40)
def test_error_bar_reaches_as_far_below_its_value_as_above(value, share):
    error = share * value
    start, end, first_cap, last_cap, dot = bar_of(error_bar(value, error, 0.01, 10.0))

    # The scale is logarithmic: 6 to 104 are 0.01 to 10.
    expected = [6 + 98 * math.log10(v / 0.01) / 3 for v in (value - error, value + error, value)]
    assert [start, end, dot] == pytest.approx(expected, abs=0.1)
    assert (first_cap, last_cap) == (start, end)


def test_error_bar_that_reaches_zero_ends_in_an_arrow():
    svg = error_bar(0.02, 0.05, 0.01, 0.05)

    assert 'd="M1.0 7H104.0M6 3L1 7L6 11M104.0 3V11"' in svg
    assert "L1 7" not in error_bar(0.02, 0.005, 0.01, 0.05)
    assert "NaN" not in error_bar(1.0, 0.0, 1.0, 1.0)


@pytest.mark.parametrize("areas", [[1.0, 2.0, 1.5], [0.0, 0.0, 0.0003], [5000.0, 5001.0, 5003.0]])
def test_points_and_bars_of_a_time_series_lie_at_their_areas(areas):
    bars = [0.1 * max(areas), 0.0, 0.05 * areas[0]]
    svg = time_series("lake <1>", DATES, areas, bars)

    assert "lake &lt;1&gt;, km²" in svg
    area_at = axis(svg, "y")
    places = re.findall(rf'<path d="M0 {NUMBER}V{NUMBER}M[^"]*"/><circle cy="{NUMBER}"', svg)
    found = [[area_at(y) for y in three] for three in places]
    for (upper, lower, middle), area, bar in zip(found, areas, bars):
        near = 0.01 * (max(areas) + max(bars))
        expected = (area + bar, max(area - bar, 0.0), area)  # areas are not below zero
        assert (upper, lower, middle) == pytest.approx(expected, abs=near)
    assert 2 <= len(re.findall("<line ", svg)) <= 7
    assert re.findall(r">(\d{4}-\d\d-\d\d)<", svg) == [date.isoformat() for date in DATES]


def test_dates_lie_as_far_apart_as_their_days():
    dates = [DATES[0], DATES[0] + datetime.timedelta(100), DATES[0] + datetime.timedelta(400), DATES[2]]
    svg = time_series("Total", dates, [1.0] * 4, [0.0] * 4, width=660)

    xs = np.array(re.findall(rf'<g transform="translate\({NUMBER} 0\)"', svg), float)

    days = [(date - dates[0]).days for date in dates]
    assert (xs - xs[0]) / (xs[-1] - xs[0]) == pytest.approx(np.array(days) / days[-1], abs=1e-3)
    assert re.findall(r">(\d{4}-\d\d-\d\d)<", svg) == ["2000-01-01", "2020-01-01"]


def test_dots_and_their_intervals_lie_at_their_values_the_largest_first():
    rows = [("low", 88.0, 86.5, 89.0), ("<high>", 94.2, 93.0, 95.1), ("alone", 90.0, math.nan, math.nan)]
    svg = dot_plot(rows, "MIoU, %")
    value_at = axis(svg, "x")

    dots = [value_at(x) for x in re.findall(rf'<circle cx="{NUMBER}"', svg)]
    lines = [[value_at(x) for x in ends] for ends in re.findall(rf'd="M{NUMBER} [\d.]+H{NUMBER}"', svg)]

    assert dots == pytest.approx([94.2, 90.0, 88.0], abs=0.02)
    assert np.array(lines) == pytest.approx(np.array([[93.0, 95.1], [86.5, 89.0]]), abs=0.02)
    names = [svg.index(name) for name in ("&lt;high&gt;", ">alone<", ">low<")]
    assert names == sorted(names)


def test_area_and_number_lie_at_their_values():
    values, areas, counts = [0.3, 0.4, 0.5, 0.6], [12.0, 11.5, 11.4, 9.9], [40, 31, 30, 7]

    svg = area_and_count(values, areas, counts, label="threshold", marked=0.5)

    area = axis(svg, "y")
    dots = [(float(x), float(y)) for x, y in re.findall(rf'<circle cx="{NUMBER}" cy="{NUMBER}"', svg)]
    assert [area(y) for _, y in dots] == pytest.approx(areas, abs=0.02)
    bars = [float(height) for height in re.findall(rf'<rect [^>]*height="{NUMBER}"', svg)]
    assert [bar / bars[0] for bar in bars] == pytest.approx([count / 40 for count in counts], abs=0.01)
    assert f'd="M{dots[2][0]:.1f} ' in svg  # the marked one
    assert area_and_count([0.3, 0.4], [5.0, 5.0], [0, 0], label="t", marked=0.3).count("<circle") == 2


def test_dates_that_would_overlap_are_left_out():
    days = [datetime.timedelta(d) for d in (0, 40, 1500, 1540, 3000, 3040)]
    dates = [DATES[0] + day for day in days]
    svg = time_series("Total", dates, [1.0] * 6, [0.0] * 6, width=660)

    labels = re.findall(rf'<text x="{NUMBER}" y="[\d.]+" text-anchor="(\w+)">(\d{{4}}-[^<]+)<', svg)

    before = {"start": 0, "middle": 36, "end": 72}  # ten characters of 12 pixels are 72 wide
    spans = sorted((float(x) - before[anchor], float(x) - before[anchor] + 72) for x, anchor, _ in labels)
    assert {text for *_, text in labels} == {str(dates[0]), str(dates[2]), str(dates[-1])}
    assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:]))


def test_charts_in_chinese(chinese):
    charts = [
        size_frequency([0.1, 2.0, 30.0]),
        time_series("湖泊", DATES, [1.0, 2.0, 3.0], [0.1, 0.1, 0.1]),
        area_and_count([0.4, 0.5], [3.0, 2.0], [4, 3], label="阈值", marked=0.5),
    ]

    texts = [re.findall(r'aria-label="([^"]*)"|>([^<>]+)<', chart) for chart in charts]
    found = "\n".join(label or text for chart in texts for label, text in chart)
    assert "湖泊数" in found
    assert "0.1 至 0.316 km² 的湖泊 1 个" in found
    assert "湖泊：面积随时间的变化" in found
    assert "湖泊面积和数量随阈值的变化" in found
    assert re.findall("[A-Za-z]{3,}", found) == []
