"""Near infrared beside the network, which sees colours alone: a bounded correction of its logit.

In near infrared water is dark and land is bright, bare ground and plants alike. With infrared n and green g
on one scale of 0 to 1 for the scene (``raster.infrared_band``), the evidence for water is

    e = offset + green × g − infrared × n,

not more than max(0, infrared × (g − n + darker)): shadow and burnt ground are dark in infrared too, but
brighter there than in green. The correction is bound × tanh(e / bound): what the network is surer of than
that stays as it is, such as lakes that algae make bright, or dark land. ``scripts/fit_infrared.py`` fits the
numbers, and tells from what.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np

FUSION = Path(__file__).parents[2] / "resources" / "models" / "infrared.json"
_ROWS = 64  # at a time, so that they stay in the processor's cache


class Fusion(NamedTuple):
    """The numbers of the correction, as above; none is negative but ``offset``."""

    offset: float
    green: float
    infrared: float
    darker: float
    bound: float

    def correction(self, both: np.ndarray) -> np.ndarray:
        """Return what to add to the logit (H, W) float32; ``both`` (2, H, W) are infrared and green.

        0 where either is missing (NaN).
        """
        correction = np.empty(both.shape[1:], np.float32)
        offset, green, infrared, darker, bound = map(np.float32, self)
        for top in range(0, len(correction), _ROWS):
            rows = slice(top, top + _ROWS)
            (n, g), evidence = both[:, rows], correction[rows]
            np.add(offset + green * g, -infrared * n, out=evidence)
            np.minimum(evidence, np.maximum(0, infrared * (g - n + darker)), out=evidence)
            evidence /= bound
            np.tanh(evidence, out=evidence)
            evidence *= bound
        return np.nan_to_num(correction, copy=False, nan=0.0)

    def fused(self, probability: np.ndarray, correction: np.ndarray) -> np.ndarray:
        """Return lake probability (H, W) float32 with what is to be added to its logit (H, W)."""
        fused = np.empty(probability.shape, np.float32)
        for top in range(0, len(fused), _ROWS):
            rows = slice(top, top + _ROWS)
            p = probability[rows]
            odds = p * np.exp(correction[rows])  # of lake, times 1 - p
            np.divide(odds, odds + (1 - p), out=fused[rows])
        return fused


def load_fusion(path: Path = FUSION) -> Fusion:
    """Read the numbers that come with the bundled model."""
    numbers = json.loads(path.read_text(encoding="utf-8"))
    return Fusion(*(float(numbers[name]) for name in Fusion._fields))
