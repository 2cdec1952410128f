"""Pack a stand-in for the published dataset into one file: tiles, labels, split and hard subsets.

    .venv/bin/python scripts/pack_standin.py esw                   # writes build/benchmark/esw.zip
    .venv/bin/python scripts/pack_standin.py s2lakes

Tiles are made with ``core.datasets.prepare`` (what 'Prepare dataset' runs) from the labelled images of
``lake_data``, whose groups are held out whole. Images are JPEG of quality 95, labels PNG without loss: what
``standin_benchmark.py`` trains on anywhere. The file is never committed or published: each set has its own
licence.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import zipfile
from pathlib import Path

import cv2
import numpy as np
import package_path

package_path.load()
import lake_data
from lake_mapper.core.datasets.dataset import inspect, open_dataset
from lake_mapper.core.datasets.hard_subsets import hardest, hardness
from lake_mapper.core.datasets.prepare import Recipe, prepare
from lake_mapper.core.datasets.sources import labelme_sources
from lake_mapper.core.datasets.tile_files import IGNORE, IMAGES, LABELS, save_image, save_label
from standin_benchmark import BUILD, FACTS, GROUND

QUALITY = 95  # of JPEG
LIMIT = 45_000_000  # bytes


def pack(source: str, file: Path, most: int = 0) -> None:
    """Write the file of ``most`` tiles, 0 for all; ``SystemExit`` where it would be too large to carry."""
    with tempfile.TemporaryDirectory() as folder:
        parts = _write_labelled(source, Path(folder) / "labelled")
        sources, _ = labelme_sources(Path(folder) / "labelled")
        tiles = Path(folder) / source
        made = prepare(sources, tiles, Recipe(min_lake_share=0.01, count=most), {"made of": source})
        print(*made.notes, *made.warnings, sep="\n", flush=True)
        source_of = {
            name: tile["source"]
            for name, tile in json.loads((tiles / "dataset.json").read_text())["tiles"].items()
        }
        inspection = inspect(open_dataset(tiles))
        names = [tile.name for tile in inspection.dataset.tiles]
        test = [name for name in names if parts[source_of[name]] == "test"]
        measured = {tile.name: hardness(*tile.read()) for tile in inspection.dataset.only(test).tiles}
        facts = {
            "source": source,
            "ground": GROUND,
            "train": [name for name in names if name not in test],
            "test": test,
            "source_of": source_of,
            "subsets": hardest(measured),
        }
        file.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr(FACTS, json.dumps(facts))
            for tile in inspection.dataset.tiles:
                image = cv2.imread(str(tile.image))
                jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1]
                packed.writestr(f"{IMAGES}/{tile.name}.jpg", jpeg.tobytes())
                packed.write(tile.label, f"{LABELS}/{tile.name}.png")
    if file.stat().st_size > LIMIT:
        file.unlink()
        raise SystemExit(f"More than {LIMIT / 1e6:.0f} MB: take fewer tiles with --tiles.")


def _write_labelled(source: str, folder: Path) -> dict[str, str]:
    """Write the images as labelme's ``json_to_dataset`` leaves them; return which part each belongs to."""
    parts = {}
    for item in lake_data.items((source,)):
        rgb, label = _without_unlabelled(*item.read())
        if min(label.shape) < 256 or item.part == "dropped":
            continue
        within = folder / f"{source}{item.number:04d}_json"
        parts[within.name] = item.part
        save_image(within / "img.png", rgb)
        save_label(within / "label.png", label)
    return parts


def _without_unlabelled(rgb: np.ndarray, label: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
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
    parser.add_argument("file", type=Path, nargs="?", help="by default build/benchmark/SOURCE.zip")
    parser.add_argument("--tiles", type=int, default=0, help="at most so many, drawn at random")
    args = parser.parse_args()
    file = args.file or BUILD / f"{args.source}.zip"
    pack(args.source, file, args.tiles)
    print(f"{file}: {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
