"""A scene that QGIS draws: web maps, tiles, coverages, and rasters in the colours of their style."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from osgeo import gdal
from qgis.core import QgsRectangle

from ...core.geo.grid import Bounds, Grid, Window, ground_scale
from ...core.raster.readers import Pixels
from ...core.util.errors import SceneError
from .renderer import LayerRenderer

#: Pixels of the source may be this much wider than the grid's before a finer zoom level is taken: four
#: times the tiles for a quarter of a pixel would be a poor bargain.
_COARSER = 1.25
#: Two tiles of 256 a side: at most four requests at a time, which is all that a polite guest asks for.
_PIECE = 512
_LARGEST = 2000  # pixels of one request to a server that draws what is asked for
_CELL = 256  # side of what is looked at for being blank
_BLANK_SHARE = 0.25


class RenderedScene:
    """A layer as its style shows it. ``focus`` is the rectangle of interest in its CRS, null for all.

    ``resolution`` (ground metres) stands for the layer's own pixel where its server does not tell it.
    """

    def __init__(
        self,
        renderer: LayerRenderer,
        bands: str,
        contrast: str,
        resolution: float,
        focus: QgsRectangle,
        cancelled: Callable[[], bool],
    ) -> None:
        self.renderer, self.cancelled = renderer, cancelled
        self.name, self.crs_wkt = renderer.name, renderer.crs_wkt
        if not self.crs_wkt:
            raise SceneError(
                f"The layer '{self.name}' has no coordinate reference system, so its lakes would have no "
                "area. Set the CRS in the layer's properties."
            )
        extent = renderer.extent
        if extent.isEmpty() or not extent.isFinite():
            raise SceneError(
                f"The layer '{self.name}' has no extent: {renderer.origin} does not say where it lies, or "
                "does not answer. Open it in QGIS to see, and add it again."
            )
        self.bounds = bounds_of(extent)
        self.native_pixel = self._native_pixel(focus, resolution)
        self.cells = self.blank = self.absent = 0
        self._bands, self._contrast = bands, contrast

    def _native_pixel(self, focus: QgsRectangle, resolution: float) -> float:
        own = self.own_pixel
        if own is None:
            return resolution
        centre = (self.renderer.extent if focus.isNull() else focus).center()
        along_x, along_y = ground_scale(self.crs_wkt, centre.x(), centre.y(), max(own))
        return math.sqrt(own[0] * along_x * own[1] * along_y)

    @property
    def served(self) -> bool:
        return self.renderer.served

    @property
    def own_pixel(self) -> tuple[float, float] | None:
        """Width and height of the finest pixel in CRS units, None where the server does not tell."""
        renderer = self.renderer
        if renderer.resolutions:
            return renderer.resolutions[0], renderer.resolutions[0]
        if min(renderer.size) > 0:
            return renderer.extent.width() / renderer.size[0], renderer.extent.height() / renderer.size[1]
        return None

    @property
    def notes(self) -> tuple[str, ...]:
        """Grows while the scene is read."""
        said = f"Drawn by QGIS from {self.renderer.origin} with the layer's style ({self.renderer.style})."
        if self._bands or self._contrast in ("none", "percentile"):
            said += " BANDS and CONTRAST do not apply to it."
        notes = (said,)
        if self.own_pixel is None:
            notes += ("The server does not tell the size of its pixels; they are taken to be as asked for.",)
        if self.absent:
            notes += (f"{self.absent} tiles are not on the server (HTTP 404): no data there.",)
        return notes

    @property
    def warnings(self) -> tuple[str, ...]:
        """Grows while the scene is read."""
        warnings = ()
        if self.renderer.style == "hillshade":
            warnings += (
                "The layer is drawn as hillshade, which shows slopes and no water. Choose a style that shows "
                "the image.",
            )
        if self.cells and self.blank >= _BLANK_SHARE * self.cells:
            warnings += (
                f"{self.blank / self.cells:.0%} of what was drawn from {self.renderer.origin} is empty or of "
                "exactly one colour: lakes there are not found. Look at the layer in QGIS, and choose a "
                "smaller EXTENT or another source.",
            )
        return warnings

    @property
    def anchor(self) -> tuple[float, float]:
        return self.bounds.west, self.bounds.north

    @property
    def fingerprint(self) -> dict[str, Any]:
        return self.renderer.fingerprint

    def reader(self, grid: Grid, margin: int) -> RenderedReader:
        return RenderedReader(self, grid)


def bounds_of(extent: QgsRectangle) -> Bounds:
    """QGIS's rectangle as ours."""
    return Bounds(extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())


