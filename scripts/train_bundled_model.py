"""Train the model that ships with Lake Mapper: one command, reproducible, resumable.

    .venv/bin/python scripts/train_bundled_model.py                # both datasets
    .venv/bin/python scripts/train_bundled_model.py --data esw     # strict licence: ESW alone
    .venv/bin/python scripts/train_bundled_model.py --start resources/models/lakenet.safetensors --seed 7 \
        --steps 4200 --every 400 --learning-rate 8e-4              # train the bundled one on

Checkpoints go to ``--folder`` every few minutes; running the same command again continues. The model
file is written there at the end: ``scripts/evaluate_bundled_model.py`` measures it and completes its card.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import package_path
import torch

package_path.load()
import lake_data
from evaluate_bundled_model import probability_in_a_run
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.metrics.confusion import Confusion, confusion, scores
from lake_mapper.core.models.model_file import Model, ModelCard, load_model
from lake_mapper.core.models.networks.lakenet import LakeNet
from lake_mapper.core.training.augmentation import Labelled, random_crop
from lake_mapper.core.training.loop import BEST, Plan, TrainingProgress, fit
from lake_mapper.core.training.protocol import MODERN
from lake_mapper.core.training.train import IMAGENET_CREDIT, load_imagenet

CROP, BATCH = 256, 16
GROUND_RANGE = (8.0, 30.0)  # metres
PROTOCOL = replace(MODERN, batch_size=BATCH)
ESW_SHARE = 0.45  # its labels are drawn by hand, and a scene holds many lakes
ARID_WEIGHT = 2.0  # the images nearest in kind to the Tibetan Plateau


class Crops:
    """Crop ``i`` is a pure function of the seed and ``i``, so that a run resumes where it was."""

    def __init__(self, pool: list[lake_data.Item], seed: int) -> None:
        self.seed = seed
        self.sources = [Labelled.of(*_without_empty_borders(*item.read()), ground=10.0) for item in pool]
        esw = np.array([item.source == "esw" for item in pool])
        weight = np.array([_weight(item, s) for item, s in zip(pool, self.sources)])
        share = ESW_SHARE if esw.any() and not esw.all() else float(esw.all())
        self.chance = np.where(
            esw, share * weight / max(weight[esw].sum(), 1e-9),
            (1 - share) * weight / max(weight[~esw].sum(), 1e-9),
        )  # fmt: skip

    def batch(self, step: int) -> tuple[np.ndarray, np.ndarray]:
        """RGB (N, 3, H, W) and label (N, H, W) of batch ``step``."""
        crops = [self._crop(i) for i in range(step * BATCH, (step + 1) * BATCH)]
        return np.stack([rgb.transpose(2, 0, 1) for rgb, _ in crops]), np.stack([label for _, label in crops])

    def _crop(self, i: int) -> tuple[np.ndarray, np.ndarray]:
        rng = np.random.default_rng([self.seed, i])
        source = self.sources[rng.choice(len(self.sources), p=self.chance)]
        return random_crop(rng, source, CROP, GROUND_RANGE)


def _weight(item: lake_data.Item, source: Labelled) -> float:
    if item.source == "esw":
        return 1.0
    area = source.label.size / CROP**2
    return min(area, 4.0) ** 0.5 * (ARID_WEIGHT if item.region == "arid steppe" else 1.0)


def _without_empty_borders(rgb: np.ndarray, label: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cut off border rows and columns that are mostly without data, so that crops do not mirror them."""
    empty = label == IGNORE
    rows = np.flatnonzero(empty.mean(1) < 0.15)
    columns = np.flatnonzero(empty.mean(0) < 0.15)
    if len(rows) < 32 or len(columns) < 32:
        return rgb, label
    inside = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return rgb[inside], label[inside]


def validate(network: torch.nn.Module, pool: list[lake_data.Item], card: ModelCard) -> dict[str, float]:
    """Scores at 17 m on the validation images: the mean over the two sources, pixels pooled in each."""
    engine = Engine(Model(network, card, ""), "cpu", "full")
    pooled: dict[str, Confusion] = {}
    for item in pool:
        rgb, label = item.read()
        size = tuple(max(32, round(n * 10 / card.ground_resolution)) for n in label.shape[::-1])
        rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
        label = cv2.resize(label, size, interpolation=cv2.INTER_NEAREST)
        counted = label != IGNORE
        lake = probability_in_a_run(engine, rgb, counted) >= 0.5
        c = confusion(lake, label == 1, counted)
        pooled[item.source] = pooled.get(item.source, Confusion(0, 0, 0, 0)).plus(c)
    found = {source: scores(c) for source, c in pooled.items()}
    return {k: float(np.mean([s[k] for s in found.values()])) for k in ("MIoU", "lake_IoU")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", nargs="+", choices=["esw", "s2lakes"], default=["esw", "s2lakes"])
    parser.add_argument("--folder", type=Path, default=package_path.ROOT / "build" / "training")
    parser.add_argument("--steps", type=int, default=2800, help=f"batches of {BATCH} crops")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=300, help="steps between scores")
    parser.add_argument("--learning-rate", type=float, default=PROTOCOL.learning_rate)
    start = parser.add_mutually_exclusive_group()
    start.add_argument("--from-scratch", action="store_true", help="no ImageNet weights")
    start.add_argument("--start", type=Path, help="a LakeNet to train on, instead of ImageNet weights")
    args = parser.parse_args()

    everything = list(lake_data.items(tuple(args.data)))
    train = [item for item in everything if item.part == "train"]
    validation = [item for item in everything if item.part == "validation"]
    torch.manual_seed(args.seed)
    credited = tuple(lake_data.CREDITS[source] for source in args.data)
    if args.start:
        model = load_model(args.start)
        network = model.network.requires_grad_(True)
        credited += model.card.training_data
    else:
        network = LakeNet()
        if not args.from_scratch:
            load_imagenet(network)
            credited += (IMAGENET_CREDIT,)
    card = ModelCard(
        name="LakeNet" + ("" if len(args.data) > 1 else f" ({args.data[0]})"),
        network="LakeNet",
        training_data=tuple(dict.fromkeys(credited)),
        licence="GPL-2.0-or-later",
        ground_range=GROUND_RANGE,
    )
    print(f"{len(train)} images to train on, {len(validation)} to validate", flush=True)
    plan = Plan(
        Crops(train, args.seed).batch,
        steps=args.steps,
        epoch=args.every,
        protocol=replace(PROTOCOL, learning_rate=args.learning_rate),
        seed=args.seed,
        card=card,
        # Not the steps: a training may be prolonged or cut short when it resumes.
        identity={
            "data": args.data,
            "seed": args.seed,
            "pretrained": not args.from_scratch,
            "start": model.sha256 if args.start else "",
            "learning_rate": args.learning_rate,
        },
        validate=lambda network: validate(network, validation, card),
    )
    fitted = fit(network, plan, args.folder, log=_say, progress=_Lines(args.every))
    print(f"best on validation: {fitted.best}; model: {args.folder / BEST}")


def _say(sentence: str) -> None:
    print(sentence, flush=True)


class _Lines:
    """A line of progress every tenth of an epoch."""

    def __init__(self, every: int) -> None:
        self.apart = max(every // 10, 1)

    def __call__(self, now: TrainingProgress) -> None:
        if now.step % self.apart == 0:
            left = "" if now.seconds_left is None else f", {now.seconds_left / 60:.0f} min left"
            score = "" if now.score is None else f", MIoU {100 * now.score:.2f} %"
            _say(f"step {now.step} of {now.steps}: loss {now.loss:.3f}{score}{left}")


if __name__ == "__main__":
    main()
