"""Lakes of a labelled image as *Extract lakes* finds them, on any grid: the images have lost their place."""

from __future__ import annotations

import numpy as np
import package_path
from osgeo import gdal, osr

package_path.load()
from as_in_a_run import probability_in_a_run
from lake_mapper.core.geo.grid import Bounds, Grid, Window, ground_grid
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.probability_raster import (
    NODATA,
    scaled_probability,
    scaled_probability_reader,
    write_scaled_probability,
)
from lake_mapper.core.lakes.calibration import Calibration
from lake_mapper.core.lakes.lake import Lake
from lake_mapper.core.lakes.vectorize import lakes_from_probability
from lake_mapper.core.lakes.zonal_statistics import add_zonal_statistics

_MIN_AREA = 5000.0  # m², the default of Extract lakes
_RASTER = "/vsimem/lakes_of_image.tif"


def scaled_in_a_run(engine: Engine, rgb: np.ndarray, known: np.ndarray, ground: float) -> np.ndarray:
    """Scaled probability (H, W) uint8, missing data in it, of an image whose pixels are ``ground`` metres."""
    scaled = scaled_probability(probability_in_a_run(engine, rgb, known, ground))
    return np.where(known, scaled, NODATA).astype(np.uint8)


def lakes_of_image(scaled: np.ndarray, ground: float, calibration: Calibration) -> tuple[list[Lake], Grid]:
    """The lakes in scaled probability (H, W), with their zonal statistics, and the grid that they lie on."""
    grid = _grid_somewhere(scaled.shape, ground)
    write_scaled_probability(_RASTER, scaled, grid, Window(0, 0, grid.width, grid.height))
    lakes = lakes_from_probability(scaled_probability_reader(_RASTER), grid, 0.5, min_area=_MIN_AREA)
    add_zonal_statistics(lakes, _RASTER, grid, calibration=calibration)
    gdal.Unlink(_RASTER)
    return lakes, grid


def _grid_somewhere(shape: tuple[int, int], ground: float) -> Grid:
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32645)
    west, north = 500000.0, 3500000.0
    bounds = Bounds(west, north - shape[0] * ground, west + shape[1] * ground, north)
    return ground_grid(crs.ExportToWkt(), bounds, ground, (west, north))
