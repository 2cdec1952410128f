"""What tiles are cut from: labelled pictures, or a raster with lake polygons. Needs OpenCV and Pillow."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from ..geo.grid import Grid, Window
from ..geo.rasterize import Shapes
from ..geo.repair import reprojected
from ..raster.scene import Scene
from ..util.errors import DatasetError
from .labelme import find_labelled, read_labelme, read_result
from .tile_files import shrink_label


class Opened(Protocol):
    """A source ready to be cut: its size in pixels, notes for the log, and any window inside it."""

    width: int
    height: int
    notes: tuple[str, ...]

    def label(self, window: Window) -> np.ndarray:
        """(H, W) uint8, 1 where lake."""

    def complete(self, window: Window) -> bool:
        """Whether every pixel has data."""

    def image(self, window: Window) -> np.ndarray:
        """(H, W, 3) uint8 RGB."""


class LabelledSource(Protocol):
    """An image that may be opened more than once; ``stem`` names its tiles, unlike any other's."""

    name: str
    stem: str

    def opened(self) -> Opened:
        """Raises ``DatasetError`` when it cannot be used."""


class Picture:
    """An opened picture and its label (H, W) uint8."""

    def __init__(self, rgb: np.ndarray, label: np.ndarray, notes: tuple[str, ...] = ()) -> None:
        self.height, self.width = label.shape
        self.notes = notes
        self._rgb, self._label = rgb, label

    def label(self, window: Window) -> np.ndarray:
        return self._label[_part(window)]

    def complete(self, window: Window) -> bool:
        return True

    def image(self, window: Window) -> np.ndarray:
        return self._rgb[_part(window)]


@dataclass(frozen=True)
class LabelmeSource:
    """A labelme JSON file, rescaled by ``scale``."""

    path: Path
    name: str
    stem: str
    scale: float

    def opened(self) -> Picture:
        annotation = read_labelme(self.path)
        width, height = _scaled_size(annotation.rgb, self.scale)
        return Picture(
            _rescaled(annotation.rgb, width, height), annotation.label(width, height), annotation.notes
        )


@dataclass(frozen=True)
class ResultSource:
    """A folder that labelme's ``json_to_dataset`` made, rescaled by ``scale``."""

    path: Path
    name: str
    stem: str
    scale: float

    def opened(self) -> Picture:
        rgb, label = read_result(self.path)
        width, height = _scaled_size(rgb, self.scale)
        return Picture(_rescaled(rgb, width, height), _rescaled_label(label, width, height))


class RasterSource:
    """A scene on a grid and the lakes on it, read window by window: memory does not grow with it.

    ``lakes`` are polygons as well-known binary in the CRS ``lakes_wkt``, in GIS order. ``DatasetError``
    when none of them overlaps the grid.
    """

    def __init__(self, scene: Scene, grid: Grid, lakes: Iterable[bytes], lakes_wkt: str) -> None:
        self.name, self.stem = scene.name, _plain(scene.name)
        self.width, self.height = grid.width, grid.height
        polygons, self.notes = reprojected(lakes, lakes_wkt, grid.crs_wkt)
        self._shapes = Shapes(polygons, [1] * len(polygons))
        if not self._shapes.intersects(*grid.bounds):
            raise DatasetError(
                f"No lake of LAKES lies on {scene.name}. Choose the lakes of this place, and check the CRS "
                "of both layers."
            )
        self._grid, self._reader = grid, scene.reader(grid, 0)

    def opened(self) -> RasterSource:
        return self

    def label(self, window: Window) -> np.ndarray:
        return self._shapes.rasterize(window.width, window.height, self._grid.geotransform(window))

    def complete(self, window: Window) -> bool:
        return bool(self._reader.read(window).valid.all())

    def image(self, window: Window) -> np.ndarray:
        return self._reader.read(window).rgb


def labelme_sources(
    folder: str | os.PathLike, scale: float = 1.0
) -> tuple[list[LabelledSource], tuple[str, ...]]:
    """Every labelme JSON file and ``json_to_dataset`` folder at any depth, in order, and notes.

    ``DatasetError`` when there is none.
    """
    folder = Path(folder)
    files, results, notes = find_labelled(folder)
    if not files and not results:
        raise DatasetError(
            f"{folder} holds neither labelme JSON files nor folders with img.png and label.png. Choose the "
            "folder where labelme saved."
        )
    sources: list[LabelledSource] = []
    taken: set[str] = set()
    named = [(path, LabelmeSource, path.stem) for path in files]
    named += [(path, ResultSource, path.name.removesuffix("_json")) for path in results]
    for path, kind, stem in sorted(named, key=lambda entry: entry[0]):
        name = path.relative_to(folder).as_posix()
        sources.append(kind(path, name, _unlike(_plain(stem), taken), scale))
    return sources, notes


def _plain(name: str) -> str:
    """A name that is safe in file names and lists of names, where a dot begins an ending."""
    return re.sub(r"[^\w-]+", "_", name).strip("_") or "tile"


def _unlike(stem: str, taken: set[str]) -> str:
    """The stem with a number behind it where it is taken, also where only the case differs (Windows)."""
    number, unique = 1, stem
    while unique.casefold() in taken:
        number += 1
        unique = f"{stem}-{number}"
    taken.add(unique.casefold())
    return unique


def _part(window: Window) -> tuple[slice, slice]:
    column, row, width, height = window
    return slice(row, row + height), slice(column, column + width)


def _scaled_size(rgb: np.ndarray, scale: float) -> tuple[int, int]:
    height, width = rgb.shape[:2]
    return max(1, round(scale * width)), max(1, round(scale * height))


def _rescaled(rgb: np.ndarray, width: int, height: int) -> np.ndarray:
    if rgb.shape[:2] == (height, width):
        return rgb
    shrinks = width < rgb.shape[1]
    return cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)


def _rescaled_label(label: np.ndarray, width: int, height: int) -> np.ndarray:
    if width <= label.shape[1]:
        return shrink_label(label, (width, height))
    # The shore runs where the interpolated label is one half: smooth, and through the same places.
    smooth = cv2.resize(label.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return (smooth >= 0.5).astype(np.uint8)
