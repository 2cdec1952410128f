"""What the values of a model card may be: it comes from a file that anybody may have written."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from ..util.translation import tr

#: A wider margin multiplies work and memory of every inference block, and no network of ours sees so far.
_WIDEST_MARGIN = 512
#: Arguments of networks are counts, such as channels and dilation rates. Beyond this a network needs many GB.
_LARGEST_ARGUMENT = {"widths": 1024}
_LARGEST_OTHER_ARGUMENT, _MOST_ARGUMENTS = 128, 8
_LONGEST_TEXT, _MOST_ENTRIES = 4000, 1000


def wrong_value(values: Mapping[str, Any]) -> str:
    """Return what is wrong with the first value of a card that cannot be used; empty when all can."""
    for name, (fits, expected) in _rules().items():
        value = values[name]
        if not fits(value):
            shown = repr(value)
            shown = shown if len(shown) <= 60 else shown[:57] + "..."
            return tr(
                "its '{name}' is {shown}, but must be {expected}", name=name, shown=shown, expected=expected
            )
    if values["second_look"] is not None and (values["margin"] == 0 or values["margin"] % 16):
        return tr(
            "its 'margin' is {margin}, but must be a multiple of 16 for a second look",
            margin=values["margin"],
        )
    return ""


def _is_number(value: Any, low: float, high: float) -> bool:
    return type(value) in (int, float) and math.isfinite(value) and low <= value <= high


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_TEXT


def _numbers(count: int, low: float, high: float) -> Callable[[Any], bool]:
    """Return a check for a list of so many numbers from ``low`` to ``high``."""
    return lambda value: (
        isinstance(value, tuple) and len(value) == count and all(_is_number(v, low, high) for v in value)
    )


def _texts(count: int | None) -> Callable[[Any], bool]:
    """Return a check for a list of texts, of ``count`` where that is given."""
    return lambda value: (
        isinstance(value, tuple)
        and len(value) <= _MOST_ENTRIES
        and all(map(_is_text, value))
        and count in (None, len(value))
    )


def _is_range(value: Any) -> bool:
    return _numbers(2, 0.001, 1e5)(value) and value[0] <= value[1]


def _are_arguments(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    for name, given in value.items():
        numbers = given if isinstance(given, (list, tuple)) else [given]
        largest = _LARGEST_ARGUMENT.get(name, _LARGEST_OTHER_ARGUMENT)
        if not 1 <= len(numbers) <= _MOST_ARGUMENTS:
            return False
        if not all(type(n) is int and 1 <= n <= largest for n in numbers):
            return False
    return True


def _are_scores(value: Any) -> bool:
    """Return whether this is scores by name, or scores by name by data."""

    def flat(entry: Any) -> bool:
        return _is_text(entry) or entry is None or type(entry) in (int, float, bool)

    def named(entry: Any) -> bool:
        return isinstance(entry, dict) and len(entry) <= _MOST_ENTRIES and all(map(_is_text, entry))

    return named(value) and all(flat(v) or (named(v) and all(map(flat, v.values()))) for v in value.values())


def _rules() -> dict[str, tuple[Callable[[Any], bool], str]]:
    """Return by the name of a value whether it fits, and what it must be."""
    return {
        "name": (_is_text, tr("text")),
        "network": (_is_text, tr("the name of a network")),
        "arguments": (_are_arguments, tr("names and whole numbers that the network can be built with")),
        "bands": (_texts(3), tr("three names")),
        "mean": (_numbers(3, -1e4, 1e4), tr("three numbers")),
        "std": (_numbers(3, 0.01, 1e4), tr("three numbers of at least 0.01")),
        "classes": (_texts(2), tr("two names")),
        "ground_resolution": (lambda v: _is_number(v, 0.001, 1e5), tr("metres a pixel")),
        "ground_range": (_is_range, tr("two numbers, metres a pixel, the finest first")),
        "margin": (
            lambda v: type(v) is int and 0 <= v <= _WIDEST_MARGIN,
            tr("a whole number from 0 to {most}", most=_WIDEST_MARGIN),
        ),
        "threshold": (lambda v: _is_number(v, 1e-6, 1), tr("a number above 0, at most 1")),
        "calibration": (_numbers(2, -1e3, 1e3), tr("two numbers")),
        "doubt_limit": (lambda v: v is None or _is_number(v, 0, 1e6), tr("a number, or null")),
        "second_look": (lambda v: v is None or _is_number(v, 0, 1e5), tr("metres a pixel, or null")),
        "training_data": (_texts(None), tr("a list of texts")),
        "licence": (_is_text, tr("text")),
        "metrics": (_are_scores, tr("scores by the data that they were measured on")),
        "created": (_is_text, tr("text")),
    }
