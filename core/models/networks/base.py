"""What every network shares: any size in, the same size out, fresh weights by Kaiming."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn


class Network(nn.Module):
    """Maps normalised RGB (N, 3, H, W) of any size to logits (N, classes, H, W).

    A subclass sets ``stride``, the multiple that H and W must have inside, and writes ``logits``. Submodules
    named in ``full_precision`` stay in 32-bit floats where the rest runs in 16: their rounding would show.
    """

    stride: int
    full_precision: tuple[str, ...] = ()

    def logits(self, x: Tensor) -> Tensor:
        """Logits of ``x``, whose height and width are multiples of ``stride``."""
        raise NotImplementedError

    def centre(self, x: Tensor, margin: int) -> Tensor:
        """``logits`` from row and column ``margin`` on; those within it of the other edges may be missing."""
        return self.logits(x)[..., margin:, margin:]

    def forward(self, x: Tensor, margin: int = 0) -> Tensor:
        """Logits (N, classes, H - 2 margin, W - 2 margin), without those within ``margin`` of an edge."""
        height, width = _checked(x)
        logits = self.centre(self._padded(x), margin)
        return logits[..., : height - 2 * margin, : width - 2 * margin]

    def training_outputs(self, x: Tensor) -> list[tuple[float, Tensor]]:
        """What the loss is taken of, each (N, classes, H, W) with its weight; the prediction comes first."""
        return [(1.0, self(x))]

    def _padded(self, x: Tensor) -> Tensor:
        height, width = x.shape[-2:]
        right, bottom = -width % self.stride, -height % self.stride
        # Zero is neutral: the mean colour, after normalisation. Padding by nothing would still copy.
        return F.pad(x, (0, right, 0, bottom)) if right or bottom else x


def _checked(x: Tensor) -> tuple[int, int]:
    if x.ndim != 4 or x.shape[1] != 3:
        raise ValueError(f"a network takes (N, 3, H, W), not {tuple(x.shape)}")
    return x.shape[2], x.shape[3]


def kaiming(network: nn.Module) -> None:
    """Kaiming's initial weights (He et al., ICCV 2015) for every convolution, as the paper trains them.

    By fan-in: by fan-out a classifier of many channels and two classes would begin with logits in the tens.
    """
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)


def resized(x: Tensor, like: Tensor) -> Tensor:
    """``x`` at the height and width of ``like``, bilinear."""
    return F.interpolate(x, size=like.shape[-2:], mode="bilinear", align_corners=False)
