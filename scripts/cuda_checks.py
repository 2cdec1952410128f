"""Check on a CUDA GPU what cannot be tested without one, and print a table, within three minutes.

    python3 scripts/cuda_checks.py                                   # where there is a GPU
    .venv/bin/python scripts/cuda_checks.py --device cpu --small     # the same code where there is none

Answers, speed and memory of Extract lakes' network, of all networks, of training and of evaluation, on CUDA
and on the CPU. Needs Linux, PyTorch, NumPy, OpenCV and Pillow; no GDAL, no QGIS, no data but the sample
scene. Each check is a row of its own: one that fails stops no other. The exit status is 1 when one failed.
"""

from __future__ import annotations

import argparse
import faulthandler
import platform
import re
import statistics
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

STARTED = time.monotonic()  # importing PyTorch counts in --seconds

import cv2
import numpy as np
import package_path
import torch

package_path.load()
from lake_mapper.core.datasets.dataset import Tile
from lake_mapper.core.datasets.tile_files import IGNORE, save_image, save_label
from lake_mapper.core.evaluation.evaluate import evaluate
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.memory import memory_kept
from lake_mapper.core.inference.runtimes import TorchRuntime, cores, half_precision
from lake_mapper.core.models.model_file import ModelCard, load_model
from lake_mapper.core.models.networks import NETWORKS, Network, build
from lake_mapper.core.raster.stretch import between_percentiles
from lake_mapper.core.training.augmentation import Labelled, random_crop
from lake_mapper.core.training.checkpoint import load_checkpoint
from lake_mapper.core.training.loop import CHECKPOINT, Fitted, Plan, TrainingProgress, fit
from lake_mapper.core.training.protocol import MODERN
from lake_mapper.core.util.errors import Cancelled, TrainingError

SAMPLE = package_path.ROOT / "resources" / "sample" / "itaipu_landsat8_2020-05-18.tif"
GROUND = 30.0  # its pixel in metres
#: ``tiling.BLOCK_SIZE``, whose module needs GDAL.
BLOCK = 1024
#: Pixels of the smallest lake that Extract lakes keeps by default, 5000 m² of 30 m pixels.
SMALLEST_LAKE = 6
ALIKE = 0.999  # of a mask's pixels; what the engine itself asks of a faster one


class NotHere(Exception):  # noqa: N818 (no error)
    """A check that this computer cannot make."""


class Found(NamedTuple):
    """What a check found: whether it is right, and figures."""

    right: bool
    figures: str


@dataclass(frozen=True)
class Sizes:
    """Pixels a side of the sample scene that is used, of a block, of the scenes that are timed, of a tile."""

    sample: int = 1100
    block: int = BLOCK
    scene: int = 4096
    cpu_scene: int = 2048
    tile: int = 256
    batch: int = 16
    seconds: float = 2.5  # to train each network
    crop: int = 128  # of the trainings that stop and go on
    crops: int = 8
    steps: int = 12
    area: float = 0.001  # how far areas may be apart


SMALL = Sizes(256, 256, 256, 256, 64, 2, 0.3, 64, 2, 6, 0.01)


