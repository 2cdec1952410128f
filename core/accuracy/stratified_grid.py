"""A map divided into strata: pixels of the same area, block by block, so that memory does not grow."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from osgeo import gdal, ogr

from ..geo.rasterize import Shapes
from ..lakes.doubt import UNCERTAIN as UNCERTAIN_PROBABILITIES
from ..util.errors import AccuracyError, Cancelled
from ..util.translation import tr
from .map_area import MapArea
from .strata import LAKE, LAKE_SHORE, LAND, LAND_SHORE, NAMES, UNCERTAIN

_BLOCK = 1024
#: Code of lake where ``probability`` has no data: it is no part of what is assessed.
_LAKE_WITHOUT_DATA = len(NAMES) + 1
#: A grid of more pixels takes long; coarser strata are as right, and only less sharp.
_MOST_PIXELS = 100_000_000
_NO_PROBABILITY = -1.0


class _Block(NamedTuple):
    west: float
    north: float
    columns: int
    rows: int

    def grown(self, margin: int, pixel: float) -> _Block:
        """Return the block with ``margin`` more pixels of ``pixel`` metres on each side."""
        return _Block(
            self.west - margin * pixel,
            self.north + margin * pixel,
            self.columns + 2 * margin,
            self.rows + 2 * margin,
        )


class StratifiedGrid:
    """The strata of a map on square pixels of ``pixel`` metres in its equal-area plane.

    ``shore`` (m) is the width of the strips on both sides of a shoreline. ``probability`` is a raster of lake
    probability that GDAL opens: where it says that the model was not sure, away from the mapped shorelines,
    ground is uncertain; where it has no data, nothing was mapped. ``probability_wkt`` replaces its own CRS.
    """

    def __init__(
        self,
        area: MapArea,
        *,
        pixel: float,
        shore: float,
        probability: str = "",
        probability_wkt: str = "",
    ) -> None:
        west, east, south, north = area.ground.GetEnvelope()
        self.pixel = max(pixel, math.sqrt((east - west) * (north - south) / _MOST_PIXELS))
        self._shore = max(1, round(shore / self.pixel))
        self._ground = Shapes([area.ground], [1])
        self._lakes = Shapes(area.lakes, [1] * len(area.lakes))
        self._probability = _Probability(probability, probability_wkt, area.crs_wkt) if probability else None
        prepared = area.ground.CreatePreparedGeometry()
        self._blocks = [
            block
            for block in self._all_blocks(west, east, south, north)
            if prepared.Intersects(self._box(block))
        ]
        # Of an outline with many corners most blocks are inside: they need not be compared with it.
        self._whole = [
            prepared.Contains(self._box(block.grown(self._shore, self.pixel))) for block in self._blocks
        ]
        self._strata = lru_cache(maxsize=128)(self._computed)
        self._counts = np.zeros((len(self._blocks), len(NAMES)), np.int64)
        #: Area (m²) of lakes where ``probability`` has no data; known after ``areas``.
        self.lake_area_without_data = 0.0

    def areas(
        self,
        progress: Callable[[float], None] = lambda share: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> np.ndarray:
        """Return the area of each stratum in m²; ``Cancelled`` soon after ``cancelled`` returns true.

        ``AccuracyError`` where no ground is left.
        """
        without_data = 0
        for b in range(len(self._blocks)):
            if cancelled():
                raise Cancelled
            counts = np.bincount(self._strata(b).ravel(), minlength=_LAKE_WITHOUT_DATA + 1)
            self._counts[b] = counts[1:_LAKE_WITHOUT_DATA]
            without_data += int(counts[_LAKE_WITHOUT_DATA])
            progress((b + 1) / len(self._blocks))
        if not self._counts.any():
            raise AccuracyError(
                tr(
                    "Of the mapped ground nothing is left: PROBABILITY has no data there. Choose the output "
                    "PROBABILITY of Extract lakes that belongs to LAKES, or check AREA and EXTENT."
                )
            )
        self.lake_area_without_data = without_data * self.pixel**2
        return self._counts.sum(0) * self.pixel**2

    def draw(self, points: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return random places (n, 2) in the plane and the code (n,) of their stratum.

        ``points`` (strata,) is how many each stratum gets. Each place of a stratum is as likely as any other,
        and independent of them. To be called after ``areas``.
        """
        places, codes = [], []
        for h, wanted in enumerate(points.tolist()):
            ends = np.cumsum(self._counts[:, h])
            pixels = np.sort(rng.integers(0, ends[-1], wanted)) if wanted else np.zeros(0, int)
            of_block = np.searchsorted(ends, pixels, side="right")
            for b in np.unique(of_block).tolist():
                inside = pixels[of_block == b] - (ends[b] - self._counts[b, h])
                rows, columns = np.nonzero(self._strata(b) == h + 1)
                block = self._blocks[b]
                offset = rng.random((len(inside), 2))
                x = block.west + (columns[inside] + offset[:, 0]) * self.pixel
                y = block.north - (rows[inside] + offset[:, 1]) * self.pixel
                places.append(np.stack([x, y], 1))
                codes.append(np.full(len(inside), h + 1))
        return np.concatenate(places), np.concatenate(codes)

    def _all_blocks(self, west: float, east: float, south: float, north: float) -> Iterator[_Block]:
        """Yield the blocks of a rectangle, row by row."""
        columns = max(1, math.ceil((east - west) / self.pixel))
        rows = max(1, math.ceil((north - south) / self.pixel))
        for row in range(0, rows, _BLOCK):
            for column in range(0, columns, _BLOCK):
                yield _Block(
                    west + column * self.pixel,
                    north - row * self.pixel,
                    min(_BLOCK, columns - column),
                    min(_BLOCK, rows - row),
                )

    def _box(self, block: _Block) -> ogr.Geometry:
        east, south = block.west + block.columns * self.pixel, block.north - block.rows * self.pixel
        return ogr.CreateGeometryFromWkt(
            f"POLYGON(({block.west} {south},{east} {south},{east} {block.north},"
            f"{block.west} {block.north},{block.west} {south}))"
        )

    def _computed(self, b: int) -> np.ndarray:
        """Return the codes (rows, columns) uint8 of a block; a pixel belongs where its centre lies."""
        block, margin = self._blocks[b], self._shore
        grown = block.grown(margin, self.pixel)
        inner = slice(margin, margin + block.rows), slice(margin, margin + block.columns)
        lake = self._burnt(self._lakes, grown) > 0
        # What is not ground is no land either: a lake that ends at the edge of the image has no shore there.
        ground = np.ones_like(lake) if self._whole[b] else self._burnt(self._ground, grown) > 0
        near_lake = _near(lake, self._shore)[inner]
        near_land = _near(ground & ~lake, self._shore)[inner]
        lake, ground = lake[inner], ground[inner]
        codes = np.where(lake, LAKE, LAND).astype(np.uint8)
        if self._probability is not None:
            probability = self._probability.of(block, self.pixel)
            low, high = UNCERTAIN_PROBABILITIES
            codes[(probability >= low) & (probability <= high)] = UNCERTAIN
            ground = ground & (probability != _NO_PROBABILITY)
        codes[lake & near_land] = LAKE_SHORE
        codes[~lake & near_lake] = LAND_SHORE
        codes[~ground] = 0
        if self._probability is not None:
            codes[lake & (probability == _NO_PROBABILITY)] = _LAKE_WITHOUT_DATA
        return codes

    def _burnt(self, shapes: Shapes, block: _Block) -> np.ndarray:
        transform = (block.west, self.pixel, 0.0, block.north, 0.0, -self.pixel)
        return shapes.rasterize(block.columns, block.rows, transform)


