"""Measure a model on the held-out images, at 10 m and 17 m, and write it all down.

    .venv/bin/python scripts/evaluate_bundled_model.py                       # the bundled model
    .venv/bin/python scripts/evaluate_bundled_model.py build/training/best.safetensors --install

Prints a table and draws the worst images to ``build/worst.jpg`` (not for publication: the licence of
the s2lakes images could not be verified). ``--install`` also writes the table to ``docs/accuracy.md``
and puts the model, the scores in its card, in the place of the bundled one.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

import cv2
import house
import numpy as np

house.load()
import lake_data
from lake_mapper.core.augment import IGNORE, shrink_label
from lake_mapper.core.contrast import between_percentiles
from lake_mapper.core.engine import Engine
from lake_mapper.core.metrics import Confusion, confusion, scores
from lake_mapper.core.model import BUNDLED, load_model, save_model

RESOLUTIONS = (10.0, 17.0)  # metres; the images have 10
COLUMNS = ("OA", "RC", "TWR", "FWR", "MIoU", "lake_IoU", "F1")
DOCS = house.ROOT / "docs"


def groups(item: lake_data.Item) -> list[str]:
    """The rows of the table that an image counts for."""
    if item.part == "test":
        found = ["ESW, held out" if item.source == "esw" else "s2lakes 2000-2999 (dry mountains), held out"]
    elif item.part == "validation":
        where = "ESW" if item.source == "esw" else f"s2lakes, {item.region}"
        found = [f"{where}, validation"]
    else:
        return []
    if item.source == "s2lakes" and item.part == "test" and item.number not in lake_data.WRONG_LABELS:
        found.append("s2lakes 2000-2999 without wrong labels")
    return found


def at_resolution(
    rgb: np.ndarray, label: np.ndarray, ground: float, own: float = 10.0
) -> tuple[np.ndarray, np.ndarray]:
    """Image and label, of ``own`` metre pixels, at another ground resolution, in the contrast users get."""
    if ground != own:
        size = tuple(max(32, round(n * own / ground)) for n in label.shape[::-1])
        if ground > own:
            rgb, label = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), shrink_label(label, size)
        else:
            rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_LINEAR)
            label = cv2.resize(label, size, interpolation=cv2.INTER_NEAREST)
    stretch = between_percentiles(rgb[label != IGNORE].T)
    return stretch.apply(rgb.transpose(2, 0, 1)), label


def has_water(label: np.ndarray) -> bool:
    """Whether there is more water than a few doubtful pixels."""
    return int((label == 1).sum()) > 0.002 * label.size


def probability_in_a_run(engine: Engine, rgb: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Lake probability (H, W) of an image with as much empty space around it as a run gives a raster."""
    margin = engine.card.margin
    around = (margin, margin)
    return engine.probability(np.pad(rgb, (around, around, (0, 0))), np.pad(known, margin), margin)


def measure(engine: Engine, ground: float) -> tuple[dict[str, Confusion], list[tuple]]:
    """Pooled counts of each group, and (lake IoU, item, image, label, mask) of each held-out image."""
    pooled: dict[str, Confusion] = defaultdict(lambda: Confusion(0, 0, 0, 0))
    singles = []
    for item in lake_data.items():
        names = groups(item)
        if not names:
            continue
        rgb, label = at_resolution(*item.read(), ground)
        counted = label != IGNORE
        lake = probability_in_a_run(engine, rgb, counted) >= engine.card.threshold
        found = confusion(lake, label == 1, counted)
        for name in names:
            pooled[name] = pooled[name].plus(found)
        if item.part == "test":
            singles.append((scores(found)["lake_IoU"], item, rgb, label, lake & counted))
    return dict(pooled), sorted(singles, key=lambda single: single[0])


def table(results: dict[float, dict[str, Confusion]]) -> str:
    """The scores in percent as Markdown."""
    lines = [
        "| data | pixel | " + " | ".join(COLUMNS) + " |",
        "|---|---|" + "---|" * len(COLUMNS),
    ]
    for ground, pooled in results.items():
        for name in sorted(pooled):
            s = scores(pooled[name])
            lines.append(
                f"| {name} | {ground:g} m | " + " | ".join(f"{100 * s[c]:.2f}" for c in COLUMNS) + " |"
            )
    return "\n".join(lines)


def worst_picture(
    singles: list[tuple], path: Path, count: int = 24, side: int = 260, across: int = 6
) -> None:
    """The worst images: truth outlined in yellow, the model's mask in red."""
    tiles = []
    for iou, item, rgb, label, lake in singles[:count]:
        scale = side / max(label.shape)
        size = (max(1, round(label.shape[1] * scale)), max(1, round(label.shape[0] * scale)))
        tile = np.full((side, side, 3), 255, np.uint8)
        small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
        for mask, colour in ((label == 1, (255, 230, 0)), (lake, (255, 30, 30))):
            shrunk = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
            shores, _ = cv2.findContours(shrunk, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
            cv2.drawContours(small, shores, -1, colour, 1)
        tile[: size[1], : size[0]] = small
        text = f"{item.source} {item.number}: {iou:.2f}"
        cv2.putText(tile, text, (4, side - 6), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (0, 0, 0), 3, cv2.LINE_AA)
        cv2.putText(
            tile, text, (4, side - 6), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (255, 255, 255), 1, cv2.LINE_AA
        )
        tiles.append(tile)
    tiles += [np.full((side, side, 3), 255, np.uint8)] * (-len(tiles) % across)
    rows = [np.hstack(tiles[i : i + across]) for i in range(0, len(tiles), across)]
    cv2.imwrite(str(path), np.vstack(rows)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", type=Path, default=BUNDLED)
    parser.add_argument("--install", action="store_true", help="make it the bundled model")
    args = parser.parse_args()
    model = load_model(args.model)
    engine = Engine(model, "cpu", "full")
    results, worst = {}, []
    for ground in RESOLUTIONS:
        results[ground], singles = measure(engine, ground)
        worst = worst or singles
    text = table(results)
    print(text)
    print("worst held-out images at 10 m:")
    for iou, item, *_ in worst[:24]:
        print(f"  {item.source} {item.number}: lake IoU {iou:.3f}")
    worst_picture(worst, house.ROOT / "build" / "worst.jpg")
    if not args.install:
        return
    metrics = {
        f"{name} at {ground:g} m": {c: round(scores(counts)[c], 4) for c in COLUMNS}
        for ground, pooled in results.items()
        for name, counts in sorted(pooled.items())
    }
    card = replace(model.card, metrics=metrics, created=date.today().isoformat())
    save_model(BUNDLED, model.network, card)
    page = DOCS / "accuracy.md"
    before, start, rest = page.read_text().partition("<!-- table -->\n")
    after = rest.partition("<!-- end of table -->")[2]
    page.write_text(f"{before}{start}{text}\n<!-- end of table -->{after}")


if __name__ == "__main__":
    main()
