"""Checks of trainings that stop and go on: on another device, from their state, with workers and pieces."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np
import package_path
import torch

package_path.load()
from cuda_bench import Bench, Found, apart
from lake_mapper.core.models.model_file import ModelCard
from lake_mapper.core.models.networks import build
from lake_mapper.core.training.checkpoint import load_checkpoint
from lake_mapper.core.training.loop import CHECKPOINT, Fitted, Plan, TrainingProgress, fit
from lake_mapper.core.training.protocol import MODERN
from lake_mapper.core.util.errors import Cancelled


def bench_plan(bench: Bench, name: str, steps: int) -> Plan:
    """Return a training on crops of the sample scene, with scores three times."""
    return Plan(
        partial(bench.crops, count=bench.sizes.crops, side=bench.sizes.crop),
        steps,
        max(1, steps // 3),
        replace(MODERN, batch_size=bench.sizes.crops),
        3,
        ModelCard("check", name),
        {"check": name},
    )


class Trained(NamedTuple):
    """A training, or the part of it until it was stopped: its log, its loss by step, its sentences."""

    fitted: Fitted | None
    losses: dict[int, float]
    said: list[str]


def trained(
    bench: Bench, folder: str, device: str, *, share: float = 1.0, workers: int = 0, in_pieces: bool = False
) -> Trained:
    """Train LakeNet in ``folder`` from where it is, and stop after a ``share`` of all steps."""
    steps = bench.sizes.steps
    until = round(share * steps)
    torch.manual_seed(3)
    losses: dict[int, float] = {}
    said: list[str] = []

    def note(progress: TrainingProgress) -> None:
        losses[progress.step] = progress.loss

    try:
        fitted = fit(
            build("LakeNet"), bench_plan(bench, "LakeNet", steps), bench.folder / folder, device=device,
            log=said.append, progress=note, cancelled=lambda: until < steps and until in losses,
            in_pieces=in_pieces, workers=workers,
        )  # fmt: skip
    except Cancelled:
        return Trained(None, losses, said)
    return Trained(fitted, losses, said)


def training_carried(bench: Bench) -> Found:
    """Begin a training on the CPU, go on on the device, end it on the CPU."""
    device, steps = bench.device.type, bench.sizes.steps
    shares = (("cpu", 1 / 3), (device, 2 / 3), ("cpu", 1.0))
    parts = [trained(bench, "carried", where, share=share) for where, share in shares]
    losses = [loss for part in parts for loss in part.losses.values()]
    ends = [list(part.losses)[-1] for part in parts]
    rows = parts[-1].fitted.rows if parts[-1].fitted else []
    right = len(losses) == steps and bool(np.isfinite(losses).all())
    right = right and ends == [row["step"] for row in rows] == [steps // 3, 2 * steps // 3, steps]
    logged = ", ".join(f"{row['loss']:.3f}" for row in rows)
    return Found(
        right,
        f"the CPU to step {ends[0]}, {device} to step {ends[1]}, the CPU to step {ends[2]}; the log's losses "
        f"{logged}",
    )


def training_resumed(bench: Bench) -> Found:
    """Compare a training that was stopped and resumed with one that ran through."""
    device = bench.device.type
    through = trained(bench, "through", device)
    trained(bench, "resumed", device, share=0.5)
    resumed = trained(bench, "resumed", device)
    return _compared(bench, ("through", through), ("resumed", resumed))


def training_with_workers(bench: Bench) -> Found:
    """Train with crops made by forks, its state in pieces, stopped and resumed, against one without."""
    device = bench.device.type
    began = time.monotonic()
    trained(bench, "workers", device, share=0.5, workers=4, in_pieces=True)
    pieces = len(list((bench.folder / "workers").glob(f"{CHECKPOINT}.*")))
    with_workers = trained(bench, "workers", device, workers=4, in_pieces=True)
    seconds = time.monotonic() - began
    without = trained(bench, "without", device)
    found = _compared(bench, ("without", without), ("workers", with_workers))
    return Found(
        found.right and pieces > 0,
        f"{found.figures}; {pieces} pieces of state; {seconds:.1f} s for both parts",
    )


def _compared(bench: Bench, one: tuple[str, Trained], two: tuple[str, Trained]) -> Found:
    """Compare the last loss and the weights of two trainings: equal on the CPU, near each other on CUDA."""
    (folder, first), (other, second) = one, two
    states = [load_checkpoint(bench.folder / name / CHECKPOINT) for name in (folder, other)]
    a, b = (state["network"] if state else {} for state in states)
    floats = [key for key in a if a[key].is_floating_point()]
    weights = max(float((a[k] - b[k]).norm() / a[k].norm().clamp(min=1e-12)) for k in floats)
    bits = all(torch.equal(a[key], b[key]) for key in a)
    losses = [part.losses.get(bench.sizes.steps, float("nan")) for part in (first, second)]
    step = [state["step"] if state else None for state in states]
    loss = apart(losses[1], losses[0])
    near = loss <= 0.05 if bench.cuda else bits
    distance = "equal to the bit" if bits else f"of a layer {100 * weights:.3f} % apart at most"
    return Found(
        step == [bench.sizes.steps] * 2 and bool(near),
        f"both at step {step[1]}; last loss {losses[0]:.4f} and {losses[1]:.4f}, {100 * loss:.3f} % apart; "
        f"weights {distance}",
    )
