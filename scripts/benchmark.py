"""Speed and memory on this computer: tables of medians and ratios.

    .venv/bin/python scripts/benchmark.py                 # engines, and 8192 × 8192 pixels end to end
    .venv/bin/python scripts/benchmark.py --grounds       # end to end on three kinds of ground
    .venv/bin/python scripts/benchmark.py --curve         # end to end by size; --sizes 4096 ... 65536 for all
    .venv/bin/python scripts/benchmark.py --tracing       # tracing and measuring alone, by size
    .venv/bin/python scripts/benchmark.py --lakes 100000  # that many lakes, followed from date to date
    .venv/bin/python scripts/benchmark.py --training      # steps of training, by network

The scene is a virtual mosaic of the sample scene, read at its own resolution, so that each pixel of the
mosaic is one of the grid. Each end-to-end run is a process of its own, to measure its peak memory. Where
onnxruntime and onnx are installed, a plain loop over tiles is measured as well (``tile_loop.py``).
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import package_path
from osgeo import gdal

package_path.load()
from benchmark_scenes import SAMPLE, WATER, many_lakes, synthetic_mosaic, virtual_mosaic
from benchmark_training import training_table
from lake_mapper.core.geo.grid import Grid, ground_grid
from lake_mapper.core.inference.engine import ENGINES, Engine
from lake_mapper.core.inference.memory import memory_kept
from lake_mapper.core.inference.probability_raster import scaled_probability_reader
from lake_mapper.core.inference.run import Run
from lake_mapper.core.inference.tiling import BLOCK_SIZE
from lake_mapper.core.lakes.calibration import UNCALIBRATED
from lake_mapper.core.lakes.lakes_of_run import add_attributes, trace_while_computing
from lake_mapper.core.lakes.vectorize import lakes_from_probability
from lake_mapper.core.models.model_file import load_model
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.util.errors import DeviceError
from lake_mapper.core.util.gdal_context import small_cache
from plateau_scene import plateau_scene
from tile_loop import TILE, OnnxNetwork, tile_loop

#: Kinds of ground, each as a function of a folder and a size. Dense: a reservoir with many arms. In pixels of
#: 10 m the bundled model looks twice.
GROUNDS = {
    "dense (12 % water)": virtual_mosaic,
    "like the plateau (2.5 % water), 17 m": partial(plateau_scene, water=0.025, pixel=17.0),
    "like the plateau (2.5 % water), 10 m": partial(plateau_scene, water=0.025),
    "arid land, no water, 17 m": partial(plateau_scene, water=0.0, pixel=17.0),
    "arid land, no water, 10 m": partial(plateau_scene, water=0.0),
}
LAKES: dict[str, Any] = {"threshold": 0.5, "min_area": 5000, "min_island": 2500}  # as Extract lakes does


def peak_gib() -> float:
    """Return the peak memory of this process; that of ``getrusage`` would include its parent's."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 2**20


def end_to_end(mosaic: str, choice: str) -> dict[str, float]:
    """Run from raster to lakes: return seconds (all, in the network, of the CPU) and peak memory in GiB."""
    model = load_model()
    engine = Engine(model, "cpu", choice, lambda sentence: print(sentence, file=sys.stderr))
    in_network = []

    class Timed:
        card = model.card

        def probability(self, rgb: np.ndarray, valid: np.ndarray, margin: int) -> np.ndarray:
            start = time.perf_counter()
            try:
                return engine.probability(rgb, valid, margin)
            finally:
                in_network.append(time.perf_counter() - start)

    with tempfile.TemporaryDirectory() as folder:
        start, cpu = time.perf_counter(), time.process_time()
        scene = RasterScene(mosaic)
        grid = ground_grid(scene.crs_wkt, scene.bounds, scene.native_pixel, scene.anchor)
        run = Run(folder, scene, grid, model)
        with trace_while_computing(run, **LAKES, smooth=True) as traced_lakes:
            run.compute(Timed())
            computed = time.perf_counter()
            lakes = traced_lakes()
        seconds = time.perf_counter() - start
    return {
        "pixels": grid.width * grid.height,
        "seconds": seconds,
        "cpu_seconds": time.process_time() - cpu,
        "network_seconds": sum(in_network),
        "polygon_seconds": start + seconds - computed,
        "lakes": len(lakes),
        "peak_GiB": peak_gib(),
    }


def plain_loop(mosaic: str) -> dict[str, float]:
    """Run ``tile_loop`` in this process."""
    with tempfile.TemporaryDirectory() as folder:
        found = tile_loop(mosaic, load_model(), Path(folder))
    dataset = gdal.Open(mosaic)
    return {**found, "pixels": dataset.RasterXSize * dataset.RasterYSize, "peak_GiB": peak_gib()}


