"""Charts as inline SVG, for our HTML pages."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from html import escape

import numpy as np

from ..util.translation import tr

_INK, _GRID, _BAR, _LINE = "#1c2733", "#dde4ea", "#9ecae1", "#08519c"
#: Bars of the size-frequency chart in a decade of area.
_CLASSES = 2
#: What a date takes along the axis of a time series, with the gap beside it.
_DATE_WIDTH = 80


def size_frequency(areas: Sequence[float]) -> str:
    """Draw how many lakes there are by area (km²), both axes logarithmic; "" for fewer than three lakes.

    Bars: lakes in each class of half a decade. Line: lakes of at least that area, whose slope is the
    exponent of a Pareto distribution where it is straight (Downing et al. 2006, Limnol. Oceanogr. 51(5)).
    """
    areas = sorted(area for area in areas if area > 0)
    if len(areas) < 3:
        return ""
    left, right, top, bottom = 70, 710, 12, 312
    classes = [math.floor(math.log10(area) * _CLASSES) for area in areas]
    low, high = math.floor(classes[0] / _CLASSES), math.ceil((classes[-1] + 1) / _CLASSES)
    decades = max(1, math.ceil(math.log10(len(areas))))
    across = _scale((low, high), (left, right))
    # The axis begins at half a lake, so that one lake is seen.
    up = _scale((math.log10(0.5), decades), (bottom, top))

    def x(area: float) -> float:
        return across(math.log10(area))

    def y(count: float) -> float:
        return up(math.log10(count))

    parts = [_x_tick(x(10.0**d), (top, bottom), f"{10.0**d:g}") for d in range(low, high + 1)]
    parts += [_y_tick(y(10**d), (left, right), f"{10**d:,}") for d in range(decades + 1)]
    for k in sorted(set(classes)):
        count = classes.count(k)
        smallest, largest = 10 ** (k / _CLASSES), 10 ** ((k + 1) / _CLASSES)
        title = tr(
            "{count} lakes of {smallest:.3g} to {largest:.3g} km²",
            count=count,
            smallest=smallest,
            largest=largest,
        )
        parts.append(
            f'<rect x="{x(smallest) + 1:.1f}" y="{y(count):.1f}" width="{x(largest) - x(smallest) - 2:.1f}" '
            f'height="{bottom - y(count):.1f}" fill="{_BAR}"><title>{escape(title)}</title></rect>'
        )
    parts += [
        f'<path d="{_steps(areas, x, y)}" fill="none" stroke="{_LINE}" stroke-width="2"/>',
        _text((left + right) / 2, bottom + 40, tr("area, km²"), "middle"),
        f'<text transform="translate(16 {(top + bottom) / 2}) rotate(-90)" text-anchor="middle">'
        f"{escape(tr('number of lakes'))}</text>",
    ]
    return _svg((right + 30, bottom + 46), tr("Number of lakes by area"), parts)


def _steps(areas: list[float], x: Callable[[float], float], y: Callable[[float], float]) -> str:
    """Return the path of the number of lakes of at least each area, which falls by one after each lake."""
    larger = {}  # by tenths of a pixel, so that thousands of lakes make hundreds of corners
    for i, area in enumerate(areas, start=1):
        larger[f"{x(area):.1f}"] = len(areas) - i
    steps = "".join(f"H{place}V{y(count or 0.5):.1f}" for place, count in larger.items())
    return f"M{x(areas[0]):.1f} {y(len(areas)):.1f}{steps}"


def error_bar(value: float, error: float, low: float, high: float) -> str:
    """Draw a dot at ``value`` with a line of ± ``error``, on a logarithmic scale from ``low`` to ``high``.

    A line that goes on below ``low``, to zero perhaps, which a logarithmic scale does not have, ends there in
    an arrow.
    """
    width = 110.0

    def x(v: float) -> float:
        share = math.log(max(v, low) / low) / math.log(high / low) if high > low > 0 else 0.5
        return 6 + (width - 12) * min(share, 1.0)

    left, right = x(value - error), x(value + error)
    end = f"M{left:.1f} 3V11"
    if value - error < low:
        left = 1.0
        end = "M6 3L1 7L6 11"
    return (
        f'<svg viewBox="0 0 {width:g} 14" width="{width:g}" height="14" role="img" '
        f'aria-label="{value:g} ± {error:g}"><path d="M0 7H{width:g}" stroke="{_GRID}"/>'
        f'<path d="M{left:.1f} 7H{right:.1f}{end}M{right:.1f} 3V11" fill="none" stroke="{_LINE}" '
        f'stroke-width="1.5"/><circle cx="{x(value):.1f}" cy="7" r="3.5" fill="{_LINE}"/></svg>'
    )


def time_series(
    title: str,
    dates: Sequence[datetime.date],
    areas: Sequence[float] | np.ndarray,
    bars: Sequence[float] | np.ndarray,
    *,
    width: int = 330,
    height: int = 200,
) -> str:
    """Draw areas (km²) ± ``bars`` over ascending dates; the axis need not begin at zero.

    A bar that reaches zero ends at the axis, without the short line across its end.
    """
    ticks = _ticks(
        min(area - bar for area, bar in zip(areas, bars)), max(area + bar for area, bar in zip(areas, bars))
    )
    left, right, top, bottom = 62, width - 14, 26, height - 24
    days = max(1, (dates[-1] - dates[0]).days)
    across, y = _scale((0, days), (left + 12, right - 12)), _scale((ticks[0], ticks[-1]), (bottom, top))
    xs = [across((date - dates[0]).days) for date in dates]
    parts = [_y_tick(y(tick), (left, right), _number(tick, ticks)) for tick in ticks]
    points = " ".join(f"{x:.1f},{y(area):.1f}" for x, area in zip(xs, areas))
    parts.append(f'<polyline points="{points}" fill="none" stroke="{_LINE}" stroke-width="1.5"/>')
    for x, area, bar in zip(xs, areas, bars):
        upper, lower = y(area + bar), y(max(area - bar, ticks[0]))
        lower_cap = f"M-4 {lower:.1f}h8" if area - bar >= ticks[0] else ""
        parts.append(
            f'<g transform="translate({x:.1f} 0)" stroke="{_LINE}" fill="{_LINE}">'
            f'<path d="M0 {upper:.1f}V{lower:.1f}M-4 {upper:.1f}h8{lower_cap}"/>'
            f'<circle cy="{y(area):.1f}" r="3.5"/></g>'
        )
    parts.append(_text(xs[0] - 12, height - 6, dates[0].isoformat(), "start"))
    free, end = xs[0] - 12 + _DATE_WIDTH, xs[-1] + 12 - _DATE_WIDTH
    for x, date in zip(xs[1:-1], dates[1:-1]):  # those for which there is room
        if x - _DATE_WIDTH / 2 >= free and x + _DATE_WIDTH / 2 <= end:
            parts.append(_text(x, height - 6, date.isoformat(), "middle"))
            free = x + _DATE_WIDTH / 2
    parts.append(_text(xs[-1] + 12, height - 6, dates[-1].isoformat(), "end"))
    heading = escape(tr("{title}, km²", title=title))
    parts.append(f'<text x="{left}" y="16" font-weight="600">{heading}</text>')
    label = tr("{title}: area over time", title=title)
    return _svg((width, height), label, parts, f'width="{width}" font-size="12"')


def area_and_count(
    values: Sequence[float], areas: Sequence[float], counts: Sequence[int], *, label: str, marked: float
) -> str:
    """Draw areas (km², line and left axis) and counts (bars, right axis from 0) over ascending values.

    ``label`` says what the values are; a line stands at ``marked``, one of them.
    """
    left, right, top, bottom = 80, 640, 12, 262
    gap = min((b - a for a, b in zip(values, values[1:])), default=1.0)
    x = _scale((values[0] - gap / 2, values[-1] + gap / 2), (left, right))
    ticks, count_ticks = _ticks(min(areas), max(areas)), _ticks(0, max(*counts, 4))
    up = _scale((ticks[0], ticks[-1]), (bottom, top))
    count_up = _scale((0, count_ticks[-1]), (bottom, top))
    half = 0.35 * (x(gap) - x(0))
    parts = [_y_tick(up(tick), (left, right), _number(tick, ticks)) for tick in ticks]
    parts += [_text(right + 8, count_up(t) + 5, _number(t, count_ticks), "start") for t in count_ticks]
    for value, count in zip(values, counts):
        parts.append(
            f'<rect x="{x(value) - half:.1f}" y="{count_up(count):.1f}" width="{2 * half:.1f}" '
            f'height="{bottom - count_up(count):.1f}" fill="{_BAR}" fill-opacity="0.6"/>'
        )
        parts.append(_text(x(value), bottom + 18, f"{value:g}", "middle"))
    points = [(x(value), up(area)) for value, area in zip(values, areas)]
    parts.append(
        f'<path d="M{x(marked):.1f} {top}V{bottom}" stroke="{_INK}" stroke-dasharray="4 4"/>'
        f'<polyline points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}" fill="none" '
        f'stroke="{_LINE}" stroke-width="2"/>'
    )
    parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" fill="{_LINE}"/>' for a, b in points]
    parts.append(_text((left + right) / 2, bottom + 40, label, "middle"))
    for place, title in ((16, tr("area, km² (line)")), (right + 74, tr("number of lakes (bars)"))):
        parts.append(
            f'<text transform="translate({place} {(top + bottom) / 2}) rotate(-90)" text-anchor="middle">'
            f"{escape(title)}</text>"
        )
    label = tr("Area and number of lakes by {label}", label=label)
    return _svg((right + 84, bottom + 46), label, parts)


def dot_plot(rows: Sequence[tuple[str, float, float, float]], label: str) -> str:
    """Draw a dot for each of ``rows`` (name, value, low, high), the largest first, with a line low to high.

    Values are not negative; low and high may be ``nan``: no line. ``label`` is written under the axis.
    """
    known = [end for row in rows for end in row[1:] if not math.isnan(end)]
    ticks = _ticks(min(known), max(known))
    left, right, line = 260, 880, 30
    bottom = line * len(rows) + 10
    x = _scale((ticks[0], ticks[-1]), (left, right))
    parts = [_x_tick(x(tick), (0, bottom), _number(tick, ticks)) for tick in ticks]
    for i, (name, value, low, high) in enumerate(sorted(rows, key=lambda row: -row[1])):
        y = line * (i + 0.5) + 5
        parts.append(_text(left - 12, y + 5, name if len(name) <= 34 else name[:33] + "…", "end"))
        if not math.isnan(low):
            parts.append(f'<path d="M{x(low):.1f} {y}H{x(high):.1f}" stroke="{_LINE}" stroke-width="2"/>')
        parts.append(f'<circle cx="{x(value):.1f}" cy="{y}" r="5" fill="{_LINE}"/>')
    parts.append(_text((left + right) / 2, bottom + 38, label, "middle"))
    return _svg((right + 30, bottom + 44), label, parts, 'style="max-width: 57rem" font-size="14"')


def _scale(values: tuple[float, float], places: tuple[float, float]) -> Callable[[float], float]:
    """Return the linear function that takes the two ``values`` to the two ``places``."""
    (a, b), (start, end) = values, places
    return lambda value: start + (end - start) * (value - a) / (b - a)


def _ticks(low: float, high: float) -> list[float]:
    """Return three to six round values from below ``low``, but not below zero, to above ``high``."""
    low = max(low, 0.0)
    span = max(high - low, 0.02 * high, 1e-6)
    step = 10 ** math.floor(math.log10(span / 4))
    step = next(step * factor for factor in (1, 2, 5, 10) if span / (step * factor) <= 4)
    first, last = math.floor(low / step + 1e-9), math.ceil((low + span) / step - 1e-9)
    return [step * k for k in range(first, last + 1)]


def _number(tick: float, ticks: list[float]) -> str:
    digits = max(0, -math.floor(math.log10(ticks[1] - ticks[0]) + 1e-9))
    return f"{tick:,.{digits}f}"


def _x_tick(x: float, ends: tuple[float, float], text: str) -> str:
    """Return a vertical grid line between the two ``ends`` and its value under it."""
    top, bottom = ends
    line = f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{bottom}" stroke="{_GRID}"/>'
    return line + _text(x, bottom + 18, text, "middle")


def _y_tick(y: float, ends: tuple[float, float], text: str) -> str:
    """Return a horizontal grid line between the two ``ends`` and its value left of it."""
    left, right = ends
    line = f'<line x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_GRID}"/>'
    return line + _text(left - 8, y + 5, text, "end")


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(size: tuple[float, float], label: str, parts: list[str], attributes: str = 'font-size="14"') -> str:
    width, height = size
    return (
        f'<svg viewBox="0 0 {width} {height}" {attributes} fill="{_INK}" role="img" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )
