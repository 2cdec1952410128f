"""The section on trends in the report of lakes over time."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from html import escape

from ..report.html import section
from ..util.translation import tr
from .sparkline import sparkline
from .theil_sen import FEWEST
from .titles import lineage_title
from .trends import NOT_FOUND, NOT_WHOLE, OTHER_PIXELS, Trend, Trends

#: Lakes in the table, those that change fastest.
_ROWS = 25


def trend_section(trends: Trends) -> str:
    """Return the section as HTML: all lakes together, and the lakes that change fastest."""
    rows = [trends.total] if trends.total else []
    rows += trends.lakes[:_ROWS]
    if not rows:
        return section(tr("Trends"), f"<p>{tr('Of no lake {fewest} dates can be used.', fewest=FEWEST)}</p>")
    body = "".join(_row(trend) for trend in rows)
    titles = ("", "", tr("km² a year"), tr("interval"), "p", tr("change, km²"), tr("dates"))
    head = "".join(f"<th>{title}</th>" for title in titles)
    table = f'<div class="wide"><table><tr>{head}</tr>{body}</table></div>'
    return section(tr("Trends"), table, _shown(trends), _few(rows), f"<p>{_method()}</p>")


def _shown(trends: Trends) -> str:
    """Return which lakes the table has, where it has not all; else ""."""
    count = len(trends.lakes)
    if count <= _ROWS:
        return ""
    sentence = tr(
        "Of {count:,} lakes with a trend the {shown} steepest; the output TRENDS has all.",
        count=count,
        shown=_ROWS,
    )
    return f"<p>{sentence}</p>"


def _few(rows: Sequence[Trend]) -> str:
    """Return what four dates cannot show, where a trend has no more; else ""."""
    if all(trend.used.sum() != FEWEST for trend in rows):
        return ""
    sentence = tr(
        "Of four dates no rise or fall is clearer than p = 0.083, and the widest interval of the slope holds "
        "the true one in 92 %."
    )
    return f"<p>{sentence}</p>"


def _method() -> str:
    return tr(
        "Slope: Theil-Sen (Sen 1968), per year of 365.25 days by the real dates, with an interval that holds "
        "the true slope in at least 95 % of such series. p: Mann-Kendall, the chance of so clear a rise or "
        "fall without a trend; bold: under 0.05. Both rest on the ranks of the areas, so a single bad date "
        "bends them little. Change: from the first to the last date that counts, ± one standard error. "
        "Pictures: areas ± 1.96 standard errors, the line of the slope; hollow dates do not count. A date "
        "does not count for a lake that was not found then (it may have been missed), that was not seen "
        "whole, or where the image has other pixels than most."
    )


def _row(trend: Trend) -> str:
    p = f"{trend.p_value:.3f}" if trend.p_value >= 0.001 else "&lt; 0.001"
    p = f"<b>{p}</b>" if trend.significant else p
    slope = trend.slope
    digits = _digits(slope.high - slope.low)
    low, high = (f"{end / 1e6:+,.{digits}f}" for end in (slope.low, slope.high))
    interval = tr("{low} to {high}", low=low, high=high)
    change = f"{trend.change / 1e6:+,.{digits}f} ± {trend.change_error / 1e6:,.{digits}f}"
    dates = tr("{used} of {all}", used=int(trend.used.sum()), all=len(trend.dates))
    return (
        f"<tr><td>{_title(trend)}</td><td>{sparkline(trend)}</td>"
        f"<td>{slope.value / 1e6:+,.{digits}f}</td><td>({interval})</td><td>{p}</td><td>{change}</td>"
        f"<td>{dates}{_left_out(trend)}</td></tr>"
    )


def _title(trend: Trend) -> str:
    return tr("all lakes") if trend.lineage is None else escape(lineage_title(trend.lineage))


def _left_out(trend: Trend) -> str:
    """Return which dates do not count, two of them."""
    parts = [_unused(date, why) for date, why in zip(trend.dates, trend.left_out) if why]
    shown = "<br>".join(map(escape, parts[:2])) + (", …" if len(parts) > 2 else "")
    return f"<br><small>{shown}</small>" if parts else ""


def _unused(date: datetime.date, why: str) -> str:
    """Return that a date does not count, and why, which tables hold in English."""
    sentences = {
        OTHER_PIXELS: tr("{date} other pixels", date=date),
        NOT_FOUND: tr("{date} not found", date=date),
        NOT_WHOLE: tr("{date} not seen whole", date=date),
    }
    return sentences[why]


def _digits(width: float) -> int:
    """Return how many decimals of km² an interval of so many m² is worth: two digits of its width."""
    return min(6, max(1, 2 - math.floor(math.log10(width / 1e6)))) if width > 0 else 4