def tracking(count: int) -> dict[str, float]:
    """Follow ``count`` lakes to another date in this process: seconds by stage, peak memory in GiB."""
    from lake_mapper.core.tracking.changes import changes
    from lake_mapper.core.tracking.ledger import ledger
    from lake_mapper.core.tracking.track import LakeLayer, track

    crs = gdal.Open(str(SAMPLE)).GetProjection()
    layers = [
        LakeLayer(f"date {t}", datetime.date(2000 + t, 1, 1), crs, many_lakes(count, t), pixel=10.0)
        for t in (0, 1)
    ]
    times = [time.perf_counter()]
    tracked = track(layers)
    times.append(time.perf_counter())
    rows = sum(1 for _ in ledger(tracked.history))
    times.append(time.perf_counter())
    parts = sum(1 for _ in changes(tracked.history, tracked.ellipsoid))
    times.append(time.perf_counter())
    return {
        "reading and matching, s": times[1] - times[0],
        f"ledger of {rows:,} rows, s": times[2] - times[1],
        f"{parts:,} gains, losses and stable parts, s": times[3] - times[2],
        "all, s": times[3] - times[0],
        "peak memory, GiB": peak_gib(),
    }


def tracing(mosaic: str) -> dict[str, float]:
    """Trace and measure lakes in this process: return seconds of its CPU, peak GiB, and what was found."""
    size = gdal.Open(mosaic).RasterXSize
    crs = gdal.Open(str(SAMPLE)).GetProjection()
    grid = Grid(crs, 200000.0, 3000000.0, 17.0, 17.0, size, size, 17.0)
    start = time.process_time()
    with small_cache():
        lakes = lakes_from_probability(scaled_probability_reader(mosaic), grid, **LAKES)
        add_attributes(lakes, mosaic, grid, UNCALIBRATED, threshold=LAKES["threshold"], smooth=True)
    return {
        "seconds": time.process_time() - start,
        "peak_GiB": peak_gib(),
        "lakes": len(lakes),
        "largest": lakes[0].area / sum(lake.area for lake in lakes),
        "islands": len(lakes[0].rings) - 1,
    }


MEASUREMENTS = {"end_to_end": end_to_end, "plain_loop": plain_loop, "tracing": tracing}


