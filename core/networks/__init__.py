"""Networks by name. Every network maps (N, 3, H, W) to (N, classes, H, W) logits."""

from __future__ import annotations

from torch import nn

from ..errors import ModelError
from .lakenet import LakeNet

NETWORKS: dict[str, type[nn.Module]] = {
    "LakeNet": LakeNet,
}


def build(name: str, **arguments: object) -> nn.Module:
    """The network ``name`` with fresh weights; ``ModelError`` when there is no such network."""
    try:
        network = NETWORKS[name]
    except KeyError:
        raise ModelError(
            f"This version of Lake Mapper has no network called '{name}'; it has "
            f"{', '.join(sorted(NETWORKS))}. Update the plugin or choose another model."
        ) from None
    return network(**arguments)
