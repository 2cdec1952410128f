"""Compare models on the images to choose by: lake IoU of each region and false water of each kind of ground.

    .venv/bin/python scripts/compare_models.py resources/models/lakenet.safetensors one.safetensors

Prints a table with a column for each model, in percent, and the means that a choice goes by. Held-out images
are not looked at. Models are measured side by side, one core each.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import package_path
import torch

package_path.load()
import lake_data
from as_in_a_run import RESOLUTIONS, at_resolution, has_water, lakes_in_a_run
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.evaluation.evaluate import model_names
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.runtimes import cores
from lake_mapper.core.metrics.confusion import Confusion, confusion, scores
from lake_mapper.core.models.model_file import load_model

LAKES, FALSE = "lake IoU", "false water"
#: Counts by measure, what is shown, and pixel in metres.
Counts = dict[tuple[str, str, float], Confusion]


def measure(path: Path) -> Counts:
    """Pooled counts of each region and each kind of ground of the validation images."""
    torch.set_num_threads(1)
    engine = Engine(load_model(path), "cpu", "half")
    pooled: Counts = {}
    for item in lake_data.items(lake_data.SOURCES):
        if item.part != "validation":
            continue
        image, drawn = item.read()
        for ground in RESOLUTIONS:
            rgb, label = at_resolution(image, drawn, ground, item.ground)
            known = label != IGNORE
            found = confusion(lakes_in_a_run(engine, rgb, known, ground), label == 1, known)
            key = LAKES if has_water(label) else FALSE, item.region, ground
            pooled[key] = pooled.get(key, Confusion(0, 0, 0, 0)).plus(found)
    return pooled


def percent(key: tuple[str, str, float], counts: Confusion) -> float:
    if key[0] == LAKES:
        return 100 * scores(counts)["lake_IoU"]
    return 100 * counts.fp / max(counts.fp + counts.tn, 1)


def table(models: dict[str, Counts]) -> str:
    """The values as Markdown, the means of each measure and pixel last.

    Plain water has no part in the means: what calls all that is smooth water would do best there.
    """
    values = {name: {key: percent(key, c) for key, c in counts.items()} for name, counts in models.items()}
    keys = sorted(next(iter(values.values())))

    def row(measure: str, shown: str, ground: float, numbers: list[float]) -> str:
        digits = 1 if measure == LAKES else 2
        cells = " | ".join(f"{number:.{digits}f}" for number in numbers)
        return f"| {measure} | {shown} | {ground:g} m | {cells} |"

    lines = [f"| | | pixel | {' | '.join(values)} |", "|---|---|---" + "|---" * len(values) + "|"]
    lines += [row(*key, [of[key] for of in values.values()]) for key in keys]
    for measure, ground in sorted({(key[0], key[2]) for key in keys}):
        among = [k for k in keys if (k[0], k[2]) == (measure, ground) and k[1] != "plain water"]
        if among:
            means = [float(np.mean([of[key] for key in among])) for of in values.values()]
            lines.append(row(measure, "**mean**", ground, means))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="+", type=Path)
    paths = parser.parse_args().models
    names = model_names([path.stem for path in paths], paths)  # trainings all call their best one best
    with ProcessPoolExecutor(cores(), get_context("spawn")) as processes:
        print(table(dict(zip(names, processes.map(measure, paths)))))


if __name__ == "__main__":
    main()
