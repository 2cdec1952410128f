"""The main job without a window: scene and model to lakes."""

from __future__ import annotations

from collections.abc import Callable

from .calibration import Calibration
from .errors import Cancelled
from .gdal_tools import small_cache
from .grid import Grid
from .ground import Ground
from .pixel_facts import add_pixel_facts
from .polygons import Lake, batches, lakes_from_mosaic, measure
from .run import Run
from .shape_measures import elongations
from .shoreline import smoothed


def lakes_of_run(
    run: Run,
    threshold: float,
    min_area: float,
    min_island: float,
    smooth: bool,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Lake]:
    """The lakes of a finished run, largest first; see ``lakes_of_mosaic``."""
    calibration = Calibration(*run.model.card.calibration)
    return lakes_of_mosaic(
        run.mosaic(), run.grid, calibration, threshold, min_area, min_island, smooth, cancelled
    )


def lakes_of_mosaic(
    mosaic: str,
    grid: Grid,
    calibration: Calibration,
    threshold: float,
    min_area: float,
    min_island: float,
    smooth: bool,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Lake]:
    """The lakes of a raster of probability levels with all their attributes, largest first.

    ``min_area`` and ``min_island`` are in m², see ``polygons.lakes_from_mosaic``.
    """
    with small_cache():
        lakes = lakes_from_mosaic(mosaic, grid, threshold, min_area, min_island, cancelled)
        add_pixel_facts(lakes, mosaic, grid, threshold, calibration, cancelled)
    ground = Ground(grid.crs_wkt)
    for batch in batches(lakes, lambda lake: sum(map(len, lake.rings))):
        if cancelled():
            raise Cancelled
        if smooth:  # in place, so that memory holds one shoreline of each lake, not two
            for lake, rings in zip(batch, smoothed([lake.rings for lake in batch], grid)):
                lake.rings = rings
            measure(batch, ground)
        for lake, value in zip(batch, elongations([lake.rings[0] for lake in batch], ground)):
            lake.elongation = value
    return lakes
