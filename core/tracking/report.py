"""The report of lakes over time: an HTML page with charts, maps, tables, method and assumptions."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from html import escape

from ..raster.scene import Scene
from ..report.charts import time_series
from ..report.html import facts_table, image, page, png, section
from ..report.text import with_error
from ..util.translation import tr
from .change_map import COLOURS, ChangeMap, ChangeMaps
from .close_ups import AFTER, BEFORE, close_up
from .history import Z95, Lineage
from .titles import lineage_title
from .track import Tracked
from .trend_section import trend_section

#: Lineages with a chart, and rows of each table.
_CHARTS, _ROWS = 12, 10
_STYLE = """
body { max-width: 70rem } .wide { overflow-x: auto }
.key { display: inline-block; width: .9em; height: .9em; margin: 0 .3em 0 1em; border: 1px solid #ccd5dd }
.grid { display: flex; flex-wrap: wrap; gap: .6rem } figure { margin: 0 0 .6rem; width: 21rem }
figure img { width: 100% }
.wide table { font-size: .87rem } .wide td { white-space: nowrap } td svg { display: block }
figcaption { font-size: .87rem } .warning { border-left: 4px solid #d94801; padding-left: .8rem }
"""


def tracking_report(
    tracked: Tracked,
    events: Sequence[Mapping[str, int]],
    maps: ChangeMaps,
    command: str,
    *,
    images: Mapping[datetime.date, Scene] | None = None,
) -> str:
    """Return the report of a history as HTML.

    ``events`` counts the events of the ledger, one mapping for each interval. ``maps`` hold all changes.
    ``command`` is what makes the report again. ``images`` are those of the first and the last date, as far
    as they are at hand: the largest changes are shown over them.
    """
    history, lineages = tracked.history, maps.lineages
    whole, close_ups = maps.finished()
    dates = [lakes.date for lakes in history.dates]
    totals = history.totals()
    parts = [_summary(tracked, lineages)]
    parts += [f'<p class="warning">{escape(warning)}</p>' for warning in tracked.warnings]
    areas, bars = [a / 1e6 for a, _ in totals], [Z95 * e / 1e6 for _, e in totals]
    total = time_series(tr("Total"), dates, areas, bars, width=660, height=260)
    parts.append(section(tr("All lakes together"), total, _events_table(dates, events)))
    scale = tr("One pixel of this picture is {pixel:,.3g} m. Slivers are drawn as stable.", pixel=whole.pixel)
    picture = image(png(whole.rgb), tr("Map of change"))
    parts.append(section(tr("Where water was gained and lost"), _key(), picture, f"<p>{scale}</p>"))
    if tracked.trends is not None:
        parts.append(trend_section(tracked.trends))
    if close_ups:
        figures = [_close_up(tracked, lineage, change_map, images or {}) for lineage, change_map in close_ups]
        key = _outlines_key(dates) if images else ""
        parts.append(section(tr("The largest changes close up"), key, *figures))
    charts = [
        time_series(
            lineage_title(lineage) if lineage.counted else tr("{lake} (cut)", lake=lineage_title(lineage)),
            dates,
            lineage.areas / 1e6,
            Z95 * lineage.errors / 1e6,
        )
        for lineage in lineages[:_CHARTS]
    ]
    note = tr(
        "Bars: ± 1.96 standard errors; one that reaches zero is open below. Axes need not begin at zero."
    )
    parts.append(section(tr("The largest lakes"), '<div class="grid">', *charts, "</div>", f"<p>{note}</p>"))
    changed = [one for one in lineages if one.counted]
    for heading, sign in ((tr("The ten largest gains"), 1), (tr("The ten largest losses"), -1)):
        rows = sorted((one for one in changed if sign * one.change > 0), key=lambda one: -sign * one.change)
        parts.append(section(heading, _changes_table(rows[:_ROWS], dates)))
    assumptions = _assumptions(history.steps[0].min_overlap)
    notes = [f"<p>{escape(note)}</p>" for note in tracked.notes]
    parts.append(section(tr("What was compared"), _layers_table(tracked), *notes))
    parts.append(section(tr("Method and assumptions"), facts_table(assumptions)))
    parts.append(section(tr("The same again"), f"<pre>{escape(command)}</pre>"))
    return page(tr("Lakes from {start} to {end}", start=dates[0], end=dates[-1]), "\n".join(parts), _STYLE)


def _close_up(
    tracked: Tracked, lineage: Lineage, change_map: ChangeMap, images: Mapping[datetime.date, Scene]
) -> str:
    """Return the map of a lineage, and its outlines over the images, side by side."""
    caption = tr(
        "<b>{lake}: {change} km²</b>; the map is {wide:,.3g} km wide",
        lake=escape(lineage_title(lineage)),
        change=_signed(lineage),
        wide=change_map.rgb.shape[1] * change_map.pixel / 1e3,
    )
    picture = image(png(change_map.rgb), lineage_title(lineage))
    figures = [f"<figure>{picture}<figcaption>{caption}</figcaption></figure>"]
    figures += [
        f"<figure>{picture}<figcaption>{date}</figcaption></figure>"
        for date, picture in close_up(tracked.history, lineage, tracked.crs_wkt, images)
    ]
    return f'<div class="grid">{"".join(figures)}</div>'


def _outlines_key(dates: Sequence[datetime.date]) -> str:
    entries = [
        f'<span class="key" style="background: rgb{colour}"></span>{tr("shoreline of {date}", date=date)}'
        for colour, date in ((BEFORE, dates[0]), (AFTER, dates[-1]))
    ]
    return f"<p>{''.join(entries)}</p>"


def _signed(lineage: Lineage) -> str:
    text = with_error(lineage.change / 1e6, lineage.change_error / 1e6)
    return ("+" if lineage.change > 0 else "") + text


def _summary(tracked: Tracked, lineages: Sequence[Lineage]) -> str:
    history = tracked.history
    (first, first_error), *_, (last, last_error) = history.totals()
    change, error = (value / 1e6 for value in history.total_change())
    clear = sum(one.significant for one in lineages if one.counted)
    counted = sum(one.counted for one in lineages)
    before, after = with_error(first / 1e6, first_error / 1e6), with_error(last / 1e6, last_error / 1e6)
    left_out = len(lineages) - counted
    summary = tr(
        "<b>{before} km² became {after} km²: {change} km²{share}.</b> {clear} of {counted} lakes (those that "
        "split or merged as one) changed by more than their errors.{more} Errors are one standard error. The "
        "output LAKES has each row of the ledger with its polygon, joined by lake_id and date.",
        before=before,
        after=after,
        change=("+" if change > 0 else "") + with_error(change, error),
        share=f" ({100 * (last - first) / first:+.1f} %)" if first else "",
        clear=clear,
        counted=counted,
        more=tr(" {count} more are cut somewhere and left out of totals.", count=left_out)
        if left_out
        else "",
    )
    return f"<p>{summary}</p>"


def _key() -> str:
    texts = {
        "stable": tr("water at both dates"),
        "gain": tr("gained"),
        "loss": tr("lost"),
        "cut": tr("not in the totals: cut, or not seen at all dates"),
    }
    entries = [
        f'<span class="key" style="background: rgb{COLOURS[kind]}"></span>{text}'
        for kind, text in texts.items()
    ]
    return f"<p>{''.join(entries)}</p>"


def _events_table(dates: Sequence[datetime.date], events: Sequence[Mapping[str, int]]) -> str:
    kinds = ("stable", "expanded", "shrunk", "new", "vanished", "split", "merged")
    head = tr(
        "<th>lakes that were</th><th>stable</th><th>expanded</th><th>shrunk</th><th>new</th>"
        "<th>vanished</th><th>split</th><th>merged</th>"
    )
    rows = "".join(
        f"<tr><td>{one} – {two}</td>{''.join(f'<td>{count.get(kind, 0):,}</td>' for kind in kinds)}</tr>"
        for one, two, count in zip(dates, dates[1:], events)
    )
    return f"<table><tr>{head}</tr>{rows}</table>"


def _changes_table(rows: Sequence[Lineage], dates: Sequence[datetime.date]) -> str:
    if not rows:
        return f"<p>{tr('None.')}</p>"
    years = (dates[-1] - dates[0]).days / 365.25
    body = "".join(
        f"<tr><td>{escape(lineage_title(one))}</td><td>{_area(one, 0)}</td><td>{_area(one, -1)}</td>"
        f"<td>{_signed(one)}</td>"
        f"<td>{f'{100 * one.change / one.areas[0]:+,.1f}' if one.areas[0] else '–'}</td>"
        f"<td>{one.change / 1e6 / years:+,.4f}</td><td>{tr('yes') if one.significant else tr('no')}</td></tr>"
        for one in rows
    )
    titles = (
        "",
        f"{dates[0]}, km²",
        f"{dates[-1]}, km²",
        tr("change, km²"),
        "%",
        tr("km² a year"),
        tr("significant"),
    )
    return f'<div class="wide"><table>{_head(titles)}{body}</table></div>'


def _head(titles: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<th>{title}</th>' for title in titles)}</tr>"


def _assumptions(share: float) -> list[tuple[str, str]]:
    """Return the method as names and sentences; ``share`` is the least overlap of the same lake."""
    return [
        (
            tr("Same lake"),
            tr(
                "two lakes of following dates are joined when they share at least {share:.0%} of the smaller "
                "one; a lake keeps its lake_id where most of its water is",
                share=share,
            ),
        ),
        (
            tr("Area"),
            tr(
                "on the ellipsoid, islands not counted; total: all lakes but those cut by an image edge, "
                "next to missing data or not wholly in the area that the images of all dates show, with all "
                "lakes they are joined to"
            ),
        ),
        (
            tr("Error"),
            tr(
                "that of the lake layer (area_error_km2), else of shoreline pixels (Hanshaw & Bookhagen "
                "2014); errors of different lakes and dates are taken as independent, so a bias of all "
                "shorelines is not in them"
            ),
        ),
        (
            tr("Significant"),
            tr(
                "the change of a lake, together with what it split into or merged with, is beyond 1.96 "
                "combined standard errors"
            ),
        ),
        (
            tr("Sliver"),
            tr(
                "a part of a gain or loss whose mean width, 2 × area / perimeter, is under half the coarser "
                "pixel, at a lake that was there at both dates; it is in the areas all the same"
            ),
        ),
        (tr("Advance"), tr("area of gain or loss / length of the earlier shoreline")),
        (
            tr("New, vanished"),
            tr(
                "a lake smaller than the smallest area of its layer is not in it: one that crosses that size "
                "looks new or vanished"
            ),
        ),
    ]


def _area(lineage: Lineage, t: int) -> str:
    area, error = lineage.areas[t] / 1e6, lineage.errors[t] / 1e6
    return with_error(area, error) if area else "0"


def _layers_table(tracked: Tracked) -> str:
    history = tracked.history
    body = ""
    for t, lakes in enumerate(history.dates):
        cut = ~history.counted[t]
        body += (
            f"<tr><td>{escape(lakes.name)}</td><td>{lakes.date}</td><td>{len(lakes):,}</td>"
            f"<td>{lakes.areas.sum() / 1e6:,.3f}</td><td>{int(cut.sum()):,}</td>"
            f"<td>{lakes.areas[cut].sum() / 1e6:,.3f}</td><td>{lakes.pixel:.3g}</td></tr>"
        )
    titles = (tr("layer"), tr("date"), tr("lakes"), "km²", tr("left out"), "km²", tr("pixel, m"))
    return f"<table>{_head(titles)}{body}</table>"