def measure(name: str, *arguments: Any) -> dict[str, float]:
    """Run one of ``MEASUREMENTS`` in a process of its own."""
    command = [sys.executable, __file__, "--measure", name, *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def speed(found: dict[str, float]) -> float:
    """Return million pixels a second."""
    return found["pixels"] / 1e6 / found["seconds"]


def tracing_table(sizes: list[int]) -> None:
    """Print tracing and measuring by size; seconds are the CPU's: on a shared machine, time says little."""
    print(
        "| water | million pixels | CPU s | per million pixels | peak GiB | lakes | largest | its islands |"
    )
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for kind, water in WATER.items():
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                mosaic = synthetic_mosaic(Path(folder), water, size)
                found = measure("tracing", mosaic)
            pixels = size * size / 1e6
            print(
                f"| {kind} | {pixels:.0f} | {found['seconds']:.1f} | {found['seconds'] / pixels:.3f} "
                f"| {found['peak_GiB']:.2f} | {found['lakes']} | {100 * found['largest']:.1f} % "
                f"| {found['islands']} |",
                flush=True,
            )


def engine_table(repeats: int) -> dict[str, float]:
    """Print and return the speed of the network alone (Mpx/s), on blocks as in a run, margins counted."""
    model = load_model()
    margin = model.card.margin
    side = BLOCK_SIZE + 2 * margin
    pixels = side * side / 1e6
    print(
        f"| network alone, blocks of {side} × {side} | Mpx/s | ÷ 32 bits | without the margin's last steps |"
    )
    print("|---|---|---|---|")
    found: dict[str, float] = {}
    for choice in ENGINES[1:]:
        try:
            engine = Engine(model, "cpu", choice)
        except DeviceError:
            continue
        with memory_kept():
            whole, without_margin = (
                pixels / statistics.median(engine.seconds(side, side, left_out) for _ in range(repeats))
                for left_out in (0, margin)
            )
        found[choice] = whole
        name = engine.description.partition(" with ")[2].partition(" (")[0]
        print(f"| {name} | {whole:.1f} | {whole / found['full']:.2f} | {without_margin:.1f} |", flush=True)
    if has_onnx():
        with tempfile.TemporaryDirectory() as folder:
            network = OnnxNetwork(model, Path(folder))
        tile = np.random.default_rng(0).integers(0, 256, (TILE, TILE, 3), np.uint8)
        times = []
        for _ in range(4 * repeats):
            start = time.perf_counter()
            network(tile)
            times.append(time.perf_counter() - start)
        pace = TILE * TILE / 1e6 / statistics.median(times)
        print(f"| ONNX Runtime in 32 bits, tiles of {TILE} | {pace:.1f} | {pace / found['full']:.2f} | |")
    return found


def has_onnx() -> bool:
    return all(find_spec(name) for name in ("onnxruntime", "onnx"))


def end_to_end_table(size: int, repeats: int, choices: list[str], network_alone: dict[str, float]) -> None:
    """Print runs with each engine in turn, so that a computer that gets slower does so for all."""
    with tempfile.TemporaryDirectory() as folder:
        mosaic = virtual_mosaic(Path(folder), size)
        runs: dict[str, list[dict[str, float]]] = {choice: [] for choice in choices}
        loops = []
        for _ in range(repeats):
            for choice, done in runs.items():
                done.append(measure("end_to_end", mosaic, choice))
            if has_onnx():
                loops.append(measure("plain_loop", mosaic))
    print(f"\n| end to end, {size} × {size} pixels, median of {repeats} | {' | '.join(runs)} |")
    print("|---" * (1 + len(runs)) + "|")
    found = {choice: medians(done) for choice, done in runs.items()}
    rows = {
        "speed, Mpx/s": lambda f, choice: f"{speed(f):.2f}",
        "network, share of the time": lambda f, choice: f"{100 * f['network_seconds'] / f['seconds']:.0f} %",
        "tracing and measuring": lambda f, choice: f"{100 * f['polygon_seconds'] / f['seconds']:.0f} %",
        "speed ÷ network alone": lambda f, choice: f"{speed(f) / network_alone[choice]:.2f}",
        "peak memory, GiB": lambda f, choice: f"{f['peak_GiB']:.2f}",
        "lakes": lambda f, choice: f"{f['lakes']:.0f}",
    }
    if loops:
        loop = medians(loops)
        rows["speed ÷ plain tile loop"] = lambda f, choice: f"{speed(f) / speed(loop):.2f}"
    for name, cell in rows.items():
        print(f"| {name} | {' | '.join(cell(f, choice) for choice, f in found.items())} |")
    if loops:
        print(
            f"\nPlain tile loop with ONNX Runtime: {speed(loop):.2f} Mpx/s, {loop['peak_GiB']:.2f} GiB, "
            f"{loop['lakes']:.0f} polygons."
        )


def ground_table(size: int, repeats: int, choice: str) -> None:
    """Print runs beside the plain loop on three kinds of ground."""
    print(
        f"| {size} × {size} pixels, median of {repeats} | Mpx/s | ÷ tile loop | network | after it | lakes "
        "| peak GiB |"
    )
    print("|---|---|---|---|---|---|---|", flush=True)
    for name, make in GROUNDS.items():
        with tempfile.TemporaryDirectory() as folder:
            mosaic = make(Path(folder), size)
            runs, loops = [], []
            for _ in range(repeats):
                runs.append(measure("end_to_end", mosaic, choice))
                if has_onnx():
                    loops.append(measure("plain_loop", mosaic))
        found = medians(runs)
        loop = f"{speed(found) / speed(medians(loops)):.2f}" if loops else "–"
        print(
            f"| {name} | {speed(found):.2f} | {loop} | {found['network_seconds']:.1f} s "
            f"| {found['polygon_seconds']:.1f} s | {found['lakes']:.0f} | {found['peak_GiB']:.2f} |",
            flush=True,
        )


def curve(sizes: list[int], choice: str) -> None:
    """Print runs from raster to lakes by size."""
    print("| million pixels | s per million pixels | network | tracing, s | peak GiB | lakes |")
    print("|---|---|---|---|---|---|", flush=True)
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            found = measure("end_to_end", virtual_mosaic(Path(folder), size), choice)
        print(
            f"| {found['pixels'] / 1e6:.0f} | {1 / speed(found):.3f} "
            f"| {100 * found['network_seconds'] / found['seconds']:.0f} % | {found['polygon_seconds']:.1f} "
            f"| {found['peak_GiB']:.2f} | {found['lakes']:.0f} |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=8192, help="side of the mosaic in pixels")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, help="default: all that are there")
    parser.add_argument(
        "--curve", action="store_true", help="end to end by size, with the first of --engines"
    )
    parser.add_argument(
        "--grounds", action="store_true", help="on three kinds of ground, with the first of --engines"
    )
    parser.add_argument("--tracing", action="store_true", help="tracing and measuring alone, by size")
    parser.add_argument("--sizes", type=int, nargs="+", help="sides in pixels, for --curve and --tracing")
    parser.add_argument("--training", action="store_true", help="steps of training on the CPU, by network")
    parser.add_argument("--lakes", type=int, help="follow that many lakes over time instead")
    parser.add_argument("--measure", nargs="+", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        print(json.dumps(MEASUREMENTS[args.measure[0]](*args.measure[1:])))
    elif args.lakes:
        print(f"| {args.lakes:,} × {args.lakes:,} lakes | |\n|---|---|")
        for name, value in tracking(args.lakes).items():
            print(f"| {name} | {value:.3g} |")
    elif args.training:
        training_table(args.repeats)
    elif args.tracing:
        tracing_table(args.sizes or [4096, 8192, 16384, 20480])
    elif args.grounds:
        ground_table(args.size, args.repeats, args.engines[0] if args.engines else "full")
    elif args.curve:
        curve(args.sizes or [4096, 8192], args.engines[0] if args.engines else "automatic")
    else:
        network_alone = engine_table(2 * args.repeats + 1)
        network_alone["automatic"] = max(network_alone.values())
        choices = args.engines or [choice for choice in ENGINES if choice in network_alone][1:]
        end_to_end_table(args.size, args.repeats, choices, network_alone)


if __name__ == "__main__":
    main()
