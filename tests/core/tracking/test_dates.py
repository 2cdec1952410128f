import datetime

import pytest
from lake_mapper.core.tracking.dates import date_in_name, parse_dates
from lake_mapper.core.util.errors import TrackingError

DAY = datetime.date


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("", [None, None]),
        (" ", [None, None]),
        ("2014-07-20;2020-08-31", [DAY(2014, 7, 20), DAY(2020, 8, 31)]),
        ("2014-7-2, 2020-08-31T10:00:00;", [DAY(2014, 7, 2), DAY(2020, 8, 31)]),
        ("2014;2020-08", [DAY(2014, 1, 1), DAY(2020, 8, 1)]),
    ],
)
def test_dates_are_read_as_people_write_them(text, dates):
    assert parse_dates(text, 2) == dates


@pytest.mark.parametrize("word", ["soon", "2014-02-30", "20.07.2014", "14-07-20"])
def test_what_is_no_date_is_named(word):
    with pytest.raises(TrackingError, match=f"'{word}' in DATES is no date"):
        parse_dates(f"2020-08-31;{word}", 2)


def test_each_layer_needs_its_date():
    with pytest.raises(TrackingError, match="DATES has 1 dates for 2 layers"):
        parse_dates("2020-08-31", 2)


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("lakes_20040131_v2", DAY(2004, 1, 31)),
        ("2004-01-31", DAY(2004, 1, 31)),
        ("a.2004.01.31.b", DAY(2004, 1, 31)),
        ("S2A_2004_01_31", DAY(2004, 1, 31)),
        ("2004-01_31", None),  # two kinds of separators
        ("120040131", None),  # a longer number
        ("20040231", None),  # no such day
        ("18991231", None),
        ("lakes", None),
    ],
)
def test_a_date_in_a_name_is_found(name, date):
    assert date_in_name(name) == date
