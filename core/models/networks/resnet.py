"""ResNet as a feature pyramid (He et al., CVPR 2016), dilated where a network wants finer maps."""

from __future__ import annotations

from torch import Tensor, nn

from .parts import conv_bn

#: Bottlenecks in each of the four stages, by the depth that names the network.
BOTTLENECKS = {50: (3, 4, 6, 3), 101: (3, 4, 23, 3)}


class Bottleneck(nn.Module):
    """Convolutions 1×1, 3×3, 1×1 with a shortcut; the 3×3 one is depthwise when ``separable``."""

    def __init__(self, inputs: int, width: int, *, stride: int, dilation: int, separable: bool) -> None:
        super().__init__()
        outputs = 4 * width
        self.convs = nn.Sequential(
            conv_bn(inputs, width),
            conv_bn(width, width, 3, stride, dilation=dilation, groups=width if separable else 1),
            conv_bn(width, outputs, activate=False),
        )
        same = inputs == outputs and stride == 1
        self.shortcut = nn.Identity() if same else conv_bn(inputs, outputs, stride=stride, activate=False)
        self.activate = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.activate(self.convs(x) + self.shortcut(x))


class ResNet(nn.Module):
    """Encoder: (N, 3, H, W) to maps of 256, 512, 1024 and 2048 channels.

    Their strides are 4, 8, 16, 32, but at most ``output_stride``: stages that would go further dilate
    instead (Chen et al., 2017). With ``separable`` the 3×3 convolutions of the bottlenecks are depthwise; the
    1×1 convolution after each is its pointwise half.
    """

    channels = (256, 512, 1024, 2048)

    def __init__(self, depth: int = 50, output_stride: int = 32, separable: bool = False) -> None:
        super().__init__()
        self.stem = nn.Sequential(conv_bn(3, 64, 7, 2), nn.MaxPool2d(3, 2, 1))
        stages, inputs, reached, dilation = [], 64, 4, 1
        for number, (repeats, width) in enumerate(zip(BOTTLENECKS[depth], (64, 128, 256, 512))):
            stride = 1 if number == 0 else 2
            if reached * stride > output_stride:
                stride, dilation = 1, dilation * 2
            reached *= stride
            layers = []
            for step in (stride, *[1] * (repeats - 1)):
                layers.append(Bottleneck(inputs, width, stride=step, dilation=dilation, separable=separable))
                inputs = 4 * width
            stages.append(nn.Sequential(*layers))
        self.stages = nn.ModuleList(stages)

    def forward(self, x: Tensor) -> list[Tensor]:
        x = self.stem(x)
        features = []
        for stage in self.stages:
            x = stage(x)
            features.append(x)
        return features
