"""PSPNet (Zhao et al., CVPR 2017): pyramid pooling over a ResNet dilated to stride 8.

Assumed where the benchmark gives nothing: ResNet-50 (``depth`` may be 101), bins 1, 2, 3, 6, 512
channels, an auxiliary loss of weight 0.4 on the third stage while training, as in the original paper.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .base import Network, kaiming, resized
from .parts import conv_bn
from .resnet import ResNet

AUXILIARY_WEIGHT = 0.4


class PyramidPooling(nn.Module):
    """A map concatenated with its means over grids of ``bins`` × ``bins`` cells."""

    def __init__(self, inputs: int, bins: tuple[int, ...]) -> None:
        super().__init__()
        self.bins = bins
        # No batch norm here: one cell is one value an image, which a batch of one could not normalise.
        self.narrow = nn.ModuleList(
            nn.Sequential(nn.Conv2d(inputs, inputs // len(bins), 1), nn.ReLU()) for _ in bins
        )

    def forward(self, x: Tensor) -> Tensor:
        pooled = [
            resized(narrow(F.adaptive_avg_pool2d(x, size)), x) for size, narrow in zip(self.bins, self.narrow)
        ]
        return torch.cat([x, *pooled], dim=1)


def _head(inputs: int, width: int, classes: int) -> nn.Sequential:
    return nn.Sequential(conv_bn(inputs, width, 3), nn.Dropout2d(0.1), nn.Conv2d(width, classes, 1))


class PSPNet(Network):
    """``depth`` of the ResNet is 50 or 101; ``bins`` are the sides of the pooling grids in cells."""

    stride = 8

    def __init__(self, classes: int = 2, depth: int = 50, bins: tuple[int, ...] = (1, 2, 3, 6)) -> None:
        super().__init__()
        self.encoder = ResNet(depth, output_stride=8)
        *_, third, deep = ResNet.channels
        self.pyramid = PyramidPooling(deep, tuple(bins))
        self.head = _head(2 * deep, 512, classes)
        self.auxiliary = _head(third, 256, classes)
        kaiming(self)

    def logits(self, x: Tensor) -> Tensor:
        return self._main(self.encoder(x), x)

    def training_outputs(self, x: Tensor) -> list[tuple[float, Tensor]]:
        height, width = x.shape[-2:]
        x = self._padded(x)
        features = self.encoder(x)
        outputs = [
            (1.0, self._main(features, x)),
            (AUXILIARY_WEIGHT, resized(self.auxiliary(features[2]), x)),
        ]
        return [(weight, y[..., :height, :width]) for weight, y in outputs]

    def _main(self, features: list[Tensor], x: Tensor) -> Tensor:
        return resized(self.head(self.pyramid(features[3])), x)
