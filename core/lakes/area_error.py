"""The standard error of a lake's area."""

from __future__ import annotations

import math
from collections.abc import Iterable

from .lake import Lake


def shoreline_error(perimeter: float, pixel: float) -> float:
    """Return the standard error (1 sigma) in m² of an area digitised along pixels.

    Hanshaw & Bookhagen, The Cryosphere 8, 2014, sec. 3.4: of the pixels that the shoreline crosses, each is
    off by half a pixel, 69 % of them within one sigma: (P / G) · 0.6872 · G² / 2, for a perimeter P and a
    pixel G in m. Assumes that a shoreline pixel is mixed, and no bias all along the shoreline.
    """
    return perimeter / pixel * 0.6872 * pixel**2 / 2


def area_error(lake: Lake, pixel: float) -> float:
    """Return the standard error (1 sigma) in m² of a lake's area: of shoreline and model, in quadrature.

    The model's share is half the area of the uncertain pixels: the shoreline may lie at either end of them.
    Adding squares takes the two as independent; a pixel may be mixed and uncertain, and is then in both,
    which makes the error larger, not smaller.
    """
    return math.hypot(shoreline_error(lake.perimeter, pixel), lake.uncertain / 2)


def total_error(lakes: Iterable[Lake], pixel: float) -> float:
    """Return the standard error (1 sigma) in m² of the area of all lakes: their errors in quadrature.

    This takes the errors of different lakes as independent, as *Track lakes* does: a bias of all shorelines,
    such as a model that maps every lake a little too small, is not in it.
    """
    return math.sqrt(sum(area_error(lake, pixel) ** 2 for lake in lakes))
