"""Screening: a cheap look at a whole inference block tells where the network must look at it closely.

The screening network (``models.networks.screening``) gives a logit for each cell of 16 × 16 pixels. A cell
whose logit reaches the limit of the model card, and its neighbours, may hold water; so may one in which near
infrared says so. Rectangles around those are what the network gets, each with its margin; the rest of the
block is land. It always runs in 32-bit floats on the CPU, so that the same cells are looked at whatever
engine runs the network.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import torch
from torch import nn

from ..models.model_file import Model
from ..models.networks.screening import CELL, STRIDE, halved
from .cells import SIDE, any_in, count_in, grown
from .onednn import fuse
from .runtimes import fold_batch_norm

#: A correction by infrared from which a pixel may be water, and how many such pixels of a cell say so.
_INFRARED, _FEW = 1.0, 4


class Screening:
    """The screening network of a model that has one, ready to run."""

    def __init__(self, model: Model) -> None:
        card = model.card
        assert model.screening is not None and card.screening_limit is not None
        self._encoder = _ready(cast(nn.Module, model.network.encoder))
        self._network = _ready(model.screening)
        self._mean, self._std = torch.tensor(card.mean), torch.tensor(card.std)
        self._margin, self._limit = card.margin, card.screening_limit

    def may_hold_water(
        self, rgb: np.ndarray, valid: np.ndarray, correction: np.ndarray | None = None
    ) -> np.ndarray:
        """Return which cells (h, w) of ``SIDE`` pixels of a block may hold water.

        ``rgb`` (H, W, 3) uint8 and ``valid`` (H, W) are of the block with the model's margin; ``correction``
        (H, W), of the block without it, is that of the logit by near infrared.
        """
        cells = self.logits(rgb, valid) >= self._limit
        if correction is not None:
            cells |= count_in(correction >= _INFRARED, CELL) >= _FEW
        return any_in(grown(cells), SIDE // CELL)

    def logits(self, rgb: np.ndarray, valid: np.ndarray) -> np.ndarray:
        """Return the answers (h, w) for the cells of ``CELL`` pixels of a block, given with its margin."""
        height, width = valid.shape
        x = torch.addcmul(-self._mean / self._std, torch.from_numpy(rgb).float(), 1 / self._std)
        if not valid.all():
            x *= torch.from_numpy(valid)[..., None]
        x = x[None].permute(0, 3, 1, 2)
        if height % STRIDE or width % STRIDE:
            x = torch.nn.functional.pad(x, (0, -width % STRIDE, 0, -height % STRIDE))
        with torch.inference_mode():
            logits = self._network(self._encoder(halved(x)))[0].numpy()
        first = self._margin // CELL
        rows, columns = (-(-(side - 2 * self._margin) // CELL) for side in valid.shape)
        return logits[first : first + rows, first : first + columns]


def _ready(part: nn.Module) -> nn.Module:
    # PyTorch's annotations lack this argument of Module.to.
    return fuse(fold_batch_norm(part).to(memory_format=torch.channels_last))  # type: ignore[call-overload]
