"""The hard parts of a test set: lakes that differ among themselves, land like lake, small lakes.

The paper tests on three such subsets but does not say how it picked them. Here each is the hardest fifth
of the test tiles by one measurable rule, so that a subset can be made again:

- ``intra_class``: the spread of lake colour, between the lakes of the tile and within them;
- ``inter_class``: the share of land whose colour is one of the tile's lake colours;
- ``small_lakes``: the share of lake that belongs to small lakes: wholly inside the tile, at most 3460
  pixels, which is 1 km² at 17 m.

Colours are CIELAB, in which equal distances look equally different. Needs OpenCV.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import cv2
import numpy as np

SUBSETS = ("intra_class", "inter_class", "small_lakes")
HARDEST = 0.2
_SMOOTH = 5  # a box of so many pixels evens out waves and sensor noise
_SMALL = 3460
_FEWEST = 50  # pixels from which a colour distribution is taken
_WITHIN = 7.81  # squared Mahalanobis distance within which 95 % of a normal distribution lie (3 channels)
_NOTICEABLE = 2.0  # the least difference of colour that an eye notices (ΔE), added to every spread


def hardness(rgb: np.ndarray, label: np.ndarray) -> dict[str, float]:
    """How hard a tile (H, W, 3) uint8 with its label (H, W) is by each rule; NaN where it has no answer."""
    lab = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return {
        "intra_class": _spread(lab, label),
        "inter_class": _mistakable(lab, label),
        "small_lakes": _small(label),
    }


def hardest(measured: Mapping[str, Mapping[str, float]]) -> dict[str, list[str]]:
    """For each subset the names of its hardest fifth of all tiles, hardest first; ties by name."""
    count = math.ceil(HARDEST * len(measured))
    chosen = {}
    for subset in SUBSETS:
        known = [(-m[subset], name) for name, m in measured.items() if not math.isnan(m[subset])]
        chosen[subset] = [name for _, name in sorted(known)[:count]]
    return chosen


def _spread(lab: np.ndarray, label: np.ndarray) -> float:
    """Standard deviation (ΔE) of the smoothed colour of lake, away from its shore.

    The total variance is that between the lakes plus that within them.
    """
    inside = cv2.erode(label, np.ones((_SMOOTH, _SMOOTH), np.uint8)) > 0
    if inside.sum() < _FEWEST:
        return math.nan
    return float(np.sqrt(cv2.blur(lab, (_SMOOTH, _SMOOTH))[inside].var(0).sum()))


def _mistakable(lab: np.ndarray, label: np.ndarray) -> float:
    """Share of land, away from the shore, within the 95 % ellipsoid of the lake's colours."""
    box = np.ones((3, 3), np.uint8)
    lake, land = lab[cv2.erode(label, box) > 0], lab[cv2.dilate(label, box) == 0]
    if min(len(lake), len(land)) < _FEWEST:
        return math.nan
    spread = np.cov(lake.T) + _NOTICEABLE**2 * np.eye(3)
    away = land - lake.mean(0)
    return float((np.einsum("ij,ij->i", away @ np.linalg.inv(spread), away) <= _WITHIN).mean())


def _small(label: np.ndarray) -> float:
    """Share of lake pixels in small lakes; NaN where there are none. A lake cut by the edge may be large."""
    _, _, boxes, _ = cv2.connectedComponentsWithStats(label, connectivity=4)
    left, top, width, height, area = boxes[1:].T
    inside = (left > 0) & (top > 0) & (left + width < label.shape[1]) & (top + height < label.shape[0])
    small = area[inside & (area <= _SMALL)].sum()
    return float(small / area.sum()) if small else math.nan
