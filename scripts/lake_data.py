"""The labelled images that the bundled model is trained and judged on, and how they are divided.

Neighbouring images show the same ground, so whole groups of scenes and whole blocks of numbers are
held out, never random images; training images close to a held-out block are dropped.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
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
CREDITS = {"esw": ESW_CREDIT, "s2lakes": S2LAKES_CREDIT}

#: Groups of neighbouring scenes. "test" is reported; "validation" chooses the checkpoint.
ESW_TEST = {14, 15, 26, 27, 28, 33, 34, 41, 42}
ESW_VALIDATION = {53, 54, 55}
S2LAKES_TEST = ((2000, 2999),)
S2LAKES_VALIDATION = ((100, 199), (1000, 1099), (7200, 7299))
#: Held-out images whose label is plainly wrong to the eye; scores are given with and without them.
WRONG_LABELS = {
    2224: "a third of the lake is labelled land",
    2292: "the black border of the image is labelled water",
    2427: "the darkest part of the lake is labelled land",
    2440: "bright haze beside the lake is labelled water",
}
_GAP = 10  # image numbers dropped on each side of a held-out block


@dataclass(frozen=True)
class Item:
    """One labelled image on disk; ``part`` is train, validation, test or dropped."""

    source: str
    number: int
    image: Path
    mask: Path
    part: str

    @property
    def region(self) -> str:
        if self.source == "esw":
            return "esw"
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
        rgb = cv2.cvtColor(cv2.imread(str(self.image)), cv2.COLOR_BGR2RGB)
        label = cv2.imread(str(self.mask), cv2.IMREAD_GRAYSCALE)
        return (rgb, label) if self.source == "s2lakes" else (rgb, (label > 127).astype(np.uint8))


def items(sources: tuple[str, ...] = ("esw", "s2lakes")) -> Iterator[Item]:
    """Every labelled image of the sources, by number."""
    for source in sources:
        folder = DATA / source
        paths = (folder / "images").glob("*.jpg")
        for number, image in sorted((int(p.stem.rpartition("_")[2]), p) for p in paths):
            part = _esw_part(number) if source == "esw" else _s2lakes_part(number)
            yield Item(source, number, image, folder / "masks" / f"{image.stem}.png", part)


def _esw_part(number: int) -> str:
    if number in ESW_TEST:
        return "test"
    return "validation" if number in ESW_VALIDATION else "train"


def _s2lakes_part(number: int) -> str:
    for part, blocks in (("test", S2LAKES_TEST), ("validation", S2LAKES_VALIDATION)):
        for first, last in blocks:
            if first <= number <= last:
                return part
            if first - _GAP <= number <= last + _GAP:
                return "dropped"
    return "train"
