"""Operations of a network (FLOPs)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Union

import torch
from torch import nn

_Layer = Union[nn.Conv2d, nn.ConvTranspose2d, nn.Linear]


def gflops(network: nn.Module, size: tuple[int, int] = (256, 256), *, in_training: bool = False) -> float:
    """Count the billions of operations of a network in evaluation mode on RGB of ``size`` (height, width).

    ``in_training`` counts the forward pass of a training, with outputs that are there for their loss alone.

    Only convolutions and linear layers count; a multiplication and an addition are two operations. A network
    on PyTorch's ``meta`` device is counted without computing anything. PyTorch's own ``FlopCounterMode``
    counts the same, but imports SymPy, and Debian's is too old for it.
    """
    total = 0

    def count(layer: _Layer, inputs: tuple[torch.Tensor, ...], result: torch.Tensor) -> None:
        nonlocal total
        # Every weight is used at every pixel: of the result, or of the input of a transposed convolution.
        transposed = isinstance(layer, nn.ConvTranspose2d)
        pixels = (inputs[0] if transposed else result).shape[2:].numel()
        total += 2 * layer.weight.numel() * pixels

    layers = (m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)))
    hooks = [layer.register_forward_hook(count) for layer in layers]
    like = next(network.parameters())
    try:
        with torch.inference_mode():
            outputs: Callable = getattr(network, "training_outputs" if in_training else "__call__")
            outputs(torch.zeros(1, 3, *size, device=like.device, dtype=like.dtype))
    finally:
        for hook in hooks:
            hook.remove()
    return total / 1e9
