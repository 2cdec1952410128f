import datetime

from lake_mapper.core.lakes.attributes import FIELDS
from lake_mapper.core.lakes.report import report
from lake_mapper.core.report.text import with_error

LAKE = {
    "lake_id": 1, "area_km2": 12.3, "area_error_km2": 0.41, "perimeter_km": 30.0, "islands": 2,
    "confidence": 0.9, "compactness": 0.2, "lon": 87.0, "lat": 31.0, "touches_edge": True,
    "touches_nodata": False, "date": datetime.date(2020, 5, 18), "model": "m", "elongation": 3.2,
}  # fmt: skip


def rows(*changes):
    lakes = [{**LAKE, **change} for change in changes]
    return [[lake[field.name] for field in FIELDS] for lake in lakes]


def test_page_tells_lakes_assumptions_and_command():
    three = rows({}, {"lake_id": 2, "touches_edge": False, "area_km2": 1.0}, {"confidence": None})

    html = report("Lakes of <x>", three, b"png", [("Bands", "4 & 3")], "qgis_process run a:b --IN='x y'")

    assert "Lakes of &lt;x&gt;" in html
    assert "3 lakes, 25.600 km²" in html
    assert "2 lakes with 24.600 km² of it at the edge" in html
    assert "12.30 ± 0.41" in html
    assert "<td>edge</td>" in html
    assert "4 &amp; 3" in html
    assert "--IN=&#x27;x y&#x27;" in html
    assert html.count("<svg") == 4
    assert "http" not in html.replace("http://www.w3.org", "")


def test_no_lakes():
    html = report("t", [], b"", [], "command")

    assert "0 lakes, 0.000 km²" in html
    assert "<svg" not in html


def test_only_the_largest_are_listed():
    html = report("t", rows(*({"lake_id": i} for i in range(1, 31))), b"", [], "")

    assert "The largest lakes" in html
    assert html.count("12.30 ± 0.41") == 20


def test_digits_follow_the_error():
    assert with_error(351.48575, 8.30234) == "351.5 ± 8.3"
    assert with_error(4567.2, 123.4) == "4,567 ± 123"
    assert with_error(0.03378, 0.02355) == "0.034 ± 0.024"
    assert with_error(0.5, 0) == "0.50000 ± 0.00000"
