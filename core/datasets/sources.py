"""What tiles are cut from: labelled images, or a raster with lake polygons. Needs OpenCV and Pillow."""

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
from ..util.translation import tr
from .labelme import find_labelled, read_labelme, read_result
from .tile_files import shrink_label


class OpenedSource(Protocol):
    """An opened source: its size in pixels, notes for the log, and any window inside it."""

    width: int
    height: int
    notes: tuple[str, ...]

    def label(self, window: Window) -> np.ndarray:
        """Return the label (H, W) uint8 of a window, 1 where lake."""

    def complete(self, window: Window) -> bool:
        """Return whether every pixel of a window has data."""

    def image(self, window: Window) -> np.ndarray:
        """Return the RGB (H, W, 3) uint8 of a window."""


class LabelledSource(Protocol):
    """A labelled image; its tiles are named after ``stem``, which no other source has."""

    @property
    def name(self) -> str: ...

    @property
    def stem(self) -> str: ...

    def open(self) -> OpenedSource:
        """Read what tiles are cut from, each time anew; ``DatasetError`` when it cannot be used."""


class LabelledImage:
    """An image (H, W, 3) uint8 RGB in memory and its label (H, W) uint8."""

    def __init__(self, rgb: np.ndarray, label: np.ndarray, notes: tuple[str, ...] = ()) -> None:
        self.height, self.width = label.shape
        self.notes = notes
        self._rgb, self._label = rgb, label

    def label(self, window: Window) -> np.ndarray:
        return self._label[_slices(window)]

    def complete(self, window: Window) -> bool:
        return True

    def image(self, window: Window) -> np.ndarray:
        return self._rgb[_slices(window)]


@dataclass(frozen=True)
class LabelmeSource:
    """A labelme JSON file, rescaled by ``scale``."""

    path: Path
    name: str
    stem: str
    scale: float

    def open(self) -> LabelledImage:
        annotation = read_labelme(self.path)
        width, height = _scaled_size(annotation.rgb, self.scale)
        rgb = _rescaled(annotation.rgb, width, height)
        return LabelledImage(rgb, annotation.label(width, height), annotation.notes)


@dataclass(frozen=True)
class ResultSource:
    """A folder that labelme's ``json_to_dataset`` made, rescaled by ``scale``."""

    path: Path
    name: str
    stem: str
    scale: float

    def open(self) -> LabelledImage:
        rgb, label = read_result(self.path)
        width, height = _scaled_size(rgb, self.scale)
        return LabelledImage(_rescaled(rgb, width, height), _rescaled_label(label, width, height))


class RasterSource:
    """A scene on a grid and its lakes, read window by window: memory does not depend on its size.

    ``lakes`` are polygons as well-known binary in the CRS ``lakes_wkt``, x before y. ``DatasetError`` when
    none of them overlaps the grid.
    """

    def __init__(self, scene: Scene, grid: Grid, lakes: Iterable[bytes], lakes_wkt: str) -> None:
        self.name, self.stem = scene.name, _safe(scene.name)
        self.width, self.height = grid.width, grid.height
        polygons, self.notes = reprojected(lakes, lakes_wkt, grid.crs_wkt, over=grid.bounds)
        self._shapes = Shapes(polygons, [1] * len(polygons))
        if not self._shapes.intersects(*grid.bounds):
            raise DatasetError(
                tr(
                    "No lake of LAKES lies on {scene}. Choose the lakes of this place, and check the CRS of "
                    "both layers.",
                    scene=scene.name,
                )
            )
        self._grid, self._reader = grid, scene.reader(grid, 0)

    def open(self) -> RasterSource:
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
    """Find every labelme JSON file and ``json_to_dataset`` folder at any depth: return them and notes.

    Their images are rescaled by ``scale``. ``DatasetError`` when there is none.
    """
    folder = Path(folder)
    files, results, notes = find_labelled(folder)
    if not files and not results:
        raise DatasetError(
            tr(
                "{folder} holds neither labelme JSON files nor folders with img.png and label.png. Choose "
                "the folder where labelme saved.",
                folder=folder,
            )
        )
    sources: list[LabelledSource] = []
    taken: set[str] = set()
    kind_of: dict[Path, type[LabelmeSource] | type[ResultSource]] = dict.fromkeys(files, LabelmeSource)
    kind_of.update(dict.fromkeys(results, ResultSource))
    for path, kind in sorted(kind_of.items(), key=lambda item: item[0]):
        stem = path.stem if kind is LabelmeSource else path.name.removesuffix("_json")
        name = path.relative_to(folder).as_posix()
        sources.append(kind(path, name, _unique(_safe(stem), taken), scale))
    return sources, notes


def _safe(name: str) -> str:
    """Return a name that is safe in file names and in lists of names, where a dot begins a suffix."""
    return re.sub(r"[^\w-]+", "_", name).strip("_") or "tile"


def _unique(stem: str, taken: set[str]) -> str:
    """Return the stem, numbered where it is taken, also where only the case differs (Windows)."""
    number, unique = 1, stem
    while unique.casefold() in taken:
        number += 1
        unique = f"{stem}-{number}"
    taken.add(unique.casefold())
    return unique


def _slices(window: Window) -> tuple[slice, slice]:
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
    # The shoreline is where the interpolated label is one half: smooth, and at the same place.
    smooth = cv2.resize(label.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return (smooth >= 0.5).astype(np.uint8)
