"""Scores of a lake mask compared with the truth, as pure functions of one confusion matrix.

Formulas as in the source paper (China Scientific Data 2022, doi 10.12072/ncdc.NIEER.db0112.2021):
``OA`` overall accuracy, ``RC`` recall of lake, ``TWR`` true water rate (precision), ``FWR`` false
water rate, ``MIoU`` mean IoU of lake and background; ``lake_IoU`` and ``F1`` are of the lake class.
The formulas hold for one matrix and, entry by entry, for arrays of counts (one entry an image).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Confusion(NamedTuple):
    """Counts of true and false positive and negative pixels, or arrays of them with one entry an image."""

    tp: int
    fp: int
    fn: int
    tn: int

    def plus(self, other: Confusion) -> Confusion:
        """Return both matrices pooled."""
        return Confusion(*(a + b for a, b in zip(self, other)))


def confusion(lake: np.ndarray, truth: np.ndarray, counted: np.ndarray) -> Confusion:
    """Compare a mask (H, W) bool with the truth (H, W) bool where ``counted`` (H, W) bool is true."""
    lake, truth = lake[counted], truth[counted]
    tp = int(np.count_nonzero(lake & truth))
    fp = int(np.count_nonzero(lake)) - tp
    fn = int(np.count_nonzero(truth)) - tp
    return Confusion(tp, fp, fn, lake.size - tp - fp - fn)


def _ratio(part: float, whole: float) -> float:
    with np.errstate(invalid="ignore"):  # 0 / 0 is nan: undefined, not perfect
        return np.true_divide(part, whole)


def _ious(c: Confusion) -> tuple[float, float]:
    """Return the IoU of lake and of land."""
    wrong = c.fp + c.fn
    return _ratio(c.tp, c.tp + wrong), _ratio(c.tn, c.tn + wrong)


def scores(c: Confusion) -> dict[str, float]:
    """Return all scores, 0 to 1 (arrays where ``c`` holds arrays); ``nan`` where a denominator is zero."""
    lake_iou, land_iou = _ious(c)
    return {
        "OA": _ratio(c.tp + c.tn, sum(c)),
        "RC": _ratio(c.tp, c.tp + c.fn),
        "TWR": _ratio(c.tp, c.tp + c.fp),
        "FWR": _ratio(c.fp, c.tp + c.fp),
        "MIoU": (lake_iou + land_iou) / 2,
        "lake_IoU": lake_iou,
        "F1": _ratio(2 * c.tp, 2 * c.tp + c.fp + c.fn),
    }


def image_means(counts: np.ndarray) -> dict[str, float]:
    """Return the means over images of each image's own OA and MIoU.

    ``counts`` are (N, 4) in the order of ``Confusion``. Where an image has no lake (or no land) in truth and
    mask alike, that class's IoU is undefined, and the image's MIoU is the other class's IoU.
    """
    c = Confusion(*np.asarray(counts).T)
    return {
        "image_OA": float(np.mean(scores(c)["OA"])),
        "image_MIoU": float(np.nanmean(np.stack(_ious(c)), axis=0).mean()),
    }


def bootstrap(
    counts: np.ndarray, groups: Sequence[str] | None = None, draws: int = 1000, seed: int = 0
) -> np.ndarray:
    """Return the pooled counts (draws, K) of bootstrap samples of the images' ``counts`` (N, K).

    Images are drawn with replacement, as many as there are; with ``groups``, a name for each image, whole
    groups (cluster bootstrap), for images that resemble each other. The same seed draws the same images.
    """
    counts = np.asarray(counts, np.float64)  # exact to 2⁵³ pixels, and multiplied far faster than int64
    if groups is not None:
        _, group_of = np.unique(np.asarray(groups), return_inverse=True)
        pooled = np.zeros((group_of.max() + 1, counts.shape[1]))
        np.add.at(pooled, group_of, counts)
        counts = pooled
    units = len(counts)
    times = np.random.default_rng(seed).multinomial(units, np.full(units, 1 / units), size=draws)
    return times @ counts


def interval(values: np.ndarray, share: float = 0.95) -> tuple[float, float]:
    """Return the range of the middle ``share`` of ``values``, the percentile interval of a bootstrap.

    ``nan`` are left out; ``nan`` twice when nothing is left. Source: Efron & Tibshirani, "An Introduction to
    the Bootstrap", 1993.
    """
    values = np.asarray(values)
    values = values[~np.isnan(values)]
    if not len(values):
        return float("nan"), float("nan")
    low, high = np.percentile(values, [50 * (1 - share), 50 * (1 + share)])
    return float(low), float(high)
