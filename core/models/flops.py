"""What a network costs."""

from __future__ import annotations

import torch
from torch import nn

_FLOPS_SIDE = 256


def gflops(network: nn.Module) -> float:
    """Billions of operations for RGB of 256 × 256 of a network in evaluation mode.

    Convolutions and linear layers alone; a multiplication and an addition are two. torch's own
    ``FlopCounterMode`` counts the same, but imports SymPy, and Debian's is too old for it.
    """
    total = 0

    def count(layer: nn.Module, given: tuple[torch.Tensor, ...], result: torch.Tensor) -> None:
        nonlocal total
        # Every weight meets every pixel: of the result, or of what a transposed convolution spreads.
        spread = isinstance(layer, nn.ConvTranspose2d)
        pixels = (given[0] if spread else result).shape[2:].numel()
        total += 2 * layer.weight.numel() * pixels

    layers = (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)
    hooks = [m.register_forward_hook(count) for m in network.modules() if isinstance(m, layers)]
    place = next(network.parameters())
    try:
        with torch.inference_mode():
            network(torch.zeros(1, 3, _FLOPS_SIDE, _FLOPS_SIDE, device=place.device, dtype=place.dtype))
    finally:
        for hook in hooks:
            hook.remove()
    return total / 1e9
