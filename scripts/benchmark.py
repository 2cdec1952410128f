"""Speed and memory, measured here: one table of medians and ratios.

    .venv/bin/python scripts/benchmark.py                 # 8192 × 8192 pixels
    .venv/bin/python scripts/benchmark.py --size 30000    # the virtual mosaic of 900 million pixels
    .venv/bin/python scripts/benchmark.py --lakes 100000  # that many lakes, followed from date to date
    .venv/bin/python scripts/benchmark.py --tracing       # tracing and measuring alone, by size

The scene is a virtual mosaic of the sample scene, read at its own resolution, so that every pixel of the
mosaic is a pixel of the grid. Each end-to-end run is a process of its own, whose peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import house
import numpy as np
from osgeo import gdal

SAMPLE = house.ROOT / "resources" / "sample" / "itaipu_landsat8_2020-05-18.tif"

GAP = 8  # pixels without data between the copies


def virtual_mosaic(folder: Path, size: int) -> Path:
    """A raster of ``size`` × ``size`` pixels, the sample scene over and over, some pixels apart.

    Without the gaps the reservoirs of all copies would join into one lake of hundreds of scenes.
    """
    tile = gdal.Open(str(SAMPLE))
    width, height = tile.RasterXSize, tile.RasterYSize
    path = folder / "mosaic.vrt"
    mosaic = gdal.GetDriverByName("VRT").Create(str(path), size, size, 3, gdal.GDT_UInt16)
    mosaic.SetProjection(tile.GetProjection())
    mosaic.SetGeoTransform(tile.GetGeoTransform())
    for band in range(1, 4):
        mosaic.GetRasterBand(band).SetNoDataValue(0)
        for row in range(0, size, height + GAP):
            for column in range(0, size, width + GAP):
                wide, tall = min(width, size - column), min(height, size - row)
                mosaic.GetRasterBand(band).SetMetadataItem(
                    "source_0",
                    f"<SimpleSource><SourceFilename>{SAMPLE}</SourceFilename><SourceBand>{band}</SourceBand>"
                    f'<SrcRect xOff="0" yOff="0" xSize="{wide}" ySize="{tall}"/>'
                    f'<DstRect xOff="{column}" yOff="{row}" xSize="{wide}" ySize="{tall}"/></SimpleSource>',
                    "new_vrt_sources",
                )
    mosaic.FlushCache()
    return path


def end_to_end(mosaic: str) -> dict[str, float]:
    """One run from raster to lakes in this process: seconds, seconds in the network, peak memory in GiB."""
    import resource

    house.load()
    from lake_mapper.core.engine import Engine
    from lake_mapper.core.extract import lakes_of_run
    from lake_mapper.core.grid import ground_grid
    from lake_mapper.core.model import load_model
    from lake_mapper.core.run import Run
    from lake_mapper.core.scene import RasterScene

    model = load_model()
    engine = Engine(model)
    inside = []

    class Timed:
        def probability(self, rgb: np.ndarray, valid: np.ndarray) -> np.ndarray:
            start = time.perf_counter()
            try:
                return engine.probability(rgb, valid)
            finally:
                inside.append(time.perf_counter() - start)

    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        scene = RasterScene(mosaic)
        grid = ground_grid(scene.crs_wkt, scene.bounds, scene.native_pixel, scene.anchor)
        run = Run(folder, scene, grid, model)
        run.compute(Timed())
        computed = time.perf_counter()
        lakes = lakes_of_run(run, 0.5, 5000, 2500, smooth=True)
        seconds = time.perf_counter() - start
    return {
        "pixels": grid.width * grid.height,
        "seconds": seconds,
        "network_seconds": sum(inside),
        "polygon_seconds": start + seconds - computed,
        "lakes": len(lakes),
        "peak_GiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }


def tracking(count: int) -> dict[str, float]:
    """Follow ``count`` lakes to another date in this process: seconds by stage, peak memory in GiB."""
    import datetime
    import resource

    house.load()
    from lake_mapper.core.tracking.changes import changes
    from lake_mapper.core.tracking.job import LakeLayer, track
    from lake_mapper.core.tracking.ledger import ledger

    crs = gdal.Open(str(SAMPLE)).GetProjection()
    layers = [
        LakeLayer(f"date {t}", datetime.date(2000 + t, 1, 1), crs, many_lakes(count, t), 10.0) for t in (0, 1)
    ]
    times = [time.perf_counter()]
    tracked = track(layers)
    times.append(time.perf_counter())
    rows = sum(1 for _ in ledger(tracked.history))
    times.append(time.perf_counter())
    parts = sum(1 for _ in changes(tracked.history, tracked.ground))
    times.append(time.perf_counter())
    return {
        "reading and matching, s": times[1] - times[0],
        f"ledger of {rows:,} rows, s": times[2] - times[1],
        f"{parts:,} gains, losses and stable parts, s": times[3] - times[2],
        "all, s": times[3] - times[0],
        "peak memory, GiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }


def many_lakes(count: int, date: int):
    """Lakes of 40 shore points, a kilometre apart, most of them small; at date 1 each has another size."""
    from lake_mapper.core.polygons import polygon_wkb
    from lake_mapper.core.tracking.lakes import Feature

    across = int(np.ceil(np.sqrt(count)))
    radii = np.minimum(40 + 30 * np.random.default_rng(0).pareto(1.0, count), 350)
    if date:
        radii *= np.random.default_rng(date).uniform(0.9, 1.2, count)
    angles = np.linspace(0, 2 * np.pi, 41)[:-1]
    for k, radius in enumerate(radii):
        reach = radius * (1 + 0.2 * np.sin(3 * angles + k))
        x, y = 500_000 + 1000 * (k % across), 3_000_000 + 1000 * (k // across)
        ring = np.stack([x + reach * np.cos(angles), y + reach * np.sin(angles)], 1)
        yield Feature(polygon_wkb([np.vstack([ring, ring[:1]])]), source_id=str(k))


#: Share of water in the synthetic probabilities of ``--tracing``, with smooth shores at all scales. From a
#: half on, the water of the whole mosaic is one lake, with islands with ponds: the bad case.
WATER = {"many lakes": 0.3, "one lake": 0.6}


def synthetic_mosaic(folder: Path, water: float, size: int, side: int = 4096) -> Path:
    """Probability levels of ``size`` × ``size`` pixels: one sheet, repeated without a seam."""
    from lake_mapper.core.run import LEVELS

    rng = np.random.default_rng(1)
    frequency = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side)[None])
    spectrum = np.fft.rfft2(rng.standard_normal((side, side))) / (1 + (frequency * 60) ** 2) ** 1.5
    relief = np.fft.irfft2(spectrum, (side, side))
    relief = (relief - np.quantile(relief, 1 - water)) / relief.std()
    sheet = gdal.GetDriverByName("GTiff").Create(
        str(folder / "sheet.tif"), side, side, 1, gdal.GDT_Byte, ["COMPRESS=DEFLATE", "TILED=YES"]
    )
    sheet.WriteArray(np.rint(LEVELS / (1 + np.exp(-20 * relief))).astype(np.uint8))
    sheet.FlushCache()
    path = folder / "probability.vrt"
    mosaic = gdal.GetDriverByName("VRT").Create(str(path), size, size, 1, gdal.GDT_Byte)
    for row in range(0, size, side):
        for column in range(0, size, side):
            wide, tall = min(side, size - column), min(side, size - row)
            mosaic.GetRasterBand(1).SetMetadataItem(
                "source_0",
                f"<SimpleSource><SourceFilename>{folder / 'sheet.tif'}</SourceFilename>"
                f'<SrcRect xOff="0" yOff="0" xSize="{wide}" ySize="{tall}"/>'
                f'<DstRect xOff="{column}" yOff="{row}" xSize="{wide}" ySize="{tall}"/></SimpleSource>',
                "new_vrt_sources",
            )
    mosaic.FlushCache()
    return path


def tracing(mosaic: str) -> dict[str, float]:
    """From probabilities to lakes in this process: seconds of its CPU, peak memory in GiB, what was found."""
    import resource

    house.load()
    from lake_mapper.core.calibration import UNCALIBRATED
    from lake_mapper.core.extract import lakes_of_mosaic
    from lake_mapper.core.grid import Grid

    size = gdal.Open(mosaic).RasterXSize
    crs = gdal.Open(str(SAMPLE)).GetProjection()
    grid = Grid(crs, 200000.0, 3000000.0, 17.0, 17.0, size, size, 17.0)
    start = time.process_time()
    lakes = lakes_of_mosaic(mosaic, grid, UNCALIBRATED, 0.5, 5000, 2500, smooth=True)
    return {
        "seconds": time.process_time() - start,
        "peak_GiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
        "lakes": len(lakes),
        "largest": lakes[0].area / sum(lake.area for lake in lakes),
        "islands": len(lakes[0].rings) - 1,
    }


def tracing_table(sizes: list[int]) -> None:
    """Seconds are those of the CPU, since on a shared machine those of the clock say little."""
    house.load()
    print(
        "| water | million pixels | CPU s | per million pixels | peak GiB | lakes | largest | its islands |"
    )
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for kind, water in WATER.items():
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                mosaic = synthetic_mosaic(Path(folder), water, size)
                command = [sys.executable, __file__, "--one-tracing", str(mosaic)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
            found = json.loads(done.stdout.splitlines()[-1])
            pixels = size * size / 1e6
            print(
                f"| {kind} | {pixels:.0f} | {found['seconds']:.1f} | {found['seconds'] / pixels:.3f} "
                f"| {found['peak_GiB']:.2f} | {found['lakes']} | {100 * found['largest']:.1f} % "
                f"| {found['islands']} |",
                flush=True,
            )


def bare_network(repeats: int) -> float:
    """Million pixels a second through the network alone, in blocks as a run feeds them, margins counted."""
    house.load()
    from lake_mapper.core.engine import Engine
    from lake_mapper.core.model import load_model
    from lake_mapper.core.run import BLOCK

    model = load_model()
    engine = Engine(model)
    side = BLOCK + 2 * model.card.margin
    rgb = np.random.default_rng(1).integers(0, 256, (side, side, 3), np.uint8)
    valid = np.ones((side, side), bool)
    engine.probability(rgb, valid)
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        engine.probability(rgb, valid)
        times.append(time.perf_counter() - start)
    print(engine.description)
    return side * side / 1e6 / statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=8192, help="side of the mosaic in pixels")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--lakes", type=int, help="follow that many lakes over time instead")
    parser.add_argument("--tracing", action="store_true", help="tracing and measuring alone, by size")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[4096, 8192, 16384, 20480], help="sides for --tracing"
    )
    parser.add_argument("--one-tracing", metavar="MOSAIC", help=argparse.SUPPRESS)
    parser.add_argument("--one", metavar="MOSAIC", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(end_to_end(args.one)))
        return
    if args.lakes:
        print(f"| {args.lakes:,} × {args.lakes:,} lakes | |\n|---|---|")
        for name, value in tracking(args.lakes).items():
            print(f"| {name} | {value:.3g} |")
        return
    if args.one_tracing:
        print(json.dumps(tracing(args.one_tracing)))
        return
    if args.tracing:
        tracing_table(args.sizes)
        return
    bare = bare_network(5)
    print(f"bare network, fed blocks with margins: {bare:.2f} Mpx/s")
    with tempfile.TemporaryDirectory() as folder:
        mosaic = virtual_mosaic(Path(folder), args.size)
        runs = []
        for _ in range(args.repeats):
            command = [sys.executable, __file__, "--one", str(mosaic)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            runs.append(json.loads(done.stdout.splitlines()[-1]))
    median = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    speed = median["pixels"] / 1e6 / median["seconds"]
    print(f"""
| end to end, {args.size} × {args.size} pixels, median of {args.repeats} | |
|---|---|
| speed | {speed:.2f} Mpx/s |
| share of the time in the network | {100 * median["network_seconds"] / median["seconds"]:.0f} % |
| share of the time tracing and measuring | {100 * median["polygon_seconds"] / median["seconds"]:.0f} % |
| speed ÷ bare network's | {speed / bare:.2f} |
| peak memory | {median["peak_GiB"]:.2f} GiB |
| lakes | {median["lakes"]:.0f} |""")


if __name__ == "__main__":
    main()
