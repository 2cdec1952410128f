"""The standard error of a lake's area."""

from __future__ import annotations

import math

from .lake import Lake


def shoreline_error(perimeter: float, pixel: float) -> float:
    """Standard error (1 sigma) in m² of an area digitised along pixels.

    Hanshaw & Bookhagen, The Cryosphere 8, 2014, sec. 3.4: of the pixels that the shore crosses, each is
    off by half a pixel, 69 % of them within one sigma: (P / G) · 0.6872 · G² / 2, for a perimeter P and a
    pixel G in m. Assumes that a shoreline pixel is mixed, and no bias all along the shore.
    """
    return perimeter / pixel * 0.6872 * pixel**2 / 2


def area_error(lake: Lake, pixel: float) -> float:
    """Standard error (1 sigma) in m² of a lake's area: of its shoreline and of the model, in quadrature.

    The model's share is half the area of the doubtful pixels: the shore may lie at either end of them.
    Adding squares takes the two as independent; a pixel may be mixed and doubtful, and is then in both,
    which makes the bar longer, not shorter.
    """
    return math.hypot(shoreline_error(lake.perimeter, pixel), lake.uncertain / 2)