class Bench:
    """The device to check, the bundled model, and the sample scene with what the CPU finds in it."""

    def __init__(self, device: str, sizes: Sizes, folder: Path) -> None:
        self.device, self.sizes, self.folder = torch.device(device), sizes, folder
        self.model = load_model()
        self.margin = self.model.card.margin
        self.cuda = self.device.type == "cuda"

    @cached_property
    def scene(self) -> tuple[np.ndarray, np.ndarray]:
        """RGB (H, W, 3) in the contrast of Extract lakes, and where (H, W) it has data."""
        values = cv2.imread(str(SAMPLE), cv2.IMREAD_COLOR | cv2.IMREAD_ANYDEPTH)
        if values is None or values.shape != (1000, 1100, 3) or values.dtype != np.uint16:
            raise ValueError(f"this OpenCV ({cv2.__version__}) does not read {SAMPLE.name}")
        values = values[..., ::-1]  # OpenCV's order is blue, green, red
        known = (values != 0).all(2)
        rgb = between_percentiles(values[known].T).apply(values.transpose(2, 0, 1))
        side = self.sizes.sample
        return rgb[-side:, -side:].copy(), known[-side:, -side:].copy()

    @cached_property
    def expected(self) -> np.ndarray:
        """The lake probability (H, W) of the scene, by the CPU in 32-bit floats."""
        return self.probability("cpu", "full")

    def probability(self, device: str, engine: str) -> np.ndarray:
        with no_warnings() as warn:
            return Engine(self.model, device, engine, warn).probability(*self.scene)

    @cached_property
    def block(self) -> tuple[np.ndarray, np.ndarray]:
        """A block with its margin, as a run has it."""
        return self.mirrored(self.sizes.block + 2 * self.margin)

    def mirrored(self, side: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the scene, its mirror images around, as a square of ``side`` pixels."""
        rgb, known = self.scene
        more = [(0, max(0, side - n)) for n in known.shape]
        return (
            np.pad(rgb, (*more, (0, 0)), "symmetric")[:side, :side],
            np.pad(known, more, "symmetric")[:side, :side],
        )

    @cached_property
    def expected_in_block(self) -> np.ndarray:
        """Where the CPU finds lake in ``block``, in 32-bit floats, without the margin."""
        return Engine(self.model, "cpu", "full").probability(*self.block, self.margin) >= 0.5

    @cached_property
    def labelled(self) -> Labelled:
        """The scene with the lakes that the CPU finds as labels."""
        rgb, known = self.scene
        label = np.where(known, self.expected >= 0.5, IGNORE).astype(np.uint8)
        return Labelled.of(rgb, label, GROUND)

    def crops(self, number: int, count: int, side: int) -> tuple[np.ndarray, np.ndarray]:
        """Return batch ``number`` of crops to train on: the same for the same number."""
        rng = np.random.default_rng([1, number])
        made = [random_crop(rng, self.labelled, side, (20.0, 40.0)) for _ in range(count)]
        return np.stack([rgb.transpose(2, 0, 1) for rgb, _ in made]), np.stack([label for _, label in made])

    def needs_half(self) -> None:
        if half_precision(self.device) is None:
            raise NotHere("needs 16-bit floats in hardware")


@contextmanager
def no_warnings() -> Iterator[Callable[[str], None]]:
    """Raise at the end if the engine warned: it then computed by another way than was asked for."""
    said: list[str] = []
    yield said.append
    if said:
        raise RuntimeError(" ".join(said))


def lakes_in(mask: np.ndarray) -> int:
    """Count the lakes that are not too small."""
    _, _, statistics_of, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    return int((statistics_of[1:, cv2.CC_STAT_AREA] >= SMALLEST_LAKE).sum())


def apart(found: float, expected: float) -> float:
    """Return how far two numbers are apart, as a share of the one expected."""
    return abs(found - expected) / max(abs(expected), 1e-12)


def mib(size: float) -> str:
    return f"{size / 2**20:,.0f} MiB"


# --- Extract lakes -----------------------------------------------------------------------------------------


def same_lakes(bench: Bench, engine: str) -> Found:
    """Compare mask, lakes and probabilities of the sample scene with those of the CPU in 32 bits."""
    if engine == "half":
        bench.needs_half()
    _, known = bench.scene
    found, expected = bench.probability(bench.device.type, engine), bench.expected
    one, two = (found >= 0.5) & known, (expected >= 0.5) & known
    alike = float((one == two)[known].mean())
    area, lakes = apart(one.sum(), two.sum()), (lakes_in(one), lakes_in(two))
    difference = np.abs(found - expected)[known]
    return Found(
        alike >= ALIKE and area <= bench.sizes.area and abs(lakes[0] - lakes[1]) <= max(1, 0.001 * lakes[1]),
        f"{100 * alike:.4f} % of the pixels alike; {lakes[0]} lakes (CPU {lakes[1]}); areas "
        f"{100 * area:.4f} % apart; probabilities {difference.max():.2g} apart at most, "
        f"{difference.mean():.2g} on average",
    )


def automatic_engine(bench: Bench) -> Found:
    """Let the engine try what is there, as "automatic" does, and say what it takes."""
    info: list[str] = []
    speeds = bench.folder / "speeds.json"
    with no_warnings() as warn:
        engine = Engine(
            bench.model, bench.device.type, "automatic", warn, info=info.append, speeds_file=speeds
        )
        engine.take_fastest()
        engine.probability(*bench.scene)
    right = f"runs on {'CUDA' if bench.cuda else 'the CPU'}" in engine.description
    return Found(right, " ".join([*info, engine.description]))


def extraction_speed(bench: Bench, device: str, choice: str) -> Found:
    """Measure the network on all blocks of a large scene, and the GPU's memory."""
    if choice == "half":
        bench.needs_half()
    side = bench.sizes.scene if device != "cpu" else bench.sizes.cpu_scene
    margin, block = bench.margin, bench.sizes.block
    rgb, known = bench.mirrored(side + 2 * margin)
    starts = range(0, side, block)
    windows = [
        np.s_[row : row + block + 2 * margin, column : column + block + 2 * margin]
        for row in starts
        for column in starts
    ]
    with no_warnings() as warn, memory_kept():
        engine = Engine(bench.model, device, choice, warn)
        engine.probability(rgb[windows[0]], known[windows[0]], margin)  # also plans and allocates
        with peak_memory(torch.device(device)) as peak:
            began = time.perf_counter()
            for window in windows:
                engine.probability(rgb[window], known[window], margin)
            seconds = time.perf_counter() - began
    figures = f"{side * side / 1e6 / seconds:.1f} Mpx/s on {side} × {side} pixels ({seconds:.2f} s)"
    return Found(True, figures + peak.text)


# --- memory that runs out ----------------------------------------------------------------------------------


class Peak:
    """The most GPU memory in bytes that tensors took, and that PyTorch held for them."""

    allocated = reserved = 0

    @property
    def text(self) -> str:
        if not self.reserved:
            return ""
        return f"; GPU memory at most {mib(self.allocated)} in use, {mib(self.reserved)} held"


@contextmanager
def peak_memory(device: torch.device) -> Iterator[Peak]:
    """Measure the peak of the GPU's memory inside; nothing on the CPU."""
    peak = Peak()
    if device.type == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
    yield peak
    if device.type == "cuda":
        torch.cuda.synchronize()
        peak.allocated, peak.reserved = torch.cuda.max_memory_allocated(), torch.cuda.max_memory_reserved()


@contextmanager
def at_most(size: float) -> Iterator[None]:
    """Let PyTorch hold no more than ``size`` bytes of the GPU inside."""
    torch.cuda.empty_cache()
    torch.cuda.set_per_process_memory_fraction(min(1.0, size / torch.cuda.mem_get_info()[1]))
    try:
        yield
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
        torch.cuda.empty_cache()


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


# --- networks and training ---------------------------------------------------------------------------------


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


# --- evaluation --------------------------------------------------------------------------------------------


def same_scores(bench: Bench) -> Found:
    """Evaluate the bundled model on tiles of the sample scene on the CPU and on the device."""
    side, (rgb, known) = bench.sizes.tile, bench.scene
    tiles = []
    for row in range(0, known.shape[0] - side + 1, side):
        for column in range(0, known.shape[1] - side + 1, side):
            window, name = np.s_[row : row + side, column : column + side], f"t{row}_{column}"
            tile = Tile(name, bench.folder / f"{name}.png", bench.folder / f"{name}_label.png")
            save_image(tile.image, rgb[window])
            save_label(tile.label, (bench.expected[window] >= 0.5) & known[window])
            tiles.append(tile)
    expected, found = (
        evaluate(bench.model, "bundled", tiles, device=device) for device in ("cpu", bench.device.type)
    )
    one, two = found.counts.sum(0), expected.counts.sum(0)
    moved = float(np.abs(one - two).sum() / 2 / two.sum())
    return Found(
        moved <= 0.001,
        f"{len(tiles)} tiles of {side} × {side}: true and false positives, false and true negatives "
        f"{one.tolist()} (CPU {two.tolist()}), {100 * moved:.4f} % of the pixels otherwise; MIoU "
        f"{100 * found.scores()['MIoU']:.3f} % (CPU {100 * expected.scores()['MIoU']:.3f} %)",
    )


# --- the table ---------------------------------------------------------------------------------------------


def checks(bench: Bench, networks: list[str]) -> dict[str, Callable[[], Found]]:
    """Return the checks by name, those that might hang last."""
    device = bench.device.type
    title = device.upper()
    return {
        f"lakes, {title} in 32 bits": partial(same_lakes, bench, "full"),
        f"lakes, {title} in 16 bits": partial(same_lakes, bench, "half"),
        "engine that automatic takes": partial(automatic_engine, bench),
        f"speed, {title} in 32 bits": partial(extraction_speed, bench, device, "full"),
        f"speed, {title} in 16 bits": partial(extraction_speed, bench, device, "half"),
        "speed, CPU, automatic": partial(extraction_speed, bench, "cpu", "automatic"),
        "memory for parts of a block": partial(memory_for_parts, bench),
        "memory for nothing": partial(memory_for_nothing, bench),
        "memory is there again": partial(memory_again, bench),
        "evaluation": partial(same_scores, bench),
        **{f"answers of {name}": partial(network_answers, bench, name) for name in networks},
        "training: CPU, device, CPU": partial(training_carried, bench),
        "training: stopped and resumed": partial(training_resumed, bench),
        "training: memory for a smaller batch": partial(memory_for_training, bench),
        **{f"training speed of {name}": partial(training_speed, bench, name) for name in networks},
        "training: workers and pieces": partial(training_with_workers, bench),
    }


def result_of(check: Callable[[], Found]) -> tuple[str, str]:
    """Make a check and return its result and its figures, whatever happens in it."""
    try:
        found = check()
    except NotHere as why:
        return "not here", str(why)
    except Exception as error:
        traceback.print_exc()
        return "**failed**", f"{type(error).__name__}: {error}"
    return "passed" if found.right else "**failed**", found.figures


def say(line: str) -> None:
    print(line, flush=True)


def head(device: str) -> str:
    """Return the versions and the names of the devices."""
    gpu = "no CUDA GPU"
    if torch.cuda.is_available():
        total = torch.cuda.get_device_properties(0).total_memory
        cudnn = torch.backends.cudnn.version()
        gpu = f"{torch.cuda.get_device_name(0)} ({mib(total)}), CUDA {torch.version.cuda}, cuDNN {cudnn}"
    return (
        f"Python {platform.python_version()}, PyTorch {torch.__version__}, NumPy {np.__version__}, OpenCV "
        f"{cv2.__version__}; {gpu}; {cores()} cores; checked: {device}"
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--seconds", type=float, default=150, help="no check begins later than that")
    parser.add_argument("--small", action="store_true", help="few pixels: to try the checks themselves")
    parser.add_argument("--networks", nargs="+", choices=list(NETWORKS), default=list(NETWORKS))
    parser.add_argument("--only", nargs="+", default=[""], help="checks whose names begin with one of these")
    args = parser.parse_args(arguments)
    say(head(args.device))
    if args.device == "cuda" and not torch.cuda.is_available():
        say("There is no CUDA GPU that PyTorch can use: see the check with --device cpu.")
        return 1
    say("\n| check | result | figures |\n|---|---|---|")
    warnings.filterwarnings("ignore", message=".*multi-threaded, use of fork")
    failed = False
    # A check that hangs must not keep the rows so far from whoever waits for them.
    faulthandler.dump_traceback_later(args.seconds + 60, exit=True, file=sys.__stderr__)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(args.device, SMALL if args.small else Sizes(), Path(folder))
        for name, check in checks(bench, args.networks).items():
            if not name.startswith(tuple(args.only)):
                continue
            began = time.monotonic()
            late = began - STARTED > args.seconds
            result, figures = ("not run", "no time left") if late else result_of(check)
            failed = failed or result == "**failed**"
            figures = " ".join(figures.replace("|", "/").split())
            say(f"| {name} | {result} | {figures} ({time.monotonic() - began:.1f} s) |")
    faulthandler.cancel_dump_traceback_later()
    say(f"\n{time.monotonic() - STARTED:.0f} seconds in all.")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
