import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.report.text import comma_separated, counted, duration, gigabytes, listed, with_error


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "0 s"), (89, "89 s"), (90, "2 min"), (5399, "90 min"), (5400, "1.5 h"), (36_000, "10.0 h")],
)
def test_durations_in_the_unit_that_fits(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 lakes"), (1, "1 lake"), (1234, "1,234 lakes"), (1.0, "1 lake"), (0.25, "0.25 lakes")],
)
def test_one_is_singular(number, text):
    assert counted(number, "lake") == text


def test_gigabytes_are_decimal():
    assert gigabytes(1.5e9) == "1.5 GB"
    assert gigabytes(2**30) == "1.1 GB"


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (12.3456, 0.1234, "12.35 ± 0.12"),
        (1234.5678, 25.2, "1,235 ± 25"),
        (98765.4, 1234.5, "98,765 ± 1,234"),
        (0.0123456, 0.000001, "0.01235 ± 0.00000"),
        (1.0, 0.0, "1.00000 ± 0.00000"),
    ],
)
def test_value_and_error_with_the_same_digits(value, error, text):
    assert with_error(value, error) == text


@given(st.floats(1e-4, 9.0), st.floats(-1e6, 1e6))
def test_an_error_keeps_two_digits_and_the_value_no_finer_ones(error, value):
    shown, shown_error = with_error(value, error).replace(",", "").split(" ± ")

    assert float(shown_error) == pytest.approx(error, rel=0.051)
    digits = len(shown_error.partition(".")[2])
    assert len(shown.partition(".")[2]) == digits
    assert math.isclose(float(shown), value, abs_tol=0.51 * 10**-digits)


def test_a_list_names_the_first_and_counts_the_rest():
    assert listed([3, 1, 2], 3) == "3, 1, 2"
    assert listed([3, 1, 2], 2) == "3, 1 and 1 more"
    assert comma_separated(["a", "b"]) == "a, b"


def test_lists_and_counts_in_chinese(chinese):
    assert listed([3, 1, 2], 2) == "3，1 等，另有 1 个"
    assert counted(1234, "lake") == "1,234 个湖泊"
