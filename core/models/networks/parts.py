"""Layers that several networks are composed of."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor, nn

from .depthwise import DepthwiseConvolution


def conv_bn(
    inputs: int,
    outputs: int,
    kernel: int = 1,
    stride: int = 1,
    *,
    dilation: int = 1,
    groups: int = 1,
    activate: bool = True,
    eps: float = 1e-5,
    momentum: float = 0.1,
) -> nn.Sequential:
    """Return a convolution, batch norm and, with ``activate``, ReLU; at stride 1 the size stays the same."""
    convolution = DepthwiseConvolution if groups == inputs > 1 else nn.Conv2d
    layers: list[nn.Module] = [
        convolution(
            inputs,
            outputs,
            kernel,
            stride,
            padding=dilation * (kernel // 2),
            dilation=dilation,
            groups=groups,
            bias=False,
        ),
        nn.BatchNorm2d(outputs, eps=eps, momentum=momentum),
    ]
    if activate:
        layers.append(nn.ReLU(inplace=True))
    return nn.Sequential(*layers)


def separable(inputs: int, outputs: int, stride: int = 1, dilation: int = 1) -> nn.Sequential:
    """Return a depthwise separable convolution: 3×3 per channel, 1×1 across them (Chollet, CVPR 2017)."""
    return nn.Sequential(
        conv_bn(inputs, inputs, 3, stride, dilation=dilation, groups=inputs),
        conv_bn(inputs, outputs),
    )


def double_conv(inputs: int, outputs: int) -> nn.Sequential:
    """Return two 3×3 convolutions, as in VGG and U-Net."""
    return nn.Sequential(conv_bn(inputs, outputs, 3), conv_bn(outputs, outputs, 3))


def halvings(widths: Sequence[int]) -> nn.ModuleList:
    """Return a step for each pair of ``widths`` (channels): pooling to half the size, two convolutions."""
    return nn.ModuleList(
        nn.Sequential(nn.MaxPool2d(2), double_conv(a, b)) for a, b in zip(widths, widths[1:])
    )


class Residual(nn.Module):
    """Two 3×3 convolutions added to their input, whose channels a 1×1 convolution changes where needed."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.convs = nn.Sequential(conv_bn(inputs, outputs, 3), conv_bn(outputs, outputs, 3, activate=False))
        self.shortcut = nn.Identity() if inputs == outputs else conv_bn(inputs, outputs, activate=False)
        self.activate = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.activate(self.convs(x) + self.shortcut(x))
