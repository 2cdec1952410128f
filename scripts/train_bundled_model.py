"""Train the model that ships with Lake Mapper: one command, reproducible, resumable.

    .venv/bin/python scripts/train_bundled_model.py                # all datasets
    .venv/bin/python scripts/train_bundled_model.py --data esw     # strict licence: ESW alone
    .venv/bin/python scripts/train_bundled_model.py --start resources/models/lakenet.safetensors --seed 7 \
        --steps 4200 --every 400 --learning-rate 8e-4              # train the bundled one on

Checkpoints go to ``--folder`` every few minutes; running the same command again continues. The model
file is written there at the end: ``scripts/evaluate_bundled_model.py`` measures it and completes its card.

On a computer with a GPU that is had for ten minutes (CONTRIBUTING.md, *Training on a borrowed GPU*), with no
GDAL and no network, continued from the folder's state, and continued here afterwards:

    python3 scripts/train_bundled_model.py --packed training_data.zip --minutes 9 --batch 128 --pieces ...
"""

from __future__ import annotations

import argparse
import math
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

STARTED = time.monotonic()  # importing PyTorch counts in --minutes

import numpy as np
import package_path
import torch

package_path.load()
import lake_data
from as_in_a_run import RESOLUTIONS, at_resolution, has_water, probability_in_a_run
from doubtful_labels import trusted
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.runtimes import cores
from lake_mapper.core.metrics.confusion import Confusion, confusion, scores
from lake_mapper.core.models.model_file import Model, ModelCard, load_model, save_model
from lake_mapper.core.models.networks.lakenet import LakeNet
from lake_mapper.core.training.augmentation import Labelled, random_crop
from lake_mapper.core.training.loop import BEST, Plan, TrainingProgress, fit
from lake_mapper.core.training.protocol import MODERN
from lake_mapper.core.training.train import IMAGENET_CREDIT, load_imagenet
from lake_mapper.core.util.prefetch import prefetched
from mining import Mistakes

CROP, BATCH = 256, 16
#: Every fourth batch has as many pixels in fewer crops, of large images alone: the ground kilometres around.
WIDE_CROP, WIDE_BATCH, WIDE_EVERY = 512, 4, 4
GROUND_RANGE = (8.0, 30.0)  # metres: what the card promises
#: Chosen on validation images at 10 and 17 m (docs/weights.md): it helps at the finer pixel alone.
SECOND_LOOK = 12.0
PROTOCOL = replace(MODERN, batch_size=BATCH)
#: How often crops come from each pool. ESW's labels are drawn by hand, and a scene holds many lakes. Small
#: sets and those on which the model errs are shown more often than their size: a quarter of all.
SHARES = {
    "esw": 0.36,
    "s2lakes": 0.39,
    "tibet_falsecolour": 0.07,
    "mixed_landsat_12b": 0.06,
    "burn_scars_s2": 0.02,
    "cloud_shadow_dlr": 0.015,
    "towns_fields_s2_bd": 0.02,
    "eurosat_hard": 0.05,
    "plain water": 0.015,
}
ARID_WEIGHT = 2.0  # the images nearest in kind to the Tibetan Plateau
OF_EACH = 12  # validation images of a region
FALSE_WATER = 2.0  # what land called water counts in the score beside lake IoU


