"""The benchmark on stand-in data: how it runs and compares, not the published test set.

    .venv/bin/python scripts/standin_benchmark.py esw --images 1000
    .venv/bin/python scripts/standin_benchmark.py s2lakes --images 400

Makes a dataset in the published layout with ``core.preparation`` (what 'Prepare dataset' runs) from
``../shared/data``, trains the five networks by the published protocol and LakeNet by the modern one, each on
the same number of images, and writes table and report to ``build/benchmark``. Begun again, it goes on.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import package_path

package_path.load()
import lake_data
from lake_mapper.core.datasets.dataset import inspect, open_dataset
from lake_mapper.core.datasets.prepare import Recipe, prepare
from lake_mapper.core.datasets.sources import labelme_sources
from lake_mapper.core.datasets.split import Split
from lake_mapper.core.datasets.tile_files import IGNORE, save_image, save_label
from lake_mapper.core.evaluation.benchmark import contenders, reproduce
from lake_mapper.core.evaluation.evaluate import Predictor
from lake_mapper.core.evaluation.report import benchmark_report
from lake_mapper.core.evaluation.table import table_rows, text_of, write_table
from lake_mapper.core.training.train import MODEL

GROUND = 10.0  # metres; the images are not rescaled, since at 17 m too few tiles would be left
BUILD = package_path.ROOT / "build" / "benchmark"


def write_labelled(source: str, folder: Path) -> dict[str, str]:
    """Write the images as labelme's ``json_to_dataset`` leaves them; return which part each belongs to."""
    parts = {}
    for item in lake_data.items((source,)):
        rgb, label = without_unlabelled(*item.read())
        if min(label.shape) < 256 or item.part == "dropped":
            continue
        within = folder / f"{source}{item.number:04d}_json"
        parts[within.name] = item.part
        if not (within / "label.png").exists():
            save_image(within / "img.png", rgb)
            save_label(within / "label.png", label)
    return parts


def without_unlabelled(rgb: np.ndarray, label: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the largest part, by cutting border rows and columns, in which every pixel has a label."""
    top, bottom, left, right = 0, label.shape[0], 0, label.shape[1]
    while True:
        inside = label[top:bottom, left:right] == IGNORE
        if not inside.any():
            return rgb[top:bottom, left:right], label[top:bottom, left:right]
        shares = (inside[0].mean(), inside[-1].mean(), inside[:, 0].mean(), inside[:, -1].mean())
        worst = int(np.argmax(shares))
        if shares[worst] == 0:  # a hole inside: no way to cut it off
            return rgb[:0], label[:0]
        top, bottom = top + (worst == 0), bottom - (worst == 1)
        left, right = left + (worst == 2), right - (worst == 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", choices=["esw", "s2lakes"])
    parser.add_argument("--images", type=int, required=True, help="tiles that each network sees")
    parser.add_argument("--batch-size", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    folder = BUILD / args.source
    parts = write_labelled(args.source, folder / "labelled")
    data = folder / f"{args.source}_tiles"
    if not (data / "split.json").exists():
        sources, _ = labelme_sources(folder / "labelled")
        made = prepare(sources, data, Recipe(min_lake_share=0.01, seed=args.seed), {"made of": args.source})
        print(*made.notes, *made.warnings, sep="\n", flush=True)
    facts = json.loads((data / "dataset.json").read_text())
    source_of = {name: tile["source"] for name, tile in facts["tiles"].items()}
    test = tuple(name for name, source in source_of.items() if parts[source] == "test")
    train = tuple(name for name, source in source_of.items() if parts[source] != "test")
    split = Split(train, test, "the project's held-out groups of images, whole")
    inspection = inspect(open_dataset(data))
    print(*inspection.sentences(), sep="\n", flush=True)

    entries = contenders(70, args.batch_size, bundled=True, pretrained=True)

    def progress(number, now):
        if now.step % 5 == 0:
            minutes = (now.seconds_left or 0) / 60
            print(f"{entries[number].name}: step {now.step} of {now.steps}, loss {now.loss:.3f}, "
                  f"{minutes:.0f} min left", flush=True)  # fmt: skip

    results = reproduce(
        inspection.dataset,
        split,
        entries,
        folder / f"run_{args.images}",
        seed=args.seed,
        images=args.images,
        ground=GROUND,
        source_of=source_of,
        log=lambda sentence: print(sentence, flush=True),
        progress=progress,
    )
    run = folder / f"run_{args.images}"
    rows = table_rows(results, source_of=source_of)
    write_table(folder / "table.csv", rows)
    facts = [
        ("Dataset", f"{args.source}, a stand-in: not the published test set"),
        ("Tiles", f"{len(split.train)} to train on, {len(split.test)} to test on ({split.rule})"),
        ("Training", f"{args.images} tiles seen by each network, in batches of {args.batch_size}"),
        ("Command", f"scripts/standin_benchmark.py {args.source} --images {args.images} "
                    f"--batch-size {args.batch_size} --seed {args.seed}"),
    ]  # fmt: skip
    predict = Predictor([run / entry.folder / MODEL for entry in entries], results, "automatic")
    tiles = inspection.dataset.only(split.test).tiles
    html = benchmark_report(
        f"Stand-in benchmark on {args.source}",
        results,
        rows,
        tiles,
        predict=predict,
        facts=facts,
        by_source=True,
    )
    (folder / "report.html").write_text(html, encoding="utf-8")
    print(markdown(rows))


def markdown(rows: list[dict]) -> str:
    """Return the table for ``docs/benchmark.md``."""
    names = ("OA", "RC", "TWR", "MIoU", "lake_IoU", "F1", "boundary_F1")
    lines = ["| | " + " | ".join(names) + " | 95 % interval of MIoU |", "|---|" + "---|" * (len(names) + 1)]
    for row in rows:
        values = " | ".join(text_of(name, row[name]) for name in names)
        ends = f"{text_of('MIoU', row['MIoU_low'])} to {text_of('MIoU', row['MIoU_high'])}"
        lines.append(f"| {row['model']} | {values} | {ends} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
