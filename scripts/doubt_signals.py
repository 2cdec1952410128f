"""Compare what could tell that lakes are wrong: doubt, disagreement of two scales, unusual colours.

    .venv/bin/python scripts/doubt_signals.py MODEL              # prints the table
    .venv/bin/python scripts/doubt_signals.py MODEL --install    # and writes it to docs/accuracy.md

On the validation images, at 10 m and 17 m: the area under the ROC curve of each signal for *bad* images (see
``calibrate_doubt.py``), by itself and together with doubt (the mean of both ranks). 0.5 is chance.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np
import package_path

package_path.load()
import lake_data
from as_in_a_run import RESOLUTIONS, at_resolution, probability_in_a_run
from calibrate_doubt import images, judged
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.probability_raster import scaled_probability
from lake_mapper.core.models.model_file import BUNDLED, load_model
from page_tables import DOCS, write_table

SIGNALS = {
    "doubt": "uncertain pixels, relative to those usual for such shores, land and lakes",
    "scales": "share of the lake pixels that differ at half the resolution",
    "rare": "share of the pixels with a colour that fewer than 5 % of the training images have",
    "unlikely": "mean negative log-likelihood of the colours among those of the training images",
    "blocks": "Mahalanobis distance of colour, contrast, texture and saturation of blocks, 90th percentile",
}
_LEVELS, _BLOCK = 16, 32


class Colours:
    """Stretched colours of many images: a histogram of 16³ cells, and what their blocks are like."""

    def __init__(self, pictures: Iterable[tuple[np.ndarray, np.ndarray]]) -> None:
        histograms, blocks = [], []
        for rgb, known in pictures:
            histograms.append(histogram(rgb[known]))
            blocks.append(block_features(rgb, known))
        every = np.concatenate(blocks)
        self._shown = np.mean([cells > 0 for cells in histograms], axis=0)
        self._share = np.mean(histograms, axis=0)
        self._mean, self._inverse = (
            every.mean(0),
            np.linalg.inv(np.cov(every.T) + 1e-3 * np.eye(every.shape[1])),
        )

    def signals(self, rgb: np.ndarray, known: np.ndarray) -> tuple[float, float, float]:
        """Rarity, unlikeliness and distance of an image (H, W, 3) where it is known (H, W)."""
        cells = histogram(rgb[known])
        off = block_features(rgb, known) - self._mean
        distances = np.sqrt(np.sum(off @ self._inverse * off, axis=1))
        rare = float(cells[self._shown < 0.05].sum())
        unlikely = float(-(cells * np.log(self._share + 1e-6)).sum())
        return rare, unlikely, float(np.quantile(distances, 0.9)) if len(distances) else 0.0


def histogram(colours: np.ndarray) -> np.ndarray:
    """Shares (4096,) of the colours (n, 3) uint8 in cells of 16 values a side."""
    red, green, blue = (colours // (256 // _LEVELS)).astype(int).T
    return np.bincount((red * _LEVELS + green) * _LEVELS + blue, minlength=_LEVELS**3) / max(len(colours), 1)


def block_features(rgb: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Mean red, green and blue, contrast, texture and saturation (n, 6) of blocks that are half known."""
    found = []
    for top in range(0, known.shape[0] - _BLOCK // 2, _BLOCK):
        for left in range(0, known.shape[1] - _BLOCK // 2, _BLOCK):
            block = np.s_[top : top + _BLOCK, left : left + _BLOCK]
            if known[block].mean() < 0.5:
                continue
            values = rgb[block].astype(np.float32)
            colours = values[known[block]]
            texture = np.abs(np.diff(values.mean(2), axis=0)).mean()
            saturation = (colours.max(1) - colours.min(1)).mean()
            found.append([*colours.mean(0), colours.std(0).mean(), texture, saturation])
    return np.array(found, np.float32).reshape(-1, 6)


def disagreement(
    engine: Engine, rgb: np.ndarray, known: np.ndarray, probability: np.ndarray, ground: float
) -> float:
    """Share of the lake pixels at half the resolution that only one of two scales finds.

    A hundredth of the pixels is added to the lakes, or a few pixels in an image of land would be all of them.
    """
    size = tuple(side // 2 for side in known.shape[::-1])
    half_known = cv2.resize(known.astype(np.float32), size, interpolation=cv2.INTER_AREA) == 1
    half_rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    half = probability_in_a_run(engine, half_rgb, half_known, 2 * ground)
    whole = cv2.resize(probability, size, interpolation=cv2.INTER_AREA)
    there, here = ((p >= engine.card.threshold) & half_known for p in (half, whole))
    return float((there ^ here).sum() / ((there | here).sum() + 0.01 * max(half_known.sum(), 1)))


def pictures(items: Iterable[lake_data.Item], ground: float) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """RGB and where it is known, of each image."""
    for item in items:
        rgb, label = at_resolution(*item.read(), ground, item.ground)
        yield rgb, label != IGNORE


def measure(
    engine: Engine, items: Iterable[lake_data.Item], colours: Colours
) -> tuple[np.ndarray, np.ndarray]:
    """Return which images are bad (n,), and their signals (n, 5)."""
    bad, signals = [], []
    for item in items:
        whole = item.read()
        for ground in RESOLUTIONS:
            rgb, label = at_resolution(*whole, ground, item.ground)
            known = label != IGNORE
            probability = probability_in_a_run(engine, rgb, known, ground)
            found = judged(item, ground, scaled_probability(probability), label, engine.card.threshold)
            scales = disagreement(engine, rgb, known, probability, ground)
            bad.append(found.bad)
            signals.append([found.doubt, scales, *colours.signals(rgb, known)])
    return np.array(bad), np.array(signals)


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks (n,) of values, the mean rank where some are equal."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[where]


def auc(values: np.ndarray, bad: np.ndarray) -> float:
    """Area under the ROC curve: how often a bad image has a higher value than one that is not."""
    count = int(bad.sum())
    return float((ranks(values)[bad].sum() - count * (count + 1) / 2) / (count * (len(bad) - count)))


def table(bad: np.ndarray, signals: np.ndarray) -> str:
    """The areas under the curves as Markdown."""
    lines = ["| signal | AUC | with doubt |", "|---|---|---|"]
    doubt = ranks(signals[:, 0])
    for meaning, values in zip(SIGNALS.values(), signals.T):
        lines.append(f"| {meaning} | {auc(values, bad):.2f} | {auc(doubt + ranks(values), bad):.2f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", type=Path, default=BUNDLED)
    parser.add_argument("--install", action="store_true", help="write the table to docs/accuracy.md")
    args = parser.parse_args()
    engine = Engine(load_model(args.model), "cpu", "full")
    training = (item for item in lake_data.items(lake_data.SOURCES) if item.part == "train")
    bad, signals = measure(engine, images("validation"), Colours(pictures(training, RESOLUTIONS[-1])))
    text = table(bad, signals)
    print(text)
    if args.install:
        write_table(DOCS / "accuracy.md", "signals of doubt", text)


if __name__ == "__main__":
    main()
