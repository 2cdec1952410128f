"""Batches of augmented tiles. Batch ``n`` depends on the seed and ``n`` alone: a training can resume."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from ..datasets.dataset import Tile
from ..datasets.tile_files import IGNORE
from .augmentation import NEUTRAL, Labelled, random_crop

#: Range of scales of the strong views: as if the ground pixel were so many times that of the tile.
SCALES = (0.5, 2.0)
#: So many tiles have been seen when all progressive views are strong ones.
_ALL_STRONG = 20_000
#: Of how many tiles ``as_they_are`` is, where there are so many.
_STATISTICS = 80


class TileBatches:
    """Batches of a dataset's tiles, each epoch in another order, each tile with another augmentation.

    ``size`` is the number of tiles in a batch, that of all tiles where there are fewer. ``views`` and
    ``black_corners`` are those of ``Protocol``; ``ground`` is the pixel of the tiles in metres.
    """

    def __init__(
        self,
        tiles: Sequence[Tile],
        size: int,
        *,
        views: str,
        black_corners: bool,
        seed: int,
        ground: float,
    ) -> None:
        self.tiles = tiles
        self.size = min(size, len(tiles))
        self.per_epoch = len(tiles) // self.size
        self._progressive, self._black = views == "progressive", black_corners
        self._seed, self._ground = seed, ground

    def __call__(self, step: int) -> tuple[np.ndarray, np.ndarray]:
        """Return RGB (N, 3, H, W) and label (N, H, W), uint8, of batch ``step`` (from 0 on)."""
        epoch, position = divmod(step, self.per_epoch)
        order = np.random.default_rng([self._seed, 0, epoch]).permutation(len(self.tiles))
        pairs = []
        strong = min(step * self.size / _ALL_STRONG, 1.0) if self._progressive else 0.0
        for i in range(position * self.size, (position + 1) * self.size):
            rng = np.random.default_rng([self._seed, 1, epoch, i])
            rgb, label = self.tiles[order[i]].read()
            pairs.append(self._view(rng, rgb, label, strong))
        return (
            np.stack([rgb.transpose(2, 0, 1) for rgb, _ in pairs]),
            np.stack([label for _, label in pairs]),
        )

    def as_they_are(self) -> Iterator[np.ndarray]:
        """Yield RGB (N, 3, H, W), uint8, of some tiles without views: full batches, drawn by the seed."""
        order = np.random.default_rng([self._seed, 3]).permutation(len(self.tiles))
        for first in range(0, max(min(len(order), _STATISTICS) - self.size, 0) + 1, self.size):
            tiles = (self.tiles[i].read()[0] for i in order[first : first + self.size])
            yield np.stack([rgb.transpose(2, 0, 1) for rgb in tiles])

    def _view(
        self, rng: np.random.Generator, rgb: np.ndarray, label: np.ndarray, strong: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return a view that is a strong one with the chance ``strong`` (0 to 1)."""
        if not strong or rng.random() >= strong:
            return published_view(rng, rgb, label, self._black)
        height, width = label.shape
        low, high = (scale * self._ground for scale in SCALES)
        rgb, label = random_crop(rng, Labelled.of(rgb, label, self._ground), max(label.shape), (low, high))
        top, left = (len(label) - height) // 2, (len(label) - width) // 2  # random_crop makes squares
        inside = slice(top, top + height), slice(left, left + width)
        return rgb[inside], label[inside]


def published_view(
    rng: np.random.Generator, rgb: np.ndarray, label: np.ndarray, black_corners: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Flip and rotate by any angle in (0°, 90°), each with probability one half, as published.

    ``rgb`` (H, W, 3) uint8 and ``label`` (H, W) uint8 keep their shape. The corners that a rotation
    uncovers are ignored, or background where ``black_corners``. Source: Wang et al., China Scientific Data
    2022, doi 10.12072/ncdc.NIEER.db0112.2021.
    """
    if rng.random() < 0.5:
        rgb, label = rgb[:, ::-1], label[:, ::-1]
    if rng.random() < 0.5:
        rgb, label = rgb[::-1], label[::-1]
    if rng.random() < 0.5:
        height, width = label.shape
        turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), rng.uniform(0, 90), 1.0)
        empty, ignored = ((0, 0, 0), (0,)) if black_corners else (NEUTRAL.tolist(), (IGNORE,))
        rgb = cv2.warpAffine(
            np.ascontiguousarray(rgb), turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=empty
        )
        label = cv2.warpAffine(
            np.ascontiguousarray(label), turn, (width, height), flags=cv2.INTER_NEAREST, borderValue=ignored
        )
    return np.ascontiguousarray(rgb), np.ascontiguousarray(label)
