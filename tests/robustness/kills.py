"""Kills jobs at random moments, and compares what is there with jobs that were left alone.

A job runs in a process forked for it, begins where the last one was killed, and is killed again, until it
ends. Old outputs lie in the places of the new ones: whenever a job is killed, each must be old or new.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import date
from pathlib import Path

import numpy as np
from support import rgb_of, write_raster

OLD = b"of last year"
#: From its start to its end a job is killed at most so often: then it may end.
MOST_IN_A_ROW = 4


@dataclass(frozen=True)
class Job:
    """``make`` writes the inputs to a folder; ``run`` writes ``outputs`` to another, by name.

    ``kept`` are patterns of further files that a finished job leaves, to be the same byte by byte.
    """

    make: Callable[[Path], None]
    run: Callable[[Path, Path], None]
    outputs: tuple[str, ...]
    kept: tuple[str, ...] = ()


@dataclass
class Found:
    """What came of the kills of a job."""

    kills: int = 0
    resumed: int = 0
    different: int = 0
    half_written: int = 0
    left_over: int = 0


def make_image(folder: Path) -> None:
    mask = np.kron(np.random.default_rng(3).random((22, 42)) < 0.3, np.ones((50, 50))) > 0
    write_raster(folder / "image.tif", rgb_of(mask))


def run_extract(inputs: Path, folder: Path) -> None:
    """Extract lakes with a network whose answer is known, so that kills fall on all steps."""
    from lake_mapper.core.lakes import probability_of_run
    from lake_mapper.core.lakes.extract import extract_lakes
    from lake_mapper.core.lakes.extraction_parameters import ExtractionParameters
    from support import BlueIsLake

    class StandIn(BlueIsLake):
        description = "a network whose answer is known"

        def __init__(self, *_, **__):
            super().__init__()

    probability_of_run.Engine = StandIn
    parameters = ExtractionParameters(tile_size=1024, min_area=0, date=date(2020, 8, 31))
    found = extract_lakes(inputs / "image.tif", parameters, run_folder=folder / "run")
    found.write(folder / "lakes.gpkg")
    found.write_probability(folder / "probability.tif")


def make_layers(folder: Path) -> None:
    for name, seed in (("2014-07-20", 3), ("2020-08-31", 4)):
        inputs = folder / name
        inputs.mkdir()
        mask = np.kron(np.random.default_rng(seed).random((24, 24)) < 0.3, np.ones((25, 25))) > 0
        write_raster(inputs / "image.tif", rgb_of(mask))
        run_extract(inputs, inputs)
        (inputs / "lakes.gpkg").rename(folder / f"lakes_{name}.gpkg")


def run_track(inputs: Path, folder: Path) -> None:
    from lake_mapper.core import read_lake_layer, track

    layers = [
        read_lake_layer(path, date.fromisoformat(path.stem.partition("_")[2]))
        for path in sorted(inputs.glob("lakes_*.gpkg"))
    ]
    tracked = track(layers)
    tracked.write_ledger(folder / "ledger.csv")
    tracked.write_changes(folder / "changes.gpkg")


def make_tiles(folder: Path) -> None:
    from lake_mapper.core.datasets.tile_files import save_image, save_label

    rng = np.random.default_rng(0)
    for i in range(4):
        label = np.zeros((64, 64), np.uint8)
        row, column = rng.integers(10, 30, 2)
        label[row : row + 24, column : column + 24] = 1
        rgb = np.where(label[..., None] > 0, (40, 70, 110), (150, 125, 90)) + rng.normal(0, 10, (64, 64, 3))
        save_image(folder / "train_img" / f"t{i}.png", np.clip(rgb, 0, 255).astype(np.uint8))
        save_label(folder / "train_label" / f"t{i}.png", label)


def run_train(inputs: Path, folder: Path) -> None:
    import torch
    from lake_mapper.core import PAPER, Task, open_dataset, train

    torch.set_num_threads(1)
    protocol = changed(PAPER, batch_size=2, epochs=3)
    task = Task("LakeNet", protocol, open_dataset(inputs).tiles, "tiles")
    train(task, folder / "run", device="cpu", checkpoint_seconds=0)
    content = (folder / "run" / "best.safetensors").read_bytes()
    from lake_mapper.core.util.atomic_files import atomic_write

    with atomic_write(folder / "weights.safetensors") as unfinished:
        unfinished.write_bytes(content)


JOBS = {
    "extract": Job(make_image, run_extract, ("lakes.gpkg", "probability.tif"), ("run/sheet_*.tif",)),
    "track": Job(make_layers, run_track, ("ledger.csv", "changes.gpkg")),
    "train": Job(make_tiles, run_train, ("weights.safetensors",), ("run/best.safetensors",)),
}


def digest_of(path: Path) -> str:
    """Return what tells the content of an output; of a GeoPackage its rows, since it holds the time."""
    if path.suffix != ".gpkg":
        return hashlib.sha256(path.read_bytes()).hexdigest()
    from osgeo import gdal

    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    rows = [feature.ExportToJson() for feature in dataset.GetLayer(0)]
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def kill(job: Job, folder: Path, kills: int, seed: int = 0) -> Iterator[Found]:
    """Kill a job so many times, by SIGKILL and SIGTERM in turn; yield what was found so far after each.

    ``folder`` is an empty one. Linux, since it forks.
    """
    chance = random.Random(seed)
    inputs, alone, work = (folder / name for name in ("inputs", "alone", "work"))
    for each in (inputs, alone, work):
        each.mkdir()
    wait(forked(lambda: job.make(inputs)))
    started = time.monotonic()
    assert wait(forked(lambda: job.run(inputs, alone))) == 0, "the job fails even when it is left alone"
    takes = time.monotonic() - started
    right = contents(job, alone)
    found, in_a_row = Found(), 0
    _lay_old_outputs(job, work)
    while found.kills < kills:
        process = forked(lambda: job.run(inputs, work))
        killed = in_a_row < MOST_IN_A_ROW and _killed(process, takes * chance.random(), found.kills)
        if killed:
            found.kills += 1
            in_a_row += 1
            found.half_written += sum(
                (work / name).read_bytes() != OLD and digest_of(work / name) != right[name]
                for name in job.outputs
            )
            yield found
            continue
        if in_a_row >= MOST_IN_A_ROW:
            wait(process)
        found.resumed += in_a_row > 0
        found.different += contents(job, work) != right
        found.left_over += len([p for p in work.rglob("*") if p.name.endswith(".unfinished")])
        in_a_row = 0
        for path in sorted(work.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        _lay_old_outputs(job, work)
    yield found


def _lay_old_outputs(job: Job, folder: Path) -> None:
    for name in job.outputs:
        (folder / name).write_bytes(OLD)


def contents(job: Job, folder: Path) -> dict[str, str]:
    """Return the digests of what a job has written, by their names."""
    paths = [folder / name for name in job.outputs]
    paths += [path for pattern in job.kept for path in sorted(folder.glob(pattern))]
    return {str(path.relative_to(folder)): digest_of(path) for path in paths if path.exists()}


def forked(work: Callable[[], None]) -> int:
    """Do some work in a process of its own; return its id."""
    process = os.fork()
    if process:
        return process
    try:
        work()
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def wait(process: int) -> int:
    """Wait for the end of a process; return its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _killed(process: int, after: float, number: int) -> bool:
    """Kill a process after some seconds; return whether it was still there."""
    end = time.monotonic() + after
    while time.monotonic() < end:
        if os.waitpid(process, os.WNOHANG)[0]:
            return False
        time.sleep(0.002)
    os.kill(process, signal.SIGKILL if number % 2 else signal.SIGTERM)
    os.waitpid(process, 0)
    return True
