"""The benchmark on stand-in data: how it runs and compares, not the published test set.

    .venv/bin/python scripts/standin_benchmark.py esw --images 6000 --batch-size 4  # after pack_standin.py
    python3 scripts/standin_benchmark.py esw s2lakes --minutes 9 --batch-size 16

Trains the five networks by the published protocol and LakeNet by the modern one, each on the same number
of tiles, as *Reproduce benchmark* does, and writes scores, logs and tables to ``build/benchmark``. Needs
PyTorch, NumPy, OpenCV and Pillow; no QGIS, no GDAL (without it there is no report) and no network. Begun
again, on another kind of device too, it goes on. ``--networks`` spreads the networks over several
computers or evenings: what is in the run folder counts, wherever it was trained.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import shutil
import sys
import time
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

STARTED = time.monotonic()  # importing PyTorch counts in --minutes

import cv2
import numpy as np
import package_path
import torch

package_path.load()
from lake_mapper.core.datasets.dataset import Dataset, open_dataset
from lake_mapper.core.datasets.split import Split
from lake_mapper.core.datasets.tile_files import IMAGES, save_image
from lake_mapper.core.evaluation.benchmark import (
    SETTINGS,
    Contender,
    contenders,
    reproduce,
    seconds_of_a_tile,
)
from lake_mapper.core.evaluation.evaluate import ModelResult, Predictor
from lake_mapper.core.evaluation.table import table_rows, text_of, write_table
from lake_mapper.core.inference.runtimes import cores
from lake_mapper.core.training.loop import LOG
from lake_mapper.core.training.pieces import as_whole, whole_or_pieces_there
from lake_mapper.core.training.train import MODEL
from lake_mapper.core.util.errors import Cancelled, LakeMapperError

GROUND = 10.0  # metres; the images are not rescaled, since at 17 m too few tiles would be left
BUILD = package_path.ROOT / "build" / "benchmark"
FACTS = "facts.json"  # in the packed file: split, source images, hard subsets
CONTENT = "content.txt"  # next to the unpacked tiles: what they were unpacked from
SHARE = 0.85  # of the time, for training; the rest for what was not measured, scores and writing


@dataclass(frozen=True)
class Standin:
    """The unpacked tiles of a stand-in, its split, the image of each tile and the lists of hard tiles.

    ``content`` identifies what is packed: computers may decode its JPEGs to slightly other PNG files.
    """

    name: str
    content: str
    dataset: Dataset
    split: Split
    source_of: dict[str, str]
    subsets: dict[str, list[str]]


def unpacked(file: Path) -> Standin:
    """Unpack what ``pack_standin.py`` wrote, next to it, into the published layout; once."""
    folder = file.with_suffix("")
    if not file.exists():
        raise SystemExit(f"{file} is missing: run scripts/pack_standin.py {file.stem} first.")
    # Not of the file, which holds the time of packing.
    with zipfile.ZipFile(file) as packed:
        checksums = sorted((member.filename, member.CRC) for member in packed.infolist())
    content = hashlib.sha256(repr(checksums).encode()).hexdigest()
    mark = folder / CONTENT
    if not mark.exists() or mark.read_text() != content:
        shutil.rmtree(folder, ignore_errors=True)
        with zipfile.ZipFile(file) as packed:
            for name in packed.namelist():
                if name.startswith(IMAGES):
                    pixels = cv2.imdecode(np.frombuffer(packed.read(name), np.uint8), cv2.IMREAD_COLOR)
                    rgb = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
                    save_image((folder / name).with_suffix(".png"), rgb)
                elif name != FACTS:
                    packed.extract(name, folder)
            packed.extract(FACTS, folder)
        mark.write_text(content)  # last: the tiles are whole
    facts = json.loads((folder / FACTS).read_text())
    split = Split(
        tuple(facts["train"]), tuple(facts["test"]), "the project's held-out groups of images, whole"
    )
    return Standin(
        facts["source"], content, open_dataset(folder), split, facts["source_of"], facts["subsets"]
    )


def budget(standin: Standin, entries: Sequence[Contender], run: Path, seconds: float, workers: int) -> int:
    """Return how many tiles each network can see in the time, or the number with which ``run`` was begun."""
    if (run / SETTINGS).exists():
        return int(json.loads((run / SETTINGS).read_text())["images"])
    began = time.monotonic()
    tiles = standin.dataset.only(standin.split.train).tiles
    each = {entry.name: seconds_of_a_tile(entry, tiles, workers=workers) for entry in entries}
    say(", ".join(f"{name}: {1 / s:.3g} tiles a second" for name, s in each.items()))
    size = entries[0].protocol.batch_size
    left = SHARE * (seconds - (time.monotonic() - began))
    return max(int(left / sum(each.values())) // size, 1) * size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", nargs="+", help="names of packed files: esw, s2lakes")
    parser.add_argument("--folder", type=Path, default=BUILD, help="where the packed files are")
    much = parser.add_mutually_exclusive_group(required=True)
    much.add_argument("--images", type=int, help="tiles that each network sees")
    much.add_argument(
        "--minutes", type=float, help="as many as fit, the same for each; stops when they are over"
    )
    parser.add_argument("--batch-size", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--networks", nargs="+", metavar="NAME", default=[entry.name for entry in _entries(8)],
        help="only these in this call, such as PSPNet: the others later or on another computer",
    )  # fmt: skip
    parser.add_argument("--pieces", action="store_true", help="only files of 16 MB at most")
    forks = sys.platform == "linux" and torch.cuda.is_available()
    parser.add_argument(
        "--workers", type=int, default=cores() if forks else 0,
        help="processes that read and turn tiles (Linux), by default one a core with a GPU; 0 for a thread",
    )  # fmt: skip
    args = parser.parse_args()
    known = [entry.name for entry in _entries(args.batch_size)]
    if unknown := set(args.networks) - set(known):
        parser.error(f"No network is called {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
    end = None if args.minutes is None else STARTED + 60 * args.minutes
    finished = True
    for number, source in enumerate(args.sources):
        share = None if end is None else (end - time.monotonic()) / (len(args.sources) - number)
        try:
            finished &= _run(args, unpacked(args.folder / f"{source}.zip"), share)
        except LakeMapperError as error:
            raise SystemExit(str(error)) from error
    if not finished:
        raise SystemExit("The time is over. The same command goes on where it stopped.")


def _entries(batch_size: int) -> list[Contender]:
    return contenders(70, batch_size, bundled=True, pretrained=True)


def _run(args: argparse.Namespace, standin: Standin, seconds: float | None) -> bool:
    """Train and compare on a stand-in; return whether the time was enough for it."""
    began = time.monotonic()
    entries = _entries(args.batch_size)
    run = args.folder / f"{standin.name}_run"
    images = args.images or budget(standin, entries, run, seconds or 0.0, args.workers)
    say(f"{standin.name}: {images} tiles for each network")

    def progress(number, now):
        if now.step % max(now.steps // 20, 1) == 0:
            minutes = (now.seconds_left or 0) / 60
            say(f"{entries[number].name}: step {now.step} of {now.steps}, loss {now.loss:.3f}, "
                f"{minutes:.0f} min left")  # fmt: skip

    def results_of(networks: Sequence[str]) -> list[ModelResult]:
        return reproduce(
            standin.dataset,
            standin.split,
            entries,
            run,
            only=networks,
            content=standin.content,
            seed=args.seed,
            images=images,
            ground=GROUND,
            source_of=standin.source_of,
            log=say,
            progress=progress,
            cancelled=lambda: seconds is not None and time.monotonic() > began + seconds,
            in_pieces=args.pieces,
            workers=args.workers,
        )

    in_time = True
    try:
        results = results_of(args.networks)
    except Cancelled:
        in_time, results = False, results_of(())
    if results:
        rows = table_rows(results, standin.subsets, standin.source_of)
        write_table(args.folder / f"{standin.name}_table.csv", rows)
        if in_time:
            _report(args, standin, run, results, rows, images)
        print(markdown(rows))
        print(by_image(results, standin.source_of))
    return in_time


def in_network(run: Path, results: Sequence[ModelResult], entries: Sequence[Contender]) -> str:
    """Return how much of the time of each training its network took, from the logs."""
    folder_of = {entry.name: entry.folder for entry in entries}
    shares = []
    for result in results:
        with open(run / folder_of[result.name] / LOG, newline="") as file:
            last = list(csv.DictReader(file))[-1]
        if last.get("network_seconds"):  # trainings of version 0.2.0 and older did not write it
            share = float(last["network_seconds"]) / float(last["seconds"])
            shares.append(f"{result.name} {100 * share:.0f} %")
    return ", ".join(shares)


def _report(args, standin: Standin, run: Path, results: list[ModelResult], rows: list[dict], images) -> None:
    try:
        from lake_mapper.core.evaluation.report import benchmark_report
    except ImportError:
        say("GDAL is missing: no report. The same command writes it where GDAL is, in seconds.")
        return
    split = standin.split
    entries = _entries(args.batch_size)
    folder_of = {entry.name: entry.folder for entry in entries}
    models = [run / folder_of[result.name] / MODEL for result in results]
    if missing := [str(model) for model in models if not whole_or_pieces_there(model)]:
        say(f"No report: its pictures need {', '.join(missing)}.")
        return
    facts = [
        ("Dataset", f"{standin.name}, a stand-in: not the published test set"),
        ("Tiles", f"{len(split.train)} to train on, {len(split.test)} to test on ({split.rule})"),
        ("Training", f"{images} tiles seen by each network, in batches of {args.batch_size}"),
        ("Share of the time of training that was in the network", in_network(run, results, entries)),
        ("Command", f"scripts/standin_benchmark.py {standin.name} --images {images} "
                    f"--batch-size {args.batch_size} --seed {args.seed}"),
    ]  # fmt: skip
    with ExitStack() as inside:
        html = benchmark_report(
            f"Stand-in benchmark on {standin.name}",
            results,
            rows,
            standin.dataset.only(split.test).tiles,
            predict=Predictor([inside.enter_context(as_whole(m)) for m in models], results, "automatic"),
            facts=facts,
            source_of=standin.source_of,
        )
    (args.folder / f"{standin.name}_report.html").write_text(html, encoding="utf-8")


def say(sentence: str) -> None:
    print(sentence, flush=True)


def markdown(rows: list[dict]) -> str:
    """Return the tables for ``docs/benchmark.md``: all test tiles, then the hard subsets."""
    names = ("OA", "RC", "TWR", "MIoU", "lake_IoU", "F1", "boundary_F1")
    head = "| | " + " | ".join(names) + " | 95 % interval of MIoU |"
    lines = []
    for tiles in dict.fromkeys(row["tiles"] for row in rows):
        lines += ["", f"Tiles: {tiles}", "", head, "|---|" + "---|" * (len(names) + 1)]
        for row in rows:
            if row["tiles"] == tiles:
                values = " | ".join(text_of(name, row[name]) for name in names)
                ends = f"{text_of('MIoU', row['MIoU_low'])} to {text_of('MIoU', row['MIoU_high'])}"
                lines.append(f"| {row['model']} | {values} | {ends} |")
    return "\n".join(lines)


def by_image(results: Sequence[ModelResult], source_of: Mapping[str, str]) -> str:
    """Return MIoU (%) on the test tiles of each image, and the last network's lead over each other one."""
    lines = [
        f"| | tiles | {' | '.join(result.name for result in results)} |",
        "|---|---|" + "---|" * len(results),
    ]
    for image in sorted({source_of[name] for name in results[0].names}):
        parts = [r.only([name for name in r.names if source_of[name] == image]) for r in results]
        values = " | ".join(text_of("MIoU", 100 * part.scores()["MIoU"]) for part in parts)
        lines.append(f"| {image} | {len(parts[0].names)} | {values} |")
    lines += ["", f"{results[-1].name} is ahead of | by MIoU, points | 95 % interval"]
    for other in results[:-1]:
        value, low, high = (100 * part for part in results[-1].ahead_of(other, source_of))
        lines.append(f"{other.name} | {value:.2f} | {low:.2f} to {high:.2f}")
    return "\n".join(["", *lines])


if __name__ == "__main__":
    main()
