"""What all networks share: any size in, the same size out; initial weights by Kaiming."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn


class Network(nn.Module):
    """Maps normalised RGB (N, 3, H, W) of any size to logits (N, classes, H, W).

    A subclass sets ``stride``, of which H and W are multiples inside, and defines ``logits``. The submodules
    in ``full_precision`` keep 32-bit floats where the others run in 16: their rounding would change the mask.
    """

    stride: int
    full_precision: tuple[str, ...] = ()

    def logits(self, x: Tensor) -> Tensor:
        """Return the logits of ``x``, whose height and width are multiples of ``stride``."""
        raise NotImplementedError

    def centre(self, x: Tensor, margin: int) -> Tensor:
        """Return ``logits`` from row and column ``margin`` on; the last ``margin`` ones may be missing."""
        return self.logits(x)[..., margin:, margin:]

    def forward(self, x: Tensor, margin: int = 0) -> Tensor:
        """Return logits (N, classes, H - 2 margin, W - 2 margin), without ``margin`` pixels at each edge."""
        height, width = _size(x)
        logits = self.centre(self._padded(x), margin)
        return logits[..., : height - 2 * margin, : width - 2 * margin]

    def training_outputs(self, x: Tensor) -> list[tuple[float, Tensor]]:
        """Return the outputs (N, classes, H, W) of the loss with their weights, the prediction first."""
        return [(1.0, self(x))]

    def _padded(self, x: Tensor) -> Tensor:
        height, width = x.shape[-2:]
        right, bottom = -width % self.stride, -height % self.stride
        # Zero is neutral: the mean colour, after normalisation. Padding by nothing would still copy.
        return F.pad(x, (0, right, 0, bottom)) if right or bottom else x


def _size(x: Tensor) -> tuple[int, int]:
    """Return height and width; ``ValueError`` when ``x`` is no batch of RGB."""
    if x.ndim != 4 or x.shape[1] != 3:
        raise ValueError(f"a network takes (N, 3, H, W), not {tuple(x.shape)}")
    return x.shape[2], x.shape[3]


def kaiming(network: nn.Module) -> None:
    """Set initial weights by Kaiming (He et al., ICCV 2015) in every convolution, as the paper trains them.

    By fan-in: by fan-out a classifier of many channels and two classes would start with logits in the tens.
    """
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)


def resized(x: Tensor, like: Tensor) -> Tensor:
    """Resize ``x`` to the height and width of ``like``, bilinear."""
    return F.interpolate(x, size=like.shape[-2:], mode="bilinear", align_corners=False)
