import re

from lake_mapper.core.report.charts import error_bar, size_frequency


def test_line_begins_at_all_lakes_and_bars_count_them():
    svg = size_frequency([0.02, 0.02, 0.05, 3.0])

    assert re.findall(r"<title>(\d+) lakes of", svg) == ["2", "1", "1"]
    assert ">1000<" not in svg
    assert svg.count("<path") == 1


def test_thousands_of_lakes_make_a_short_line():
    svg = size_frequency([0.01 * 1.001**i for i in range(10_000)])

    assert len(svg) < 200_000


def test_too_few_lakes_make_no_plot():
    assert size_frequency([1.0, 2.0]) == ""
    assert size_frequency([]) == ""


def test_error_bar_stays_on_its_scale():
    numbers = [float(n) for n in re.findall(r"[MHx=\"](\d+\.\d)", error_bar(0.02, 0.05, 0.01, 10.0))]

    assert numbers
    assert all(0 <= n <= 150 for n in numbers)
    assert "NaN" not in error_bar(1.0, 0.0, 1.0, 1.0)
