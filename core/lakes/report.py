"""The report of *Extract lakes*, one self-contained HTML page: what was found, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ..report.charts import error_bar, size_frequency
from ..report.html import facts_table, page, section
from ..report.text import counted, with_error
from ..util.translation import tr
from .attributes import FIELDS

#: How many lakes, the largest, are listed, and numbered in the picture.
LISTED = 20
_STYLE = """
body { max-width: 70rem }
td { white-space: nowrap } .facts td:last-child { white-space: pre-line }
.warning { background: #fff4d6; border-left: .4rem solid #e0a100; padding: .7rem 1rem }
.wide { overflow-x: auto } .wide td, .wide th { padding: .25rem .45rem } .wide th { vertical-align: bottom }
.wide table { width: 100%; font-size: .87rem } .wide td:nth-child(3), .wide :last-child { text-align: left }
.key { font-size: .87rem; margin-top: .3rem } .chart { max-width: 46rem }
@media (max-width: 60rem) { .wide table { font-size: .75rem } .wide td, .wide th { padding: .25rem } }
@media print {
  .chart { max-width: 30rem } .wide table { font-size: 10px } .wide td, .wide th { padding: 2px 3px }
}
"""


def report(
    title: str,
    rows: Sequence[Sequence[Any]],
    *,
    total: tuple[float, float],
    picture: str,
    facts: Sequence[tuple[str, str]],
    command: str,
    key: str = "",
    cut_by: Sequence[str] = (),
    warning: str = "",
    why_none: str = "",
    sensitivity: str = "",
) -> str:
    """Return the page as HTML.

    ``rows`` are values of ``attributes.FIELDS``, largest lake first; ``total`` is their whole area and its
    standard error, km². ``picture`` shows the lakes over the image, as HTML, ``key`` what its colours are.
    ``cut_by`` says what cuts the listed lakes, one text for each. ``facts`` are names and values of what the
    lakes were found with; ``command`` finds them again. ``warning`` says why not to trust them, ``why_none``
    why there are none; both are empty where there is no reason. ``sensitivity`` is the section
    on other thresholds, as HTML.
    """
    names = [field.name for field in FIELDS]
    lakes = [dict(zip(names, row)) for row in rows]
    parts = [_summary(lakes, total, why_none)]
    if warning:
        parts.append(f'<p class="warning"><b>{tr("Check these lakes.")}</b> {escape(warning)}</p>')
    parts += [picture, f'<p class="key">{escape(key)}</p>']
    if lakes:
        heading = tr("The largest lakes") if len(lakes) > LISTED else tr("The lakes")
        parts.append(section(heading, _table(lakes[:LISTED], cut_by)))
    plot = size_frequency([lake["area_km2"] for lake in lakes])
    if plot:
        note = tr(
            "Bars: lakes in each class of half a decade. Line: lakes of at least that area. Lakes under the "
            "smallest area asked for are left out, and those that are cut count with what is seen of them."
        )
        parts.append(
            section(tr("How many lakes of which size"), f'<div class="chart">{plot}</div>', f"<p>{note}</p>")
        )
    parts.append(sensitivity)
    parts.append(section(tr("How they were found"), facts_table(facts)))
    if command:
        parts.append(section(tr("The same again"), f"<pre>{escape(command)}</pre>"))
    return page(title, "\n".join(parts), _STYLE)


def _summary(lakes: Sequence[Mapping[str, Any]], total: tuple[float, float], why_none: str) -> str:
    if not lakes:
        return f"<p><b>{tr('No lakes.')}</b> {escape(why_none)}</p>"
    found = tr(
        "{lakes}, {area} km² of water.",
        lakes=counted(len(lakes), "lake"),
        area=with_error(*total),
    )
    cut = [lake for lake in lakes if lake["touches_edge"] or lake["touches_nodata"]]
    meaning = tr(
        "Areas are on the ellipsoid. Errors are one standard error, from shoreline pixels (Hanshaw & "
        "Bookhagen 2014) and from pixels of which the model is not sure; the total takes those of different "
        "lakes as independent. Lakes that were missed, and land taken for lake, are not in them."
    )
    sentences = " ".join(([_cut_note(cut)] if cut else []) + [meaning])
    return f"<p><b>{found}</b> {escape(sentences)}</p>"


def _cut_note(cut: Sequence[Mapping[str, Any]]) -> str:
    """Return a sentence on the lakes that were not seen whole."""
    area = sum(lake["area_km2"] for lake in cut)
    if len(cut) == 1:
        return tr(
            "1 lake with {area:,.3f} km² of it is cut by the edge of the mapped part, by the area of "
            "interest, or by missing data: their areas are lower bounds.",
            area=area,
        )
    return tr(
        "{lakes} with {area:,.3f} km² of it are cut by the edge of the mapped part, by the area of interest, "
        "or by missing data: their areas are lower bounds.",
        lakes=counted(len(cut), "lake"),
        area=area,
    )


def _table(lakes: Sequence[Mapping[str, Any]], cut_by: Sequence[str]) -> str:
    meanings = {field.name: tr(field.meaning) for field in FIELDS}
    columns = _columns()
    head = "".join(f'<th title="{escape(meanings[name])}">{title}</th>' for name, title, _ in columns)
    low = min(max(lake["area_km2"] - lake["area_error_km2"], lake["area_km2"] / 10) for lake in lakes)
    high = max(lake["area_km2"] + lake["area_error_km2"] for lake in lakes)
    body = ""
    to_zero = False
    for lake, cut in zip(lakes, [*cut_by, *[""] * len(lakes)]):
        area, error = lake["area_km2"], lake["area_error_km2"]
        to_zero = to_zero or area - error < low
        cells = [str(lake["lake_id"]), with_error(area, error), error_bar(area, error, low, high)]
        cells += [_text(lake[name], form) for name, _, form in columns] + [escape(cut)]
        body += "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    notes = [tr("Bars: ± one standard error on a logarithmic scale.")]
    if to_zero:
        notes.append(tr("An arrow: the error is about as large as the area, and the bar goes on to zero."))
    return (
        f'<div class="wide"><table><thead><tr><th>lake_id</th><th>{tr("area ± error, km²")}</th><th></th>'
        f"{head}<th>{tr('cut by')}</th></tr></thead><tbody>{body}</tbody></table></div>"
        f'<p class="key">{" ".join(notes)}</p>'
    )


def _columns() -> list[tuple[str, str, str]]:
    """Return attributes in the table, each with its title and how it is written."""
    return [
        ("perimeter_km", tr("perimeter, km"), ",.2f"),
        ("islands", tr("islands"), ",d"),
        ("confidence", tr("confi&shy;dence"), ".2f"),
        ("elongation", tr("elon&shy;gation"), ",.1f"),
        ("lon", tr("lon"), ".5f"),
        ("lat", tr("lat"), ".5f"),
    ]


def _text(value: Any, form: str) -> str:
    return "–" if value is None else format(value, form)
