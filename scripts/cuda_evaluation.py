"""Check of an evaluation on the device: the same scores as on the CPU."""

from __future__ import annotations

import numpy as np
import package_path

package_path.load()
from cuda_bench import Bench, Found
from lake_mapper.core.datasets.dataset import Tile
from lake_mapper.core.datasets.tile_files import save_image, save_label
from lake_mapper.core.evaluation.evaluate import evaluate


def same_scores(bench: Bench) -> Found:
    """Evaluate the bundled model on tiles of the sample scene on the CPU and on the device."""
    side, (rgb, known) = bench.sizes.tile, bench.scene
    tiles = []
    for row in range(0, known.shape[0] - side + 1, side):
        for column in range(0, known.shape[1] - side + 1, side):
            window, name = np.s_[row : row + side, column : column + side], f"t{row}_{column}"
            tile = Tile(name, bench.folder / f"{name}.png", bench.folder / f"{name}_label.png")
            save_image(tile.image, rgb[window])
            save_label(tile.label, (bench.expected[window] >= 0.5) & known[window])
            tiles.append(tile)
    expected, found = (
        evaluate(bench.model, "bundled", tiles, device=device) for device in ("cpu", bench.device.type)
    )
    one, two = found.counts.sum(0), expected.counts.sum(0)
    moved = float(np.abs(one - two).sum() / 2 / two.sum())
    return Found(
        moved <= 0.001,
        f"{len(tiles)} tiles of {side} × {side}: true and false positives, false and true negatives "
        f"{one.tolist()} (CPU {two.tolist()}), {100 * moved:.4f} % of the pixels otherwise; MIoU "
        f"{100 * found.scores()['MIoU']:.3f} % (CPU {100 * expected.scores()['MIoU']:.3f} %)",
    )
