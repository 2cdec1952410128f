"""Speed of training steps on this computer's CPU, for ``benchmark.py --training``."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

import package_path
import torch
from torch import nn

package_path.load()
from lake_mapper.core.inference.memory import memory_kept
from lake_mapper.core.inference.runtimes import cores
from lake_mapper.core.models.networks import NETWORKS
from lake_mapper.core.models.networks.depthwise import DepthwiseConvolution
from lake_mapper.core.training.losses import cross_entropy

TILES, SIDE = 4, 256  # in a step
_NOBODYS = "LakeNet, PyTorch's own gradients"


def training_table(repeats: int) -> None:
    """Print milliseconds that a step takes for a tile: median, forth and back and the optimizer's update."""
    torch.set_num_threads(cores())
    print("| network | 32 bits, ms | bfloat16, ms | times as fast |\n|---|---|---|---|", flush=True)
    names = list(NETWORKS)
    names.insert(names.index("LakeNet") + 1, _NOBODYS)  # side by side: a shared computer's speed changes
    for name in names:
        with memory_kept(), _own_gradients(name == _NOBODYS):
            full, half = (_milliseconds(name.partition(",")[0], kind, repeats) for kind in (False, True))
        print(f"| {name} | {full:.0f} | {half:.0f} | {full / half:.2f} |", flush=True)


@contextmanager
def _own_gradients(wanted: bool) -> Iterator[None]:
    """Let depthwise convolutions be PyTorch's, to see what ours are worth."""
    ours = DepthwiseConvolution.forward
    if wanted:
        DepthwiseConvolution.forward = nn.Conv2d.forward
    try:
        yield
    finally:
        DepthwiseConvolution.forward = ours


def _milliseconds(name: str, half: bool, repeats: int) -> float:
    torch.manual_seed(0)
    network = NETWORKS[name]().to(memory_format=torch.channels_last).train()
    optimizer = torch.optim.AdamW(network.parameters())
    image = torch.randn(TILES, 3, SIDE, SIDE).contiguous(memory_format=torch.channels_last)
    truth = torch.randint(0, 2, (TILES, SIDE, SIDE))
    seconds = []
    for _ in range(repeats + 1):
        began = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            outputs = network.training_outputs(image)
        sum(weight * cross_entropy(logits.float(), truth) for weight, logits in outputs).backward()
        optimizer.step()
        seconds.append(time.perf_counter() - began)
    return 1000 * statistics.median(seconds[1:]) / TILES
