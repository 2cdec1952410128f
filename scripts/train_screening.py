"""Train the screening network of a model: which cells of an image its network must look at.

    .venv/bin/python scripts/train_screening.py                      # for the bundled model: train, measure
    .venv/bin/python scripts/train_screening.py --install            # and put it into the model file
    .venv/bin/python scripts/train_screening.py --measure --install  # keep it, set its limit anew

The teacher is the model's own network, on the same crops as ``train_bundled_model.py`` makes. A cell of
16 × 16 pixels holds water where the label says so and the network finds it. Water that the network does not
find counts little: looking there would not help. So does land that the network takes for water: where labels
lack ponds, it is right. Missing a cell costs ``MISSED`` times as much as looking in vain.

The limit is the greatest at which no group of validation images loses more than ``LOST`` of the water that
the network finds, nor more than one lake, or ``LOST_LAKES`` of them. The table goes to docs/speed.md. To be run again
after the network's weights have changed.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import package_path
import torch
import torch.nn.functional as F

package_path.load()
import lake_data
from as_in_a_run import RESOLUTIONS, at_resolution, has_water, probability_in_a_run
from evaluate_bundled_model import DOCS, write_table
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.runtimes import fold_batch_norm, half_precision
from lake_mapper.core.inference.screening import Screening
from lake_mapper.core.models.model_file import BUNDLED, Model, load_model
from lake_mapper.core.models.networks.screening import CELL, ScreeningNetwork, halved
from lake_mapper.core.util.prefetch import prefetched
from rewrite_model import rewrite_model
from train_bundled_model import Crops

MISSED = 12.0
LITTLE = 0.2  # the weight of cells on which label and network disagree
FEW = 4  # water pixels from which a cell holds water; with fewer its neighbours do
LOST, LOST_LAKES = 0.001, 0.005
LAKE = 5000.0  # m², the smallest that *Extract lakes* keeps by default
RATE = 3e-3
BINS = np.arange(-8, 4, 0.25)


def normalised(rgb: np.ndarray, model: Model) -> torch.Tensor:
    """Normalise RGB (N, 3, H, W) uint8."""
    mean, std = (torch.tensor(v)[:, None, None] for v in (model.card.mean, model.card.std))
    return ((torch.from_numpy(rgb).float() - mean) / std).contiguous(memory_format=torch.channels_last)


def targets(label: torch.Tensor, found: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Whether each cell holds water, and the weight of the answer, of label and network's mask (N, H, W)."""

    def share(mask: torch.Tensor) -> torch.Tensor:
        return F.avg_pool2d(mask.float()[:, None], CELL)[:, 0]

    least, water, known = FEW / CELL**2, label == 1, label != IGNORE
    agreed, either = share(water & found), share((water | found) & known)
    holds = agreed >= least
    weight = torch.where(holds, MISSED, 1.0)
    weight = torch.where(~holds & (either >= least), LITTLE, weight)
    unsure = ~holds & (agreed > 0)  # its neighbours hold the water
    return holds.float(), torch.where(unsure | (share(known) < 0.25), 0.0, weight)


def train(model: Model, steps: int, seed: int) -> ScreeningNetwork:
    """Train a screening network for a model."""
    torch.manual_seed(seed)
    pool = [item for item in lake_data.items(lake_data.SOURCES) if item.part == "train"]
    crops = Crops(pool, seed)
    screen = ScreeningNetwork().to(memory_format=torch.channels_last).train()
    teacher = fold_batch_norm(model.network).to(memory_format=torch.channels_last)
    precision = half_precision(torch.device("cpu")) or torch.float32
    optimizer = torch.optim.AdamW(screen.parameters(), RATE, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.1)
    began, mean_loss = time.monotonic(), 0.0
    with prefetched(crops.batch(step) for step in range(steps)) as batches:
        for step, (rgb, label) in enumerate(batches, start=1):
            x = normalised(rgb, model)
            with torch.no_grad(), torch.autocast("cpu", precision, precision != torch.float32):
                logits = teacher(x)
                features = teacher.encoder(halved(x))
            holds, weight = targets(torch.from_numpy(label), logits[:, 1] > logits[:, 0])
            answer = screen([feature.float() for feature in features])
            loss = F.binary_cross_entropy_with_logits(answer, holds, weight, reduction="sum")
            loss = loss / weight.sum().clamp(min=1)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            mean_loss += (loss.item() - mean_loss) / min(step, 50)
            if step % 50 == 0:
                minutes = (time.monotonic() - began) / 60
                print(f"step {step} of {steps}: loss {mean_loss:.4f}, {minutes:.1f} min", flush=True)
    return screen.eval().requires_grad_(False)


