"""Evaluating models on labelled tiles: pixel counts per tile, from which all scores and intervals follow."""

from __future__ import annotations

import json
import math
import os
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..datasets.dataset import Tile
from ..datasets.tile_files import read_image
from ..inference.engine import Engine
from ..metrics.boundary_f1 import BoundaryCounts, boundary_counts, boundary_f1
from ..metrics.confusion import Confusion, bootstrap, confusion, image_means, interval, scores
from ..models.flops import gflops
from ..models.model_card import ModelCard, card_from
from ..models.model_file import Model, load_model
from ..util.atomic_files import atomic_write
from ..util.errors import Cancelled, RunError
from ..util.json_file import read_json_object
from ..util.translation import tr

#: Scores that get a bootstrap interval.
WITH_INTERVAL = ("OA", "MIoU", "lake_IoU")
#: Scores in percent, in the order of the table.
SCORES = ("OA", "RC", "MIoU", "TWR", "FWR", "lake_IoU", "F1", "image_MIoU", "image_OA", "boundary_F1")


@dataclass(frozen=True)
class ModelResult:
    """The pixel counts of a model on every tile, its size and speed.

    ``counts`` (N, 4) are pixels in the order of ``Confusion``, ``boundary`` (N, 4) in that of
    ``BoundaryCounts``; row i is tile ``names[i]``. ``threshold`` is the probability from which a pixel is
    lake. ``pixels_per_second`` is the median over tiles, of the network on ``device`` alone without reading
    files; nan for a single tile. ``parameters`` counts the weights; ``gflops`` are billions of operations
    for a tile of 256 × 256. ``sha256`` is that of the model file.
    """

    name: str
    card: ModelCard
    sha256: str
    names: tuple[str, ...]
    counts: np.ndarray
    boundary: np.ndarray
    threshold: float
    device: str
    pixels_per_second: float
    parameters: int
    gflops: float

    @property
    def network(self) -> str:
        """The name of the network in ``models.networks.NETWORKS``."""
        return self.card.network

    def only(self, names: Sequence[str]) -> ModelResult:
        """Return the result on those of the tiles ``names`` that were evaluated."""
        wanted = set(names)
        kept = [i for i, name in enumerate(self.names) if name in wanted]
        return replace(
            self,
            names=tuple(self.names[i] for i in kept),
            counts=self.counts[kept],
            boundary=self.boundary[kept],
        )

    def tile_iou(self) -> np.ndarray:
        """Return the lake IoU (N,) of each tile, 0 to 1; nan where neither truth nor mask has any lake."""
        return np.asarray(scores(Confusion(*self.counts.T))["lake_IoU"])

    def scores(self, source_of: Mapping[str, str] | None = None) -> dict[str, float]:
        """Return ``SCORES`` and the ends of the 95 % intervals, 0 to 1; nan where undefined.

        All but the means over images are of one matrix pooled over the tiles. The intervals are of a
        bootstrap over tiles; over source images where ``source_of`` gives the image of each tile. One tile
        or one image has no interval.
        """
        found = {
            **self._pooled(),
            **image_means(self.counts),
            "boundary_F1": boundary_f1(BoundaryCounts(*self.boundary.sum(0))),
        }
        drawn = self._drawn(source_of)
        for score in WITH_INTERVAL:
            values = np.asarray(drawn.get(score, np.nan)).reshape(-1)
            found[f"{score}_low"], found[f"{score}_high"] = interval(values)
        return {name: float(value) for name, value in found.items()}

    def _pooled(self) -> dict[str, float]:
        return scores(Confusion(*self.counts.sum(0)))

    def _drawn(self, source_of: Mapping[str, str] | None) -> Mapping[str, Any]:
        """Return scores of the samples of a bootstrap, the same tiles for all models; none for one source."""
        # A tile of unknown source is a source of its own; the prefix keeps it apart from other names.
        groups = [source_of.get(name, f"tile {name}") for name in self.names] if source_of else self.names
        return scores(Confusion(*bootstrap(self.counts, groups).T)) if len(set(groups)) > 1 else {}

    def ahead_of(
        self, other: ModelResult, source_of: Mapping[str, str] | None = None
    ) -> tuple[float, float, float]:
        """Return by how much MIoU (0 to 1) is above that of a model on the same tiles, and its 95 % interval.

        Both are drawn together, so what all tiles of a sample have in common does not widen the interval;
        see ``scores`` for ``source_of``. One tile or one image has no interval (nan).
        """
        mine, theirs = (each._drawn(source_of).get("MIoU", np.nan) for each in (self, other))
        value = self._pooled()["MIoU"] - other._pooled()["MIoU"]
        return (value, *interval(np.reshape(np.subtract(mine, theirs), -1)))

    def save(self, path: str | os.PathLike) -> None:
        """Write the result as JSON, whole or not at all."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        values.update(card=asdict(self.card), counts=self.counts.tolist(), boundary=self.boundary.tolist())
        with atomic_write(path) as unfinished:
            unfinished.write_text(json.dumps(values), encoding="utf-8")

    @classmethod
    def load(cls, path: str | os.PathLike) -> ModelResult:
        """Read a result; ``RunError`` when the file holds none."""
        try:
            values = read_json_object(path)
            values["card"] = card_from(values["card"])
            values["names"] = tuple(values["names"])
            for name in ("counts", "boundary"):
                values[name] = np.array(values[name], np.int64).reshape(len(values["names"]), 4)
            return cls(**values)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise RunError(
                tr(
                    "{path} is no finished evaluation, or one of another version of Lake Mapper. Delete it: "
                    "the model is evaluated again.",
                    path=path,
                )
            ) from error


def evaluate(
    model: Model,
    label: str,
    tiles: Sequence[Tile],
    *,
    device: str = "automatic",
    threshold: float | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ModelResult:
    """Run a model on every tile and count right and wrong pixels; ``label`` is the name of the result.

    ``device`` is "automatic", "cpu" or "cuda". ``threshold`` (0 to 1) is the probability from which a pixel
    is lake, None for that of the model card. ``progress`` gets the number of finished tiles and of all;
    ``Cancelled`` is raised before the next tile when ``cancelled`` returns true. Computed in 32-bit floats,
    so that another computer gives the same scores.

    Raises ``DatasetError`` when a tile cannot be read, ``DeviceError`` when the device is not there.

    Example::

        result = evaluate(load_model("model.safetensors"), "mine", open_dataset("dataset").tiles)
        result.scores()["MIoU"]
    """
    engine = Engine(model, device, "full")  # scores that another computer gives too
    threshold = float(model.card.threshold if threshold is None else threshold)
    counts, boundaries, speeds = [], [], []
    for done, tile in enumerate(tiles):
        if cancelled():
            raise Cancelled
        rgb, truth = tile.read()
        truth = truth.astype(bool)
        start = time.perf_counter()
        lake = lake_mask(engine, rgb, threshold)
        speeds.append(lake.size / (time.perf_counter() - start))
        counts.append(confusion(lake, truth, np.ones_like(truth)))
        boundaries.append(boundary_counts(lake, truth))
        progress(done + 1, len(tiles))
    return ModelResult(
        name=label,
        card=model.card,
        sha256=model.sha256,
        names=tuple(tile.name for tile in tiles),
        counts=np.array(counts, np.int64).reshape(-1, 4),
        boundary=np.array(boundaries, np.int64).reshape(-1, 4),
        threshold=threshold,
        device=engine.description,
        # The first call also plans and allocates: its time is no measure of speed.
        pixels_per_second=float(np.median(speeds[1:])) if speeds[1:] else math.nan,
        parameters=sum(parameter.numel() for parameter in model.network.parameters()),
        gflops=gflops(model.network),
    )


def lake_mask(engine: Engine, rgb: np.ndarray, threshold: float) -> np.ndarray:
    """Return where RGB (H, W, 3) uint8 is lake, (H, W) bool."""
    return engine.probability(rgb, np.ones(rgb.shape[:2], bool)) >= threshold


class Predictor:
    """Computes the masks of a few tiles again, with one model in memory at a time: ask model by model.

    ``paths`` are the model files of ``results``.
    """

    def __init__(
        self,
        paths: Sequence[str | os.PathLike],
        results: Sequence[ModelResult],
        device: str = "automatic",
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._paths, self._results, self._device, self._cancelled = paths, results, device, cancelled
        self._index = -1
        self._engine: Engine | None = None

    def __call__(self, index: int, tile: Tile) -> np.ndarray:
        """Return the mask (H, W) bool of ``tile`` by the model at ``index``; may raise ``Cancelled``."""
        if self._cancelled():
            raise Cancelled
        if self._engine is None or index != self._index:
            self._engine = None  # frees one model before the next is read
            self._engine = Engine(load_model(self._paths[index]), self._device, "full")
            self._index = index
        return lake_mask(self._engine, read_image(tile.image), self._results[index].threshold)


def model_names(names: Sequence[str], paths: Sequence[str | os.PathLike]) -> list[str]:
    """Return a unique name for each model: with its file name or path where ``names`` are equal."""
    files = [Path(path) for path in paths]
    rounds = (
        list(names),
        [f"{name} ({file.name})" for name, file in zip(names, files)],
        [f"{name} ({file})" for name, file in zip(names, files)],
    )
    times = [Counter(candidates) for candidates in rounds]
    return [
        next((c for c, t in zip(candidates, times) if t[c] == 1), candidates[-1])
        for candidates in zip(*rounds)
    ]


def best(results: Sequence[ModelResult]) -> tuple[ModelResult, float]:
    """Return the result with the highest MIoU and that MIoU in percent; an undefined MIoU comes last."""
    mious = [float(scores(Confusion(*result.counts.sum(0)))["MIoU"]) for result in results]
    first = max(range(len(results)), key=lambda i: -1 if math.isnan(mious[i]) else mious[i])
    return results[first], 100 * mious[first]
