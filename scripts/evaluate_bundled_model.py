"""Measure a model on images it was not trained on, and write it all down.

    .venv/bin/python scripts/evaluate_bundled_model.py                       # the bundled model
    .venv/bin/python scripts/evaluate_bundled_model.py build/training/best.safetensors --install
    .venv/bin/python scripts/evaluate_bundled_model.py MODEL --part validation --tables clips  # to choose by

Prints four tables: the scores of each group of images, false water, small clips, stability. Draws the
worst held-out images to ``build/worst.jpg`` and the worst clips to ``build/worst_clips.jpg`` (not for
publication: the licence of the s2lakes images could not be verified). ``--install`` also writes the tables
to ``docs/accuracy.md`` and puts the model, the scores in its card, in the place of the bundled one.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import package_path

package_path.load()
import false_water
import lake_data
import small_clips
import stability
from as_in_a_run import AROUND, RESOLUTIONS, at_resolution, lakes_in_a_run
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.metrics.confusion import Confusion, confusion, scores
from lake_mapper.core.models.model_file import BUNDLED, Model, load_model
from page_tables import DOCS, write_table
from rewrite_model import rewrite_model

COLUMNS = ("OA", "RC", "TWR", "FWR", "MIoU", "lake_IoU", "F1")
BUILD = package_path.ROOT / "build"
PARTS = ("test", "validation")
TABLES = ("groups", "false water", "clips", "stability")
#: Sets in which there is hardly any water: false water says more about them than IoU.
_LAND = ("burn_scars_s2", "cloud_shadow_dlr", "towns_fields_s2_bd")


def groups(item: lake_data.Item) -> list[str]:
    """The rows of the table of scores that an image counts for; none where its set is land all over."""
    if item.part not in PARTS or item.source in _LAND or (item.source == "eurosat_hard" and item.tiles):
        return []
    lakes = item.source.startswith("s2lakes")
    if lakes and item.part == "test":
        found = [f"{item.source} 2000-2999 (dry mountains), held out"]
        if item.source == "s2lakes" and not lake_data.is_mislabelled(item.source, item.number):
            found.append("s2lakes 2000-2999 without wrong labels")
        return found
    where = f"{item.source}, {item.region}" if lakes else item.region
    return [f"{where}, {'held out' if item.part == 'test' else 'validation'}"]


def measure(
    engine: Engine, items: Iterable[lake_data.Item], ground: float, part: str
) -> tuple[dict[str, Confusion], list[tuple]]:
    """Pooled counts of each group, and (lake IoU, item, image, label, mask) of each image of ``part``."""
    pooled: dict[str, Confusion] = defaultdict(lambda: Confusion(0, 0, 0, 0))
    singles = []
    for item in items:
        names = groups(item)
        if not names:
            continue
        rgb, label = at_resolution(*item.read(), ground, item.ground)
        counted = label != IGNORE
        lake = lakes_in_a_run(engine, rgb, counted, ground)
        found = confusion(lake, label == 1, counted)
        for name in names:
            pooled[name] = pooled[name].plus(found)
        if item.part == part:
            singles.append((scores(found)["lake_IoU"], item, rgb, label, lake & counted))
    # Without lakes, labelled or found, there is no IoU: such an image comes last.
    return dict(pooled), sorted(singles, key=lambda single: (np.isnan(single[0]), single[0]))


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
    """Draw the worst images to ``path``: truth outlined in yellow, the model's mask in red."""
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
    path.parent.mkdir(parents=True, exist_ok=True)  # OpenCV says nothing where it cannot write
    cv2.imwrite(str(path), np.vstack(rows)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", type=Path, default=BUNDLED)
    parser.add_argument("--install", action="store_true", help="make it the bundled model")
    parser.add_argument("--part", choices=PARTS, help="images of one part alone")
    parser.add_argument("--beyond", choices=AROUND, default="nothing", help="what lies around small clips")
    parser.add_argument("--tables", nargs="+", choices=TABLES, default=TABLES)
    args = parser.parse_args()
    if args.install and (args.part or set(args.tables) != set(TABLES) or args.beyond != "nothing"):
        parser.error("a model is installed with all its tables")
    model = load_model(args.model)
    engine = Engine(model, "cpu", "full")
    everything = [item for item in lake_data.items(lake_data.SOURCES) if item.part in PARTS]
    items = [item for item in everything if args.part in (None, item.part)]
    # Pictures and the other tables show what was never seen, unless validation was asked for, to choose by.
    shown = args.part or "test"
    texts, pooled = {}, {}
    if "groups" in args.tables:
        measured = {ground: measure(engine, items, ground, shown) for ground in RESOLUTIONS}
        pooled = {ground: counts for ground, (counts, _) in measured.items()}
        texts["groups"] = table(pooled)
        worst_picture(measured[RESOLUTIONS[0]][1], BUILD / "worst.jpg")
    items = [item for item in items if item.part == shown]
    if "false water" in args.tables:
        texts["false water"] = false_water.table(
            {g: false_water.measure(engine, items, g) for g in RESOLUTIONS}
        )
    lakes = [item for item in items if groups(item) and item.kind != "plain water"]
    if "clips" in args.tables:
        clips = {g: small_clips.measure(engine, lakes, g, args.beyond) for g in RESOLUTIONS}
        texts["clips"] = small_clips.table(clips)
        narrow = [
            clip
            for (_, around), of in clips[RESOLUTIONS[-1]].items()
            for clip in of
            if around == small_clips.AROUND[0]
        ]
        narrow.sort(key=lambda clip: clip.iou)
        worst_picture(
            [(c.iou, c.item, c.rgb, c.label, c.lake) for c in narrow], BUILD / "worst_clips.jpg", 64, across=8
        )
    if "stability" in args.tables:
        texts["stability"] = stability.table(stability.measure(engine, lakes))
    for name, text in texts.items():
        print(f"{name}\n{text}\n")
    if args.install:
        install(model, pooled, texts)


def install(model: Model, pooled: dict[float, dict[str, Confusion]], texts: dict[str, str]) -> None:
    """Put the model in the place of the bundled one, scores in its card, and the tables on the page."""
    metrics = {
        f"{name} at {ground:g} m": {c: round(scores(counts)[c], 4) for c in COLUMNS}
        for ground, found in pooled.items()
        for name, counts in sorted(found.items())
    }
    rewrite_model(BUNDLED, model, metrics=metrics, created=date.today().isoformat())
    for name, text in texts.items():
        write_table(DOCS / "accuracy.md", name, text)


if __name__ == "__main__":
    main()