class Counts(NamedTuple):
    """Of a group of images, by the limit up to which a pixel, or a lake, is still looked at: histograms.

    ``water`` are the pixels of water that the network finds, ``lakes`` the lakes of more than ``LAKE`` m²
    among them, ``false`` its pixels of false water, ``seen`` all pixels.
    """

    water: np.ndarray
    lakes: np.ndarray
    false: np.ndarray
    seen: np.ndarray

    def loses_little(self, limit: float) -> bool:
        """Whether hardly any of the water and of the lakes is not looked at."""
        lakes = _below(self.lakes, limit) * self.lakes.sum()
        return _below(self.water, limit) <= LOST and lakes <= max(1, LOST_LAKES * self.lakes.sum())


def measure(model: Model) -> dict[str, Counts]:
    """The counts of each group of validation images, at both resolutions."""
    engine, screening, margin = Engine(model, "cpu", "automatic"), Screening(model), model.card.margin
    groups: dict[str, Counts] = defaultdict(lambda: Counts(*np.zeros((4, len(BINS) + 1))))
    for item in (i for i in lake_data.items(lake_data.SOURCES) if i.part == "validation"):
        for ground in RESOLUTIONS:
            rgb, label = at_resolution(*item.read(), ground, item.ground)
            known = label != IGNORE
            lake = (probability_in_a_run(engine, rgb, known, ground) >= model.card.threshold) & known
            pad = ((margin, margin), (margin, margin))
            cells = screening.logits(np.pad(rgb, (*pad, (0, 0))), np.pad(known, pad))
            cells = cv2.dilate(cells, np.ones((3, 3)))  # a cell lets its neighbours through
            looked = np.kron(cells, np.ones((CELL, CELL), np.float32))[: len(lake), : lake.shape[1]]
            kind = item.region if has_water(label) else f"{item.region}, no water"
            found = groups[f"{kind}, {ground:g} m"]
            found.water[:] += _histogram(looked[lake & (label == 1)])
            found.lakes[:] += _histogram(_of_lakes(lake, label == 1, looked, LAKE / ground**2))
            found.false[:] += _histogram(looked[lake & (label != 1)])
            found.seen[:] += _histogram(looked[known])
    return dict(groups)


def _of_lakes(lake: np.ndarray, true: np.ndarray, looked: np.ndarray, least: float) -> np.ndarray:
    """The greatest logit on each lake of at least so many pixels, most of them true."""
    count, parts = cv2.connectedComponents(lake.astype(np.uint8), connectivity=4)
    area, right = (np.bincount(parts.ravel(), of, count) for of in (None, true.ravel()))
    greatest = np.full(count, -np.inf)
    np.maximum.at(greatest, parts.ravel(), looked.ravel())
    kept = (area >= least) & (2 * right > area)
    kept[0] = False  # land
    return greatest[kept]


def _histogram(values: np.ndarray) -> np.ndarray:
    return np.bincount(np.digitize(values, BINS), minlength=len(BINS) + 1)


def _below(counts: np.ndarray, limit: float) -> float:
    """The share of what has a logit under ``limit``, one of ``BINS``."""
    return float(counts[: np.searchsorted(BINS, limit) + 1].sum() / max(counts.sum(), 1))


def limit_of(groups: dict[str, Counts]) -> float:
    """The greatest limit at which every group with water loses little of it."""
    with_water = [counts for name, counts in groups.items() if "no water" not in name]
    return max(float(limit) for limit in BINS if all(counts.loses_little(limit) for counts in with_water))


def table(groups: dict[str, Counts], limit: float) -> str:
    """What the limit does to each group, as Markdown."""
    lines = [
        "| validation images | water lost | lakes lost | false water left | looked at |",
        "|---|---|---|---|---|",
    ]
    for name in sorted(groups):
        lost, of_lakes, false, seen = (_below(counts, limit) for counts in groups[name])
        lines.append(
            f"| {name} | {100 * lost:.2f} % | {100 * of_lakes:.1f} % of {groups[name].lakes.sum():.0f} | "
            f"{100 * (1 - false):.0f} % | {100 * (1 - seen):.0f} % |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=BUNDLED)
    parser.add_argument("--steps", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--measure", action="store_true", help="do not train: the one that the model has")
    parser.add_argument("--install", action="store_true", help="write model and table")
    args = parser.parse_args()
    model = load_model(args.model)
    if not args.measure:
        screening = train(model, args.steps, args.seed)
        # As it will be read: in 16 bits.
        model = replace(model, screening=screening.half().float())
    elif model.screening is None:
        parser.error(f"{args.model} has no screening network: train one")
    groups = measure(replace(model, card=replace(model.card, screening_limit=0.0)))
    limit = limit_of(groups)
    text = table(groups, limit)
    print(f"limit {limit:g}\n\n{text}\n")
    if args.install:
        print(f"SHA-256 {rewrite_model(args.model, model, screening_limit=limit)}")
        write_table(DOCS / "speed.md", "screening", text)


if __name__ == "__main__":
    main()
