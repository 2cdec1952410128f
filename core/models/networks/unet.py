"""Unet (Ronneberger et al., MICCAI 2015), the benchmark's simplest network.

Five levels, 64 channels at the first. Assumed where the benchmark gives nothing: padded convolutions, so
that the output has the input's size; batch norm after each, without which training from random
weights at these learning rates does not start; learned 2×2 upsampling as in the original.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .base import Network, kaiming
from .parts import double_conv, halvings


class Unet(Network):
    """``base`` channels at full size, doubled at each of four halvings."""

    stride = 16

    def __init__(self, classes: int = 2, base: int = 64) -> None:
        super().__init__()
        widths = [base * 2**level for level in range(5)]
        self.first = double_conv(3, base)
        self.down = halvings(widths)
        self.grow = nn.ModuleList(
            nn.ConvTranspose2d(b, a, 2, 2) for a, b in zip(widths[-2::-1], widths[:0:-1])
        )
        self.mix = nn.ModuleList(double_conv(2 * a, a) for a in widths[-2::-1])
        self.head = nn.Conv2d(base, classes, 1)
        kaiming(self)

    def logits(self, x: Tensor) -> Tensor:
        features = [self.first(x)]
        for down in self.down:
            features.append(down(features[-1]))
        y = features.pop()
        for grow, mix in zip(self.grow, self.mix):
            y = mix(torch.cat([features.pop(), grow(y)], dim=1))
        return self.head(y)
