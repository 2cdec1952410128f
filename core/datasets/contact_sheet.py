"""A contact sheet: many small tiles on one page, lakes outlined, to see wrong labels at a glance.

Needs OpenCV and Pillow.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw

#: How many tiles a page shows at most.
MOST = 48
_COLUMNS, _SIDE, _GAP, _LINE = 8, 192, 6, 14
_OUTLINE = (255, 0, 255)  # magenta: hardly any ground has this colour
_LETTER = 6  # width of a letter of Pillow's own font


def thumbnail(rgb: np.ndarray, label: np.ndarray) -> np.ndarray:
    """Shrink a tile (H, W, 3) uint8 to 192 × 192 pixels and outline the lakes of its label (H, W) on land."""
    size = (_SIDE, _SIDE)
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    lake = cv2.resize(label, size, interpolation=cv2.INTER_NEAREST)
    small[(cv2.dilate(lake, np.ones((3, 3), np.uint8)) > 0) & (lake == 0)] = _OUTLINE
    return small


def contact_sheet(thumbnails: Sequence[tuple[str, np.ndarray]]) -> np.ndarray:
    """Return RGB (H, W, 3) uint8 of the thumbnails, row by row, the name below each."""
    columns = min(_COLUMNS, len(thumbnails))
    rows = -(-len(thumbnails) // columns)
    step_x, step_y = _SIDE + _GAP, _SIDE + _LINE + _GAP
    page = Image.new("RGB", (_GAP + columns * step_x, _GAP + rows * step_y), "white")
    pen = ImageDraw.Draw(page)
    for number, (name, small) in enumerate(thumbnails):
        x, y = _GAP + number % columns * step_x, _GAP + number // columns * step_y
        page.paste(Image.fromarray(small), (x, y))
        # A long name loses its beginning: row and column are at its end. The font has Latin letters only.
        shown = name[-(_SIDE // _LETTER) :].encode("latin-1", "replace").decode("latin-1")
        pen.text((x, y + _SIDE), shown, fill="black")
    return np.array(page)
