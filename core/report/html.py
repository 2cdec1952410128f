"""HTML that all our reports share. A page is one file with all it shows; a browser fetches nothing."""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence
from html import escape

import numpy as np
from osgeo import gdal

from ..util.credentials import without_secrets
from ..util.gdal_context import take_from_memory
from ..util.translation import tr

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1c2733 }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2rem }
img { max-width: 100%; border: 1px solid #ccd5dd }
svg.map { display: block; width: 100%; max-height: 95vh }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f3f6f8; padding: .7rem 1rem }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: .25rem .7rem; border-bottom: 1px solid #dde4ea; text-align: right }
th:first-child, td:first-child, .facts td { text-align: left }
.facts td { vertical-align: top } .facts td:first-child { white-space: nowrap }
.facts td:last-child { overflow-wrap: anywhere; white-space: pre-line }
@media print {
  body { margin: 0; max-width: none; font-size: 13px }
  section, tr, figure, svg, img { break-inside: avoid }
  h1, h2 { break-after: avoid } thead { display: table-header-group }
  .wide { overflow: visible !important }
}
@page { margin: 15mm }
"""


def page(title: str, body: str, style: str = "", language: str = "") -> str:
    """Return an HTML page: ``title`` is plain text, ``body`` HTML, ``style`` more CSS.

    ``language`` is its code, "" for that of ``tr``.
    """
    title = escape(title)
    return f"""<!DOCTYPE html>
<html lang="{language or tr("en")}"><head><meta charset="utf-8"><title>{title}</title>
<style>{_STYLE}{style}</style></head>
<body><h1>{title}</h1>
{body}
</body></html>
"""


def section(heading: str, *parts: str) -> str:
    """Return parts of a page, HTML, under a heading, plain text; printed on one page where they fit."""
    return "\n".join([f"<section><h2>{escape(heading)}</h2>", *parts, "</section>"])


def image(picture: bytes, alt: str, kind: str = "png") -> str:
    """Return an <img> with the bytes of a PNG or JPEG file in it; ``alt`` is plain text."""
    return f'<img alt="{escape(alt)}" src="{data_address(picture, kind)}">'


def data_address(picture: bytes, kind: str = "png") -> str:
    """Return an address that holds the bytes of a PNG or JPEG file itself."""
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"


def facts_table(facts: Sequence[tuple[str, str]]) -> str:
    """Return a <table> of names and values, both plain text; keys of addresses in values are left out."""
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(without_secrets(value))}</td></tr>" for name, value in facts
    )
    return f'<table class="facts">{rows}</table>'


def png(rgb: np.ndarray) -> bytes:
    """Encode a picture (H, W, 3) uint8 as the bytes of a PNG file."""
    height, width = rgb.shape[:2]
    memory = gdal.GetDriverByName("MEM").Create("", width, height, 3, gdal.GDT_Byte)
    memory.WriteArray(rgb.transpose(2, 0, 1))
    path = f"/vsimem/lake_mapper_{os.getpid()}_{id(rgb)}.png"
    gdal.GetDriverByName("PNG").CreateCopy(path, memory)
    return take_from_memory(path)
