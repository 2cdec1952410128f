"""A picture of a map for our HTML pages: an image with a scale bar, and numbers beside what they name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import numpy as np

from .html import data_address, png

#: The longer side of a picture in the units of its drawing; a browser scales them to the page.
_LONGER_SIDE = 1000.0
_HALO = 'stroke="#000" stroke-opacity="0.75" paint-order="stroke" stroke-linejoin="round"'


class Label(NamedTuple):
    """A text for a thing at the column ``x`` and row ``y`` of an image, about ``size`` pixels wide."""

    x: float
    y: float
    size: float
    text: str


def map_picture(
    rgb: np.ndarray, pixel: float, alt: str, *, labels: Sequence[Label] = (), text_size: float = 18.0
) -> str:
    """Return an image (H, W, 3) uint8 as inline SVG, with a scale bar and labels that do not overlap.

    ``pixel`` is the side of a pixel in metres, ``alt`` plain text for readers who do not see the picture.
    ``text_size`` is in thousandths of the picture's longer side. Labels that find no free place are left out:
    give the important ones first.
    """
    height, width = rgb.shape[:2]
    scale = _LONGER_SIDE / max(width, height)
    across, down = width * scale, height * scale
    bar, bar_box = _scale_bar(across, down, pixel / scale, text_size)
    taken = [bar_box]
    texts = []
    for label in labels:
        box = _free_place(label, scale, (across, down), taken, text_size)
        if box is not None:
            taken.append(box)
            left, top, right, bottom = box
            texts.append(
                f'<text x="{(left + right) / 2:.1f}" y="{bottom - 0.2 * (bottom - top):.1f}">'
                f"{escape(label.text)}</text>"
            )
    return (
        f'<svg class="map" viewBox="0 0 {across:.1f} {down:.1f}" role="img" aria-label="{escape(alt)}" '
        f'preserveAspectRatio="xMinYMin meet"><image width="{across:.1f}" height="{down:.1f}" '
        f'preserveAspectRatio="none" href="{data_address(png(rgb))}"/>{bar}'
        f'<g font-size="{text_size:g}" font-weight="600" text-anchor="middle" fill="#fff" '
        f'stroke-width="{text_size / 5:g}" {_HALO}>{"".join(texts)}</g></svg>'
    )


_Box = tuple[float, float, float, float]  # left, top, right, bottom


def _free_place(
    label: Label, scale: float, picture: tuple[float, float], taken: Sequence[_Box], text_size: float
) -> _Box | None:
    """Return where a label is drawn: on its thing where it fits, else around it; None where all is taken."""
    x, y, size = label.x * scale, label.y * scale, label.size * scale
    half_width, half_height = 0.36 * text_size * len(label.text) + 1, 0.55 * text_size
    away = size / 2 + half_width + 3
    up = size / 2 + half_height + 3
    places = [(away, 0.0), (-away, 0.0), (0.0, -up), (0.0, up)]
    places += [(away, -up), (-away, -up), (away, up), (-away, up)]
    if size > 4 * half_width:
        places.insert(0, (0.0, 0.0))
    for dx, dy in places:
        box = (x + dx - half_width, y + dy - half_height, x + dx + half_width, y + dy + half_height)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= picture[0] and box[3] <= picture[1]
        if inside and not any(_overlap(box, other) for other in taken):
            return box
    return None


def _overlap(a: _Box, b: _Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _scale_bar(across: float, down: float, unit: float, text_size: float) -> tuple[str, _Box]:
    """Return a bar of a round length at the lower left, and its place; ``unit`` is in metres."""
    metres = round_length(across * unit / 4)
    length = metres / unit
    text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    gap = text_size / 2
    left, bottom = gap, down - gap
    width, height = max(length, 0.62 * text_size * len(text)) + 2 * gap, 2.4 * text_size
    x, y = left + gap, bottom - 0.6 * text_size
    drawn = (
        f'<rect x="{left:.1f}" y="{bottom - height:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="#fff" fill-opacity="0.85"/><path d="M{x:.1f} {y - gap:.1f}V{y:.1f}H{x + length:.1f}'
        f'V{y - gap:.1f}" fill="none" stroke="#1c2733" stroke-width="{text_size / 8:g}"/>'
        f'<text x="{x + gap / 2:.1f}" y="{y - 0.35 * text_size:.1f}" font-size="{text_size:g}" '
        f'fill="#1c2733">{text}</text>'
    )
    return drawn, (left, bottom - height, left + width, bottom)


def round_length(longest: float) -> float:
    """Return the largest of 1, 2, 5, 10, 20, ... that is at most ``longest``."""
    power = 10.0 ** math.floor(math.log10(longest))
    return next(factor * power for factor in (5, 2, 1) if factor * power <= longest * (1 + 1e-9))
