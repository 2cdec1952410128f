"""The section on trends in the report of lakes over time."""

from __future__ import annotations

import math
from html import escape

from ..report.html import section
from .sparkline import sparkline
from .theil_sen import FEWEST
from .trends import Trend, Trends

#: Lakes in the table, those that change fastest.
_ROWS = 25
_METHOD = (
    "<p>Slope: Theil-Sen (Sen 1968), per year of 365.25 days by the real dates, with an interval that "
    "holds the true slope in at least 95 % of such series. p: Mann-Kendall, the chance of so clear a rise or "
    "fall without a trend; bold: under 0.05. Both rest on the ranks of the areas, so a single bad date bends "
    "them little. Change: from the first to the last date that counts, ± one standard error. Pictures: areas "
    "± 1.96 standard errors, the line of the slope; hollow dates do not count. A date does not count for a "
    "lake that was not found then (it may have been missed), that was not seen whole, or where the image has "
    "other pixels than most.</p>"
)


def trend_section(trends: Trends) -> str:
    """Return the section as HTML: all lakes together, and the lakes that change fastest."""
    rows = [trends.total] if trends.total else []
    rows += trends.lakes[:_ROWS]
    if not rows:
        return section("Trends", f"<p>Of no lake {FEWEST} dates can be used.</p>")
    body = "".join(_row(trend) for trend in rows)
    shown = (
        f"<p>Of {len(trends.lakes):,} lakes with a trend the {_ROWS} steepest; the output TRENDS has all.</p>"
        if len(trends.lakes) > _ROWS
        else ""
    )
    few = (
        "<p>Of four dates no rise or fall is clearer than p = 0.083, and the widest interval of the slope "
        "holds the true one in 92 %.</p>"
        if any(trend.used.sum() == FEWEST for trend in rows)
        else ""
    )
    return section(
        "Trends",
        '<div class="wide"><table><tr><th></th><th></th><th>km² a year</th><th>interval</th><th>p</th>'
        f"<th>change, km²</th><th>dates</th></tr>{body}</table></div>",
        shown,
        few,
        _METHOD,
    )


def _row(trend: Trend) -> str:
    values = trend.row()
    lakes = values["lakes"].split(";")
    title = "all lakes" if trend.lineage is None else "lake " + ", ".join(lakes[:3])
    title += ", …" if len(lakes) > 3 else ""
    p = f"{trend.p_value:.3f}" if trend.p_value >= 0.001 else "&lt; 0.001"
    p = f"<b>{p}</b>" if trend.significant else p
    slope = trend.slope
    digits = _digits(slope.high - slope.low)
    interval = " to ".join(f"{v / 1e6:+,.{digits}f}" for v in (slope.low, slope.high))
    change = f"{trend.change / 1e6:+,.{digits}f} ± {trend.change_error / 1e6:,.{digits}f}"
    return (
        f"<tr><td>{title}</td><td>{sparkline(trend)}</td>"
        f"<td>{slope.value / 1e6:+,.{digits}f}</td><td>({interval})</td><td>{p}</td><td>{change}</td>"
        f"<td>{values['dates_used']} of {len(trend.dates)}{_left_out(values['left_out'])}</td></tr>"
    )


def _left_out(text: str) -> str:
    """Return which dates do not count, two of them."""
    parts = text.split("; ")
    shown = "<br>".join(map(escape, parts[:2])) + (", …" if len(parts) > 2 else "")
    return f"<br><small>{shown}</small>" if text else ""


def _digits(width: float) -> int:
    """Return how many decimals of km² an interval of so many m² is worth: two digits of its width."""
    return min(6, max(1, 2 - math.floor(math.log10(width / 1e6)))) if width > 0 else 4
