"""The hard subsets of a test set: lakes that differ among themselves, land like lake, small lakes.

The paper tests on three such subsets but does not say how it chose them. Here each is the hardest fifth of
the test tiles by one measured rule, so that it can be made again:

- ``intra_class``: the spread of lake colour, between the lakes of the tile and within them;
- ``inter_class``: the share of land whose colour is one of the tile's lake colours;
- ``small_lakes``: the share of lake in small lakes: whole inside the tile, of at most 3460 pixels, which are
  1 km² at 17 m.

Colours are CIELAB, in which equal distances look equally different. Needs OpenCV.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import cv2
import numpy as np

SUBSETS = ("intra_class", "inter_class", "small_lakes")
_HARDEST = 0.2  # share of the test tiles
_SMOOTH = 5  # the mean of a box of so many pixels a side takes out waves and sensor noise
_SMALL = 3460
_FEWEST = 50  # pixels for the distribution of a colour
_WITHIN = 7.81  # squared Mahalanobis distance within which 95 % of a normal distribution lie (3 channels)
_NOTICEABLE = 2.0  # the least difference of colour that an eye notices (ΔE), added to every spread


def hardness(rgb: np.ndarray, label: np.ndarray) -> dict[str, float]:
    """Measure how hard a tile (H, W, 3) uint8 with label (H, W) is by each rule; NaN without an answer."""
    lab = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return {
        "intra_class": _lake_colour_spread(lab, label),
        "inter_class": _share_of_land_like_lake(lab, label),
        "small_lakes": _share_in_small_lakes(label),
    }


def hardest(measured: Mapping[str, Mapping[str, float]]) -> dict[str, list[str]]:
    """Return the names of the hardest fifth of all tiles for each subset, hardest first; ties by name.

    ``measured`` is the ``hardness`` of each tile by its name.
    """
    count = math.ceil(_HARDEST * len(measured))
    chosen = {}
    for subset in SUBSETS:
        known = [(-m[subset], name) for name, m in measured.items() if not math.isnan(m[subset])]
        chosen[subset] = [name for _, name in sorted(known)[:count]]
    return chosen


def _lake_colour_spread(lab: np.ndarray, label: np.ndarray) -> float:
    """Return the standard deviation (ΔE) of the smoothed colour of lake, away from the shoreline.

    The total variance is that between the lakes plus that within them.
    """
    inside = cv2.erode(label, np.ones((_SMOOTH, _SMOOTH), np.uint8)) > 0
    if inside.sum() < _FEWEST:
        return math.nan
    return float(np.sqrt(cv2.blur(lab, (_SMOOTH, _SMOOTH))[inside].var(0).sum()))


def _share_of_land_like_lake(lab: np.ndarray, label: np.ndarray) -> float:
    """Return the share of land, away from the shoreline, within the 95 % ellipsoid of the lakes' colours."""
    box = np.ones((3, 3), np.uint8)
    lake, land = lab[cv2.erode(label, box) > 0], lab[cv2.dilate(label, box) == 0]
    if min(len(lake), len(land)) < _FEWEST:
        return math.nan
    covariance = np.cov(lake.T) + _NOTICEABLE**2 * np.eye(3)
    difference = land - lake.mean(0)
    squared_distance = np.einsum("ij,ij->i", difference @ np.linalg.inv(covariance), difference)
    return float((squared_distance <= _WITHIN).mean())


def _share_in_small_lakes(label: np.ndarray) -> float:
    """Return the share of lake pixels in small lakes, NaN where there are none.

    A lake that touches the edge of the tile may be large, so it is not small.
    """
    _, _, boxes, _ = cv2.connectedComponentsWithStats(label, connectivity=4)
    left, top, width, height, area = boxes[1:].T
    inside = (left > 0) & (top > 0) & (left + width < label.shape[1]) & (top + height < label.shape[0])
    small = area[inside & (area <= _SMALL)].sum()
    return float(small / area.sum()) if small else math.nan
