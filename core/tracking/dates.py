"""Dates of lake layers: as users type them, in fields, and in names of files."""

from __future__ import annotations

import datetime
import re

from ..raster.image_date import dates_in_name
from ..util.errors import TrackingError
from ..util.translation import tr

#: Year, month and day in a value, with a time or zone after them or not; the day, or month and day, may lack.
_WITH_SIGNS = re.compile(r"(\d{4})(?:[-/](\d\d?)(?:[-/](\d\d?)(?:[T ].*|Z|[+-]\d\d:\d\d)?)?)?")
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)")


def parse_dates(text: str, count: int) -> list[datetime.date | None]:
    """Read ``count`` dates, ISO with ; between, all None where ``text`` is empty.

    A year or a month is its first day. ``TrackingError`` when one is no date, or there are more or fewer.
    """
    if not text.strip():
        return [None] * count
    words = [word.strip() for word in re.split(r"[;,]", text.strip().rstrip(";,"))]
    if len(words) != count:
        raise TrackingError(
            tr(
                "DATES has {dates} dates for {layers} layers. Write one for each, in the order of LAYERS, "
                "like 2014-07-20;2020-08-31.",
                dates=len(words),
                layers=count,
            )
        )
    return [_parse_date(word) for word in words]


def _parse_date(word: str) -> datetime.date:
    match = re.fullmatch(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?(?:T.*)?", word)
    try:
        if match:
            return datetime.date(*(int(number or 1) for number in match.groups()))
    except ValueError:
        pass  # there is no such day
    raise TrackingError(
        tr("'{word}' in DATES is no date. Write YYYY-MM-DD, like 2014-07-20;2020-08-31.", word=word)
    )


def date_of_value(value: object) -> datetime.date | None:
    """Return the date in a value of a field, like 2020-08-31, 2020/08/31 10:00 or 20200831.

    A year or a month is its first day. None where it is empty; ``ValueError`` where it is something else.
    """
    if isinstance(value, datetime.date):
        return value.date() if isinstance(value, datetime.datetime) else value
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a number in a table without whole numbers
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    match = _WITH_SIGNS.fullmatch(text) or _DIGITS.fullmatch(text)
    if not match:
        raise ValueError(text)
    return datetime.date(*(int(number or 1) for number in match.groups()))


def date_in_name(name: str) -> datetime.date | None:
    """Return the date in a name, like 2020-08-31, 2020_08_31 or 20200831; None where there is none."""
    return next(iter(dates_in_name(name)), None)
