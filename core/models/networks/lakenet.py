"""LakeNet: the bundled network, a light U-Net over an EfficientNet-Lite0 encoder.

The encoder sees texture and context down to stride 32. The decoder goes back up with dense 3×3
convolutions, which a CPU runs several times faster per operation than depthwise ones, and has few
channels where maps are large. Nothing is computed at full resolution: the image itself (its 2×2
cells as 12 channels) joins at stride 2, and a sub-pixel convolution (Shi et al., CVPR 2016)
predicts the four pixels of every 2×2 cell, so that shorelines stay sharp at little cost.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .base import Network
from .efficientnet_lite import EfficientNetLite0, conv_bn
from .strips import in_strips

#: Receptive field from stride 8 to the logits, in pixels on each side: interpolation twice, 3×3 three times.
_RECEPTIVE = 24


class Up(nn.Module):
    """Reduce channels, double the size, concatenate maps of that size (``skip`` channels in all), mix."""

    def __init__(self, inputs: int, skip: int, outputs: int) -> None:
        super().__init__()
        self.narrow = conv_bn(inputs, outputs)
        self.mix = conv_bn(outputs + skip, outputs, 3)

    def forward(self, x: Tensor, *skips: Tensor) -> Tensor:
        x = F.interpolate(self.narrow(x), scale_factor=2.0, mode="bilinear", align_corners=False)
        # Among 16-bit maps one of 32 bits would make all of them 32 bits, to be rounded again in ``mix``.
        return self.mix(torch.cat([x, *(skip.to(x.dtype) for skip in skips)], dim=1))


class LakeNet(Network):
    """``widths`` are the decoder's channels at strides 16, 8, 4 and 2."""

    stride = 32
    # Half of what 16 bits change in the mask would come from these, which are a tenth of the operations.
    full_precision = ("encoder.stem", "encoder.stages.0")

    def __init__(self, classes: int = 2, widths: tuple[int, int, int, int] = (96, 64, 48, 24)) -> None:
        super().__init__()
        self.encoder = EfficientNetLite0()
        c2, c4, c8, c16, c32 = EfficientNetLite0.channels
        w16, w8, w4, w2 = widths
        self.up16 = Up(c32, c16, w16)
        self.up8 = Up(w16, c8, w8)
        self.up4 = Up(w8, c4, w4)
        self.up2 = Up(w4, c2 + 12, w2)
        self.head = nn.Conv2d(w2, classes * 4, 3, padding=1)

    def logits(self, x: Tensor) -> Tensor:
        return self.centre(x, 0)

    def centre(self, x: Tensor, margin: int) -> Tensor:
        """Return ``logits`` from row and column ``margin`` on, without computing most of the margin."""
        c2, c4, c8, c16, c32 = self.encoder(x)
        y = self.up8(self.up16(c32, c16), c8)
        # The deep layers have seen the context. The others need less of the margin.
        cut = max(margin - _RECEPTIVE, 0) // 8 * 8
        x, c2, c4, y = (_inside(m, cut // stride) for m, stride in ((x, 1), (c2, 2), (c4, 4), (y, 8)))
        y = self.up4(y, c4)
        values = (y.shape[1] + c2.shape[1] + 12) * x.shape[3]  # of ``up2`` in two rows, before it mixes
        logits = in_strips(self._finest, x, c2, y, cells=y.shape[2], reach=2, values=values)
        return logits[..., margin - cut :, margin - cut :]

    def _finest(self, x: Tensor, c2: Tensor, y: Tensor) -> Tensor:
        """Return the logits from the image, the map at stride 2 and that at stride 4."""
        y = self.up2(y, c2, F.pixel_unshuffle(x, 2))
        return F.pixel_shuffle(self.head(y), 2)


def _inside(x: Tensor, cut: int) -> Tensor:
    """Return ``x`` without ``cut`` rows and columns at each edge."""
    return x[..., cut : x.shape[2] - cut, cut : x.shape[3] - cut]
