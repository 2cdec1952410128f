"""A linear contrast stretch, and the one between percentiles: NumPy alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..util.translation import tr

#: Least distance of the 8-bit values that become 0 and 255.
LEAST = 64.0
PERCENTILES = (2, 98)
_ROWS = 32  # stretched at a time, so that they stay in the processor's cache


@dataclass(frozen=True)
class Stretch:
    """Values ``low`` to ``high`` of red, green and blue become 0 to 255, clipped; ``why`` is for the log."""

    low: tuple[float, float, float]
    high: tuple[float, float, float]
    why: str

    def apply(self, values: np.ndarray) -> np.ndarray:
        """Return values (3, H, W) of any type as RGB (H, W, 3) uint8; NaN becomes 0."""
        if values.dtype == np.uint8 and self.low == (0, 0, 0) and self.high == (255, 255, 255):
            return np.ascontiguousarray(values.transpose(1, 2, 0))
        low = np.array(self.low, np.float32)[:, None, None]
        scale = 255 / np.maximum(np.array(self.high, np.float32)[:, None, None] - low, 1e-12)
        stretched = np.empty((*values.shape[1:], 3), np.uint8)
        for top in range(0, len(stretched), _ROWS):
            rows = slice(top, top + _ROWS)
            block = values[:, rows].astype(np.float32)
            block -= low
            block *= scale
            block += np.float32(0.5)
            np.fmax(block, 0, out=block)  # of a number and NaN it takes the number
            stretched[rows] = np.fmin(block, 255, out=block).transpose(1, 2, 0)
        return stretched


def between_percentiles(
    values: Sequence[np.ndarray] | np.ndarray, least: float = LEAST, *, left_out: str = ""
) -> Stretch:
    """Return the stretch of the values (n,) of each band between their percentiles, ``least`` apart at least.

    ``least`` keeps the noise of an image of nothing but water from filling all 256 values. ``left_out`` says
    which values are not among them, for the log.
    """
    ends = np.array([np.percentile(band, PERCENTILES) for band in values])
    low, high = ends.T
    high = np.maximum(high, low + least)
    ranges = ", ".join(_range(a, b) for a, b in zip(low, high))
    why = tr("percentiles 2 to 98 of the whole layer: {ranges}", ranges=ranges)
    if left_out:
        why = tr("{why}; without values that stand far outside the rest: {values}", why=why, values=left_out)
    return Stretch(tuple(low.tolist()), tuple(high.tolist()), why)


def _range(low: float, high: float) -> str:
    """Write a range with as many decimals as make a difference of less than one of the 256 values."""
    decimals = max(0, math.ceil(-math.log10((high - low) / 256)))
    return tr("{low} to {high}", low=f"{low:.{decimals}f}", high=f"{high:.{decimals}f}")
