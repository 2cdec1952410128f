"""A series of areas as a small picture for the row of a table."""

from __future__ import annotations

import numpy as np

from ..util.translation import tr
from .trends import Trend

_WIDTH, _HEIGHT, _MARGIN = 150, 40, 6
_INK, _LINE, _PALE = "#08519c", "#d94801", "#9aa7b2"
_DAYS = 365.25
_Z95 = 1.96


def sparkline(trend: Trend) -> str:
    """Draw areas with bars of ± 1.96 standard errors, and Theil-Sen's line, as inline SVG.

    Dates that do not count for the trend are hollow and pale; those at which nothing was found are left out.
    """
    dates = trend.dates
    seen = [t for t in range(len(dates)) if trend.areas[t] > 0 or trend.used[t]]
    bars = {t: _Z95 * float(trend.errors[t]) for t in seen}
    low = min(float(trend.areas[t]) - bars[t] for t in seen)
    high = max(float(trend.areas[t]) + bars[t] for t in seen)
    days = (dates[-1] - dates[0]).days
    room = _HEIGHT - 2 * _MARGIN

    def x(t: int) -> float:
        return _MARGIN + (_WIDTH - 2 * _MARGIN) * (dates[t] - dates[0]).days / days

    def y(area: float) -> float:
        return _HEIGHT - _MARGIN - room * ((area - low) / (high - low) if high > low else 0.5)

    parts = []
    for t in seen:
        area, counts = float(trend.areas[t]), bool(trend.used[t])
        colour = _INK if counts else _PALE
        parts.append(
            f'<path d="M{x(t):.1f} {y(area + bars[t]):.1f}V{y(area - bars[t]):.1f}" stroke="{colour}"/>'
            f'<circle cx="{x(t):.1f}" cy="{y(area):.1f}" r="2.5" stroke="{colour}" '
            f'fill="{colour if counts else "#fff"}"/>'
        )
    used = [t for t in seen if trend.used[t]]
    ends = " ".join(f"{x(t):.1f},{y(_fitted(trend, t)):.1f}" for t in (used[0], used[-1]))
    parts.append(f'<polyline points="{ends}" stroke="{_LINE}" stroke-width="1.5"/>')
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" fill="none" role="img" '
        f'aria-label="{tr("area over time")}">{"".join(parts)}</svg>'
    )


def _fitted(trend: Trend, t: int) -> float:
    """Return the area on Theil-Sen's line, through the median of what the dates leave beside the slope."""
    years = np.array([(date - trend.dates[0]).days / _DAYS for date in trend.dates])
    level = np.median((trend.areas - trend.slope.value * years)[trend.used])
    return float(level + trend.slope.value * years[t])
