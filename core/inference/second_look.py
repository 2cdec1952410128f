"""A second look: the network sees each block again at half the resolution, and what it calls land counts.

At fine pixels a block is a small piece of ground. Smooth plains, burnt ground and dark forest then look like
water; from twice as far they do not. So the logit z is lowered where the second look finds less water:

    z + WEIGHT × t × min(0, m),   m = mean of (second z - z) within SMOOTHED × SMOOTHED pixels,

never raised. The mean keeps small and narrow lakes, which the second look misses. In a small clip it sees
hardly anything: t goes from 0 to 1 as the share of valid pixels around goes from ``_TRUSTED[0]`` to
``_TRUSTED[1]``. Chosen on the validation images (docs/weights.md). It helps at fine pixels alone, so a model
card says up to which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

if TYPE_CHECKING:
    from .engine import Engine

WEIGHT, SMOOTHED = 0.75, 17
_TRUSTED = 0.3, 0.7
#: Logits beyond this, either way, count as this: how sure the network is says little there.
_SUREST = 8.0
#: Pixels around a block that the mean needs, and the side of the squares in which valid pixels are counted.
_REACH = _CELL = 16


class TwoLooks:
    """An engine that looks twice, in the place of an ``Engine``. Margins are multiples of 16 pixels."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self.card = engine, engine.card

    def probability(self, rgb: np.ndarray, valid: np.ndarray, margin: int) -> np.ndarray:
        """Return the lake probability, as ``Engine.probability``."""
        inner = margin - _REACH
        first = self._logit(rgb, valid, inner)
        second = self._logit(*_halved(rgb, valid), inner // 2)
        second = F.interpolate(second[None, None], scale_factor=2.0, mode="bilinear", align_corners=False)
        height, width = first.shape
        less = second[0, 0, :height, :width] - first
        less *= torch.from_numpy(valid[inner : inner + height, inner : inner + width])
        logit = first + WEIGHT * _mean(less, SMOOTHED).clamp_(max=0) * _trust(valid, inner, margin)
        return torch.sigmoid(logit[_REACH : height - _REACH, _REACH : width - _REACH]).numpy()

    def seconds(self, height: int, width: int, margin: int = 0) -> float:
        """Measure the seconds that a block of that size takes."""
        half = self._engine.seconds(height // 2, width // 2, margin // 2)
        return self._engine.seconds(height, width, margin) + half

    def _logit(self, rgb: np.ndarray, valid: np.ndarray, margin: int) -> Tensor:
        probability = torch.from_numpy(self._engine.probability(rgb, valid, margin))
        return torch.logit(probability, eps=1e-6).clamp_(-_SUREST, _SUREST)


def _halved(rgb: np.ndarray, valid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return an image at half the resolution: means of the valid pixels of each square of four."""
    height, width = valid.shape
    if height % 2 or width % 2:
        more = (0, height % 2), (0, width % 2)
        rgb, valid = np.pad(rgb, (*more, (0, 0))), np.pad(valid, more)
    corners = [np.s_[row::2, column::2] for row in (0, 1) for column in (0, 1)]
    count = np.sum([valid[corner] for corner in corners], 0, np.uint16)
    total = np.zeros((*count.shape, 3), np.uint16)
    for corner in corners:
        total += rgb[corner] * valid[corner][..., None]
    some = np.maximum(count, 1)[..., None]
    return ((total + some // 2) // some).astype(np.uint8), count >= 2


def _trust(valid: np.ndarray, inner: int, margin: int) -> Tensor | float:
    """Return how far the second look counts, 0 to 1, for pixels ``inner`` or more inside the edges."""
    if valid.all():
        return 1.0
    height, width = valid.shape
    padded = np.pad(valid, ((0, -height % _CELL), (0, -width % _CELL))).astype(np.float32)
    # Not beyond the margin, of which interpolation takes the last square.
    side = 2 * (margin // _CELL) - 1
    share = _mean(F.avg_pool2d(torch.from_numpy(padded)[None, None], _CELL)[0, 0], side)
    low, high = _TRUSTED
    trust = ((share - low) / (high - low)).clamp_(0, 1)
    whole = F.interpolate(trust[None, None], scale_factor=float(_CELL), mode="bilinear", align_corners=False)
    return whole[0, 0, inner : height - inner, inner : width - inner]


def _mean(values: Tensor, side: int) -> Tensor:
    """Return the means of ``values`` (H, W) within squares of an odd ``side``, with 0 beyond the edges."""
    half = side // 2
    rows = F.avg_pool2d(values[None, None], (side, 1), 1, (half, 0))
    return F.avg_pool2d(rows, (1, side), 1, (0, half))[0, 0]
