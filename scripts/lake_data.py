"""The labelled images that the bundled model is trained and judged on, and how they are divided.

Neighbouring images show the same ground, so whole groups of scenes and whole blocks of numbers are
held out, never random images; training images close to a held-out block are dropped.
"""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

#: Beside the project by default; `LAKE_MAPPER_DATA` says otherwise.
DATA = Path(os.environ.get("LAKE_MAPPER_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))

ESW_CREDIT = (
    "Earth Surface Water dataset, X. Luo, X. Tong, Z. Hu, 2021, doi:10.5281/zenodo.5205674, CC BY 4.0"
)
S2LAKES_CREDIT = (
    "Satellite Images of Water Bodies, compiled by F. Escobar; contains modified Copernicus Sentinel data"
)
CREDITS = {
    "esw": ESW_CREDIT,
    "s2lakes": S2LAKES_CREDIT,
    "s2lakes_more": S2LAKES_CREDIT,
    "tibet_falsecolour": (
        "Glacial lakes of Tibet and the Himalaya, compiled by javaclll (glaciallake); contains modified "
        "Copernicus Sentinel data"
    ),
    "mixed_landsat_12b": (
        "Water segmentation images in 12 bands, compiled by shahed137003 (Water-Segmentation-project); "
        "open Landsat and Sentinel imagery"
    ),
    "burn_scars_s2": (
        "Burn scars of California, compiled by Runan Duan (Wildfire_Detection); contains modified "
        "Copernicus Sentinel data"
    ),
    "cloud_shadow_dlr": "Test scenes of ukis-csmask, German Aerospace Center (DLR), Apache-2.0",
    "towns_fields_s2_bd": (
        "Chittagong tiles, compiled by murad-geoAi (sentinel2-landslide-detection-dl); contains modified "
        "Copernicus Sentinel data"
    ),
    "eurosat_hard": (
        "EuroSAT, P. Helber, B. Bischke, A. Dengel, D. Borth, 2019, MIT licence; contains modified "
        "Copernicus Sentinel data"
    ),
}
SOURCES = tuple(CREDITS)


@dataclass(frozen=True)
class Division:
    """Blocks of image numbers, both ends included. "test" is reported; "validation" chooses weights.

    Images whose number is nearer than ``gap`` to such a block are dropped.
    """

    test: tuple[tuple[int, int], ...]
    validation: tuple[tuple[int, int], ...]
    gap: int = 0

    def part(self, number: int) -> str:
        for part, blocks in (("test", self.test), ("validation", self.validation)):
            if any(first <= number <= last for first, last in blocks):
                return part
        near = any(
            first - self.gap <= number <= last + self.gap for first, last in (*self.test, *self.validation)
        )
        return "dropped" if near else "train"


_LAKES = Division(((2000, 2999),), ((100, 199), (1000, 1099), (7200, 7299)), gap=10)
DIVISIONS = {
    # Groups of neighbouring scenes.
    "esw": Division(((14, 15), (26, 28), (33, 34), (41, 42)), ((53, 55),)),
    # The numbers go on from one set to the other: neighbours are neighbours in both.
    "s2lakes": _LAKES,
    "s2lakes_more": _LAKES,
    # Numbers follow the ground here and there (52 and 56 show one lake); none of these blocks shares a
    # lake with the rest, as far as the eye can tell.
    "tibet_falsecolour": Division(((79, 100),), ((25, 38),), gap=1),
    # Some places come again at far numbers (see ``_SEEN_TWICE``), yellow rivers most of all: its scores
    # tell how the model does on the kind of ground, less how it does on ground not yet seen.
    "mixed_landsat_12b": Division(((253, 305),), ((60, 104),), gap=1),
    # The number is the date in the file's name. Places: RANCH, CREEK, DOVE; WATER, HERNANDEZ, LIDIA.
    "burn_scars_s2": Division(
        ((20240601, 20240601), (20240726, 20240726), (20241019, 20241019)),
        ((20240621, 20240621), (20240615, 20240615), (20250108, 20250108)),
    ),
    # Two scenes: Landsat 5 to learn from, Sentinel-2 to choose by.
    "cloud_shadow_dlr": Division((), ((2, 2),)),
    # Tiles overlap by half, rows do too: two rows of ten are dropped between. Few km², so no test part.
    "towns_fields_s2_bd": Division((), ((83, 99),), gap=20),
    # Numbers within each class.
    "eurosat_hard": Division(((400, 899),), ((1, 399),)),
}
#: Images of ``mixed_landsat_12b`` that show a place of its held-out block again.
_SEEN_TWICE = {113: 291, 195: 284, 210: 284, 243: 284}

#: Labels of s2lakes that are plainly wrong to the eye. Nothing is trained on them; the scores of the held-out
#: ones are given with and without them.
WRONG_LABELS = {
    10: "dark fields are labelled water",
    80: "specks of the town are labelled water",
    660: "stripes of salty land are labelled water",
    735: "only the tip of the lake is labelled, the rest is labelled land",
    742: "only the green middle of the lake is labelled",
    768: "a frozen lake is labelled land, shadows on the snow water",
    806: "bare rock is labelled water along with the pond",
    820: "a frozen lake is labelled land",
    824: "only specks of an overgrown lake are labelled",
    853: "slopes are labelled water",
    857: "shadows and ditches in snow are labelled water",
    1118: "a road and the edges of fields are labelled water",
    1128: "a third of the lake is labelled land",
    1129: "only the green middle of the lake is labelled",
    1133: "the pale half of the lake is labelled land",
    1242: "only specks of the lake are labelled",
    2224: "a third of the lake is labelled land",
    2292: "the black border of the image is labelled water",
    2427: "the darkest part of the lake is labelled land",
    2440: "bright haze beside the lake is labelled water",
    6375: "specks of the town are labelled water",
    6396: "sports grounds and roofs are labelled water",
    7076: "fields are labelled water",
    7087: "the edges of fields are labelled water",
    7138: "fields and the town are labelled water",
    7188: "fields are labelled water",
    7360: "specks of fields are labelled water",
    7422: "a pale river bed and specks of land all over are labelled water",
    7427: "specks of land all over are labelled water",
    7432: "specks of land all over are labelled water",
    7482: "specks of the shore are labelled water, the lake itself land",
    7486: "the town is labelled water, a part of the lake land",
    7517: "fields are labelled water",
    7588: "fields are labelled water",
    7601: "most of the lake is labelled land",
    7689: "the lake is labelled land, fields are labelled water",
    7748: "specks of fields are labelled water",
    7935: "half of the lake is labelled land",
    8052: "fields are labelled water",
    8089: "fields are labelled water, the pond is labelled land",
    8186: "fields are labelled water",
    8204: "all dark land is labelled water",
    8238: "fields are labelled water",
    8258: "the town is labelled water",
    8340: "only the middle of the lake is labelled",
    8350: "the town is labelled water",
    8390: "dark fields are labelled water",
    8393: "fields are labelled water, half of the lake land",
    8395: "fields are labelled water",
    8412: "the frame of the image is labelled water",
    8441: "fields are labelled water",
    8442: "dark fields are labelled water",
    8444: "dark fields are labelled water",
    8503: "a belt of green plants is labelled water",
    8555: "fields are labelled water",
    8561: "specks of the slopes are labelled water",
    8609: "a motorway is labelled water",
    8682: "specks of the slopes are labelled water",
    8683: "the town is labelled water",
    8704: "specks of the slopes are labelled water",
    8766: "snow is labelled water",
    8821: "pale specks of land are labelled water",
}
_EUROSAT_KINDS = {
    "AnnualCrop": "fields",
    "PermanentCrop": "fields",
    "Pasture": "fields",
    "HerbaceousVegetation": "fields",
    "Forest": "forest",
    "Highway": "town",
    "Industrial": "town",
    "Residential": "town",
}
_KINDS = {
    "esw": "ESW",
    "tibet_falsecolour": "plateau in false colour",
    "mixed_landsat_12b": "world in 30 m",
    "burn_scars_s2": "burn scars",
    "cloud_shadow_dlr": "cloud and shadow",
    "towns_fields_s2_bd": "towns and paddies",
}
_ACROSS = 4  # tiles of EuroSAT side by side in one image
#: Metres of a pixel. Those of ``tibet_falsecolour`` are 4 to 70 m and not known one by one.
_GROUND = {"tibet_falsecolour": 17.0, "mixed_landsat_12b": 30.0, "burn_scars_s2": 20.0}


@dataclass(frozen=True)
class Item:
    """One labelled image; ``part`` is train, validation, test or dropped, ``ground`` its pixel in metres.

    An image put together from ``tiles`` has no mask on disk: it is land all over. Plain water is one tile
    and its mirror images: squares of several colours side by side would look like fields.
    """

    source: str
    number: int
    image: Path
    mask: Path
    part: str
    ground: float = 10.0
    kind: str = ""
    tiles: tuple[Path, ...] = ()

    @property
    def region(self) -> str:
        """Where images of lakes are, what kind of ground others show."""
        if not self.source.startswith("s2lakes"):
            return self.kind or self.source
        for first, last, name in (
            (600, 1249, "arid steppe"),
            (2000, 2999, "dry mountains"),
            (6000, 8999, "mostly India"),
        ):
            if first <= self.number <= last:
                return name
        return "mixed"

    def read(self) -> tuple[np.ndarray, np.ndarray]:
        """RGB (H, W, 3) uint8 and label (H, W): 0 land, 1 water, 255 ignore."""
        if self.kind == "plain water":
            tile = _read(self.image)
            around = [(0, (_ACROSS - 1) * n) for n in tile.shape[:2]]
            rgb = np.pad(tile, (*around, (0, 0)), "symmetric")
            return rgb, np.ones(rgb.shape[:2], np.uint8)
        if self.tiles:
            rows = [self.tiles[i : i + _ACROSS] for i in range(0, len(self.tiles), _ACROSS)]
            rgb = np.vstack([np.hstack([_read(path) for path in row]) for row in rows])
            return rgb, np.zeros(rgb.shape[:2], np.uint8)
        rgb, label = _read(self.image), cv2.imread(str(self.mask), cv2.IMREAD_GRAYSCALE)
        return (rgb, (label > 127).astype(np.uint8)) if self.source == "esw" else (rgb, label)


@contextmanager
def packed(file: Path | None) -> Iterator[None]:
    """Take the images from what ``pack_training_data.py`` wrote; from the folders where ``file`` is None."""
    global DATA
    if file is None:
        yield
        return
    folders = DATA
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(file) as together:
        together.extractall(folder)
        DATA = Path(folder)
        try:
            yield
        finally:
            DATA = folders


def items(sources: tuple[str, ...] = ("esw", "s2lakes")) -> Iterator[Item]:
    """Every labelled image of the sources, by number."""
    for source in sources:
        yield from _mosaics(source) if source == "eurosat_hard" else _images(source)


def _images(source: str) -> Iterator[Item]:
    folder = DATA / source
    for number, image in _numbered(folder / "images"):
        mask = folder / "masks" / f"{image.stem}{image.suffix if image.suffix == '.webp' else '.png'}"
        ground = 30.0 if image.stem == "landsat5" else _GROUND.get(source, 10.0)
        yield Item(source, number, image, mask, part(source, number), ground, _KINDS.get(source, ""))


def _mosaics(source: str) -> Iterator[Item]:
    """Tiles of one class and part, in the order of their numbers, put together to squares.

    The last square of each is filled up from the first tiles.
    """
    together: dict[tuple[str, str], list[tuple[int, Path]]] = defaultdict(list)
    for number, path in _numbered(DATA / source / "images"):
        together[path.stem.partition("_")[0], part(source, number)].append((number, path))
    size = _ACROSS**2
    for (name, of), tiles in sorted(together.items()):
        if name == "SeaLake":
            for number, path in tiles:
                yield Item(source, number, path, Path(), of, kind="plain water")
            continue
        for i in range(0, len(tiles), size):
            square = [tiles[j % len(tiles)] for j in range(i, i + size)]
            number, first = square[0]
            paths = tuple(path for _, path in square)
            yield Item(source, number, first, Path(), of, kind=_EUROSAT_KINDS[name], tiles=paths)


def part(source: str, number: int) -> str:
    """train, validation, test or dropped."""
    found = DIVISIONS[source].part(number)
    seen_twice = source == "mixed_landsat_12b" and number in _SEEN_TWICE
    left_out = seen_twice or is_mislabelled(source, number)
    return "dropped" if found == "train" and left_out else found


def is_mislabelled(source: str, number: int) -> bool:
    """Whether the label of an image is known to be wrong."""
    return source.startswith("s2lakes") and number in WRONG_LABELS


def _numbered(folder: Path) -> list[tuple[int, Path]]:
    paths = (path for path in folder.iterdir() if path.suffix in (".jpg", ".png", ".webp"))
    return sorted((int(re.search(r"\d+$", path.stem).group()), path) for path in paths)


def _read(path: Path) -> np.ndarray:
    return cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
