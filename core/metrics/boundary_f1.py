"""Boundary F1: how well the shorelines of two masks agree.

Source: Csurka, Larlus & Perronnin, "What is a good evaluation measure for semantic segmentation?",
BMVC 2013. They average over images; here counts are pooled, so that an image without shoreline
needs no rule of its own. Needs OpenCV.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

#: Pixels by which two shorelines may differ and still agree.
TOLERANCE = 2.0


class BoundaryCounts(NamedTuple):
    """Counts of boundary pixels, or arrays of them with one entry an image.

    ``found_near`` of the ``found`` pixels lie near a true one, ``true_near`` of the ``true`` pixels near a
    found one.
    """

    found_near: int
    found: int
    true_near: int
    true: int


def boundary(lake: np.ndarray) -> np.ndarray:
    """Return which pixels (H, W) of a mask (H, W) bool are lake with land above, below, left or right.

    Beyond the image is no land: its edge is no shoreline.
    """
    edge = np.zeros_like(lake)
    edge[1:] |= ~lake[:-1]
    edge[:-1] |= ~lake[1:]
    edge[:, 1:] |= ~lake[:, :-1]
    edge[:, :-1] |= ~lake[:, 1:]
    return edge & lake


def boundary_counts(lake: np.ndarray, truth: np.ndarray, tolerance: float = TOLERANCE) -> BoundaryCounts:
    """Count boundary pixels of two masks (H, W) bool; near is at most ``tolerance`` pixels (Euclidean)."""
    found, true = boundary(lake), boundary(truth)
    return BoundaryCounts(
        _near(found, true, tolerance),
        int(np.count_nonzero(found)),
        _near(true, found, tolerance),
        int(np.count_nonzero(true)),
    )


def _near(edge: np.ndarray, other: np.ndarray, tolerance: float) -> int:
    if not other.any():
        return 0
    distance = cv2.distanceTransform((~other).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    # A little more than the tolerance: distances are 32-bit roots of whole numbers.
    return int(np.count_nonzero(distance[edge] <= tolerance + 1e-4))


def boundary_f1(c: BoundaryCounts) -> float:
    """Return the harmonic mean of precision and recall of boundary pixels, 0 to 1.

    0 when only one side has a boundary, ``nan`` when neither has.
    """
    if not c.found and not c.true:
        return float("nan")
    if not c.found_near or not c.true_near:
        return 0.0
    precision, recall = c.found_near / c.found, c.true_near / c.true
    return 2 * precision * recall / (precision + recall)