class Crops:
    """Crop ``i`` depends on the seed, ``i`` and the mistakes known by then, so that a run resumes."""

    def __init__(
        self, pool: list[lake_data.Item], seed: int, size: int = BATCH, mistakes: Mistakes | None = None
    ) -> None:
        self.seed, self.size, self.mistakes = seed, size, mistakes
        with ThreadPoolExecutor(cores()) as threads:
            self.sources = list(threads.map(_source, pool))
        self.weight = np.array([_weight(item, s) for item, s in zip(pool, self.sources)])
        self.name = np.array([_pool(item) for item in pool])
        large = np.array([min(s.label.shape) >= 0.75 * WIDE_CROP for s in self.sources])
        self.large = large if large.any() else np.ones(len(pool), bool)

    def batch(self, step: int) -> tuple[np.ndarray, np.ndarray]:
        """RGB (N, 3, H, W) and label (N, H, W) of batch ``step``."""
        count, size = (self.size * WIDE_BATCH // BATCH, WIDE_CROP) if _wide(step) else (self.size, CROP)
        chance = self.chance(step)
        crops = [self._crop(step * self.size + i, chance, size) for i in range(count)]
        return np.stack([rgb.transpose(2, 0, 1) for rgb, _ in crops]), np.stack([label for _, label in crops])

    def chance(self, step: int) -> np.ndarray:
        """The chance (images) of each image in batch ``step``."""
        mistakes = self.mistakes.weights(step) if self.mistakes else 1.0
        return _chances(self.weight * mistakes * (self.large if _wide(step) else 1), self.name)

    def _crop(self, i: int, chance: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
        rng = np.random.default_rng([self.seed, i])
        return random_crop(rng, self.sources[rng.choice(len(self.sources), p=chance)], size, GROUND_RANGE)


def _wide(step: int) -> bool:
    return step % WIDE_EVERY == WIDE_EVERY - 1


def _chances(weight: np.ndarray, name: np.ndarray) -> np.ndarray:
    """The chance of each image, from its weight within its pool ``name``; each pool gets its share."""
    chance = np.zeros(len(weight))
    for each in set(name[weight > 0]):
        own = np.where(name == each, weight, 0.0)
        chance += own * SHARES[each] / own.sum()
    return chance / chance.sum()


def _pool(item: lake_data.Item) -> str:
    """The name in ``SHARES``."""
    if item.kind == "plain water":
        return item.kind
    return "s2lakes" if item.source == "s2lakes_more" else item.source


def _weight(item: lake_data.Item, source: Labelled) -> float:
    """How often an image is shown beside others of its pool."""
    if _pool(item) != "s2lakes":
        return 1.0
    area = source.label.size / CROP**2
    return min(area, 4.0) ** 0.5 * (ARID_WEIGHT if item.region == "arid steppe" else 1.0)


def _source(item: lake_data.Item) -> Labelled:
    rgb, label = item.read()
    return Labelled.of(*_without_empty_borders(rgb, trusted(item, label)), ground=item.ground)


def _without_empty_borders(rgb: np.ndarray, label: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cut off border rows and columns that are mostly without data, so that crops do not mirror them."""
    empty = label == IGNORE
    rows = np.flatnonzero(empty.mean(1) < 0.15)
    columns = np.flatnonzero(empty.mean(0) < 0.15)
    if len(rows) < 32 or len(columns) < 32:
        return rgb, label
    inside = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return rgb[inside], label[inside]


def chosen(pool: list[lake_data.Item]) -> list[lake_data.Item]:
    """At most ``OF_EACH`` images of each region, spread over its numbers: a validation must not take long."""
    regions: dict[str, list[lake_data.Item]] = defaultdict(list)
    for item in pool:
        regions[item.region].append(item)
    spread = (np.linspace(0, len(of) - 1, min(len(of), OF_EACH)).astype(int) for of in regions.values())
    return [of[i] for of, places in zip(regions.values(), spread) for i in places]


def validate(
    network: torch.nn.Module,
    pool: list[lake_data.Item],
    card: ModelCard,
    log: Callable[[str], None] = lambda sentence: None,
) -> dict[str, float]:
    """The one score that chooses the weights, under "MIoU", and the lake IoU in it, under "lake_IoU".

    "lake_IoU" is the mean over regions and over pixels of 10 and 17 m, pixels pooled in each. From it
    "MIoU" takes off ``FALSE_WATER`` times the share of land called water on images without water, the mean
    over kinds of ground and both pixels. Plain water counts in neither: it would choose weights that call
    all that is smooth water.
    """
    engine = _engine(network, card)
    ious, false = {}, {}
    for ground in RESOLUTIONS:
        pooled: dict[tuple[str, bool], Confusion] = {}
        views = (at_resolution(*item.read(), ground, item.ground) for item in pool)
        with prefetched(views) as ready:
            for item, (rgb, label) in zip(pool, ready):
                counted = label != IGNORE
                lake = probability_in_a_run(engine, rgb, counted, ground) >= 0.5
                key = item.region, has_water(label)
                c = confusion(lake, label == 1, counted)
                pooled[key] = pooled.get(key, Confusion(0, 0, 0, 0)).plus(c)
        for (region, water), c in pooled.items():
            if water:
                ious[region, ground] = scores(c)["lake_IoU"]
            else:
                false[region, ground] = c.fp / max(c.fp + c.tn, 1)
    iou = float(np.mean([value for (region, _), value in ious.items() if region != "plain water"]))
    wrong = float(np.mean(list(false.values()))) if false else 0.0
    for title, found in (("lake IoU", ious), ("false water", false)):
        each = (f"{region} {ground:g} m {100 * value:.2f}" for (region, ground), value in found.items())
        log(f"{title} in %: " + ", ".join(each))
    return {"MIoU": iou - FALSE_WATER * wrong, "lake_IoU": iou}


def _engine(network: torch.nn.Module, card: ModelCard) -> Engine:
    return Engine(Model(network, card, ""), "automatic", "full")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", nargs="+", choices=lake_data.SOURCES, default=list(lake_data.SOURCES))
    parser.add_argument("--folder", type=Path, default=package_path.ROOT / "build" / "training")
    parser.add_argument("--steps", type=int, default=2800, help=f"batches, of {BATCH} crops by default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=300, help="steps between scores")
    parser.add_argument("--learning-rate", type=float, default=PROTOCOL.learning_rate)
    parser.add_argument(
        "--batch", type=int, default=BATCH, help="crops; the learning rate grows with its root"
    )
    parser.add_argument(
        "--snapshots", action="store_true", help="write the weights whenever scores are due, and take none"
    )
    parser.add_argument("--minutes", type=float, help="train until then, whatever --steps and --every say")
    parser.add_argument("--packed", type=Path, help="the data, as scripts/pack_training_data.py packs them")
    parser.add_argument(
        "--pieces", action="store_true", help="checkpoints in files of 16 MB at most, to carry"
    )
    parser.add_argument(
        "--workers", type=int, default=cores() if torch.cuda.is_available() else 0,
        help="processes that make crops, by default one a core with a GPU; 0 for a thread",
    )  # fmt: skip
    start = parser.add_mutually_exclusive_group()
    start.add_argument("--from-scratch", action="store_true", help="no ImageNet weights")
    start.add_argument("--start", type=Path, help="a LakeNet to train on, instead of ImageNet weights")
    args = parser.parse_args()
    with lake_data.packed(args.packed):
        _train(args)


def _train(args: argparse.Namespace) -> None:
    everything = list(lake_data.items(tuple(args.data)))
    train = [item for item in everything if item.part == "train"]
    validation = chosen([item for item in everything if item.part == "validation"])
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
        second_look=SECOND_LOOK,
    )
    print(f"{len(train)} images to train on, {len(validation)} to validate", flush=True)
    # With --minutes scores come by the clock, at steps that are not known before.
    mistakes = None if args.snapshots or args.minutes else Mistakes(args.folder, args.every)

    def score(network: torch.nn.Module, step: int) -> dict[str, float]:
        if args.snapshots:  # to be scored where minutes cost less
            save_model(args.folder / f"snapshot_{step}.safetensors", network, card)
            return {"MIoU": math.nan, "lake_IoU": math.nan}
        if mistakes:
            mean = mistakes.find(step, _engine(network, card), train)
            _say(f"wrong in training images of one class: {100 * mean:.2f} %")
        return validate(network, validation, card, _say)

    plan = Plan(
        Crops(train, args.seed, args.batch, mistakes).batch,
        args.steps,
        args.every,
        # By the square root, as suits Adam: Malladi et al., NeurIPS 2022.
        replace(PROTOCOL, learning_rate=args.learning_rate * (args.batch / BATCH) ** 0.5),
        args.seed,
        card,
        # Not the steps nor the batch: a training may be prolonged, cut short or carried to a GPU.
        {
            "data": args.data,
            "seed": args.seed,
            "pretrained": not args.from_scratch,
            "start": model.sha256 if args.start else "",
            "learning_rate": args.learning_rate,
        },
        validate=score,
        end=None if args.minutes is None else STARTED + 60 * args.minutes,
    )
    fitted = fit(
        network, plan, args.folder, log=_say, progress=_Lines(args.every), in_pieces=args.pieces,
        workers=args.workers,
    )  # fmt: skip
    if not args.snapshots:
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
            score = "" if now.score is None else f", score {100 * now.score:.2f}"
            _say(f"step {now.step} of {now.steps}: loss {now.loss:.3f}{score}{left}")


if __name__ == "__main__":
    main()
