"""Attributes as any format may hold them: numbers and truths may be text."""

from __future__ import annotations

import math
from typing import Any


def number_of(value: Any) -> float | None:
    """Return a value as a finite number; None where it is none."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def truth_of(value: Any) -> bool:
    """Return whether a value says yes, as any number but 0 does; what is missing says no."""
    number = number_of(value)
    return bool(number) if number is not None else str(value).lower() in ("true", "t", "yes")
