"""Measure how much of the error of a map goes when the first lakes of the review are looked at.

    .venv/bin/python scripts/measure_review_order.py                     # held-out images, to report
    .venv/bin/python scripts/measure_review_order.py --part validation   # to choose the order by

Maps labelled images at 10 m as *Extract lakes* does, and takes the lakes of all of them together as one map.
The error of a lake is the area that is wrong in it or beside it: land that it covers, and water of the same
true lake that it leaves out. A look at a lake puts its outline right. Water of true lakes that no found lake
touches cannot be reviewed: it is printed, and in no order. Runs on one thread, for some ten minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import package_path
import torch
from osgeo import ogr

package_path.load()
import lake_data
from as_in_a_run import at_resolution
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.geo.grid import Window
from lake_mapper.core.geo.wkb import polygon_wkb
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.lakes.calibration import Calibration
from lake_mapper.core.lakes.lake import Lake
from lake_mapper.core.lakes.review import review_order
from lake_mapper.core.lakes.zonal_polygons import labelled_polygons
from lake_mapper.core.models.model_file import load_model
from lakes_of_image import lakes_of_image, scaled_in_a_run

_GROUND = 10.0  # metres
_SHARES = (0.05, 0.1, 0.2, 0.5)


@dataclass(frozen=True)
class Found:
    """A lake of the map, and how much of its area (m²) is wrong."""

    lake: Lake
    error: float


def lakes_of(engine: Engine, item: lake_data.Item) -> tuple[list[Found], float]:
    """Return the lakes found in an image, and the water (m²) of true lakes that none of them touches."""
    rgb, label = at_resolution(*item.read(), _GROUND, item.ground)
    scaled = scaled_in_a_run(engine, rgb, label != IGNORE, _GROUND)
    lakes, grid = lakes_of_image(scaled, _GROUND, Calibration(*engine.card.calibration))
    shapes = [[ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings))] for lake in lakes]
    found = np.zeros(label.shape, int)
    for block in labelled_polygons(shapes, grid):
        inside = Window(block.left, block.top, *block.labels.shape[::-1]).within(Window(0, 0, 0, 0))
        numbers = np.concatenate([[0], block.present + 1])[block.labels]
        found[inside] = np.maximum(found[inside], numbers)
    wrong = np.bincount(found[(found > 0) & (label == 0)], minlength=len(lakes) + 1)
    count, true = cv2.connectedComponents((label == 1).astype(np.uint8), connectivity=4)
    shared = np.bincount((true * (len(lakes) + 1) + found).ravel(), minlength=count * (len(lakes) + 1))
    shared = shared.reshape(count, len(lakes) + 1)[1:]
    owner = (
        np.where(shared[:, 1:].any(1), shared[:, 1:].argmax(1) + 1, 0) if lakes else np.zeros(count - 1, int)
    )
    left_out = np.bincount(owner, shared[:, 0], minlength=len(lakes) + 1)
    pixel = _GROUND**2
    rows = [Found(lake, pixel * float(a + b)) for lake, a, b in zip(lakes, wrong[1:], left_out[1:])]
    return rows, pixel * float(left_out[0])


def by_review_order(found: Sequence[Found]) -> np.ndarray:
    """Return the order of *Extract lakes*."""
    return np.argsort(review_order([one.lake for one in found]))


def by_area(found: Sequence[Found]) -> np.ndarray:
    return np.argsort([-one.lake.area for one in found], kind="stable")


def by_confidence(found: Sequence[Found]) -> np.ndarray:
    """The least confident first."""
    return np.argsort([one.lake.confidence for one in found], kind="stable")


def at_best(found: Sequence[Found]) -> np.ndarray:
    """What only the labels know."""
    return np.argsort([-one.error for one in found], kind="stable")


ORDERS: dict[str, Callable[[Sequence[Found]], np.ndarray]] = {
    "review_order": by_review_order,
    "area": by_area,
    "confidence": by_confidence,
    "true error, which only the labels tell": at_best,
}


def left(found: Sequence[Found], order: np.ndarray) -> Iterator[float]:
    """Yield the share of the error that is left after each of the shares of lakes."""
    errors = np.array([one.error for one in found])
    for share in _SHARES:
        yield 1 - errors[order[: round(share * len(found))]].sum() / errors.sum()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=("test", "validation"), default="test")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="of N images take one")
    args = parser.parse_args()
    torch.set_num_threads(1)
    engine = Engine(load_model(), "cpu", "full")
    items = [
        item
        for item in lake_data.items(("esw", "s2lakes", "s2lakes_more"))
        if item.part == args.part and not lake_data.is_mislabelled(item.source, item.number)
    ]
    found: list[Found] = []
    missed = 0.0
    for item in items[:: args.every]:
        of_item, missed_here = lakes_of(engine, item)
        found += of_item
        missed += missed_here
    error = sum(one.error for one in found)
    print(
        f"{args.part}: {len(found)} lakes of {len(items[:: args.every])} images, "
        f"{sum(one.lake.area for one in found) / 1e6:.1f} km², of which {error / 1e6:.1f} km² are wrong; "
        f"{missed / 1e6:.1f} km² of lakes that were missed, which no review of lakes finds.\n"
    )
    print("| error left after | " + " | ".join(f"{share:.0%} of the lakes" for share in _SHARES) + " |")
    print("|---" * (len(_SHARES) + 1) + "|")
    print("| any order, on average | " + " | ".join(f"{1 - share:.0%}" for share in _SHARES) + " |")
    for name, order in ORDERS.items():
        print(f"| by {name} | " + " | ".join(f"{share:.0%}" for share in left(found, order(found))) + " |")


if __name__ == "__main__":
    main()
