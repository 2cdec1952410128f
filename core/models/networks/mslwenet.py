"""MSLWENet, the multi-scale lake water extraction network (Wang et al., Remote Sensing 2020, 12(24), 4140).

A re-implementation from the abstract of its paper: a ResNet-101 encoder with depthwise-separable 3×3
convolutions, a densely connected extractor with several atrous rates, and a decoder of residual
convolutions that fuses encoder maps. No public code was found. This file assumes the rest: output stride 16;
the deepest map narrowed to 512 channels, then one atrous separable layer of 128 channels a rate, each
of which sees all before it; rates 3, 6, 12, since on a map of 16×16 a rate of 16 or more sees only its
centre; the maps of strides 8 and 4 narrowed to 128 and 64 before they join a decoder of 256, 128 and
64 channels.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .base import Network, kaiming, resized
from .parts import Residual, conv_bn, separable
from .resnet import ResNet


class DenseAtrous(nn.Module):
    """Atrous separable layers of growing rate; each takes the input and all layers before it."""

    def __init__(self, inputs: int, width: int, growth: int, rates: tuple[int, ...]) -> None:
        super().__init__()
        self.narrow = conv_bn(inputs, width)
        self.layers = nn.ModuleList(
            separable(width + i * growth, growth, dilation=rate) for i, rate in enumerate(rates)
        )
        self.channels = width + growth * len(rates)

    def forward(self, x: Tensor) -> Tensor:
        maps = [self.narrow(x)]
        for layer in self.layers:
            maps.append(layer(torch.cat(maps, dim=1)))
        return torch.cat(maps, dim=1)


class MSLWENet(Network):
    """``depth`` of the ResNet is 50 or 101; ``rates`` are those of the atrous layers."""

    stride = 16

    def __init__(self, classes: int = 2, depth: int = 101, rates: tuple[int, ...] = (3, 6, 12)) -> None:
        super().__init__()
        self.encoder = ResNet(depth, output_stride=16, separable=True)
        c4, c8, _, deep = ResNet.channels
        self.extract = DenseAtrous(deep, 512, 128, tuple(rates))
        self.narrow8, self.narrow4 = conv_bn(c8, 128), conv_bn(c4, 64)
        self.deepest = Residual(self.extract.channels, 256)
        self.join8, self.join4 = Residual(256 + 128, 128), Residual(128 + 64, 64)
        self.head = nn.Conv2d(64, classes, 1)
        kaiming(self)

    def logits(self, x: Tensor) -> Tensor:
        c4, c8, _, deep = self.encoder(x)
        y = self.deepest(self.extract(deep))
        y = self.join8(torch.cat([resized(y, c8), self.narrow8(c8)], dim=1))
        y = self.join4(torch.cat([resized(y, c4), self.narrow4(c4)], dim=1))
        return resized(self.head(y), x)
