"""DeepLab V3+ (Chen et al., ECCV 2018): atrous spatial pyramid pooling and a light decoder.

Assumed where the benchmark gives nothing: ResNet-50 at output stride 16 (``depth`` may be 101),
rates 6, 12, 18, 256 channels, the low-level map narrowed to 48, as in the original paper.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .base import Network, kaiming, resized
from .parts import conv_bn
from .resnet import ResNet


class AtrousPyramid(nn.Module):
    """Parallel 3×3 convolutions of several rates, a 1×1 one and the mean over the whole image."""

    def __init__(self, inputs: int, outputs: int, rates: tuple[int, ...]) -> None:
        super().__init__()
        self.branches = nn.ModuleList(
            [conv_bn(inputs, outputs), *(conv_bn(inputs, outputs, 3, dilation=rate) for rate in rates)]
        )
        # No batch norm here: a mean is one value an image, which a batch of one could not normalise.
        self.image = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(inputs, outputs, 1), nn.ReLU())
        self.project = nn.Sequential(conv_bn(outputs * (len(rates) + 2), outputs), nn.Dropout2d(0.1))

    def forward(self, x: Tensor) -> Tensor:
        maps = [branch(x) for branch in self.branches]
        maps.append(self.image(x).expand(-1, -1, *x.shape[-2:]))
        return self.project(torch.cat(maps, dim=1))


class DeepLabV3Plus(Network):
    """``depth`` of the ResNet is 50 or 101; ``rates`` are those of the atrous convolutions."""

    stride = 16

    def __init__(self, classes: int = 2, depth: int = 50, rates: tuple[int, ...] = (6, 12, 18)) -> None:
        super().__init__()
        self.encoder = ResNet(depth, output_stride=16)
        low, *_, deep = ResNet.channels
        self.pyramid = AtrousPyramid(deep, 256, tuple(rates))
        self.low = conv_bn(low, 48)
        self.decoder = nn.Sequential(
            conv_bn(256 + 48, 256, 3), conv_bn(256, 256, 3), nn.Conv2d(256, classes, 1)
        )
        kaiming(self)

    def logits(self, x: Tensor) -> Tensor:
        low, *_, deep = self.encoder(x)
        y = torch.cat([resized(self.pyramid(deep), low), self.low(low)], dim=1)
        return resized(self.decoder(y), x)
