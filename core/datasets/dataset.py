"""A labelled dataset on disk, in the layout of the 2020 Qinghai-Tibet Plateau lake dataset.

``train_img/`` holds RGB PNG tiles, ``train_label/`` (the paper also spells it ``trian_label``) a label
of the same name for each: labelme's class 1 is (128, 0, 0), background is black. Labels read here
are 0 land and 1 lake. Needs Pillow, like everything that handles datasets.

Source: Wang et al., China Scientific Data 2022, doi 10.12072/ncdc.NIEER.db0112.2021.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..util.errors import Cancelled, DatasetError
from .tile_files import IMAGES, LABELS, LAKE_COLOUR, read_image, read_label

_LABEL_NAMES = (LABELS, "trian_label")
#: Where a prepared dataset says how it was made.
FACTS = "dataset.json"


@dataclass(frozen=True)
class Tile:
    """An image and its label on disk; ``name`` is the file's name without its ending."""

    name: str
    image: Path
    label: Path

    def read(self) -> tuple[np.ndarray, np.ndarray]:
        """RGB (H, W, 3) uint8 and label (H, W) uint8, 1 where lake; ``DatasetError`` names a bad file."""
        rgb, label = read_image(self.image), read_label(self.label)
        if rgb.shape[:2] != label.shape:
            raise DatasetError(
                f"{self.image.name} has {rgb.shape[1]} × {rgb.shape[0]} pixels, but its label "
                f"{label.shape[1]} × {label.shape[0]}. Label the image again."
            )
        return rgb, label


@dataclass(frozen=True)
class Dataset:
    """Tiles in the order of their names, and sentences about what was left out."""

    folder: Path
    tiles: tuple[Tile, ...]
    odd: tuple[str, ...] = ()

    def only(self, names: Iterable[str]) -> Dataset:
        """The tiles of these names; ``DatasetError`` when none of them is here."""
        wanted = set(names)
        tiles = tuple(tile for tile in self.tiles if tile.name in wanted)
        if not tiles:
            raise DatasetError(
                f"None of the {len(wanted)} listed tiles is in {self.folder}. Choose the list that belongs "
                "to this dataset."
            )
        return Dataset(self.folder, tiles, self.odd)


@dataclass(frozen=True)
class Inspection:
    """What a look at every tile found: the usable ones, their common size and their lakes."""

    dataset: Dataset
    width: int
    height: int
    lake_share: float
    without_lake: int

    def sentences(self) -> list[str]:
        """The findings for a log, oddities last."""
        count = len(self.dataset.tiles)
        said = [
            f"{count} tiles of {self.width} × {self.height} pixels, {100 * self.lake_share:.1f} % lake, "
            f"{self.without_lake} without any lake."
        ]
        return said + list(self.dataset.odd)


def open_dataset(folder: str | os.PathLike) -> Dataset:
    """Pair the images and labels of a dataset folder; what has no partner is named in ``odd``."""
    folder = Path(folder)
    images = folder / IMAGES
    labels = next((folder / name for name in _LABEL_NAMES if (folder / name).is_dir()), None)
    if not images.is_dir() or labels is None:
        raise DatasetError(
            f"{folder} is no dataset: it must hold the folders {IMAGES} and {LABELS} with PNG tiles of the "
            "same names. 'Prepare dataset' makes one."
        )
    pictures, truths = _files(images), _files(labels)
    unlabelled, unseen = pictures.keys() - truths.keys(), truths.keys() - pictures.keys()
    odd = [f"Left out: {pictures[name].name} has no label." for name in sorted(unlabelled)]
    odd += [f"Left out: {truths[name].name} has no image." for name in sorted(unseen)]
    names = sorted(pictures.keys() & truths.keys())
    if not names:
        raise DatasetError(
            f"{folder} holds no image with a label of the same name: {len(pictures)} images, {len(truths)} "
            "labels. Put both parts of the dataset there."
        )
    return Dataset(folder, tuple(Tile(n, pictures[n], truths[n]) for n in names), tuple(odd))


def _files(folder: Path) -> dict[str, Path]:
    return {p.stem: p for p in folder.iterdir() if p.suffix.lower() == ".png" and not p.name.startswith(".")}


def inspect(
    dataset: Dataset,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Inspection:
    """Read every tile; leave out and name what cannot be used.

    Tiles must share one size: those that differ from the commonest are left out. ``DatasetError`` when
    nothing usable remains, or no tile has any lake.
    """
    odd = list(dataset.odd)
    found: list[tuple[Tile, tuple[int, int], int]] = []
    for done, tile in enumerate(dataset.tiles):
        if cancelled():
            raise Cancelled
        try:
            label = tile.read()[1]
            found.append((tile, label.shape, int(label.sum())))
        except DatasetError as error:
            odd.append(f"Left out: {error}")
        progress(done + 1, len(dataset.tiles))
    if not found:
        raise DatasetError(f"No tile of {dataset.folder} can be used. " + " ".join(odd[:5]))
    (height, width), _ = Counter(shape for _, shape, _ in found).most_common(1)[0]
    for tile, shape, _ in found:
        if shape != (height, width):
            odd.append(
                f"Left out: {tile.image.name} has {shape[1]} × {shape[0]} pixels, most tiles have "
                f"{width} × {height}."
            )
    found = [entry for entry in found if entry[1] == (height, width)]
    lake = sum(pixels for _, _, pixels in found)
    if not lake:
        raise DatasetError(
            f"No label of {dataset.folder} has any lake, so there is nothing to learn. Check that lakes "
            f"are {LAKE_COLOUR} in {LABELS}."
        )
    tiles = tuple(tile for tile, _, _ in found)
    return Inspection(
        Dataset(dataset.folder, tiles, tuple(odd)),
        width,
        height,
        lake / (len(tiles) * width * height),
        sum(pixels == 0 for _, _, pixels in found),
    )


def tile_sources(folder: str | os.PathLike) -> dict[str, str] | None:
    """The source image of each tile, as 'Prepare dataset' wrote it; None for datasets from elsewhere."""
    try:
        tiles = json.loads((Path(folder) / FACTS).read_text(encoding="utf-8"))["tiles"]
        return {name: str(tile["source"]) for name, tile in tiles.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
