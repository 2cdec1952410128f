"""The report of *Extract lakes*, one self-contained HTML page: what was found, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ..report.charts import error_bar, size_frequency
from ..report.html import facts_table, image, page
from ..report.text import with_error
from .attributes import FIELDS

_LARGEST = 20
_SHOWN = ("perimeter_km", "islands", "confidence", "elongation", "lon", "lat")
_STYLE = """
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f3f6f8; padding: .7rem 1rem }
body { max-width: 70rem }
td { white-space: nowrap } .facts td { white-space: normal }
.warning { background: #fff4d6; border-left: .4rem solid #e0a100; padding: .7rem 1rem }
.wide { overflow-x: auto; font-size: .87rem } .wide td:nth-child(3), .wide td:last-child { text-align: left }
"""


def report(
    title: str,
    rows: Sequence[Sequence[Any]],
    *,
    picture: bytes,
    facts: Sequence[tuple[str, str]],
    command: str,
    warning: str = "",
) -> str:
    """Return the page as HTML.

    ``rows`` are values of ``attributes.FIELDS``, largest lake first; ``picture`` is a PNG of the lakes over
    the image; ``facts`` are names and values of what the lakes were found with; ``command`` finds them again;
    ``warning`` says why not to trust them, empty where there is no reason.
    """
    names = [field.name for field in FIELDS]
    lakes = [dict(zip(names, row)) for row in rows]
    parts = [_summary(lakes)]
    if warning:
        parts.append(f'<p class="warning"><b>Check these lakes.</b> {escape(warning)}</p>')
    parts.append(image(picture, "Lakes over the image"))
    if lakes:
        parts += [
            f"<h2>{'The largest lakes' if len(lakes) > _LARGEST else 'The lakes'}</h2>",
            _table(lakes[:_LARGEST]),
        ]
    plot = size_frequency([lake["area_km2"] for lake in lakes])
    if plot:
        parts += [
            "<h2>How many lakes of which size</h2>",
            plot,
            "<p>Bars: lakes in each class of half a decade. Line: lakes of at least that area. Lakes under "
            "the smallest area asked for are left out, and those cut by the edge are counted with what is "
            "seen of them.</p>",
        ]
    parts += [
        "<h2>How they were found</h2>",
        facts_table(facts),
        "<h2>The same again</h2>",
        f"<pre>{escape(command)}</pre>",
    ]
    return page(title, "\n".join(parts), _STYLE)


def _summary(lakes: Sequence[Mapping[str, Any]]) -> str:
    total = sum(lake["area_km2"] for lake in lakes)
    text = f"<p><b>{_lakes(len(lakes))}, {total:,.3f} km² of water.</b> "
    open_ended = [lake for lake in lakes if lake["touches_edge"] or lake["touches_nodata"]]
    if open_ended:
        text += (
            f"{_lakes(len(open_ended))} with {sum(lake['area_km2'] for lake in open_ended):,.3f} km² of it "
            "at the edge of the image or beside missing data: their areas are lower bounds. "
        )
    return text + (
        "Areas are on the ellipsoid. Errors are one standard error, from shoreline pixels (Hanshaw &amp; "
        "Bookhagen 2014) and from pixels of which the model is not sure.</p>"
    )


def _lakes(count: int) -> str:
    return "1 lake" if count == 1 else f"{count:,} lakes"


def _table(lakes: Sequence[Mapping[str, Any]]) -> str:
    meanings = {field.name: field.meaning for field in FIELDS}
    head = "".join(f'<th title="{escape(meanings[name])}">{name}</th>' for name in _SHOWN)
    low = min(max(lake["area_km2"] - lake["area_error_km2"], lake["area_km2"] / 4) for lake in lakes)
    high = max(lake["area_km2"] + lake["area_error_km2"] for lake in lakes)
    body = ""
    for lake in lakes:
        area, error = lake["area_km2"], lake["area_error_km2"]
        cells = [str(lake["lake_id"]), with_error(area, error), error_bar(area, error, low, high)]
        cells += [_text(lake[name]) for name in _SHOWN] + [_flags(lake)]
        body += "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    return (
        '<div class="wide"><table><tr><th>lake_id</th><th>area ± error, km²</th><th>(logarithmic)</th>'
        f"{head}<th>open at</th></tr>{body}</table></div>"
    )


def _flags(lake: Mapping[str, Any]) -> str:
    flags = [text for name, text in (("touches_edge", "edge"), ("touches_nodata", "no data")) if lake[name]]
    return ", ".join(flags)


def _text(value: Any) -> str:
    return "–" if value is None else escape(str(value))
