"""MWEN, the multi-scale water extraction network (Guo et al., ISPRS IJGI 2020, 9(4), 189).

A re-implementation from what was found: features at several scales are fused (abstract), and the encoder is
shallow (Wang et al., China Scientific Data 2022). No public code was found. Assumed:
a VGG-like encoder of four levels with 64 to 512 channels, four parallel 3×3 convolutions of rates 1,
2, 4, 8 at the deepest, joined and narrowed by a 1×1 convolution, and a decoder like U-Net's.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .base import Network, kaiming, resized
from .parts import conv_bn, double_conv, halvings


class Scales(nn.Module):
    """A map filtered at several rates, concatenated and reduced to its channels."""

    def __init__(self, channels: int, rates: tuple[int, ...]) -> None:
        super().__init__()
        width = channels // len(rates)
        self.branches = nn.ModuleList(conv_bn(channels, width, 3, dilation=rate) for rate in rates)
        self.fuse = conv_bn(channels + width * len(rates), channels)

    def forward(self, x: Tensor) -> Tensor:
        return self.fuse(torch.cat([x, *(branch(x) for branch in self.branches)], dim=1))


class MWEN(Network):
    """``base`` channels at full size, doubled at each of three halvings."""

    stride = 8

    def __init__(self, classes: int = 2, base: int = 64, rates: tuple[int, ...] = (1, 2, 4, 8)) -> None:
        super().__init__()
        widths = [base * 2**level for level in range(4)]
        self.first = double_conv(3, base)
        self.down = halvings(widths)
        self.scales = Scales(widths[-1], tuple(rates))
        self.mix = nn.ModuleList(double_conv(a + b, a) for a, b in zip(widths[-2::-1], widths[:0:-1]))
        self.head = nn.Conv2d(base, classes, 1)
        kaiming(self)

    def logits(self, x: Tensor) -> Tensor:
        features = [self.first(x)]
        for down in self.down:
            features.append(down(features[-1]))
        y = self.scales(features.pop())
        for mix in self.mix:
            skip = features.pop()
            y = mix(torch.cat([resized(y, skip), skip], dim=1))
        return self.head(y)
