"""One self-contained HTML page: what was found, and what was assumed to find it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from typing import Any

from .measures import FIELDS

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1c2733 }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2rem }
img { max-width: 100%; border: 1px solid #ccd5dd }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: .25rem .7rem; border-bottom: 1px solid #dde4ea; text-align: right }
th:first-child, td:first-child { text-align: left }
"""
_LARGEST = 20
_SHOWN = ("lake_id", "area_km2", "area_error_km2", "perimeter_km", "islands", "confidence", "lon", "lat")


def report(
    title: str,
    rows: Sequence[Sequence[Any]],
    picture: bytes,
    facts: Sequence[tuple[str, str]],
) -> str:
    """HTML of a run: ``rows`` are ``measures.attributes``, ``picture`` a PNG, ``facts`` name and value."""
    names = [field.name for field in FIELDS]
    total = sum(row[names.index("area_km2")] for row in rows)
    image = base64.b64encode(picture).decode()
    units = {field.name: field.meaning for field in FIELDS}
    head = "".join(f'<th title="{escape(units[name])}">{name}</th>' for name in _SHOWN)
    body = "".join(
        "<tr>" + "".join(f"<td>{_text(row[names.index(name)])}</td>" for name in _SHOWN) + "</tr>"
        for row in rows[:_LARGEST]
    )
    assumed = "".join(f"<tr><td>{escape(k)}</td><td>{escape(v)}</td></tr>" for k, v in facts)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style></head>
<body><h1>{escape(title)}</h1>
<p><b>{len(rows)} lakes, {total:,.3f} km² of water.</b> Areas are on the ellipsoid; errors are one standard
error from shoreline pixels (Hanshaw &amp; Bookhagen 2014).</p>
<img alt="Lakes over the image" src="data:image/png;base64,{image}">
<h2>{"The largest lakes" if len(rows) > _LARGEST else "The lakes"}</h2>
<table><tr>{head}</tr>{body}</table>
<h2>How they were found</h2>
<table>{assumed}</table>
</body></html>
"""


def _text(value: Any) -> str:
    return "–" if value is None else escape(str(value))
