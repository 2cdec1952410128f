"""A labelled dataset on disk, in the layout of the 2020 Qinghai-Tibet Plateau lake dataset.

``train_img/`` holds RGB PNG tiles, ``train_label/`` (the paper also spells it ``trian_label``) a label
of the same name for each: lake is (128, 0, 0), labelme's class 1, and background is black. Labels as read
here are 0 land and 1 lake. Needs Pillow, like everything that handles datasets.

Source: Wang et al., China Scientific Data 2022, doi 10.12072/ncdc.NIEER.db0112.2021.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..report.text import counted
from ..util.errors import Cancelled, DatasetError
from ..util.json_file import read_json_object
from ..util.translation import tr
from .tile_files import IMAGES, LABELS, LAKE_COLOUR, read_image, read_label

_LABEL_NAMES = (LABELS, "trian_label")
#: How a prepared dataset was made.
METADATA = "dataset.json"


@dataclass(frozen=True)
class Tile:
    """An image and its label on disk; ``name`` is that of the files, without their suffix."""

    name: str
    image: Path
    label: Path

    def read(self) -> tuple[np.ndarray, np.ndarray]:
        """Read RGB (H, W, 3) uint8 and label (H, W) uint8, 1 where lake; ``DatasetError`` names a bad one."""
        rgb, label = read_image(self.image), read_label(self.label)
        if rgb.shape[:2] != label.shape:
            raise DatasetError(
                tr(
                    "{name} has {width} × {height} pixels, but its label {label_width} × {label_height}. "
                    "Label the image again.",
                    name=self.image.name,
                    width=rgb.shape[1],
                    height=rgb.shape[0],
                    label_width=label.shape[1],
                    label_height=label.shape[0],
                )
            )
        return rgb, label


@dataclass(frozen=True)
class Dataset:
    """Tiles in the order of their names, and a sentence about each file that was left out."""

    folder: Path
    tiles: tuple[Tile, ...]
    left_out: tuple[str, ...] = ()

    def only(self, names: Iterable[str]) -> Dataset:
        """Return the dataset of the tiles of these names; ``DatasetError`` when it has none of them."""
        wanted = set(names)
        tiles = tuple(tile for tile in self.tiles if tile.name in wanted)
        if not tiles:
            raise DatasetError(
                tr(
                    "None of the {count} listed tiles is in {folder}. Choose the list that belongs to this "
                    "dataset.",
                    count=len(wanted),
                    folder=self.folder,
                )
            )
        return Dataset(self.folder, tiles, self.left_out)


@dataclass(frozen=True)
class Inspection:
    """What ``inspect`` found: the usable tiles, their size in pixels, and how much of them is lake.

    ``lake_share`` (0 to 1) is of all pixels; ``without_lake`` is the number of tiles without any lake.
    """

    dataset: Dataset
    width: int
    height: int
    lake_share: float
    without_lake: int

    def sentences(self) -> list[str]:
        """Return the findings for a log; what was left out comes last."""
        summary = tr(
            "{tiles} of {width} × {height} pixels, {share:.1f} % lake, {without} without any lake.",
            tiles=counted(len(self.dataset.tiles), "tile"),
            width=self.width,
            height=self.height,
            share=100 * self.lake_share,
            without=self.without_lake,
        )
        return [summary, *self.dataset.left_out]


def open_dataset(folder: str | os.PathLike) -> Dataset:
    """Pair the images and labels of a dataset folder.

    Images without a label, and labels without an image, are named in ``left_out``. ``DatasetError`` when the
    folder has another layout, or no pair.
    """
    folder = Path(folder)
    images = folder / IMAGES
    labels = next((folder / name for name in _LABEL_NAMES if (folder / name).is_dir()), None)
    if not images.is_dir() or labels is None:
        raise DatasetError(
            tr(
                "{folder} is no dataset: it must hold the folders {images} and {labels} with PNG tiles of "
                "the same names. 'Prepare dataset' makes one.",
                folder=folder,
                images=IMAGES,
                labels=LABELS,
            )
        )
    image_of, label_of = _tile_files(images), _tile_files(labels)
    unlabelled, without_image = image_of.keys() - label_of.keys(), label_of.keys() - image_of.keys()
    left_out = [tr("Left out: {name} has no label.", name=image_of[name].name) for name in sorted(unlabelled)]
    left_out += [
        tr("Left out: {name} has no image.", name=label_of[name].name) for name in sorted(without_image)
    ]
    names = sorted(image_of.keys() & label_of.keys())
    if not names:
        raise DatasetError(
            tr(
                "{folder} holds no image with a label of the same name: {images}, {labels}. Put both parts "
                "of the dataset there.",
                folder=folder,
                images=counted(len(image_of), "image"),
                labels=counted(len(label_of), "label"),
            )
        )
    tiles = tuple(Tile(name, image_of[name], label_of[name]) for name in names)
    return Dataset(folder, tiles, tuple(left_out))


def _tile_files(folder: Path) -> dict[str, Path]:
    """Return the PNG files of ``folder`` by their names without suffix."""
    return {p.stem: p for p in folder.iterdir() if p.suffix.lower() == ".png" and not p.name.startswith(".")}


def inspect(
    dataset: Dataset,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Inspection:
    """Read every tile; leave out and name those that cannot be used.

    Tiles must have one size: those that differ from the most frequent one are left out. ``progress`` gets the
    number of tiles read and of all. ``DatasetError`` when no usable tile remains, or none has any lake;
    ``Cancelled`` when ``cancelled`` returns true.
    """
    left_out = list(dataset.left_out)
    found: list[tuple[Tile, tuple[int, int], int]] = []
    for done, tile in enumerate(dataset.tiles):
        if cancelled():
            raise Cancelled
        try:
            label = tile.read()[1]
            height, width = label.shape
            found.append((tile, (height, width), int(label.sum())))
        except DatasetError as error:
            left_out.append(tr("Left out: {why}", why=error))
        progress(done + 1, len(dataset.tiles))
    if not found:
        raise DatasetError(
            tr(
                "No tile of {folder} can be used. {why}",
                folder=dataset.folder,
                why=" ".join(left_out[:5]),
            )
        )
    (height, width), _ = Counter(shape for _, shape, _ in found).most_common(1)[0]
    for tile, shape, _ in found:
        if shape != (height, width):
            left_out.append(
                tr(
                    "Left out: {name} has {width} × {height} pixels, most tiles have "
                    "{most_width} × {most_height}.",
                    name=tile.image.name,
                    width=shape[1],
                    height=shape[0],
                    most_width=width,
                    most_height=height,
                )
            )
    found = [entry for entry in found if entry[1] == (height, width)]
    lake = sum(pixels for _, _, pixels in found)
    if not lake:
        raise DatasetError(
            tr(
                "No label of {folder} has any lake, so there is nothing to learn. Check that lakes have the "
                "colour {colour} in {labels}.",
                folder=dataset.folder,
                colour=LAKE_COLOUR,
                labels=LABELS,
            )
        )
    tiles = tuple(tile for tile, _, _ in found)
    return Inspection(
        Dataset(dataset.folder, tiles, tuple(left_out)),
        width=width,
        height=height,
        lake_share=lake / (len(tiles) * width * height),
        without_lake=sum(pixels == 0 for _, _, pixels in found),
    )


def tile_sources(folder: str | os.PathLike) -> dict[str, str] | None:
    """Read the source image of each tile by its name; None where 'Prepare dataset' made no such file."""
    try:
        tiles = read_json_object(Path(folder) / METADATA)["tiles"]
        return {name: str(tile["source"]) for name, tile in tiles.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
