"""The main job without a window: scene and model to lakes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .errors import Cancelled
from .ground import Ground
from .polygons import Lake, add_pixel_facts, lakes_from_mosaic
from .run import Run
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
    lakes = lakes_from_mosaic(mosaic, run.grid, threshold, min_area, min_island, cancelled)
    add_pixel_facts(lakes, mosaic, run.grid, [sheet.window for sheet in run.sheets], cancelled)
    if not smooth:
        return lakes
    ground = Ground(run.grid.crs_wkt)
    curved = []
    for lake in lakes:
        if cancelled():
            raise Cancelled
        rings = smoothed(lake.rings, run.grid)
        areas, lengths = zip(*(ground.ring(ring) for ring in rings))
        curved.append(replace(lake, rings=rings, areas=list(areas), lengths=list(lengths)))
    return curved
