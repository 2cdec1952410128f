"""The main job without a window: scene and model to lakes."""

from __future__ import annotations

from collections.abc import Callable

from .calibration import Calibration
from .errors import Cancelled
from .gdal_tools import small_cache
from .ground import Ground
from .polygons import Lake, add_pixel_facts, lakes_from_mosaic
from .run import Run, blocks
from .shape_measures import elongation
from .shoreline import smoothed


def lakes_of_run(
    run: Run,
    threshold: float,
    min_area: float,
    min_island: float,
    smooth: bool,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Lake]:
    """The lakes of a finished run, largest first; see ``polygons.lakes_from_mosaic``."""
    mosaic = run.mosaic()
    with small_cache():
        lakes = lakes_from_mosaic(mosaic, run.grid, threshold, min_area, min_island, cancelled)
        # By blocks, since counting a whole sheet's pixels at once takes half a gigabyte.
        windows = [block for sheet in run.sheets for block in blocks(sheet.window)]
        calibration = Calibration(*run.model.card.calibration)
        add_pixel_facts(lakes, mosaic, run.grid, windows, threshold, calibration, cancelled)
    ground = Ground(run.grid.crs_wkt)
    for lake in lakes:  # in place, so that memory holds one shoreline of each lake, not two
        if cancelled():
            raise Cancelled
        if smooth:
            lake.rings = smoothed(lake.rings, run.grid)
            lake.areas, lake.lengths = map(list, zip(*(ground.ring(ring) for ring in lake.rings)))
        lake.elongation = elongation(lake.rings[0], ground)
    return lakes
