"""A scene that is rendered: web maps, tiles, coverages, and rasters in the colours of their style.

``Renderer`` is what it needs of whatever renders; that of QGIS layers is ``plugin/layers/renderer.py``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

import numpy as np
from osgeo import gdal

from ..geo.crs import check_of_earth
from ..geo.grid import Bounds, Grid, Window, ground_scale
from ..util.errors import SceneError
from ..util.translation import tr
from .readers import Pixels

#: The source's pixel may be this many times the grid's before a finer zoom level is taken: four times the
#: tiles for a quarter of a pixel would be a poor bargain.
_COARSER = 1.25
#: Pixels of a side that are rendered at once. From tiles of 256 that is at most four concurrent requests.
_TILED, _UNTILED = 512, 2000
#: Side in pixels of the cells that are checked for being blank, and the share of them that is a warning.
_CELL, _BLANK_SHARE = 256, 0.25
_WORLDWIDE = 1e12  # m²


class RenderedImage(NamedTuple):
    """``rgba`` (H, W, 4) uint8, not multiplied with alpha, and how many tiles the server does not have."""

    rgba: np.ndarray
    absent_tiles: int


class Renderer(Protocol):
    """Renders a layer in its style, from one thread.

    ``resolutions`` are the pixels of its zoom levels in CRS units, the finest first, empty where it has
    none; ``size`` its width and height in pixels, 0 where the server does not report them. ``served``: it
    comes from a server; ``xyz``: as XYZ tiles; ``origin`` names the server in sentences.
    """

    name: str
    crs_wkt: str
    bounds: Bounds
    resolutions: Sequence[float]
    size: tuple[int, int]
    served: bool
    xyz: bool
    origin: str
    style: str
    fingerprint: dict[str, Any]

    def render(
        self, bounds: Bounds, width: int, height: int, cancelled: Callable[[], bool]
    ) -> RenderedImage: ...


class RenderedScene:
    """A layer as its style shows it. ``focus`` is the rectangle of interest in its CRS, None for all.

    ``resolution`` (ground metres) stands for the layer's own pixel where its server does not report one.
    ``SceneError`` when the layer has no CRS or no extent.
    """

    infrared = None  # colours are all that a style shows

    def __init__(
        self,
        renderer: Renderer,
        bands: str,
        contrast: str,
        *,
        resolution: float,
        focus: Bounds | None,
        cancelled: Callable[[], bool],
    ) -> None:
        self.renderer, self.cancelled = renderer, cancelled
        self.name, self.crs_wkt, self.bounds = renderer.name, renderer.crs_wkt, renderer.bounds
        self.served = renderer.served
        if not self.crs_wkt:
            raise SceneError(
                tr(
                    "The layer '{name}' has no coordinate reference system, so its lakes would have no "
                    "area. Set the CRS in the layer's properties.",
                    name=self.name,
                )
            )
        check_of_earth(self.crs_wkt, tr("the layer '{name}'", name=self.name))
        west, south, east, north = self.bounds
        if not (all(map(math.isfinite, self.bounds)) and west < east and south < north):
            raise SceneError(
                tr(
                    "The layer '{name}' has no extent: {origin} does not report where it lies, or does not "
                    "answer. Open it in QGIS to see, and add it again.",
                    name=self.name,
                    origin=renderer.origin,
                )
            )
        self.native_pixel = self._native_pixel(focus or self.bounds, resolution)
        self.cells = self.blank_cells = self.absent_tiles = 0
        self._ignored = bool(bands) or contrast in ("none", "percentile")

    def _native_pixel(self, focus: Bounds, resolution: float) -> float:
        own = self.own_pixel
        if own is None:
            return resolution
        x, y = (focus.west + focus.east) / 2, (focus.south + focus.north) / 2
        along_x, along_y = ground_scale(self.crs_wkt, x, y, max(own))
        return math.sqrt(own[0] * along_x * own[1] * along_y)

    @property
    def own_pixel(self) -> tuple[float, float] | None:
        """Width and height of the finest pixel in CRS units, None where the server does not report it."""
        renderer = self.renderer
        if renderer.resolutions:
            return renderer.resolutions[0], renderer.resolutions[0]
        if min(renderer.size) > 0:
            west, south, east, north = self.bounds
            return (east - west) / renderer.size[0], (north - south) / renderer.size[1]
        return None

    @property
    def notes(self) -> tuple[str, ...]:
        """What was chosen, for the log; grows while the scene is read."""
        note = tr(
            "Rendered by QGIS from {origin} with the layer's style ({style}).",
            origin=self.renderer.origin,
            style=self.renderer.style,
        )
        if self._ignored:
            note += " " + tr("BANDS and CONTRAST do not apply to it.")
        notes: tuple[str, ...] = (note,)
        if self.own_pixel is None:
            notes += (tr("The server does not report the size of its pixels; RESOLUTION is taken for it."),)
        if self.absent_tiles:
            notes += (_absent(self.absent_tiles),)
        return notes

    @property
    def warnings(self) -> tuple[str, ...]:
        """What may be wrong; grows while the scene is read."""
        warnings: tuple[str, ...] = ()
        if self.renderer.style == "hillshade":
            warnings += (
                tr(
                    "The layer is rendered as hillshade, which shows slopes and no water. Choose a style "
                    "that shows the image."
                ),
            )
        if self.cells and self.blank_cells >= _BLANK_SHARE * self.cells:
            warnings += (
                tr(
                    "{share:.0%} of what was rendered from {origin} is empty or of exactly one colour: lakes "
                    "there are not found. Look at the layer in QGIS, and choose a smaller EXTENT or another "
                    "source.",
                    share=self.blank_cells / self.cells,
                    origin=self.renderer.origin,
                ),
            )
        return warnings

    @property
    def anchor(self) -> tuple[float, float]:
        """A corner of its pixels (x, y), through which the grid's lattice goes."""
        return self.bounds.west, self.bounds.north

    @property
    def fingerprint(self) -> dict[str, Any]:
        """What changes when the pixels would."""
        return self.renderer.fingerprint

    def reader(self, grid: Grid, margin: int) -> RenderedReader:
        """Return a reader of windows of ``grid``."""
        return RenderedReader(self, grid)

    def without_infrared(self) -> RenderedScene:
        """Return the scene, which has colours alone."""
        return self


