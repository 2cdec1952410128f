"""Convolutions on the CPU together with the ReLU after them, by oneDNN, which is part of PyTorch.

PyTorch by itself writes a convolution's result to memory, reads it again for the ReLU, and brings the weights
into oneDNN's order anew each time. Its compiler does better, with the operators that are used here; but it
needs a C++ compiler, which few who use QGIS have. The numbers are the same: LakeNet's to the last bit.
"""

from __future__ import annotations

from functools import lru_cache

import torch
from torch import Tensor, nn

#: Values of reordered weights that a layer keeps: a layer in strips sees several shapes in turn and has few
#: weights, so it keeps them for all; a layer with many keeps one.
_KEPT = 1 << 18


class FusedConvolution(nn.Module):
    """A convolution and what follows, "relu" or "none"; takes any precision and computes in the weights'."""

    def __init__(self, convolution: nn.Conv2d, following: str) -> None:
        super().__init__()
        self.convolution, self.following = convolution, following
        self._packed: dict[torch.Size, Tensor] = {}  # weights, in the order that is best for a shape

    def forward(self, x: Tensor) -> Tensor:
        c = self.convolution
        x = x.to(c.weight.dtype)
        how = c.padding, c.stride, c.dilation, c.groups
        packed = self._packed.get(x.shape)
        if packed is None:
            if (len(self._packed) + 1) * c.weight.numel() > _KEPT:
                self._packed.clear()
            packed = torch.ops.mkldnn._reorder_convolution_weight(c.weight, *how, list(x.shape))
            self._packed[x.shape] = packed
        return torch.ops.mkldnn._convolution_pointwise(x, packed, c.bias, *how, self.following, [], "")


def fuse(network: nn.Module) -> nn.Module:
    """Replace, in place, the convolutions of ``network``, batch norms folded, where that works here."""
    if not _works():
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
def _works() -> bool:
    """Whether this PyTorch has the operators, and they do what they should."""
    plain = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1), nn.ReLU()).requires_grad_(False)
    x = torch.linspace(-1, 1, 3 * 8 * 8).reshape(1, 3, 8, 8)
    try:
        return torch.allclose(FusedConvolution(plain[0], "relu")(x), plain(x), atol=1e-5)
    except (RuntimeError, AttributeError, TypeError):  # they are not public: another version may lack them
        return False
