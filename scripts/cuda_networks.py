"""Checks of every network on the device: its answers, and the speed of its training."""

from __future__ import annotations

import statistics
import time
from contextlib import suppress
from dataclasses import replace

import numpy as np
import package_path
import torch

package_path.load()
from cuda_bench import Bench, Found
from cuda_memory import peak_memory
from cuda_training import bench_plan
from lake_mapper.core.inference.runtimes import TorchRuntime, half_precision
from lake_mapper.core.models.networks import build
from lake_mapper.core.training.loop import TrainingProgress, fit
from lake_mapper.core.util.errors import Cancelled


def network_answers(bench: Bench, name: str) -> Found:
    """Compare a network's log-odds of a tile with those of the CPU in 32 bits."""
    torch.manual_seed(0)
    network, card = build(name).eval(), bench.model.card
    rgb = bench.scene[0][: bench.sizes.tile, : bench.sizes.tile].astype(np.float32)
    normalised = (rgb - np.float32(card.mean)) / np.float32(card.std)
    x = torch.from_numpy(normalised.transpose(2, 0, 1).copy())[None]
    right, figures = True, []
    with torch.inference_mode():
        expected = TorchRuntime(network, torch.device("cpu"))(x)
        half = half_precision(bench.device)
        for title, precision, most in (("32 bits", torch.float32, 1e-3), ("16 bits", half, 0.1)):
            if precision is None:
                continue
            found = TorchRuntime(network, bench.device, precision)(x.to(bench.device))
            difference = float((found - expected).norm() / expected.norm())
            alike = float(((found >= 0) == (expected >= 0)).float().mean())
            right = right and difference <= most
            figures.append(f"{title} {difference:.2g} apart, {100 * alike:.3f} % of the classes alike")
    return Found(right, "; ".join(figures))


def training_speed(bench: Bench, name: str) -> Found:
    """Measure the steps of a training for a few seconds, on batches that are there already."""
    count, side = bench.sizes.batch, bench.sizes.tile
    ready = [bench.crops(number, count, side) for number in range(2)]
    plan = replace(bench_plan(bench, name, 1_000_000), batches=lambda number: ready[number % 2])
    said: list[str] = []
    times: list[float] = []
    losses: list[float] = []

    def note(progress: TrainingProgress) -> None:
        times.append(time.monotonic())
        losses.append(progress.loss)

    def enough() -> bool:
        return len(times) >= 3 and times[-1] - times[1] > bench.sizes.seconds

    folder = bench.folder / f"speed of {name}"
    with peak_memory(bench.device) as peak, suppress(Cancelled):
        fit(
            build(name), plan, folder, device=bench.device.type, log=said.append, progress=note,
            cancelled=enough,
        )  # fmt: skip
    warm = times[min(4, len(times) // 2) :]  # the first steps also plan and allocate
    step = statistics.median(b - a for a, b in zip(warm, warm[1:]))
    return Found(
        bool(np.isfinite(losses).all()) and len(warm) > 1,
        f"{count / step:.0f} tiles/s of {side} × {side} in batches of {count} ({1000 * step:.0f} ms a step, "
        f"{len(times)} steps){peak.text}. {said[0]}",
    )
