"""Speed and accuracy of networks of other shapes: each is trained in the same way, briefly, and timed.

    .venv/bin/python scripts/network_search.py --steps 400
    .venv/bin/python scripts/network_search.py --steps 400 --distil

Every candidate gets the crops of ``train_bundled_model.py`` in their order, starts from ImageNet weights
where its encoder has some, and gets the score by which that script chooses weights, on all validation images;
with ``--distil`` the bundled model is its teacher. Brief training favours pretrained networks, see
docs/speed.md.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from dataclasses import replace
from pathlib import Path

import package_path
import torch
import torch.nn.functional as F
from torch import Tensor, nn

package_path.load()
import lake_data
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.memory import memory_kept
from lake_mapper.core.models.flops import gflops
from lake_mapper.core.models.model_file import Model, ModelCard, load_model
from lake_mapper.core.models.networks import Network
from lake_mapper.core.models.networks.efficientnet_lite import EfficientNetLite0, conv_bn, imagenet_weights
from lake_mapper.core.models.networks.lakenet import LakeNet, Up
from lake_mapper.core.training.loop import Plan, fit
from lake_mapper.core.util.errors import DeviceError
from train_bundled_model import GROUND_RANGE, PROTOCOL, Crops, validate


class DualResolutionNet(Network):
    """An EfficientNet-Lite0 on the image at half its resolution, and a small branch at stride 4 for outlines.

    The encoder costs a quarter and its receptive field is twice as wide; nothing is computed above stride 4.
    """

    stride = 64

    def __init__(self, widths: tuple[int, ...] = (96, 64, 48, 32), fine: int = 48) -> None:
        super().__init__()
        self.encoder = EfficientNetLite0()
        c4, c8, c16, c32, c64 = EfficientNetLite0.channels
        w32, w16, w8, w4 = widths
        self.up32, self.up16 = Up(c64, c32, w32), Up(w32, c16, w16)
        self.up8, self.up4 = Up(w16, c8, w8), Up(w8, c4, w4)
        self.fine = conv_bn(48, fine, 3)
        self.mix = conv_bn(w4 + fine, fine, 3)
        self.head = nn.Conv2d(fine, 32, 3, padding=1)

    def logits(self, x: Tensor) -> Tensor:
        c4, c8, c16, c32, c64 = self.encoder(F.avg_pool2d(x, 2))
        y = self.up4(self.up8(self.up16(self.up32(c64, c32), c16), c8), c4)
        y = self.mix(torch.cat([y, self.fine(F.pixel_unshuffle(x, 4))], dim=1))
        return F.pixel_shuffle(self.head(y), 4)


class Thin(Network):
    """A U-Net of dense 3×3 convolutions from stride 4 on, with nothing pretrained."""

    stride = 32

    def __init__(self, widths: tuple[int, ...]) -> None:
        super().__init__()
        pairs = list(zip(widths, widths[1:]))
        self.first = nn.Sequential(conv_bn(48, widths[0], 3), conv_bn(widths[0], widths[0], 3))
        self.down = nn.ModuleList(nn.Sequential(conv_bn(a, b, 3, 2), conv_bn(b, b, 3)) for a, b in pairs)
        self.up = nn.ModuleList(Up(b, a, a) for a, b in reversed(pairs))
        self.head = nn.Conv2d(widths[0], 32, 3, padding=1)

    def logits(self, x: Tensor) -> Tensor:
        maps = [self.first(F.pixel_unshuffle(x, 4))]
        for down in self.down:
            maps.append(down(maps[-1]))
        y = maps.pop()
        for up in self.up:
            y = up(y, maps.pop())
        return F.pixel_shuffle(self.head(y), 4)


CANDIDATES = {
    "LakeNet": LakeNet,
    "dual resolution": DualResolutionNet,
    "thin 48-96-192-256": lambda: Thin((48, 96, 192, 256)),
    "thin 32-64-128-192": lambda: Thin((32, 64, 128, 192)),
}


def speed(network: Network, choice: str, side: int = 1280) -> str:
    """Return million pixels a second with one of ``engine.ENGINES``; empty where it is not available."""
    try:
        engine = Engine(Model(network, ModelCard(name="", network="LakeNet"), ""), "cpu", choice)
    except DeviceError:
        return ""
    with memory_kept():
        seconds = statistics.median(engine.seconds(side, side) for _ in range(5))
    return f"{side * side / 1e6 / seconds:.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=400, help="batches to train each candidate on")
    parser.add_argument("--only", nargs="+", choices=list(CANDIDATES), default=list(CANDIDATES))
    parser.add_argument("--distil", action="store_true", help="with the bundled model as teacher")
    args = parser.parse_args()
    teacher = load_model().network if args.distil else None
    everything = list(lake_data.items())
    crops = Crops([item for item in everything if item.part == "train"], 1)
    validation = [item for item in everything if item.part == "validation"]
    print("| network | million parameters | GFLOP/Mpx | Mpx/s, 32 bits | 16 bits | score % | lake IoU % |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for name in args.only:
        torch.manual_seed(1)
        network = CANDIDATES[name]()
        if hasattr(network, "encoder"):
            network.encoder.load_imagenet(imagenet_weights())
        card = ModelCard(name=name, network="LakeNet", ground_range=GROUND_RANGE)
        # A running average as long as the bundled model's would still remember the first weights.
        plan = Plan(
            crops.batch,
            steps=args.steps,
            epoch=args.steps,
            protocol=replace(PROTOCOL, average=0.99),
            seed=1,
            card=card,
            identity={"candidate": name},
            validate=lambda network, step, card=card: validate(network, validation, card),
            teacher=teacher,
        )
        with tempfile.TemporaryDirectory() as folder:
            best = fit(network, plan, Path(folder), device="cpu").best
        network.eval().requires_grad_(False)
        million = sum(p.numel() for p in network.parameters()) / 1e6
        work = gflops(network) / (256 * 256 / 1e6)
        print(
            f"| {name} | {million:.2f} | {work:.1f} | {speed(network, 'full')} | {speed(network, 'half')} "
            f"| {100 * best['validation_MIoU']:.1f} | {100 * best['validation_lake_IoU']:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
