"""The valid-data footprint of a run: where a lake that is not found is not there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from osgeo import gdal, ogr

from ..geo.grid import Grid
from ..geo.rasterize import Shapes
from ..geo.wkb import multipolygon_wkb, polygon_rings, polygon_wkb
from ..inference.probability_raster import NODATA
from ..inference.run import Run
from .lake import Lake

#: Cells along the longer side: enough to decide which lakes were seen, and a short text.
_CELLS = 512


def valid_data_footprint(run: Run, lakes: Sequence[Lake] = (), beyond: Sequence[Lake] = ()) -> str:
    """Return as WKT where a finished run had data, in the CRS of its grid; an empty polygon for nowhere.

    Cells of up to 1/512 of the raster; those beside missing data do not count, so a lake inside the
    footprint was seen whole. Nor do those of lakes ``beyond`` an area of interest, which were found but are
    not among the ``lakes`` of the layer. Islands of missing data smaller than a cell may be missed. Its
    corners are corners of pixels.
    """
    grid = run.grid
    factor = max(1.0, max(grid.width, grid.height) / _CELLS)
    width, height = (max(1, round(size / factor)) for size in (grid.width, grid.height))
    seen = gdal.Open(run.mosaic()).ReadAsArray(buf_xsize=width, buf_ysize=height) != NODATA
    cells = gdal.GetDriverByName("MEM").Create("", width, height, 1, gdal.GDT_Byte)
    counted = _eroded(seen)
    if beyond:
        counted &= ~_touched(beyond, grid, width, height) | _touched(lakes, grid, width, height)
    cells.WriteArray(counted.astype(np.uint8))
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = source.CreateLayer("seen", geom_type=ogr.wkbPolygon)
    gdal.Polygonize(cells.GetRasterBand(1), cells.GetRasterBand(1), layer, -1)
    pixels = (grid.width / width, grid.height / height)  # in a cell; rounded, since that need not be whole
    corner, size = (grid.west, grid.north), (grid.pixel_x, -grid.pixel_y)
    polygons = []
    for feature in layer:
        rings = polygon_rings(bytes(feature.GetGeometryRef().ExportToWkb(ogr.wkbNDR)))[0]
        polygons.append(polygon_wkb([corner + np.rint(ring * pixels) * size for ring in rings]))
    return ogr.CreateGeometryFromWkb(multipolygon_wkb(polygons)).ExportToWkt()


def _touched(lakes: Sequence[Lake], grid: Grid, width: int, height: int) -> np.ndarray:
    """Return which of so many cells (height, width) of a grid have water of lakes."""
    shapes = Shapes([ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings)) for lake in lakes], [1] * len(lakes))
    cell_x, cell_y = grid.width * grid.pixel_x / width, grid.height * grid.pixel_y / height
    transform = (grid.west, cell_x, 0.0, grid.north, 0.0, -cell_y)
    return shapes.rasterize(width, height, transform, touched=True) > 0


def _eroded(seen: np.ndarray) -> np.ndarray:
    """Return ``seen`` (H, W) bool without the cells that have an unseen one among their eight neighbours."""
    height, width = seen.shape
    around = np.pad(seen, 1, constant_values=True)
    return np.logical_and.reduce(
        [around[dy : dy + height, dx : dx + width] for dy in range(3) for dx in range(3)]
    )
