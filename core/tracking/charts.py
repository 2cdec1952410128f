"""Areas over time as inline SVG, for the report."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from html import escape

from .history import Z95

_LEFT, _TOP, _BOTTOM, _RIGHT = 62, 26, 24, 14
_INK, _GRID, _LINE = "#1c2733", "#dde4ea", "#08519c"


def time_series(
    title: str,
    dates: Sequence[datetime.date],
    areas: Sequence[float],
    errors: Sequence[float],
    width: int = 330,
    height: int = 200,
) -> str:
    """Areas (km²) with bars of ± 1.96 standard errors over the dates; the axis need not begin at zero."""
    ticks = _ticks(
        min(area - Z95 * error for area, error in zip(areas, errors)),
        max(area + Z95 * error for area, error in zip(areas, errors)),
    )
    low, high = ticks[0], ticks[-1]
    first, days = dates[0], max(1, (dates[-1] - dates[0]).days)

    def x(date: datetime.date) -> float:
        return _LEFT + 12 + (width - _LEFT - _RIGHT - 24) * (date - first).days / days

    def y(area: float) -> float:
        return _TOP + (height - _TOP - _BOTTOM) * (high - area) / (high - low)

    parts = [
        f'<line x1="{_LEFT}" x2="{width - _RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}" stroke="{_GRID}"/>'
        f'<text x="{_LEFT - 6}" y="{y(tick) + 4:.1f}" text-anchor="end">{_number(tick, ticks)}</text>'
        for tick in ticks
    ]
    points = " ".join(f"{x(date):.1f},{y(area):.1f}" for date, area in zip(dates, areas))
    parts.append(f'<polyline points="{points}" fill="none" stroke="{_LINE}" stroke-width="1.5"/>')
    for date, area, error in zip(dates, areas, errors):
        top, bottom = y(area + Z95 * error), y(area - Z95 * error)
        parts.append(
            f'<g transform="translate({x(date):.1f} 0)" stroke="{_LINE}" fill="{_LINE}">'
            f'<path d="M0 {top:.1f}V{bottom:.1f}M-4 {top:.1f}h8M-4 {bottom:.1f}h8"/>'
            f'<circle cy="{y(area):.1f}" r="3.5"/></g>'
        )
    shown = sorted({first, dates[-1], *(dates if len(dates) <= 3 else ())})
    for date in shown:
        anchor = "start" if date == first else "end" if date == dates[-1] else "middle"
        side = {"start": -12, "end": 12, "middle": 0}[anchor]
        place = f'x="{x(date) + side:.1f}" y="{height - 6}" text-anchor="{anchor}"'
        parts.append(f"<text {place}>{date.isoformat()}</text>")
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" font-size="12" fill="{_INK}" role="img" '
        f'aria-label="{escape(title)}: area over time"><text x="{_LEFT}" y="16" font-weight="600">'
        f"{escape(title)}, km²</text>{''.join(parts)}</svg>"
    )


def _ticks(low: float, high: float) -> list[float]:
    """Three to six round values from below ``low`` to above ``high``; areas do not fall below zero."""
    low = max(low, 0.0)
    span = max(high - low, 0.02 * high, 1e-6)
    step = 10 ** math.floor(math.log10(span / 4))
    step = next(step * factor for factor in (1, 2, 5, 10) if span / (step * factor) <= 4)
    first, last = math.floor(low / step + 1e-9), math.ceil((low + span) / step - 1e-9)
    return [step * k for k in range(first, last + 1)]


def _number(tick: float, ticks: list[float]) -> str:
    digits = max(0, -math.floor(math.log10(ticks[1] - ticks[0]) + 1e-9))
    return f"{tick:,.{digits}f}"
