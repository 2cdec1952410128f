"""Checks of memory that runs out: of a GPU that is given too little, or pretended where there is none."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
import package_path
import torch

package_path.load()
from cuda_bench import ALIKE, Bench, Found, NotHere, no_warnings
from cuda_extraction import same_lakes
from cuda_memory import at_most, mib, peak_memory
from cuda_training import bench_plan
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.runtimes import TorchRuntime, half_precision
from lake_mapper.core.models.networks import Network, build
from lake_mapper.core.training.loop import fit
from lake_mapper.core.util.errors import TrainingError


@contextmanager
def blocks_at_most(pixels: int) -> Iterator[None]:
    """Without a GPU: let 16-bit runtimes inside run out of memory on more pixels."""
    compute = TorchRuntime.__call__

    def limited(self: TorchRuntime, x: torch.Tensor, margin: int = 0) -> torch.Tensor:
        if not self.exact and x.shape[-1] * x.shape[-2] > pixels:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory (pretended)")
        return compute(self, x, margin)

    with patch.object(TorchRuntime, "__call__", limited):
        yield


def _part_side(bench: Bench) -> int:
    """Return the side of the smallest part of a block with its overlap, about."""
    return (bench.sizes.block + 2 * bench.margin) // 4 + 2 * bench.margin


def memory_for_parts(bench: Bench) -> Found:
    """Compute a block where memory is enough for its parts only."""
    rgb, known = bench.block
    if not bench.cuda:
        bench.needs_half()
        with blocks_at_most(known.size - 1):
            return _short_of_memory(bench, "with parts of a block", "the CPU")
    choice = "full" if half_precision(bench.device) is None else "half"
    with no_warnings() as warn:
        engine = Engine(bench.model, "cuda", choice, warn)
        engine.probability(rgb, known, bench.margin)
        with peak_memory(bench.device) as whole:
            engine.probability(rgb, known, bench.margin)
        part = np.s_[: _part_side(bench), : _part_side(bench)]
        with peak_memory(bench.device) as parts:
            engine.probability(rgb[part], known[part])
    del engine
    for nearer in (0.5, 0.7, 0.3, 0.85, 0.15):  # how much of the workspaces is needed is not known
        limit = whole.reserved**nearer * parts.reserved ** (1 - nearer)
        with at_most(limit):
            found = _short_of_memory(bench, "with parts of a block", "CUDA")
        if found.right:
            break
    sizes = f"a whole block {mib(whole.reserved)}, a part {mib(parts.reserved)}, the limit {mib(limit)}"
    return Found(found.right, f"{found.figures}; {sizes}")


def memory_for_nothing(bench: Bench) -> Found:
    """Compute a block where memory is enough for nothing but the weights: the CPU goes on."""
    if not bench.cuda:
        bench.needs_half()
        with blocks_at_most(0):
            return _short_of_memory(bench, "ran out of memory; going on with PyTorch in 32-bit", "the CPU")
    with no_warnings() as warn, peak_memory(bench.device) as weights:
        Engine(bench.model, "cuda", "automatic", warn)
    for share in (1.0, 0.7, 0.4):  # what PyTorch holds may be more than the weights need
        with at_most(share * weights.reserved):
            found = _short_of_memory(bench, "out of memory", "the CPU")
        if found.right:
            break
    return Found(found.right, f"{found.figures}; the limit {mib(share * weights.reserved)}")


def _short_of_memory(bench: Bench, sentence: str, device: str) -> Found:
    """Compare what an engine finds now with the CPU's mask; it must say ``sentence`` and be on ``device``."""
    rgb, known = bench.block
    inside = np.s_[bench.margin : -bench.margin, bench.margin : -bench.margin]
    said: list[str] = []
    engine = Engine(bench.model, bench.device.type, "half" if not bench.cuda else "automatic", said.append)
    found = engine.probability(rgb, known, bench.margin) >= 0.5
    again = engine.probability(rgb, known, bench.margin) >= 0.5
    same = (float((mask == bench.expected_in_block)[known[inside]].mean()) for mask in (found, again))
    alike = min(same)
    right = alike >= ALIKE and sentence in " ".join(said) and f"runs on {device}" in engine.description
    return Found(
        right,
        f"{100 * alike:.4f} % of the pixels alike; {len(said)} warnings: {' '.join(said)} In the end: "
        f"{engine.description}",
    )


def memory_again(bench: Bench) -> Found:
    """Compute a block after memory had run out: nothing of it may be left."""
    if not bench.cuda:
        raise NotHere("needs CUDA")
    found = same_lakes(bench, "full")
    return Found(found.right, f"{mib(torch.cuda.memory_reserved())} held after; {found.figures}")


def memory_for_training(bench: Bench) -> Found:
    """Train where memory is too short for the batch: the error must name one that fits."""
    side, most = bench.sizes.tile, 4 * bench.sizes.batch

    def train(count: int, network: Network) -> None:
        batches = bench.crops(0, 4, side)
        rgb, label = (np.concatenate([values] * -(-count // 4))[:count] for values in batches)
        plan = replace(bench_plan(bench, "LakeNet", 2), batches=lambda number: (rgb, label))
        with tempfile.TemporaryDirectory(dir=bench.folder) as folder:
            fit(network, plan, Path(folder), device=bench.device.type)

    def hungry(network: Network) -> Network:
        """Without a GPU: let a network run out of memory on more than half the batch."""
        outputs = network.training_outputs

        def limited(x: torch.Tensor) -> list[tuple[float, torch.Tensor]]:
            if len(x) > most // 2:
                raise torch.cuda.OutOfMemoryError("CUDA out of memory (pretended)")
            return outputs(x)

        network.training_outputs = limited  # type: ignore[method-assign]
        return network

    def advice(network: Network) -> str:
        try:
            train(most, network)
        except TrainingError as error:
            return str(error)
        return "no error"

    if not bench.cuda:
        said = advice(hungry(build("LakeNet")))
        return _advised(said, most // 4, lambda size: train(size, build("LakeNet")))
    with peak_memory(bench.device) as peak:
        train(most, build("LakeNet"))
    for share in (0.8, 0.65, 0.5, 0.4, 0.3, 0.2, 0.1):  # cuDNN takes more than it needs where there is more
        with at_most(share * peak.reserved):
            said = advice(build("LakeNet"))
            if said != "no error":
                found = _advised(said, most // 4, lambda size: train(size, build("LakeNet")))
                break
    else:
        return Found(False, "no error")
    return Found(found.right, f"{found.figures}; {mib(peak.reserved)} held before, {share:.0%} of it now")


def _advised(said: str, least: int, train: Callable[[int], None]) -> Found:
    """Return whether the batch named in ``said`` can be trained and is no smaller than ``least``."""
    named = re.search(r"Batches of (\d+) fit", said)
    if not named:
        return Found(False, said)
    size = int(named[1])
    train(size)
    return Found(size >= least, f'"{said}" They do')
