"""Fields of output tables, whatever writes them."""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """A field of a table; ``kind`` is int, float, bool, str or ``datetime.date``."""

    name: str
    kind: type
    meaning: str
