"""Depthwise convolutions whose gradients on the CPU in bfloat16 do not take most of a training step.

oneDNN (PyTorch 2.13, AVX-512) computes them in bfloat16 with plain loops: with 5×5 kernels or strides they
took half of LakeNet's step (``scripts/benchmark.py --training`` compares).
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

#: Up to this size of the kernel bfloat16 is fast for the weights' gradient too.
_FAST_KERNEL = 3


class DepthwiseConvolution(nn.Conv2d):
    """A convolution of each channel alone: the same values as ``nn.Conv2d``, gradients sooner on the CPU."""

    def forward(self, x: Tensor) -> Tensor:
        half_on_cpu = x.device.type == "cpu" and x.dtype == torch.bfloat16
        if not half_on_cpu or self.bias is not None or not torch.is_grad_enabled():
            return super().forward(x)
        result: Tensor = _Depthwise.apply(x, self.weight.to(x.dtype), self)
        return result


class _Depthwise(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, layer: nn.Conv2d) -> Tensor:
        ctx.save_for_backward(x, weight)
        ctx.layer = layer
        return F.conv2d(x, weight, None, layer.stride, layer.padding, layer.dilation, layer.groups)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, Tensor, None]:
        x, weight = ctx.saved_tensors
        layer = ctx.layer
        return _of_input(gradient, x, weight, layer), _of_weight(gradient, x, weight, layer), None


def _of_input(gradient: Tensor, x: Tensor, weight: Tensor, layer: nn.Conv2d) -> Tensor:
    """Return the gradient of ``x``: a convolution with the mirrored kernel of ``gradient``, zeros between."""
    reach = [d * (k - 1) for k, d in zip(layer.kernel_size, layer.dilation)]
    around = [int(p) for p in layer.padding]
    # As many rows and columns as give back the size of x.
    size = [n + 2 * p - r for n, p, r in zip(x.shape[2:], around, reach)]
    down, across = layer.stride
    if layer.stride != (1, 1):
        spread = gradient.new_zeros(*x.shape[:2], *size).contiguous(memory_format=torch.channels_last)
        spread[:, :, ::down, ::across] = gradient
        gradient = spread
    padding = [r - p for r, p in zip(reach, around)]
    return F.conv2d(gradient, weight.flip(2, 3), None, 1, padding, layer.dilation, layer.groups)


def _of_weight(gradient: Tensor, x: Tensor, weight: Tensor, layer: nn.Conv2d) -> Tensor:
    kind = torch.float32 if max(layer.kernel_size) > _FAST_KERNEL else weight.dtype
    values = torch.ops.aten.convolution_backward(
        gradient.to(kind), x.to(kind), weight.to(kind), None, layer.stride, layer.padding, layer.dilation,
        False, (0, 0), layer.groups, (False, True, False),
    )[1]  # fmt: skip
    return values.to(weight.dtype)
