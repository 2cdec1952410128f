"""Platt scaling: from the network's probability to how often pixels of such a probability are water.

A network's probabilities are too sure of themselves. Two numbers on the model card, measured on held-out
images by ``scripts/calibrate_bundled_model.py``, put them right.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ..inference.probability_raster import PROBABILITY_SCALE

#: Pixels whose odds differ by less than this factor from those at the threshold are uncertain. Measured:
#: with 2 two thirds of held-out lakes have their area within one standard error (docs/method.md).
UNCERTAIN_ODDS = 2.0
#: The least and the greatest scaled probability stand for half a step each; their middle is taken, since
#: 0 and 1 have no logit.
_SUREST = 1 / (4 * PROBABILITY_SCALE)


class Calibration(NamedTuple):
    """Platt scaling (Platt 1999; Guo et al. 2017): logit(calibrated) = ``slope`` · logit(p) + ``shift``.

    Unlike a temperature, which is the slope alone, the shift also corrects a network that finds too much, or
    too little. Monotone, so it changes no mask. The default changes nothing.
    """

    slope: float = 1.0
    shift: float = 0.0

    def of_scaled(self) -> np.ndarray:
        """Return the calibrated probability (PROBABILITY_SCALE + 1,) of each scaled probability."""
        return 1 / (1 + np.exp(-(self.slope * scaled_logits() + self.shift)))

    def uncertain(self, threshold: float) -> np.ndarray:
        """Return which stored values (256,) bool are too near ``threshold`` to be sure of their side.

        Those whose calibrated odds are within a factor ``UNCERTAIN_ODDS`` of the threshold's; around 0.5 and
        for a slope of 1, from one third to two thirds. Missing data is not uncertain.
        """
        centre = math.log(threshold / (1 - threshold)) if threshold < 1 else math.inf
        distances = np.abs(scaled_logits() - centre) * self.slope
        uncertain = np.zeros(256, bool)
        uncertain[: PROBABILITY_SCALE + 1] = distances <= math.log(UNCERTAIN_ODDS)
        return uncertain


#: Probabilities as the network gives them.
UNCALIBRATED = Calibration()


def scaled_logits() -> np.ndarray:
    """Return the logit (PROBABILITY_SCALE + 1,) of each scaled probability."""
    p = np.clip(np.arange(PROBABILITY_SCALE + 1) / PROBABILITY_SCALE, _SUREST, 1 - _SUREST)
    return np.log(p / (1 - p))
