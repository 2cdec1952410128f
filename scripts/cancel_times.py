"""Measures how soon each algorithm ends after Cancel, in each of its phases, in a real QGIS.

    .venv/bin/python scripts/cancel_times.py [--moments 8] [--side 4096]

Each algorithm runs once to its end, and then again and again, cancelled at moments that are evenly spread
over that time. The table gives the longest delay in each phase, named by the last line of progress: on the
clock, and in seconds that the processor worked for it, which other programs do not lengthen.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

os.environ["LC_ALL"] = "C.UTF-8"
import numpy as np
import package_path

package_path.load()
from osgeo import gdal, ogr, osr
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback
from windowless_qgis import start_qgis

MODEL = package_path.ROOT / "resources" / "models" / "lakenet.safetensors"


class Delay(NamedTuple):
    """How long an algorithm took to end after Cancel in a phase: on the clock, and of the processor."""

    phase: str
    seconds: float
    busy: float


class _Listener(QgsProcessingFeedback):
    """Knows the phase of an algorithm, and cancels it after some seconds."""

    def __init__(self, after: float | None = None) -> None:
        super().__init__(False)
        self.phase, self.moment, self.busy = "Beginning", 0.0, 0.0
        self._timer = threading.Timer(after, self._stop) if after is not None else None
        if self._timer:
            self._timer.start()

    def _stop(self) -> None:
        self.stopped_in, self.moment, self.busy = self.phase, time.monotonic(), time.process_time()
        self.cancel()

    def end(self) -> Delay | None:
        """Return the delay; None where the algorithm had ended before."""
        if self._timer:
            self._timer.cancel()
        if not self.moment:
            return None
        return Delay(self.stopped_in, time.monotonic() - self.moment, time.process_time() - self.busy)

    def setProgressText(self, text):  # noqa: N802
        # "Block 3 of 16, about 2 min left" is the phase "Block".
        self.phase = re.split(r" \d|,|:", text)[0]

    def pushInfo(self, info): ...  # noqa: N802

    def pushWarning(self, warning): ...  # noqa: N802

    def reportError(self, error, fatalError=False):  # noqa: N802, N803
        print(f"error: {error}", file=sys.stderr)


def delays(algorithm: str, parameters: Callable[[Path], dict[str, Any]], moments: int) -> Iterator[Delay]:
    """Yield the delays of an algorithm; ``parameters`` makes its outputs in an empty folder each time."""

    def run(listener: _Listener) -> float:
        with tempfile.TemporaryDirectory() as folder:
            began = time.monotonic()
            chosen = QgsApplication.processingRegistry().createAlgorithmById(f"lakemapper:{algorithm}")
            chosen.run(parameters(Path(folder)), QgsProcessingContext(), listener)
            return time.monotonic() - began

    whole = run(_Listener())
    for i in range(moments):
        listener = _Listener(whole * (i + 0.5) / moments)
        run(listener)
        found = listener.end()
        if found:
            yield found


def _crs() -> osr.SpatialReference:
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32645)
    return crs


def image(path: Path, side: int) -> str:
    """Write an image of small blue lakes on brown land."""
    rng = np.random.default_rng(0)
    coarse = rng.random((side // 32, side // 32)) < 0.15
    water = np.kron(coarse, np.ones((32, 32), bool))
    colours = np.where(water, np.array([20, 40, 90])[:, None, None], np.array([150, 125, 90])[:, None, None])
    values = np.clip(colours + rng.normal(0, 8, (1, side, side)), 1, 255).astype(np.uint8)
    made = gdal.GetDriverByName("GTiff").Create(str(path), side, side, 3)
    made.SetProjection(_crs().ExportToWkt())
    made.SetGeoTransform((5e5, 17, 0, 3.5e6, 0, -17))
    made.WriteArray(values)
    made.FlushCache()
    return str(path)


def lakes(path: Path, count: int, larger: float) -> str:
    """Write many square lakes of a date."""
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer("lakes", _crs(), ogr.wkbPolygon)
    layer.StartTransaction()
    for i in range(count):
        x, y = 5e5 + 400 * (i % 150), 3.4e6 + 400 * (i // 150)
        side = 200 + larger + i % 50
        corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
        feature = ogr.Feature(layer.GetLayerDefn())
        text = ",".join(f"{a} {b}" for a, b in corners)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({text}))"))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    dataset.FlushCache()
    return str(path)


def tiles(folder: Path, count: int) -> str:
    """Write labelled tiles of 256 × 256."""
    from PIL import Image

    for part in ("train_img", "train_label"):
        (folder / part).mkdir(parents=True)
    label = np.zeros((256, 256, 3), np.uint8)
    label[60:200, 60:200] = 128, 0, 0
    rgb = np.random.default_rng(0).integers(0, 255, (256, 256, 3), np.uint8)
    for i in range(count):
        Image.fromarray(rgb).save(folder / "train_img" / f"t{i}.png")
        Image.fromarray(label).save(folder / "train_label" / f"t{i}.png")
    return str(folder)


def labelme(folder: Path, count: int) -> str:
    """Write large images labelled with labelme."""
    from PIL import Image

    folder.mkdir()
    picture = np.random.default_rng(0).integers(0, 255, (2048, 2048, 3), np.uint8)
    shape = {"label": "lake", "shape_type": "polygon", "points": [[9, 9], [2000, 9], [2000, 2000], [9, 2000]]}
    for i in range(count):
        Image.fromarray(picture).save(folder / f"i{i}.jpg")
        (folder / f"i{i}.json").write_text(json.dumps({"shapes": [shape], "imagePath": f"i{i}.jpg"}))
    return str(folder)


def jobs(folder: Path, side: int) -> dict[str, Callable[[Path], dict[str, Any]]]:
    """Make the inputs in a folder; return the parameters of each algorithm, given a folder for outputs."""
    scene, dated = image(folder / "scene.tif", side), (folder / "2014-07-20.gpkg", folder / "2020-08-31.gpkg")
    layers = [lakes(path, 5 * side, 40.0 * i) for i, path in enumerate(dated)]
    dataset, labelled = tiles(folder / "tiles", 60), labelme(folder / "labelme", 6)
    return {
        "extractlakes": lambda out: {
            "INPUT": scene,
            "OUTPUT": str(out / "l.gpkg"),
            "REPORT": str(out / "r.html"),
            "PROBABILITY": str(out / "p.tif"),
        },
        "tracklakes": lambda out: {
            "LAYERS": layers,
            "LEDGER": str(out / "l.csv"),
            "CHANGES": str(out / "c.gpkg"),
            "REPORT": str(out / "r.html"),
        },
        "preparedataset": lambda out: {"LABELME_FOLDER": labelled, "DATASET": str(out / "made")},
        "trainmodel": lambda out: {
            "DATASET": dataset,
            "MODEL": str(out / "m.safetensors"),
            "BUDGET_IMAGES": 160,
            "BATCH_SIZE": 8,
        },
        "evaluatemodels": lambda out: {
            "MODELS": [str(MODEL)],
            "DATASET": dataset,
            "WHOLE": True,
            "TABLE": str(out / "t.csv"),
            "REPORT": str(out / "r.html"),
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moments", type=int, default=8, help="how often each algorithm is cancelled")
    parser.add_argument("--side", type=int, default=4096, help="pixels a side of the image")
    parser.add_argument("--only", default="", help="the id of one algorithm, like extractlakes")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _application, plugin = start_qgis(folder)
        print("| algorithm | phase | cancels | longest, s | of the processor, s |\n|---|---|---:|---:|---:|")
        for algorithm, parameters in jobs(Path(folder), asked.side).items():
            if asked.only in algorithm:
                by_phase: dict[str, list[Delay]] = {}
                for delay in delays(algorithm, parameters, asked.moments):
                    by_phase.setdefault(delay.phase, []).append(delay)
                for phase, found in by_phase.items():
                    longest, busy = max(d.seconds for d in found), max(d.busy for d in found)
                    print(
                        f"| {algorithm} | {phase} | {len(found)} | {longest:.2f} | {busy:.2f} |", flush=True
                    )
        plugin.unload()
        sys.stdout.flush()
        os._exit(0)  # QGIS's own tidying may crash


if __name__ == "__main__":
    main()
