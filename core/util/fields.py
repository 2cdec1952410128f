"""A column of a table, defined once."""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """``kind`` is int, float, bool, str or ``datetime.date``."""

    name: str
    kind: type
    meaning: str