def _near(mask: np.ndarray, reach: int) -> np.ndarray:
    """Return which pixels (H, W) lie within ``reach`` rows and columns of one that ``mask`` has."""
    if not mask.any():
        return mask
    for axis in (0, 1):
        moved = np.moveaxis(mask, axis, 0)
        near = moved.copy()
        for step in range(1, reach + 1):
            near[step:] |= moved[:-step]
            near[:-step] |= moved[step:]
        mask = np.moveaxis(near, 0, axis)
    return mask


class _Probability:
    """Lake probability (0 to 1) of a raster, nearest pixel, on blocks of another CRS."""

    def __init__(self, path: str, own_wkt: str, crs_wkt: str) -> None:
        self._dataset, self._own_wkt, self._crs_wkt = gdal.Open(path), own_wkt, crs_wkt
        band = self._dataset.GetRasterBand(1)
        self._scale, self._offset = band.GetScale() or 1.0, band.GetOffset() or 0.0
        self._path = path

    def of(self, block: _Block, pixel: float) -> np.ndarray:
        """Return (rows, columns) float32, ``_NO_PROBABILITY`` where there is no data."""
        east, south = block.west + block.columns * pixel, block.north - block.rows * pixel
        warped = gdal.Warp(
            "",
            self._dataset,
            format="MEM",
            srcSRS=self._own_wkt or None,
            dstSRS=self._crs_wkt,
            outputBounds=(block.west, south, east, block.north),
            width=block.columns,
            height=block.rows,
            outputType=gdal.GDT_Float32,
            dstNodata=-9999,
        )
        raw = warped.GetRasterBand(1).ReadAsArray()
        probability = raw * self._scale + self._offset
        probability[raw == -9999] = _NO_PROBABILITY
        if probability.max() > 1.001 or probability.min() < _NO_PROBABILITY:
            raise AccuracyError(
                tr(
                    "PROBABILITY ({path}) has values such as {value:g}, but probabilities are 0 to 1. Choose "
                    "the output PROBABILITY of Extract lakes, or set scale and offset of the band.",
                    path=self._path,
                    value=probability.max(),
                )
            )
        return probability
