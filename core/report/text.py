"""Numbers as text for people."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from ..util.translation import tr

#: What ``counted`` gives to the translation, before the noun.
COUNTED = "{count} "


def duration(seconds: float) -> str:
    """Write ``seconds`` in the unit that fits: "48 s", "12 min", "1.5 h"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def counted(number: float, what: str) -> str:
    """Write how many there are of ``what``, a literal noun with a plain plural: "1 lake", "1,234 lakes"."""
    text = f"{number:,}" if isinstance(number, int) else f"{number:.3g}"
    translated = tr(COUNTED + what, count=text)
    if translated != f"{text} {what}":
        return translated  # a language with another grammar: its measure word is in the translation
    return translated if number == 1 else translated + "s"


def comma_separated(parts: Iterable[object]) -> str:
    """Write the parts one after the other, with commas between them."""
    return tr(", ").join(map(str, parts))


def listed(names: Sequence[object], most: int) -> str:
    """Write at most ``most`` of the names, and how many more there are: "a, b and 3 more"."""
    first = comma_separated(names[:most])
    return tr("{names} and {more} more", names=first, more=len(names) - most) if names[most:] else first


def gigabytes(memory: float) -> str:
    """Write ``memory`` (bytes) in GB of 10⁹ bytes."""
    return f"{memory / 1e9:.1f} GB"


def with_error(value: float, error: float) -> str:
    """Write ``value ± error`` with two digits of the error, but at most five decimals."""
    digits = 1 - math.floor(math.log10(error)) if error > 0 else 5
    digits = min(max(digits, 0), 5)
    return f"{value:,.{digits}f} ± {error:,.{digits}f}"
