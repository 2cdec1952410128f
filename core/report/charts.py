"""Plots as inline SVG, for our HTML pages."""

from __future__ import annotations

import math
from collections.abc import Sequence

_LEFT, _TOP, _WIDTH, _HEIGHT = 70, 12, 640, 300
_INK, _GRID, _BAR, _LINE = "#1c2733", "#dde4ea", "#9ecae1", "#08519c"
#: Bars of the size-frequency plot in a decade of area.
_CLASSES = 2


def size_frequency(areas: Sequence[float]) -> str:
    """How many lakes there are by area (km²), both axes logarithmic; "" for fewer than three lakes.

    Bars: lakes in each class of half a decade. Line: lakes of at least that area, whose slope is the
    exponent of a Pareto distribution where it is straight (Downing et al. 2006, Limnol. Oceanogr. 51(5)).
    """
    areas = sorted(area for area in areas if area > 0)
    if len(areas) < 3:
        return ""
    classes = [math.floor(math.log10(area) * _CLASSES) for area in areas]
    low, high = math.floor(classes[0] / _CLASSES), math.ceil((classes[-1] + 1) / _CLASSES)
    top = max(1, math.ceil(math.log10(len(areas))))

    def x(area: float) -> float:
        return _LEFT + _WIDTH * (math.log10(area) - low) / (high - low)

    def y(count: float) -> float:  # the axis begins at half a lake, so that one lake is seen
        half = math.log10(0.5)
        return _TOP + _HEIGHT * (top - math.log10(count)) / (top - half)

    bottom = _TOP + _HEIGHT
    parts = [
        f'<line x1="{x(10.0**d):.1f}" x2="{x(10.0**d):.1f}" y1="{_TOP}" y2="{bottom}" stroke="{_GRID}"/>'
        f'<text x="{x(10.0**d):.1f}" y="{bottom + 18}" text-anchor="middle">{10.0**d:g}</text>'
        for d in range(low, high + 1)
    ]
    parts += [
        f'<line x1="{_LEFT}" x2="{_LEFT + _WIDTH}" y1="{y(10**d):.1f}" y2="{y(10**d):.1f}" stroke="{_GRID}"/>'
        f'<text x="{_LEFT - 8}" y="{y(10**d) + 5:.1f}" text-anchor="end">{10**d:,}</text>'
        for d in range(top + 1)
    ]
    for k in sorted(set(classes)):
        count = classes.count(k)
        left, right = x(10 ** (k / _CLASSES)), x(10 ** ((k + 1) / _CLASSES))
        parts.append(
            f'<rect x="{left + 1:.1f}" y="{y(count):.1f}" width="{right - left - 2:.1f}" '
            f'height="{bottom - y(count):.1f}" fill="{_BAR}"><title>{count} lakes of '
            f"{10 ** (k / _CLASSES):.3g} to {10 ** ((k + 1) / _CLASSES):.3g} km²</title></rect>"
        )
    parts.append(f'<path d="{_steps(areas, x, y)}" fill="none" stroke="{_LINE}" stroke-width="2"/>')
    return (
        f'<svg viewBox="0 0 {_LEFT + _WIDTH + 30} {bottom + 46}" font-size="14" fill="{_INK}" role="img" '
        'aria-label="Number of lakes by area">'
        + "".join(parts)
        + f'<text x="{_LEFT + _WIDTH / 2}" y="{bottom + 40}" text-anchor="middle">area, km²</text>'
        f'<text transform="translate(16 {_TOP + _HEIGHT / 2}) rotate(-90)" text-anchor="middle">'
        "number of lakes</text></svg>"
    )


def _steps(areas: list[float], x, y) -> str:
    """Path of the number of lakes of at least each area, which falls by one after each lake."""
    larger = {}  # by tenths of a pixel, so that thousands of lakes make hundreds of corners
    for i, area in enumerate(areas, start=1):
        larger[f"{x(area):.1f}"] = len(areas) - i
    steps = "".join(f"H{place}V{y(count or 0.5):.1f}" for place, count in larger.items())
    return f"M{x(areas[0]):.1f} {y(len(areas)):.1f}{steps}"


def error_bar(value: float, error: float, low: float, high: float) -> str:
    """A dot at ``value`` with a line of ± ``error``, on a logarithmic scale from ``low`` to ``high``."""
    width = 150.0

    def x(v: float) -> float:
        share = math.log(max(v, low) / low) / math.log(high / low) if high > low else 0.5
        return 6 + (width - 12) * min(share, 1.0)

    left, right = x(value - error), x(value + error)
    return (
        f'<svg viewBox="0 0 {width:g} 14" width="{width:g}" height="14" role="img" '
        f'aria-label="{value:g} ± {error:g}"><path d="M0 7H{width:g}" stroke="{_GRID}"/>'
        f'<path d="M{left:.1f} 7H{right:.1f}M{left:.1f} 3V11M{right:.1f} 3V11" stroke="{_LINE}" '
        f'stroke-width="1.5"/><circle cx="{x(value):.1f}" cy="7" r="3.5" fill="{_LINE}"/></svg>'
    )