def _absent(tiles: int) -> str:
    """Return how many tiles the server does not have; those of a dataset are called otherwise in Chinese."""
    if tiles == 1:
        return tr("Not on the server (HTTP 404): 1 tile, where there are no data.")
    return tr("Not on the server (HTTP 404): {count:,} tiles, where there are no data.", count=tiles)


def check_renderable(renderer: Renderer, bounds: Bounds) -> None:
    """Raise ``SceneError`` when ``bounds`` (CRS of the layer) is all of a world-wide web map."""
    if not renderer.served or bounds != renderer.bounds:
        return
    x, y = (bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2
    wide, tall = bounds.east - bounds.west, bounds.north - bounds.south
    along_x, along_y = ground_scale(renderer.crs_wkt, x, y, wide / 1000)
    area = wide * along_x * tall * along_y
    if area > _WORLDWIDE:
        raise SceneError(
            tr(
                "The layer '{name}' covers {area:,.0f} million km², too much to render. Set EXTENT, for "
                "instance to the current extent of the map canvas.",
                name=renderer.name,
                area=area / 1e12,
            )
        )


class RenderedReader:
    """Reads windows of a grid: renders them at the source's own pixels where it has some, and resamples."""

    def __init__(self, scene: RenderedScene, grid: Grid) -> None:
        self._scene, self._grid = scene, grid
        # The source's pixels as a grid without end: its width and height are not used.
        self._source = grid
        own = scene.own_pixel
        if own is not None:
            west, north = scene.anchor
            wanted = (grid.pixel_x, grid.pixel_y)
            pixel_x, pixel_y = _rendered_pixel(scene.renderer.resolutions, own, wanted)
            self._source = replace(grid, west=west, north=north, pixel_x=pixel_x, pixel_y=pixel_y)

    def read(self, window: Window) -> Pixels:
        """Return the window, which may reach beyond the layer: no data there."""
        if self._source is self._grid:
            rgba = self._rendered(window)
        else:
            around = self._around(window)
            corner = self._source.geotransform(around)
            rgba = _warped(self._rendered(around), corner, self._bounds(window), window)
        valid = rgba[..., 3] >= 128
        return Pixels(np.where(valid[..., None], rgba[..., :3], 0).astype(np.uint8), valid)

    def _bounds(self, window: Window) -> Bounds:
        grid = self._grid
        west, _, _, north, _, _ = grid.geotransform(window)
        return Bounds(west, north - window.height * grid.pixel_y, west + window.width * grid.pixel_x, north)

    def _around(self, window: Window) -> Window:
        """Return the source's pixels under a window, and as many around it as resampling uses."""
        grid, source, (west, south, east, north) = self._grid, self._source, self._bounds(window)
        pad_x = 2 + math.ceil(grid.pixel_x / source.pixel_x)
        pad_y = 2 + math.ceil(grid.pixel_y / source.pixel_y)
        left = math.floor((west - source.west) / source.pixel_x) - pad_x
        top = math.floor((source.north - north) / source.pixel_y) - pad_y
        right = math.ceil((east - source.west) / source.pixel_x) + pad_x
        bottom = math.ceil((source.north - south) / source.pixel_y) + pad_y
        return Window(left, top, right - left, bottom - top)

    def _rendered(self, window: Window) -> np.ndarray:
        """Return pixels (H, W, 4) of the source, rendered request by request."""
        rgba = np.zeros((window.height, window.width, 4), np.uint8)
        for request in self._requests(self._within(window)):
            rendered = self._render(request)
            left, top = max(request.column, window.column), max(request.row, window.row)
            right = min(request.column + request.width, window.column + window.width)
            bottom = min(request.row + request.height, window.row + window.height)
            rgba[top - window.row : bottom - window.row, left - window.column : right - window.column] = (
                rendered[
                    top - request.row : bottom - request.row, left - request.column : right - request.column
                ]
            )
        return rgba

    def _within(self, window: Window) -> Window:
        """Return what of a window of the source lies within the layer."""
        source, bounds = self._source, self._scene.bounds
        left = max(window.column, math.floor((bounds.west - source.west) / source.pixel_x + 1e-6))
        top = max(window.row, math.floor((source.north - bounds.north) / source.pixel_y + 1e-6))
        right = min(
            window.column + window.width, math.ceil((bounds.east - source.west) / source.pixel_x - 1e-6)
        )
        bottom = min(
            window.row + window.height, math.ceil((source.north - bounds.south) / source.pixel_y - 1e-6)
        )
        return Window(left, top, max(0, right - left), max(0, bottom - top))

    def _requests(self, window: Window) -> list[Window]:
        """Return what is rendered at once: whole tiles of a tiled source, else as much as a server gives."""
        right, bottom = window.column + window.width, window.row + window.height
        renderer = self._scene.renderer
        if not renderer.resolutions:
            return [
                Window(x, y, min(_UNTILED, right - x), min(_UNTILED, bottom - y))
                for y in range(window.row, bottom, _UNTILED)
                for x in range(window.column, right, _UNTILED)
            ]
        # Where tiles lie is known of XYZ only; elsewhere a request of one tile's size touches four.
        size = _TILED if renderer.xyz else _TILED // 2
        return [
            Window(x, y, size, size)
            for y in range(window.row // size * size, bottom, size)
            for x in range(window.column // size * size, right, size)
        ]

    def _render(self, request: Window) -> np.ndarray:
        scene, source = self._scene, self._source
        west, _, _, north, _, _ = source.geotransform(request)
        south, east = north - request.height * source.pixel_y, west + request.width * source.pixel_x
        # Slightly inside tiles: an edge between two would bring in the neighbours.
        inset = 1e-4 * source.pixel_x if scene.renderer.resolutions else 0.0
        bounds = Bounds(west + inset, south + inset, east - inset, north - inset)
        image = scene.renderer.render(bounds, request.width, request.height, scene.cancelled)
        scene.absent_tiles += image.absent_tiles
        if scene.served:
            blank, cells = _blank_cells(image.rgba)
            scene.blank_cells += max(0, blank - image.absent_tiles)
            scene.cells += cells
        return image.rgba


def _rendered_pixel(
    resolutions: Sequence[float], own: tuple[float, float], wanted: tuple[float, float]
) -> tuple[float, float]:
    """Return the coarsest pixel that still shows what ``wanted`` can: a zoom level's, or ``own`` doubled.

    All are widths and heights in CRS units.
    """
    if resolutions:
        fits = [pixel for pixel in resolutions if pixel <= _COARSER * min(wanted)]
        pixel = fits[-1] if fits else resolutions[0]
        return pixel, pixel
    factor = _COARSER * min(w / o for w, o in zip(wanted, own))
    step = 2 ** max(0, math.floor(math.log2(factor)))
    return own[0] * step, own[1] * step


def _warped(rgba: np.ndarray, geotransform: tuple[float, ...], bounds: Bounds, window: Window) -> np.ndarray:
    """Return ``rgba`` (H, W, 4) resampled to the size of ``window``, which covers ``bounds``."""
    height, width = rgba.shape[:2]
    memory = gdal.GetDriverByName("MEM").Create("", width, height, 4, gdal.GDT_Byte)
    memory.SetGeoTransform(geotransform)
    memory.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    memory.WriteArray(rgba.transpose(2, 0, 1))
    warped = gdal.Warp(
        "", memory, format="MEM", outputBounds=tuple(bounds), width=window.width, height=window.height,
        resampleAlg="bilinear", srcAlpha=True, dstAlpha=True, errorThreshold=0,
    )  # fmt: skip
    return warped.ReadAsArray().transpose(1, 2, 0)


def _blank_cells(rgba: np.ndarray) -> tuple[int, int]:
    """Return how many cells are of one colour or empty, and how many there are."""
    height, width = rgba.shape[:2]
    cells = [
        rgba[row : row + _CELL, column : column + _CELL]
        for row in range(0, max(height - _CELL, 0) + 1, _CELL)
        for column in range(0, max(width - _CELL, 0) + 1, _CELL)
    ]
    return sum(bool((cell == cell[0, 0]).all()) for cell in cells), len(cells)
