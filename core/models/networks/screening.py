"""The screening network: a cheap look at an image that tells where water may be, cell by cell.

A network's own encoder gets the image at half its resolution, which costs a quarter of its work and none of
its decoder's. What it sees at all scales is added up on cells of 16 × 16 pixels, and few layers of its own
tell which of these may hold water.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch.nn.functional as F
from torch import Tensor, nn

from .efficientnet_lite import EfficientNetLite0
from .parts import conv_bn

#: Side of a cell in pixels.
CELL = 16
#: Height and width of images are multiples of this: the encoder's stride at half the resolution.
STRIDE = 64


class ScreeningNetwork(nn.Module):
    """Maps the features of an encoder to the logit (N, H / 16, W / 16) that a cell holds water.

    ``channels`` are those of its features at strides 2 to 32, ``width`` those on the cells.
    """

    def __init__(self, channels: Sequence[int] = EfficientNetLite0.channels, width: int = 64) -> None:
        super().__init__()
        self.narrow = nn.ModuleList(conv_bn(inputs, width, activate=False) for inputs in channels[1:])
        self.around = nn.ModuleList(conv_bn(width, width, 3, dilation=d) for d in (1, 2, 1))
        self.head = nn.Conv2d(width, 1, 1)

    def forward(self, features: Sequence[Tensor]) -> Tensor:
        """Return the logits of the cells of an image, from its ``features`` at half the resolution."""
        c4, c8, c16, c32 = (layer(x) for layer, x in zip(self.narrow, features[1:]))
        y = F.relu(F.max_pool2d(c4, 2) + c8 + _larger(c16, 2) + _larger(c32, 4))
        for layer in self.around:
            y = y + layer(y)
        return self.head(y)[:, 0]


def halved(x: Tensor) -> Tensor:
    """Return normalised RGB (N, 3, H, W) at half the resolution, for an encoder."""
    return F.avg_pool2d(x, 2)


def _larger(x: Tensor, times: int) -> Tensor:
    return F.interpolate(x, scale_factor=float(times), mode="bilinear", align_corners=False)
