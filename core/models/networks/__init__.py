"""Networks by name. Every network maps (N, 3, H, W) to (N, classes, H, W) logits."""

from __future__ import annotations

from ...util.errors import ModelError
from ...util.translation import tr
from .base import Network
from .deeplab import DeepLabV3Plus
from .lakenet import LakeNet
from .mslwenet import MSLWENet
from .mwen import MWEN
from .pspnet import PSPNet
from .unet import Unet

#: The five networks of the published benchmark, in its order.
BENCHMARK: dict[str, type[Network]] = {
    "MSLWENet": MSLWENet,
    "DeepLab V3+": DeepLabV3Plus,
    "PSPNet": PSPNet,
    "MWEN": MWEN,
    "Unet": Unet,
}
#: All networks; the bundled one comes first.
NETWORKS: dict[str, type[Network]] = {"LakeNet": LakeNet, **BENCHMARK}


def build(name: str, **arguments: object) -> Network:
    """Return the network ``name`` with random weights; ``ModelError`` when there is no such network."""
    try:
        network = NETWORKS[name]
    except KeyError:
        raise ModelError(
            tr(
                "This version of Lake Mapper has no network called '{name}'; it has {names}. Update the "
                "plugin or choose another model.",
                name=name,
                names=", ".join(sorted(NETWORKS)),
            )
        ) from None
    return network(**arguments)
