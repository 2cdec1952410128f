"""Scores of a lake mask against the truth, as pure functions of one confusion matrix.

Formulas as in the source paper (China Scientific Data 2022, doi 10.12072/ncdc.NIEER.db0112.2021):
``OA`` overall accuracy, ``RC`` recall of lake, ``TWR`` true water rate (precision), ``FWR`` false
water rate, ``MIoU`` mean IoU of lake and background; ``lake_IoU`` and ``F1`` are of the lake class.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Confusion(NamedTuple):
    """Pixel counts; add two with ``+`` (see ``plus``) to pool images."""

    tp: int
    fp: int
    fn: int
    tn: int

    def plus(self, other: Confusion) -> Confusion:
        return Confusion(*(a + b for a, b in zip(self, other)))


def confusion(lake: np.ndarray, truth: np.ndarray, counted: np.ndarray) -> Confusion:
    """Counts of a boolean mask (H, W) against the boolean truth where ``counted`` is true."""
    lake, truth = lake[counted], truth[counted]
    tp = int(np.count_nonzero(lake & truth))
    fp = int(np.count_nonzero(lake)) - tp
    fn = int(np.count_nonzero(truth)) - tp
    return Confusion(tp, fp, fn, lake.size - tp - fp - fn)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def scores(c: Confusion) -> dict[str, float]:
    """All scores as fractions; ``nan`` where a denominator is zero."""
    lake_iou = _ratio(c.tp, c.tp + c.fp + c.fn)
    land_iou = _ratio(c.tn, c.tn + c.fp + c.fn)
    return {
        "OA": _ratio(c.tp + c.tn, sum(c)),
        "RC": _ratio(c.tp, c.tp + c.fn),
        "TWR": _ratio(c.tp, c.tp + c.fp),
        "FWR": _ratio(c.fp, c.tp + c.fp),
        "MIoU": (lake_iou + land_iou) / 2,
        "lake_IoU": lake_iou,
        "F1": _ratio(2 * c.tp, 2 * c.tp + c.fp + c.fn),
    }
