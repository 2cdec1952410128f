"""Fit how near infrared corrects the network's logit, and measure what it does.

    .venv/bin/python scripts/fit_infrared.py               # the bundled model: fit, write, measure
    .venv/bin/python scripts/fit_infrared.py --measure     # only measure the numbers that are there
    .venv/bin/python scripts/fit_infrared.py --model build/training/best.safetensors

Takes a minute. Writes ``resources/models/infrared.json`` and the table in ``docs/method.md``. To be run again
after the network's weights have changed. Fitted: ``offset``, ``green`` and ``infrared`` of
``core/inference/infrared.py``, a logistic regression with a small penalty. Not fitted, but chosen: ``bound``
and ``darker``, see below.

Labels made from infrared would teach their own threshold: a regression on them is very steep, and takes dark
lakes of the tundra for land. So the fit takes pixels alone of which the network is sure, from colours: in
``tibet_falsecolour`` (training part) where the label agrees, and in two scenes without labels. As many of
water as of land from each image. The correction is judged on ``tibet_falsecolour`` (validation part; labels
from infrared: to see that it does something), and on three scenes whose labels are drawings by eye
(``scripts/drawings``: polygons of lake and land; the rest does not count) or independent (``japan``), two of
which the fit does not see.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import package_path
from osgeo import gdal, ogr

package_path.load()
import lake_data
import torch
from as_in_a_run import RESOLUTIONS, probability_in_a_run, stretched
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.geo.grid import Grid, Window, ground_grid
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.infrared import FUSION, Fusion, load_fusion
from lake_mapper.core.inference.second_look import TwoLooks
from lake_mapper.core.metrics.confusion import Confusion, confusion, scores
from lake_mapper.core.models.model_file import BUNDLED, load_model
from lake_mapper.core.raster.infrared_band import InfraredBand, common_scale
from lake_mapper.core.raster.scene import RasterScene
from page_tables import DOCS, write_table

SCENES = lake_data.DATA / "scenes"
DRAWINGS = Path(__file__).parent / "drawings"
LEARNT_FROM = ("prairie_naip_2014-07-20", "alaska_s2_utm3n_bgrn_uint16")
JUDGED_ON = ("japan_s2_utm52n_6band_uint16", "prairie_naip_2020-08-31", "alaska_s2_utm3n_bgrn_uint16")
#: What the network gives a probability below 12 % or above 88 % is sure (logit of 2).
_SURE = 0.88
_PIXELS = {"tibet": 1000, "scene": 4000}  # of each class and image
_PENALTY = 1e-4
#: A logit of 3 is a probability of 95 %: what the network is surer of stays. Of 2, 3 and 4 all helped on
#: every set; a larger one lets infrared alone decide where the network is merely doubtful.
BOUND = 3.0
#: Water may be this much brighter in infrared than in green: atmospheric correction takes too much from green
#: over dark lakes. With 0.15 the tundra gains half a percent, but shadow is lifted three times as much.
DARKER = 0.1


class Sample(NamedTuple):
    """An image: the network's probability (H, W), infrared and green (2, H, W), label (H, W)."""

    name: str
    probability: np.ndarray
    both: np.ndarray
    label: np.ndarray


def plateau(engine: Engine, part: str) -> Iterator[Sample]:
    """Images of ``tibet_falsecolour``, whose infrared is the red of the false colours."""
    for item in lake_data.items(("tibet_falsecolour",)):
        if item.part != part:
            continue
        rgb, label = item.read()
        known = label != IGNORE
        (path,) = (lake_data.DATA / item.source / "images_nir_r_g").glob(f"{item.image.stem}.*")
        green, _, infrared = np.moveaxis(cv2.imread(str(path)), 2, 0)
        low, high = common_scale(np.stack([infrared[known], green[known]]))
        both = np.empty((2, *label.shape), np.float32)
        InfraredBand(1, "", low, high).together(infrared, green, out=both)
        probability = probability_in_a_run(engine, stretched(rgb, known), known, item.ground)
        yield Sample(item.image.stem, probability, both, label)


def scene(engine: Engine, name: str, resolution: float) -> Sample:
    """A scene as a run meets it, and its label: 255 where there is none."""
    raster = RasterScene(SCENES / f"{name}.tif")
    grid = ground_grid(raster.crs_wkt, raster.bounds, resolution, raster.anchor)
    margin = engine.card.margin
    window = Window(0, 0, grid.width, grid.height)
    pixels = raster.reader(grid, margin).read(window.grown(margin))
    both = pixels.infrared[:, margin:-margin, margin:-margin]
    inside = np.s_[margin:-margin, margin:-margin]
    label = np.full((grid.height, grid.width), IGNORE, np.uint8)
    mask, drawing = SCENES / f"{name.replace('6band_uint16', 'mask')}.tif", DRAWINGS / f"{name}.geojson"
    if drawing.exists():
        label = drawn(drawing, grid)
    elif mask.exists() and "mask" in mask.stem:
        of = RasterScene(mask, contrast="none")
        label = (of.reader(grid, 0).read(window).rgb[..., 0] > 0).astype(np.uint8)
    label[~pixels.valid[inside]] = IGNORE
    looking = TwoLooks(engine) if engine.card.looks_twice(resolution) else engine
    probability = looking.probability(pixels.rgb, pixels.valid, margin)
    return Sample(f"{name}, {resolution:g} m", probability, both, label)


