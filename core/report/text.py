"""Numbers as people read them."""

from __future__ import annotations

import math


def duration(seconds: float) -> str:
    """Seconds as people say them."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def gigabytes(memory: float) -> str:
    """Bytes as people say them."""
    return f"{memory / 1e9:.1f} GB"


def with_error(value: float, error: float) -> str:
    """``value ± error`` with two digits of the error that mean something."""
    digits = 1 - math.floor(math.log10(error)) if error > 0 else 5
    digits = min(max(digits, 0), 5)
    return f"{value:,.{digits}f} ± {error:,.{digits}f}"
