"""Evaluating models on labelled tiles: counts per tile, from which every score and its interval follow."""

from __future__ import annotations

import json
import math
import os
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np

from ..datasets.dataset import Tile
from ..datasets.tile_files import read_image
from ..inference.engine import Engine
from ..metrics.boundary_f1 import BoundaryCounts, boundary_counts, boundary_f1
from ..metrics.confusion import Confusion, bootstrap, confusion, image_means, interval, scores
from ..models.flops import gflops
from ..models.model_file import Model, ModelCard, load_model
from ..util.atomic_files import atomic_write
from ..util.errors import Cancelled, RunError

#: Scores that get a bootstrap interval.
WITH_INTERVAL = ("OA", "MIoU", "lake_IoU")
#: Scores in percent, in the order of the table.
SCORES = ("OA", "RC", "MIoU", "TWR", "FWR", "lake_IoU", "F1", "image_MIoU", "image_OA", "boundary_F1")


@dataclass(frozen=True)
class ModelResult:
    """What a model made of every tile.

    ``counts`` (N, 4) are pixels in the order of ``Confusion``, ``boundary`` (N, 4) in that of
    ``BoundaryCounts``, a row a tile in the order of ``names``. ``pixels_per_second`` is the median over
    tiles, of the network on ``device`` alone without reading files; nan of a single tile. ``gflops`` are of
    one tile of 256 × 256.
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
        """The network's name in the registry."""
        return self.card.network

    def only(self, names: Sequence[str]) -> ModelResult:
        """The result on those of the tiles ``names`` that were evaluated."""
        wanted = set(names)
        kept = [i for i, name in enumerate(self.names) if name in wanted]
        return replace(
            self,
            names=tuple(self.names[i] for i in kept),
            counts=self.counts[kept],
            boundary=self.boundary[kept],
        )

    def tile_iou(self) -> np.ndarray:
        """Lake IoU (N,) of each tile, a fraction; nan where neither truth nor mask has any lake."""
        return scores(Confusion(*self.counts.T))["lake_IoU"]

    def scores(self, source_of: Mapping[str, str] | None = None) -> dict[str, float]:
        """``SCORES`` and the ends of the 95 % intervals, as fractions; nan where undefined.

        All but the image means are of one matrix pooled over the tiles. The intervals are of a
        bootstrap over tiles; over source images where ``source_of`` gives each tile's image. One tile
        or one image has no interval.
        """
        found = {
            **scores(Confusion(*self.counts.sum(0))),
            **image_means(self.counts),
            "boundary_F1": boundary_f1(BoundaryCounts(*self.boundary.sum(0))),
        }
        # A tile of no known source stands for itself; the mark keeps it apart from sources' names.
        groups = [source_of.get(name, f"tile {name}") for name in self.names] if source_of else self.names
        drawn = scores(Confusion(*bootstrap(self.counts, groups).T)) if len(set(groups)) > 1 else {}
        for score in WITH_INTERVAL:
            found[f"{score}_low"], found[f"{score}_high"] = interval(drawn.get(score, []))
        return {name: float(value) for name, value in found.items()}

    def save(self, path: str | os.PathLike) -> None:
        """Write the result as JSON, whole or not at all."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        values.update(card=asdict(self.card), counts=self.counts.tolist(), boundary=self.boundary.tolist())
        with atomic_write(path) as unfinished:
            unfinished.write_text(json.dumps(values), encoding="utf-8")

    @classmethod
    def load(cls, path: str | os.PathLike) -> ModelResult:
        """Read a result; ``RunError`` when the file is none."""
        try:
            values = json.loads(Path(path).read_text(encoding="utf-8"))
            card = {k: tuple(v) if isinstance(v, list) else v for k, v in values["card"].items()}
            values["card"] = ModelCard(**card)
            values["names"] = tuple(values["names"])
            for name in ("counts", "boundary"):
                values[name] = np.array(values[name], np.int64).reshape(len(values["names"]), 4)
            return cls(**values)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise RunError(
                f"{path} is no finished evaluation, or one of another version of Lake Mapper. Delete it: "
                "the model is evaluated again."
            ) from error


def evaluate(
    model: Model,
    label: str,
    tiles: Sequence[Tile],
    device: str = "automatic",
    threshold: float | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ModelResult:
    """Run a model, called ``label`` from here on, on every tile and count.

    ``threshold`` is the probability from which a pixel is lake, by default the card's. ``Cancelled``
    before the next tile; ``DatasetError`` when a tile cannot be read.
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
        # The first call also plans and allocates: it tells nothing about speed.
        pixels_per_second=float(np.median(speeds[1:])) if speeds[1:] else math.nan,
        parameters=sum(parameter.numel() for parameter in model.network.parameters()),
        gflops=gflops(model.network),
    )


def lake_mask(engine: Engine, rgb: np.ndarray, threshold: float) -> np.ndarray:
    """Where RGB (H, W, 3) uint8 is lake, (H, W) bool."""
    return engine.probability(rgb, np.ones(rgb.shape[:2], bool)) >= threshold


class Predictor:
    """Makes a few tiles' masks again, with one model in memory at a time: ask model by model."""

    def __init__(
        self,
        paths: Sequence[str | os.PathLike],
        results: Sequence[ModelResult],
        device: str = "automatic",
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._paths, self._results, self._device, self._cancelled = paths, results, device, cancelled
        self._index, self._engine = -1, None

    def __call__(self, index: int, tile: Tile) -> np.ndarray:
        """Mask (H, W) bool of ``tile`` by the model of ``results[index]``; may raise ``Cancelled``."""
        if self._cancelled():
            raise Cancelled
        if index != self._index:
            self._engine = None  # frees one model before the next is read
            self._engine = Engine(load_model(self._paths[index]), self._device, "full")
            self._index = index
        return lake_mask(self._engine, read_image(tile.image), self._results[index].threshold)


def model_names(names: Sequence[str], paths: Sequence[str | os.PathLike]) -> list[str]:
    """A name for each model that no other has: the card's, with its file's name or path where needed."""
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
    """The result with the highest MIoU, and that in percent; a model whose MIoU is undefined is last."""
    mious = [float(scores(Confusion(*result.counts.sum(0)))["MIoU"]) for result in results]
    first = max(range(len(results)), key=lambda i: -1 if math.isnan(mious[i]) else mious[i])
    return results[first], 100 * mious[first]
