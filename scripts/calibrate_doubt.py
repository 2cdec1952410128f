"""Measure beyond which doubt a user should be warned, and how often the warning is right.

    .venv/bin/python scripts/calibrate_doubt.py MODEL              # on the validation images
    .venv/bin/python scripts/calibrate_doubt.py MODEL --part test  # the limit of its card, on held-out images
    .venv/bin/python scripts/calibrate_doubt.py --install          # both; writes card and docs/accuracy.md

Each image is a run of its own, at 10 m and at 17 m. *Bad* is a lake IoU below 0.6, or false water on more
than 2 % of the land off the shores. *Good* is a lake IoU of 0.8 or more (where there is water) and false
water on no more than 1 %. The limit is the least at which no more than 5 % of the good validation images are
warned of. Images whose labels are known to be wrong do not count.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import package_path

package_path.load()
import false_water
import lake_data
from as_in_a_run import RESOLUTIONS, at_resolution, has_water, probability_in_a_run
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.geo.grid import Window
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.probability_raster import NODATA, PROBABILITY_SCALE, scaled_probability
from lake_mapper.core.lakes.doubt import Doubt
from lake_mapper.core.metrics.confusion import confusion, scores
from lake_mapper.core.models.model_file import BUNDLED, load_model
from page_tables import DOCS, write_table
from rewrite_model import rewrite_model

_GOOD_WARNED = 0.05
_NAMES = {"validation": "validation", "test": "held out"}


class Judged(NamedTuple):
    """Of one image at one resolution: its doubt, lake IoU (None without water), share of false water."""

    item: lake_data.Item
    ground: float
    doubt: float
    iou: float | None
    false_water: float

    @property
    def bad(self) -> bool:
        return (self.iou is not None and self.iou < 0.6) or self.false_water > 0.02

    @property
    def good(self) -> bool:
        return (self.iou is None or self.iou >= 0.8) and self.false_water <= 0.01


def judged(
    item: lake_data.Item, ground: float, scaled: np.ndarray, label: np.ndarray, threshold: float
) -> Judged:
    """Compare the scaled probability (H, W) of an image with its label (H, W)."""
    known = label != IGNORE
    scaled = np.where(known, scaled, NODATA).astype(np.uint8)
    doubt = Doubt(threshold)
    doubt.add(Window(0, 0, label.shape[1], label.shape[0]), scaled)
    lake = (scaled >= round(threshold * PROBABILITY_SCALE)) & known
    off_shore = false_water.off_shore(label)
    land = int(off_shore.sum())
    false = float((lake & off_shore).sum() / land) if land >= false_water.FEWEST else 0.0
    iou = float(scores(confusion(lake, label == 1, known))["lake_IoU"]) if has_water(label) else None
    return Judged(item, ground, doubt.degree, iou, false)


def measure(engine: Engine, items: Iterable[lake_data.Item]) -> list[Judged]:
    """Judge images, each at all resolutions."""
    found = []
    for item in items:
        whole = item.read()
        for ground in RESOLUTIONS:
            rgb, label = at_resolution(*whole, ground, item.ground)
            scaled = scaled_probability(probability_in_a_run(engine, rgb, label != IGNORE, ground))
            found.append(judged(item, ground, scaled, label, engine.card.threshold))
    return found


def images(part: str) -> list[lake_data.Item]:
    """The images of a part whose labels are not known to be wrong."""
    return [
        item
        for item in lake_data.items(lake_data.SOURCES)
        if item.part == part and not lake_data.is_mislabelled(item.source, item.number)
    ]


def limit_of(found: list[Judged]) -> float:
    """Return the least limit at which no more than ``_GOOD_WARNED`` of the good images are warned of."""
    doubts = np.sort([image.doubt for image in found if image.good])
    return float(np.ceil(100 * doubts[int(np.ceil(len(doubts) * (1 - _GOOD_WARNED))) - 1]) / 100)


def table(parts: dict[str, list[Judged]], limit: float) -> str:
    """How often the warning comes, and how often it is right, as Markdown."""
    lines = [
        "| images | pixel | number | bad | warned of | of these bad (precision) "
        "| of the bad warned of (recall) | of the good warned of |",
        "|---" * 8 + "|",
    ]
    for part, found in parts.items():
        for ground in (*RESOLUTIONS, None):
            here = [image for image in found if ground in (None, image.ground)]
            warned = [image for image in here if image.doubt > limit]
            bad, good = ([i for i in here if i.bad], [i for i in here if i.good])
            right = sum(image.bad for image in warned)
            wrong = sum(image.good for image in warned)
            pixel = "both" if ground is None else f"{ground:g} m"
            shares = (right, len(warned)), (right, len(bad)), (wrong, len(good))
            lines.append(
                f"| {_NAMES[part]} | {pixel} | {len(here)} | {len(bad)} | {len(warned)} | "
                + " | ".join(f"{100 * n / of:.0f} %" if of else "–" for n, of in shares)
                + " |"
            )
    return "\n".join(lines)


def by_group(found: list[Judged], limit: float) -> str:
    """The same for each kind of image, in plain text, to see where it works."""
    kinds = sorted({f"{image.item.source}, {image.item.region}" for image in found})
    lines = ["group: images, bad, warned of, rightly"]
    for kind in kinds:
        here = [image for image in found if f"{image.item.source}, {image.item.region}" == kind]
        warned = [image for image in here if image.doubt > limit]
        bad, right = sum(image.bad for image in here), sum(image.bad for image in warned)
        lines.append(f"{kind}: {len(here)}, {bad}, {len(warned)}, {right}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", type=Path, default=BUNDLED)
    parser.add_argument("--part", choices=tuple(_NAMES), default="validation")
    parser.add_argument("--install", action="store_true", help="write the limit to the card, and the table")
    args = parser.parse_args()
    model = load_model(args.model)
    engine = Engine(model, "cpu", "full")
    if args.part == "test" and model.card.doubt_limit is None:
        parser.error("the model's card has no limit yet: use --install")
    parts = {
        part: measure(engine, images(part)) for part in (tuple(_NAMES) if args.install else (args.part,))
    }
    limit = limit_of(parts["validation"]) if "validation" in parts else model.card.doubt_limit
    text = table(parts, limit)
    print(f"limit {limit:g}\n\n{text}\n")
    for part, found in parts.items():
        print(f"{part}\n{by_group(found, limit)}\n")
    if args.install:
        print(f"SHA-256 {rewrite_model(args.model, model, doubt_limit=limit)}")
        write_table(DOCS / "accuracy.md", "doubt", text)


if __name__ == "__main__":
    main()