def drawn(path: Path, grid: Grid) -> np.ndarray:
    """Polygons of lake (1) and land (0) as a label (H, W) uint8, 255 elsewhere."""
    raster = gdal.GetDriverByName("MEM").Create("", grid.width, grid.height, 1)
    raster.SetProjection(grid.crs_wkt)
    raster.SetGeoTransform(grid.geotransform(Window(0, 0, grid.width, grid.height)))
    raster.GetRasterBand(1).Fill(IGNORE)
    drawing = ogr.Open(str(path))
    for value, kind in enumerate(("land", "lake")):
        layer = drawing.GetLayer()
        layer.SetAttributeFilter(f"kind = '{kind}'")
        gdal.RasterizeLayer(raster, [1], layer, burn_values=[value])
    return raster.ReadAsArray()


def fit(engine: Engine) -> Fusion:
    """Fit the correction to pixels of which the network is sure."""
    rng = np.random.default_rng(0)
    features, water = [], []

    def add(sample: Sample, known: np.ndarray, count: int) -> None:
        there = known & np.isfinite(sample.both).all(0)
        for found, sure in enumerate((sample.probability < 1 - _SURE, sample.probability > _SURE)):
            pixels = sample.both[:, there & sure].T
            if len(pixels) >= 50:
                features.append(pixels[rng.integers(0, len(pixels), count)])
                water.append(np.full(count, found))

    for sample in plateau(engine, "train"):
        agreed = sample.label == (sample.probability >= 0.5)  # never where it is to be ignored
        add(sample, agreed, _PIXELS["tibet"])
    for name in LEARNT_FROM:
        for resolution in RESOLUTIONS:
            sample = scene(engine, name, resolution)
            add(sample, np.ones(sample.label.shape, bool), _PIXELS["scene"])
    n, g = torch.from_numpy(np.concatenate(features).astype(np.float64)).T
    y = torch.from_numpy(np.concatenate(water).astype(np.float64))
    weights = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    solver = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        solver.zero_grad()
        offset, green, infrared = weights
        logits = offset + green * g - infrared * n
        value = torch.nn.functional.binary_cross_entropy_with_logits(logits, y)
        value = value + _PENALTY * (weights[1:] ** 2).sum()
        value.backward()
        return value

    solver.step(loss)
    offset, green, infrared = (round(value, 2) for value in weights.detach().tolist())
    # Darker in infrared and brighter in green is never less like water.
    return Fusion(offset, max(green, 0.0), max(infrared, 0.0), DARKER, BOUND)


def measure(engine: Engine, fusion: Fusion) -> str:
    """Lake IoU, precision and recall in percent without and with infrared, as Markdown."""
    rows: dict[str, list[list[Confusion]]] = {}
    groups = {part: f"tibet_falsecolour, {part}" for part in ("train", "validation")}
    for part, name in groups.items():
        rows[name] = [counts(engine, fusion, sample) for sample in plateau(engine, part)]
    for name in JUDGED_ON:
        for resolution in RESOLUTIONS:
            sample = scene(engine, name, resolution)
            rows[sample.name] = [counts(engine, fusion, sample)]
    lines = ["| images | lake IoU without → with | precision | recall |", "|---|---|---|---|"]
    for name, found in rows.items():
        before, after = (total(which) for which in zip(*found))
        cells = [f"{100 * a:.1f} → {100 * b:.1f}" for a, b in zip(before, after)]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def counts(engine: Engine, fusion: Fusion, sample: Sample) -> list[Confusion]:
    """Counts without and with infrared."""
    both = sample.probability, fusion.fused(sample.probability, fusion.correction(sample.both))
    known = sample.label != IGNORE
    return [confusion(p >= engine.card.threshold, sample.label == 1, known) for p in both]


def total(found: tuple[Confusion, ...]) -> tuple[float, float, float]:
    """Lake IoU, precision and recall of all pixels together."""
    pooled = found[0]
    for other in found[1:]:
        pooled = pooled.plus(other)
    found = scores(pooled)
    return found["lake_IoU"], found["TWR"], found["RC"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=BUNDLED)
    parser.add_argument("--measure", action="store_true", help="do not fit")
    args = parser.parse_args()
    model = load_model(args.model)
    engine = Engine(model, "cpu", "full")
    if not args.measure:
        fusion = fit(engine)
        origin = f"scripts/fit_infrared.py, on top of {model.card.name} {model.sha256[:8]}"
        FUSION.write_text(json.dumps({**fusion._asdict(), "origin": origin}, indent=1) + "\n")
    fusion = load_fusion()
    print(fusion)
    table = measure(engine, fusion)
    print(table)
    if not args.measure:
        write_table(DOCS / "method.md", "infrared", table)


if __name__ == "__main__":
    main()
