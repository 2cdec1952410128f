"""How fast the networks of a benchmark learn: a picture and a table, from the logs in a run folder.

    .venv/bin/python scripts/learning_curves.py build/benchmark/esw_run docs/learning_curves_esw.png

The curve is the MIoU on the tiles that a network was trained on, as they were augmented: test tiles are
looked at once, at the end. Operations are those of learning from all tiles seen (forward, and backward by
input and by weights: three times the forward pass), seconds those in the network, without tiles and scores.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import package_path

package_path.load()
from lake_mapper.core.evaluation.benchmark import RESULT
from lake_mapper.core.evaluation.evaluate import ModelResult
from lake_mapper.core.models.flops import gflops
from lake_mapper.core.training.loop import LOG
from network_sizes import without_weights

REACHED = (0.7, 0.8, 0.9)  # MIoU
_PASSES = 3


@dataclass(frozen=True)
class Curve:
    """What a network had reached after so many tiles: MIoU (0 to 1); GFLOPs to learn from a tile; seconds."""

    name: str
    gflops: float
    tiles: Sequence[int]
    miou: Sequence[float]
    seconds: Sequence[float]

    @classmethod
    def read(cls, folder: Path) -> Curve:
        result = ModelResult.load(folder / RESULT)
        with open(folder / LOG, newline="") as file:
            rows = list(csv.DictReader(file))
        return cls(
            result.name,
            _PASSES * gflops(without_weights(result.network), in_training=True),
            [int(row["images"]) for row in rows],
            [float(row["training_MIoU"]) for row in rows],
            [float(row.get("network_seconds") or "nan") for row in rows],
        )

    def reached(self, miou: float) -> tuple[int, float, float] | None:
        """Return tiles, seconds and TFLOPs until a score of ``miou`` or more; None if there was none."""
        for tiles, value, seconds in zip(self.tiles, self.miou, self.seconds):
            if value >= miou:
                return tiles, seconds, tiles * self.gflops / 1000
        return None


def table(curves: Sequence[Curve]) -> str:
    """Return the table for ``docs/benchmark.md``."""
    lines = [
        "| | " + " | ".join(f"MIoU {100 * miou:.0f}" for miou in REACHED) + " | at the end |",
        "|---|" + "---|" * (len(REACHED) + 1),
    ]
    for curve in curves:
        cells = []
        for miou in REACHED:
            found = curve.reached(miou)
            if found is None:
                cells.append("not reached")
                continue
            tiles, seconds, work = found
            # Logs of version 0.2.0 and older lack the seconds.
            time = "" if math.isnan(seconds) else f"{seconds:.0f} s, "
            cells.append(f"{tiles:,} tiles, {time}{work:,.0f} TFLOP")
        lines.append(f"| {curve.name} | {' | '.join(cells)} | {100 * curve.miou[-1]:.1f} |")
    return "\n".join(lines)


def draw(curves: Sequence[Curve], path: Path) -> None:
    """Draw all curves over the tiles seen and over the operations for them."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.6), layout="constrained")
    by_tiles, by_work = figure.subplots(1, 2, sharey=True)
    for curve in curves:
        values = [100 * value for value in curve.miou]
        by_tiles.plot(curve.tiles, values, marker=".", label=curve.name)
        work = [tiles * curve.gflops / 1000 for tiles in curve.tiles]
        by_work.plot(work, values, marker=".")
    by_tiles.set(xlabel="tiles seen", ylabel="MIoU on training tiles, %")
    by_work.set(xlabel="operations, TFLOP", xscale="log")
    for axes in (by_tiles, by_work):
        axes.grid(alpha=0.3)
    by_tiles.legend(fontsize="small")
    figure.savefig(path, dpi=110)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", type=Path, help="the run folder of a benchmark")
    parser.add_argument("picture", type=Path, nargs="?")
    args = parser.parse_args()
    curves = [Curve.read(file.parent) for file in sorted(args.run.glob(f"*/{RESULT}"))]
    if not curves:
        raise SystemExit(f"No network in {args.run} is finished.")
    print(table(curves))
    if args.picture:
        draw(curves, args.picture)


if __name__ == "__main__":
    main()
