import datetime
import re

from lake_mapper.core.lakes.attributes import FIELDS
from lake_mapper.core.lakes.report import report

LAKE = {
    "lake_id": 1, "area_km2": 12.3, "area_error_km2": 0.41, "perimeter_km": 30.0, "islands": 2,
    "confidence": 0.9, "compactness": 0.2, "lon": 87.0, "lat": 31.0, "touches_edge": True,
    "touches_nodata": False, "date": datetime.date(2020, 5, 18), "model": "m", "elongation": 3.2,
}  # fmt: skip


def rows(*changes):
    lakes = [{**LAKE, **change} for change in changes]
    return [[lake[field.name] for field in FIELDS] for lake in lakes]


def page(lakes, **changes):
    given = {"total": (12.3, 0.41), "picture": "<svg></svg>", "facts": [], "command": ""}
    return report("Lakes", lakes, **{**given, **changes})


def test_page_shows_lakes_assumptions_and_command():
    three = rows({}, {"lake_id": 2, "touches_edge": False, "area_km2": 1.0}, {"confidence": None})

    html = report(
        "Lakes of <x>",
        three,
        total=(25.6, 0.58),
        picture="<svg></svg>",
        cut_by=["edge", "", "area of interest"],
        facts=[("Bands", "4 & 3")],
        command="qgis_process run a:b --IN='x y'",
    )

    assert "Lakes of &lt;x&gt;" in html
    assert "3 lakes, 25.60 ± 0.58 km² of water" in html
    assert "2 lakes with 24.600 km² of it are cut by the edge" in html
    assert "12.30 ± 0.41" in html
    assert "<td>edge</td>" in html
    assert "<td>area of interest</td>" in html
    assert "4 &amp; 3" in html
    assert "--IN=&#x27;x y&#x27;" in html
    assert html.count("<svg") == 5
    assert "http" not in html.replace("http://www.w3.org", "")


def test_a_row_shows_the_attributes_of_its_lake():
    html = page(rows({}, {"lake_id": 2, "confidence": None, "islands": 0}), cut_by=["edge", "no data"])

    first, second = (
        [cell for cell in re.findall("<td>(.*?)</td>", row) if "<svg" not in cell]
        for row in re.findall("<tr>(<td>.*?)</tr>", html)[:2]
    )
    assert first == ["1", "12.30 ± 0.41", "30.00", "2", "0.90", "3.2", "87.00000", "31.00000", "edge"]
    assert second == ["2", "12.30 ± 0.41", "30.00", "0", "–", "3.2", "87.00000", "31.00000", "no data"]


def test_no_lakes_and_why():
    html = page([], picture="", why_none="All are < MIN_AREA.")

    assert "<b>No lakes.</b> All are &lt; MIN_AREA." in html
    assert "<svg" not in html


def test_a_bar_that_reaches_zero_is_explained():
    assert "goes on to zero" in page(rows({}, {"area_km2": 0.01, "area_error_km2": 0.02}))
    assert "goes on to zero" not in page(rows({}))


def listed(html):
    return [int(number) for number in re.findall(r"<tr><td>(\d+)</td>", html)]


def test_only_the_largest_are_listed():
    html = page(rows(*({"lake_id": i, "area_km2": 100.0 - i} for i in range(1, 31))))

    assert "The largest lakes" in html
    assert listed(html) == list(range(1, 21))


def test_all_are_listed_where_they_are_few():
    html = page(rows(*({"lake_id": i} for i in range(1, 21))))

    assert "The lakes" in html
    assert listed(html) == list(range(1, 21))


def test_a_warning_stands_before_the_picture():
    html = page(rows({}), warning="Areas < errors may be wrong.")

    assert "Areas &lt; errors may be wrong." in html
    assert html.index("Areas &lt;") < html.index("<svg")
    assert 'class="warning"' not in page(rows({}))
