"""Convolutions on the CPU together with the ReLU after them, by oneDNN, which is part of PyTorch.

PyTorch by itself writes a convolution's result to memory, reads it again for the ReLU, and brings the weights
into oneDNN's order anew each time. Its compiler does better, with the operators that are used here, but needs
a C++ compiler, which few users of QGIS have. ``torch.jit`` (trace, freeze, ``optimize_for_inference``) is no
faster in 32 bits, slower in 16, and takes more memory (docs/speed.md). The numbers are the same: LakeNet's to
the last bit.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

import torch
from torch import Tensor, nn

#: So many values of reordered weights a layer keeps at most, but always those for one input shape. A layer
#: that computes some rows at a time gets several shapes in turn and has few weights: it keeps them for all.
_MOST_KEPT = 1 << 18
_Module = TypeVar("_Module", bound=nn.Module)


class FusedConvolution(nn.Module):
    """A convolution and what follows it, "relu" or "none".

    Takes maps of any precision and computes in that of its weights.
    """

    def __init__(self, convolution: nn.Conv2d, following: str) -> None:
        super().__init__()
        self.convolution, self.following = convolution, following
        self._reordered: dict[torch.Size, Tensor] = {}  # weights, in the order that is best for a shape

    def forward(self, x: Tensor) -> Tensor:
        c = self.convolution
        x = x.to(c.weight.dtype)
        how = c.padding, c.stride, c.dilation, c.groups
        weights = self._reordered.get(x.shape)
        if weights is None:
            if (len(self._reordered) + 1) * c.weight.numel() > _MOST_KEPT:
                self._reordered.clear()
            weights = torch.ops.mkldnn._reorder_convolution_weight(c.weight, *how, list(x.shape))
            self._reordered[x.shape] = weights
        return torch.ops.mkldnn._convolution_pointwise(x, weights, c.bias, *how, self.following, [], "")


def fuse(network: _Module) -> _Module:
    """Replace the convolutions of ``network``, batch norms folded, in place, where the operators exist."""
    if not available():
        return network
    for parent in list(network.modules()):
        children = [(name, m) for name, m in parent.named_children() if not isinstance(m, nn.Identity)]
        following = children[1:] if isinstance(parent, nn.Sequential) else []
        for k, (name, module) in enumerate(children):
            if not isinstance(module, nn.Conv2d) or isinstance(module.padding, str):
                continue
            activated = k < len(following) and isinstance(following[k][1], nn.ReLU)
            if activated:
                setattr(parent, following[k][0], nn.Identity())
            setattr(parent, name, FusedConvolution(module, "relu" if activated else "none"))
    return network


@lru_cache(maxsize=1)
def available() -> bool:
    """Return whether this PyTorch has the operators, and they compute what they should."""
    convolution = nn.Conv2d(3, 8, 3, 2, 1).requires_grad_(False)
    x = torch.linspace(-1, 1, 3 * 8 * 8).reshape(1, 3, 8, 8)
    try:
        found = FusedConvolution(convolution, "relu")(x)
    except (RuntimeError, AttributeError, TypeError):  # they are not public: another version may lack them
        return False
    return torch.allclose(found, convolution(x).relu(), atol=1e-5)
