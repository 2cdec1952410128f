"""Dates of lake layers: as users type them, in fields, and in names of files."""

from __future__ import annotations

import datetime
import re

from ..raster.image_date import dates_in_name
from ..util.errors import TrackingError
from ..util.translation import tr


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


def date_of_text(value: object) -> datetime.date | None:
    """Return the date at the beginning of a value, like 2020-08-31 or 2020/08/31 10:00; None without any."""
    try:
        return datetime.date.fromisoformat(str(value)[:10].replace("/", "-"))
    except ValueError:
        return None


def date_in_name(name: str) -> datetime.date | None:
    """Return the date in a name, like 2020-08-31, 2020_08_31 or 20200831; None where there is none."""
    return next(iter(dates_in_name(name)), None)
