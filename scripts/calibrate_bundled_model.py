"""Calibrate a model by Platt scaling on held-out images, and check its probabilities and error bars.

    .venv/bin/python scripts/calibrate_bundled_model.py              # the bundled model
    .venv/bin/python scripts/calibrate_bundled_model.py --install    # and write the result to card and docs

Fits the calibration to the validation images and checks it on the test images, at 10 m and 17 m. Prints
calibration errors and how often a lake's true area lies within its error bar; ``--install`` also draws
``docs/calibration.png``, which needs matplotlib.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import cv2
import numpy as np
import package_path
from osgeo import ogr

package_path.load()
import lake_data
from as_in_a_run import RESOLUTIONS, at_resolution
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.geo.ellipsoid import Ellipsoid
from lake_mapper.core.geo.grid import Grid
from lake_mapper.core.geo.wkb import polygon_wkb
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.probability_raster import NODATA, PROBABILITY_SCALE
from lake_mapper.core.lakes.area_error import area_error, shoreline_error
from lake_mapper.core.lakes.calibration import Calibration, scaled_logits
from lake_mapper.core.lakes.lake import Lake
from lake_mapper.core.lakes.smooth import smoothed
from lake_mapper.core.models.model_file import BUNDLED, load_model
from lakes_of_image import lakes_of_image, scaled_in_a_run
from page_tables import DOCS
from rewrite_model import rewrite_model

#: A found and a true lake are the same when at most this share of either lies in a third.
_ELSEWHERE = 0.02


def pictures(engine: Engine, parts: tuple[str, ...]) -> Iterator[tuple[str, float, np.ndarray, np.ndarray]]:
    """Yield part, ground resolution, scaled probability and label of each image, missing data in both."""
    for item in lake_data.items():
        if item.part not in parts:
            continue
        whole = item.read()
        for ground in RESOLUTIONS:
            rgb, label = at_resolution(*whole, ground)
            yield item.part, ground, scaled_in_a_run(engine, rgb, label != IGNORE, ground), label


def probability_counts(scaled: np.ndarray, label: np.ndarray) -> np.ndarray:
    """Return the pixels (2, PROBABILITY_SCALE + 1) of land and of water of each scaled probability."""
    return np.stack([np.bincount(scaled[label == c], minlength=PROBABILITY_SCALE + 1) for c in (0, 1)])


def fit(counts: np.ndarray) -> Calibration:
    """Return the calibration of the highest likelihood; ``counts`` are those of ``probability_counts``.

    Logistic regression of water on the logit, by Newton's method with short steps: it is convex, but a
    long step may land where all probabilities are 0 or 1 and nothing shows the way back.
    """
    logits, total = scaled_logits(), counts.sum(0)
    design = np.stack([logits, np.ones_like(logits)], 1)
    weights = np.array(Calibration())
    for _ in range(100):
        p = 1 / (1 + np.exp(-design @ weights))
        curvature = (design * (total * p * (1 - p))[:, None]).T @ design
        step = np.linalg.solve(curvature, design.T @ (total * p - counts[1]))
        longest = np.abs(step).max()
        if longest < 1e-9:
            break
        weights = weights - step * min(1.0, 0.5 / longest)
    return Calibration(*map(float, weights))


def expected_error(counts: np.ndarray, predicted: np.ndarray, bins: int = 10) -> float:
    """Return the expected calibration error: mean |observed − predicted|, weighted by pixels.

    Guo et al. 2017, eq. 3. ``counts`` are those of ``probability_counts``, ``predicted``
    (PROBABILITY_SCALE + 1,) the probability of each scaled probability.
    """
    bin_of = np.minimum((predicted * bins).astype(int), bins - 1)
    gap = np.bincount(bin_of, counts.sum(0) * predicted - counts[1], bins)
    return float(np.abs(gap).sum() / counts.sum())


def area_errors(
    scaled: np.ndarray, label: np.ndarray, ground: float, calibration: Calibration
) -> list[tuple]:
    """Return area, true area, shoreline's and whole standard error in m² of each lake with a match.

    Those are lakes that are one lake both in the model's result and in the label, whole in both; the others
    are found, missed, joined or split, which no error bar is about.
    """
    lakes, grid = lakes_of_image(scaled, ground, calibration)
    _, found = _connected((scaled >= PROBABILITY_SCALE // 2) & (scaled != NODATA))
    _, true = _connected(label == 1)
    on_ellipsoid = Ellipsoid(grid.crs_wkt)
    result = []
    for lake in lakes:
        here = found == found[_pixel_of(lake, grid)]
        there = true == _main(true[here])
        if lake.touches_nodata or not there.any() or _main(found[there]) != found[here][0]:
            continue
        lake.lengths = on_ellipsoid.ring_areas_lengths(smoothed([lake.rings], grid)[0])[1].tolist()
        truth = lake.area * np.count_nonzero(there) / np.count_nonzero(here)
        of_shoreline = shoreline_error(lake.perimeter, ground)
        result.append((lake.area, truth, of_shoreline, area_error(lake, ground)))
    return result


def _main(numbers: np.ndarray) -> int:
    """Return the one number but 0 among these; -1 when there is none, or more than one that counts."""
    counts = np.bincount(numbers)
    counts[0] = 0
    main = int(counts.argmax())
    return main if counts[main] and counts.sum() - counts[main] <= _ELSEWHERE * counts[main] else -1


def _connected(mask: np.ndarray) -> tuple[int, np.ndarray]:
    return cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)


def _pixel_of(lake: Lake, grid: Grid) -> tuple[int, int]:
    point = ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings)).PointOnSurface()
    return int((grid.north - point.GetY()) / grid.pixel_y), int((point.GetX() - grid.west) / grid.pixel_x)


def print_errors_of_probability(
    counts: Mapping[tuple[str, float], np.ndarray], calibration: Calibration
) -> None:
    """Print calibration errors, of all pixels and of those found, before and after."""
    print("| images | pixel | ECE before | after | ECE of found pixels before | after | share right "
          "| mean confidence before | after |\n|---|---|---|---|---|---|---|---|---|")  # fmt: skip
    lake = np.s_[:, PROBABILITY_SCALE // 2 :]
    predictions = (np.arange(PROBABILITY_SCALE + 1) / PROBABILITY_SCALE, calibration.of_scaled())
    for (part, ground), pixels in sorted(counts.items()):
        everywhere = [expected_error(pixels, p) for p in predictions]
        found = [expected_error(pixels[lake], p[PROBABILITY_SCALE // 2 :]) for p in predictions]
        right = pixels[lake][1].sum() / pixels[lake].sum()
        means = [np.average(p[PROBABILITY_SCALE // 2 :], weights=pixels[lake].sum(0)) for p in predictions]
        cells = [*everywhere, *found, right, *means]
        print(f"| {part} | {ground:g} m | " + " | ".join(f"{cell:.4f}" for cell in cells) + " |")


def print_errors_of_area(errors: Mapping[tuple[str, float], list[tuple]]) -> None:
    """Print how often the true area lies within one and two standard errors."""
    print("| images | pixel | lakes | shoreline: within 1 | within 2 | whole: within 1 | within 2 "
          "| median bar / area | median (found - true) / area |\n" + "|---" * 9 + "|")  # fmt: skip
    for (part, ground), rows in sorted(errors.items()):
        area, truth, of_shoreline, whole = np.array(rows).T
        off = np.abs(area - truth)
        shares = [np.mean(off <= n * bar) for bar in (of_shoreline, whole) for n in (1, 2)]
        cells = [*shares, np.median(whole / area), np.median((area - truth) / area)]
        print(f"| {part} | {ground:g} m | {len(rows)} | " + " | ".join(f"{c:.2f}" for c in cells) + " |")


def draw(counts: Mapping[tuple[str, float], np.ndarray], calibration: Calibration, path: Path) -> None:
    """Draw the reliability diagram of the test images: share of water over predicted probability."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9, 5.1), sharey=True, constrained_layout=True)
    predictions = (np.arange(PROBABILITY_SCALE + 1) / PROBABILITY_SCALE, calibration.of_scaled())
    for axis, ground in zip(axes, RESOLUTIONS):
        pixels = counts["test", ground]
        axis.plot([0, 1], [0, 1], color="0.7", linewidth=1)
        for p, colour, marker, name in zip(
            predictions, ("#d55e00", "#0072b2"), "so", ("network", "calibrated")
        ):
            bins = np.minimum((p * 10).astype(int), 9)
            total = np.bincount(bins, pixels.sum(0), 10)
            x, y = np.bincount(bins, pixels.sum(0) * p, 10) / total, np.bincount(bins, pixels[1], 10) / total
            label = f"{name}, ECE {100 * expected_error(pixels, p):.2f} %"
            axis.plot(x, y, marker=marker, color=colour, label=label)
        axis.set(title=f"Test images at {ground:g} m", xlabel="predicted probability of water",
                 xlim=(0, 1), ylim=(0, 1), aspect="equal")  # fmt: skip
        axis.legend(loc="upper left", frameon=False)
        axis.grid(color="0.92")
    axes[0].set_ylabel("share of pixels that are water")
    figure.savefig(path, dpi=110)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", type=Path, default=BUNDLED)
    parser.add_argument("--install", action="store_true", help="write card and docs/calibration.png")
    args = parser.parse_args()
    model = load_model(args.model)
    images = list(pictures(Engine(model, "cpu", "full"), ("validation", "test")))
    counts: dict[tuple[str, float], np.ndarray] = defaultdict(lambda: np.zeros((2, PROBABILITY_SCALE + 1)))
    for part, ground, scaled, label in images:
        counts[part, ground] += probability_counts(scaled, label)
    fitted = fit(sum(pixels for (part, _), pixels in counts.items() if part == "validation"))
    calibration = Calibration(*(round(value, 3) for value in fitted))
    print(f"logit(calibrated) = {calibration.slope:g} logit(p) {calibration.shift:+g}\n")
    print_errors_of_probability(counts, calibration)
    errors: dict[tuple[str, float], list[tuple]] = defaultdict(list)
    for part, ground, scaled, label in images:
        errors[part, ground] += area_errors(scaled, label, ground, calibration)
    print()
    print_errors_of_area(errors)
    if args.install:
        draw(counts, calibration, DOCS / "calibration.png")
        print(f"\nSHA-256 {rewrite_model(args.model, model, calibration=tuple(calibration))}")


if __name__ == "__main__":
    main()