class RenderedReader:
    """Draws windows of a grid at the source's own pixels where it has some, and resamples them."""

    def __init__(self, scene: RenderedScene, grid: Grid) -> None:
        self._scene, self._grid = scene, grid
        renderer, own = scene.renderer, scene.own_pixel
        self._pixel = (grid.pixel_x, grid.pixel_y)
        self._corner = (grid.west, grid.north)
        if own is not None:
            self._pixel = _level(renderer.resolutions, own, self._pixel)
            self._corner = scene.anchor

    def read(self, window: Window) -> Pixels:
        """The window, which may reach beyond the layer: no data there."""
        grid = self._grid
        west, _, _, north, _, _ = grid.geotransform(window)
        east, south = west + window.width * grid.pixel_x, north - window.height * grid.pixel_y
        (x0, y0), (pixel_x, pixel_y) = self._corner, self._pixel
        if self._scene.own_pixel is None:
            part = window
        else:
            # Beyond the window, as far as resampling looks.
            pad_x, pad_y = (2 + math.ceil(p / q) for p, q in zip((grid.pixel_x, grid.pixel_y), self._pixel))
            left, top = math.floor((west - x0) / pixel_x) - pad_x, math.floor((y0 - north) / pixel_y) - pad_y
            right, bottom = (
                math.ceil((east - x0) / pixel_x) + pad_x,
                math.ceil((y0 - south) / pixel_y) + pad_y,
            )
            part = Window(left, top, right - left, bottom - top)
        rgba = self._drawn(part)
        if part is not window:
            corner = (x0 + part.column * pixel_x, pixel_x, 0, y0 - part.row * pixel_y, 0, -pixel_y)
            rgba = _resampled(rgba, corner, (west, south, east, north), window)
        valid = rgba[..., 3] >= 128
        return Pixels(np.where(valid[..., None], rgba[..., :3], 0).astype(np.uint8), valid)

    def _drawn(self, part: Window) -> np.ndarray:
        """Pixels (H, W, 4) of the source's lattice, drawn piece by piece."""
        rgba = np.zeros((part.height, part.width, 4), np.uint8)
        for piece in self._pieces(self._inside(part)):
            rendered = self._piece(piece)
            left, top = max(piece.column, part.column), max(piece.row, part.row)
            right = min(piece.column + piece.width, part.column + part.width)
            bottom = min(piece.row + piece.height, part.row + part.height)
            rgba[top - part.row : bottom - part.row, left - part.column : right - part.column] = rendered[
                top - piece.row : bottom - piece.row, left - piece.column : right - piece.column
            ]
        return rgba

    def _inside(self, part: Window) -> Window:
        """What of ``part`` lies within the layer."""
        (x0, y0), (pixel_x, pixel_y), bounds = self._corner, self._pixel, self._scene.bounds
        left = max(part.column, math.floor((bounds.west - x0) / pixel_x + 1e-6))
        top = max(part.row, math.floor((y0 - bounds.north) / pixel_y + 1e-6))
        right = min(part.column + part.width, math.ceil((bounds.east - x0) / pixel_x - 1e-6))
        bottom = min(part.row + part.height, math.ceil((y0 - bounds.south) / pixel_y - 1e-6))
        return Window(left, top, max(0, right - left), max(0, bottom - top))

    def _pieces(self, part: Window) -> list[Window]:
        """What is drawn at once: whole tiles of XYZ, else as much as a server gives."""
        tiled = bool(self._scene.renderer.resolutions)
        # Where tiles lie is known of XYZ only; elsewhere a piece of one tile's size touches four.
        size = (_PIECE if self._scene.renderer.xyz else _PIECE // 2) if tiled else _LARGEST
        first_x, first_y = (part.column // size * size, part.row // size * size) if tiled else part[:2]
        ends = part.column + part.width, part.row + part.height
        return [
            Window(x, y, size, size)
            if tiled
            else Window(x, y, min(size, ends[0] - x), min(size, ends[1] - y))
            for y in range(first_y, ends[1], size)
            for x in range(first_x, ends[0], size)
        ]

    def _piece(self, piece: Window) -> np.ndarray:
        (x0, y0), (pixel_x, pixel_y), scene = self._corner, self._pixel, self._scene
        west, north = x0 + piece.column * pixel_x, y0 - piece.row * pixel_y
        extent = QgsRectangle(west, north - piece.height * pixel_y, west + piece.width * pixel_x, north)
        if scene.renderer.resolutions:
            # A hair inside: an edge between two tiles would bring in the neighbours.
            extent.grow(-1e-4 * pixel_x)
        rendered = scene.renderer.render(extent, piece.width, piece.height, scene.cancelled)
        scene.absent += rendered.absent
        if scene.renderer.served:
            blank, cells = _blank(rendered.rgba)
            scene.blank += max(0, blank - rendered.absent)
            scene.cells += cells
        return rendered.rgba


def _level(
    resolutions: list[float], own: tuple[float, float], wanted: tuple[float, float]
) -> tuple[float, float]:
    """The coarsest pixel that still shows what ``wanted`` can: a zoom level, or halvings of the finest."""
    if resolutions:
        fits = [r for r in resolutions if r <= _COARSER * min(wanted)]
        return (fits[-1],) * 2 if fits else (resolutions[0],) * 2
    factor = _COARSER * min(w / o for w, o in zip(wanted, own))
    step = 2 ** max(0, math.floor(math.log2(factor)))
    return own[0] * step, own[1] * step


def _resampled(rgba: np.ndarray, corner: tuple, bounds: tuple, window: Window) -> np.ndarray:
    height, width = rgba.shape[:2]
    memory = gdal.GetDriverByName("MEM").Create("", width, height, 4, gdal.GDT_Byte)
    memory.SetGeoTransform(corner)
    memory.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    memory.WriteArray(rgba.transpose(2, 0, 1))
    warped = gdal.Warp(
        "", memory, format="MEM", outputBounds=bounds, width=window.width, height=window.height,
        resampleAlg="bilinear", srcAlpha=True, dstAlpha=True, errorThreshold=0,
    )  # fmt: skip
    return warped.ReadAsArray().transpose(1, 2, 0)


def _blank(rgba: np.ndarray) -> tuple[int, int]:
    """How many cells are of one colour or empty, and how many there are."""
    height, width = rgba.shape[:2]
    cells = [
        rgba[row : row + _CELL, column : column + _CELL]
        for row in range(0, max(height - _CELL, 0) + 1, _CELL)
        for column in range(0, max(width - _CELL, 0) + 1, _CELL)
    ]
    return sum(bool((cell == cell[0, 0]).all()) for cell in cells), len(cells)
