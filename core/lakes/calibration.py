"""What a stored probability is worth: how often pixels of such a probability are water.

A network's probabilities are too sure of themselves. Two numbers on the model's card, measured on
held-out images by ``scripts/calibrate_bundled_model.py``, put them right.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ..inference.probability_raster import PROBABILITY_SCALE

#: Pixels whose odds differ by less than this factor from those at the threshold are doubtful. Measured:
#: with 2 two thirds of held-out lakes have their area within one standard error (docs/method.md).
UNCERTAIN_ODDS = 2.0
#: Levels 0 and LEVELS stand for half a step each; their middle is taken, since 0 and 1 have no logit.
_SUREST = 1 / (4 * PROBABILITY_SCALE)


class Calibration(NamedTuple):
    """logit(calibrated) = ``slope`` · logit(p) + ``shift``: Platt scaling (Platt 1999; Guo et al. 2017).

    Unlike a temperature, which is the slope alone, the shift can also say that the network finds too
    much, or too little. Monotone, so it changes no mask. The default changes nothing.
    """

    slope: float = 1.0
    shift: float = 0.0

    def of_scaled(self) -> np.ndarray:
        """Calibrated probability (LEVELS + 1,) of each stored level."""
        return 1 / (1 + np.exp(-(self.slope * scaled_logits() + self.shift)))

    def uncertain(self, threshold: float) -> np.ndarray:
        """Which stored values (256,) bool are too near ``threshold`` to be sure on which side they belong.

        Those whose calibrated odds are within a factor ``UNCERTAIN_ODDS`` of the threshold's; around 0.5 and
        for a slope of 1, from one third to two thirds. Missing data is not doubtful.
        """
        centre = math.log(threshold / (1 - threshold)) if threshold < 1 else math.inf
        values = np.zeros(256, bool)
        values[: PROBABILITY_SCALE + 1] = np.abs(scaled_logits() - centre) * self.slope <= math.log(
            UNCERTAIN_ODDS
        )
        return values


#: Probabilities as the network gives them.
UNCALIBRATED = Calibration()


def scaled_logits() -> np.ndarray:
    """Logit (LEVELS + 1,) of the probability that each stored level stands for."""
    p = np.clip(np.arange(PROBABILITY_SCALE + 1) / PROBABILITY_SCALE, _SUREST, 1 - _SUREST)
    return np.log(p / (1 - p))


def fit(counts: np.ndarray) -> Calibration:
    """The calibration of the highest likelihood; ``counts`` (2, LEVELS + 1) are land and water pixels.

    Logistic regression of water on the logit, by Newton's method with short steps: it is convex, but a
    long step may land where all probabilities are 0 or 1 and nothing tells the way back.
    """
    logits, total = scaled_logits(), counts.sum(0)
    design = np.stack([logits, np.ones_like(logits)], 1)
    weights = np.array(Calibration())
    for _ in range(100):
        p = 1 / (1 + np.exp(-design @ weights))
        curvature = (design * (total * p * (1 - p))[:, None]).T @ design
        step = np.linalg.solve(curvature, design.T @ (total * p - counts[1]))
        longest = np.abs(step).max()
        if longest < 1e-9:
            break
        weights = weights - step * min(1.0, 0.5 / longest)
    return Calibration(*map(float, weights))


def expected_error(counts: np.ndarray, predicted: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error (Guo et al. 2017, eq. 3): mean |observed − predicted|, weighted by pixels.

    ``counts`` (2, LEVELS + 1) are land and water pixels of each level, ``predicted`` its probability.
    """
    bin_of = np.minimum((predicted * bins).astype(int), bins - 1)
    gap = np.bincount(bin_of, counts.sum(0) * predicted - counts[1], bins)
    return float(np.abs(gap).sum() / counts.sum())
