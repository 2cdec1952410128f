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
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ..util.atomic_files import written_whole
from ..util.errors import Cancelled, DatasetError

IMAGES, LABELS = "train_img", "train_label"
_LABEL_NAMES = (LABELS, "trian_label")
#: Share of the published dataset's tiles that its authors trained on: 6164 of 6774.
TRAIN_SHARE = 6164 / 6774
#: Greys that mean lake: class 1, the grey of (128, 0, 0), white.
_LAKE_GREYS = (1, 38, 255)
LAKE_COLOUR = (128, 0, 0)


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


@dataclass(frozen=True)
class Split:
    """Which tiles are trained on and which are tested on, and how they were drawn."""

    train: tuple[str, ...]
    test: tuple[str, ...]
    rule: str
    seed: int | None = None

    def save(self, path: str | os.PathLike) -> None:
        """Write the split as JSON."""
        with written_whole(path) as unfinished:
            unfinished.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: str | os.PathLike) -> Split:
        """Read a split; ``DatasetError`` when the file is none."""
        try:
            values = json.loads(Path(path).read_text(encoding="utf-8"))
            return cls(tuple(values["train"]), tuple(values["test"]), values["rule"], values["seed"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DatasetError(
                f"{path} is no split file of Lake Mapper. Choose the split.json that 'Prepare dataset' "
                "wrote, or leave it empty."
            ) from error


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


def random_split(names: Sequence[str], seed: int, train_share: float = TRAIN_SHARE) -> Split:
    """Draw tiles at random, as the paper did; at least one on each side."""
    if len(names) < 2:
        raise DatasetError("A dataset needs two tiles at least, to train on one and test on another.")
    names = sorted(names)
    train = min(max(round(train_share * len(names)), 1), len(names) - 1)
    order = np.random.default_rng(seed).permutation(len(names))
    return Split(
        tuple(names[i] for i in sorted(order[:train])),
        tuple(names[i] for i in sorted(order[train:])),
        f"{train} of {len(names)} tiles at random",
        seed,
    )


def read_names(path: str | os.PathLike) -> list[str]:
    """Tile names from a list file, one a line; endings like .png are dropped."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(
            f"The list of tiles {path} cannot be read. Give a text file, a name a line."
        ) from error
    names = [Path(line.strip()).stem for line in lines if line.strip()]
    if not names:
        raise DatasetError(f"The list of tiles {path} is empty. Give a text file, a name a line.")
    return names


def read_image(path: str | os.PathLike) -> np.ndarray:
    """RGB (H, W, 3) uint8 of a picture; transparency is dropped."""
    return np.array(_opened(path).convert("RGB"))


def read_label(path: str | os.PathLike) -> np.ndarray:
    """Label (H, W) uint8, 1 where lake, from any of the encodings in use.

    Palette or RGB(A) red of any strength is lake, as are the greys 1, 38 and 255; black is land.
    ``DatasetError`` names the file and the value of anything else.
    """
    rgb = np.array(_opened(path).convert("RGB"))
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    other = np.maximum(green, blue)
    lake = (red > 0) & (other == 0)
    for grey in _LAKE_GREYS:
        lake |= (rgb == grey).all(2)
    strange = ~lake & (np.maximum(red, other) > 0)
    if strange.any():
        value = tuple(int(v) for v in rgb[strange][0])
        raise DatasetError(
            f"{Path(path).name} has {int(strange.sum())} pixels of {value}, which is neither lake "
            f"{LAKE_COLOUR} nor background (0, 0, 0). Correct the label."
        )
    return lake.astype(np.uint8)


def _opened(path: str | os.PathLike) -> Image.Image:
    try:
        with Image.open(path) as picture:
            if picture.mode.startswith(("I", "F")):
                raise DatasetError(f"{Path(path).name} has more than 8 bits. Save it as an 8-bit PNG.")
            picture.load()
            return picture
    except Image.DecompressionBombError as error:
        raise DatasetError(
            f"{Path(path).name} is too large to be read at once. Cut it, or give a raster layer in its place."
        ) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise DatasetError(
            f"{Path(path).name} cannot be read as an image ({error}): it is damaged or cut short. Copy it "
            "again."
        ) from error


def save_image(path: str | os.PathLike, rgb: np.ndarray) -> None:
    """Write RGB (H, W, 3) uint8 as PNG."""
    with written_whole(path) as unfinished:
        Image.fromarray(rgb).save(unfinished)


def save_label(path: str | os.PathLike, label: np.ndarray) -> None:
    """Write a label (H, W) of 0 and 1 as the palette PNG that labelme makes."""
    picture = Image.fromarray(label.astype(np.uint8), "P")
    picture.putpalette([0, 0, 0, *LAKE_COLOUR])
    with written_whole(path) as unfinished:
        picture.save(unfinished)
