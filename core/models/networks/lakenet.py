"""LakeNet: the bundled network, a light U-Net over an EfficientNet-Lite0 encoder.

The encoder reads texture and context down to stride 32. The decoder climbs back with dense 3×3
convolutions, which a CPU runs several times faster per operation than depthwise ones, and stays
narrow where maps are large. The last step never computes at full resolution: the image itself
(folded to half resolution, 12 channels) joins at stride 2, and a sub-pixel convolution (Shi et al.,
CVPR 2016) predicts the four pixels of every 2×2 cell, so that shorelines stay sharp at little cost.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .base import Network
from .efficientnet_lite import EfficientNetLite0, conv_bn
from .strips import in_strips

#: Pixels that the steps from stride 8 to the logits see around each: by interpolation twice, and 3×3 thrice.
_NEAR = 24


class Up(nn.Module):
    """Narrow, double the size, join the maps of that size, which have ``skip`` channels in all, mix."""

    def __init__(self, inputs: int, skip: int, outputs: int) -> None:
        super().__init__()
        self.narrow = conv_bn(inputs, outputs)
        self.mix = conv_bn(outputs + skip, outputs, 3)

    def forward(self, x: Tensor, *skips: Tensor) -> Tensor:
        x = F.interpolate(self.narrow(x), scale_factor=2.0, mode="bilinear", align_corners=False)
        # In 16 bits one map of 32 would make all of them 32, to be rounded again in ``mix``.
        return self.mix(torch.cat([x, *(skip.to(x.dtype) for skip in skips)], dim=1))


class LakeNet(Network):
    """``widths`` are the decoder's channels at strides 16, 8, 4 and 2."""

    stride = 32
    # Half of what 16 bits change in the mask would come from these, a tenth of the work.
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
        c2, c4, c8, c16, c32 = self.encoder(x)
        y = self.up8(self.up16(c32, c16), c8)
        # Context came by the deep layers. The rest sees no further than this, so the margin can go.
        cut = max(margin - _NEAR, 0) // 8 * 8
        x, c2, c4, y = (_inside(m, cut // stride) for m, stride in ((x, 1), (c2, 2), (c4, 4), (y, 8)))
        y = self.up4(y, c4)
        values = (y.shape[1] + c2.shape[1] + 12) * x.shape[3]  # of ``up2`` in two rows, before it mixes
        logits = in_strips(self._shores, x, c2, y, cells=y.shape[2], reach=2, values=values)
        return logits[..., margin - cut :, margin - cut :]

    def _shores(self, x: Tensor, c2: Tensor, y: Tensor) -> Tensor:
        y = self.up2(y, c2, F.pixel_unshuffle(x, 2))
        return F.pixel_shuffle(self.head(y), 2)


def _inside(x: Tensor, cut: int) -> Tensor:
    """``x`` without ``cut`` rows and columns at each edge."""
    return x[..., cut : x.shape[2] - cut, cut : x.shape[3] - cut]
