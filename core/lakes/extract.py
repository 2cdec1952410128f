"""The main job as a whole, from an image to measured lakes: what *Extract lakes* and scripts call."""

from __future__ import annotations

import datetime
import os
from typing import Any

from ..geo.area_of_interest import AreaOfInterest
from ..geo.ellipsoid import Ellipsoid
from ..geo.grid import Bounds, scale_notes
from ..inference.run import Run
from ..models.model_card import BUNDLED
from ..models.model_file import Model, load_model
from ..raster.scene import RasterScene, Scene, scene_grid
from ..util.errors import RunError, SceneError
from ..util.gdal_context import gdal_raises
from ..util.temporary_folder import TemporaryFolder, temporary_run_folder
from ..util.translation import tr
from .attributes import attributes
from .doubt import Doubt
from .extraction import Extraction, ground_pixel
from .extraction_parameters import ExtractionParameters, Feedback
from .filters import parted, without_unwanted
from .lake import Lake
from .lakes_of_run import trace_while_computing
from .none_found import why_none
from .probability_of_run import Computing

_DEFAULTS, _SILENT = ExtractionParameters(), Feedback()


@gdal_raises()
def extract_lakes(
    image: str | os.PathLike | Scene,
    parameters: ExtractionParameters = _DEFAULTS,
    *,
    bounds: Bounds | None = None,
    area: AreaOfInterest | None = None,
    keep_whole: bool = False,
    run_folder: str | os.PathLike | None = None,
    feedback: Feedback = _SILENT,
) -> Extraction:
    """Find the lakes of ``image``: the path of a raster that GDAL opens, or a scene.

    ``bounds`` (CRS of the image) and ``area`` limit what is mapped. Lakes are cut at the border of the area,
    or, where ``keep_whole``, kept as they are when they reach into it. Finished output tiles are kept in
    ``run_folder``, where the same run continues after a stop; without one they are temporary.

    Raises a ``LakeMapperError`` whose sentence names what cannot be used and the remedy, and ``Cancelled``.
    """
    scene = RasterScene(image) if isinstance(image, (str, os.PathLike)) else image
    if not parameters.infrared:
        scene = scene.without_infrared()
    noted = _log_notes(scene, feedback)
    cut = None if keep_whole else area
    grid = scene_grid(scene, mapped_bounds(scene, bounds, cut), parameters.resolution)
    model = load_model(parameters.model or BUNDLED)
    computing = Computing(model, parameters, feedback)
    feedback.info(computing.description)
    _warn_of_scale(scene, model, parameters.resolution, feedback)
    folder, temporary = _folder(run_folder, parameters.scheduler)
    run = Run(folder, scene, grid, model, tile_size=parameters.tile_size, area=cut)
    _log_grid(run, parameters.resolution, feedback)
    computing.log_estimate(run)
    doubt = Doubt(model.card.threshold)
    tracing = trace_while_computing(
        run,
        threshold=parameters.threshold,
        min_area=parameters.min_area,
        min_island=parameters.min_island,
        smooth=parameters.smooth,
        cancelled=feedback.cancelled,
        seen=doubt.add,
    )
    with tracing as traced_lakes:
        computing.compute(run)
        _log_notes(scene, feedback, noted)  # what came to light while it was read
        feedback.stage(tr("Tracing and measuring lakes"))
        lakes = traced_lakes()
    reaching, beyond = parted(lakes, area if keep_whole else None)
    kept = without_unwanted(reaching, parameters.max_elongation, parameters.min_confidence, feedback.info)
    why = ""
    if not kept:
        why = why_none(
            run,
            threshold=parameters.threshold,
            min_area=parameters.min_area,
            left_out=len(lakes),
            cancelled=feedback.cancelled,
        )
    found = Extraction(
        kept,
        _rows(kept, run, parameters.date),
        doubt,
        scene,
        run,
        parameters,
        computing.description,
        area=area,
        cut_at_area=cut is not None,
        why_none=why,
        beyond=beyond,
        _temporary=temporary,
    )
    feedback.info(found.summary)
    if found.doubtful:
        feedback.warning(found.doubtful)
    return found


def mapped_bounds(scene: Scene, bounds: Bounds | None, area: AreaOfInterest | None) -> Bounds:
    """Return what of ``scene`` is mapped, in its CRS; ``SceneError`` where the limits leave nothing."""
    bounds = bounds or scene.bounds
    if area is None:
        return bounds
    within = bounds.intersection(area.bounds)
    if within is None:
        raise SceneError(
            tr(
                "The polygons of AOI lie outside the layer '{layer}' or EXTENT. Choose others, or leave AOI "
                "empty.",
                layer=scene.name,
            )
        )
    return within


def _folder(
    run_folder: str | os.PathLike | None, scheduler: str
) -> tuple[str | os.PathLike, TemporaryFolder | None]:
    """Return where output tiles go, and the temporary folder that this is, if it is one."""
    if run_folder:
        return run_folder, None
    if scheduler:
        raise RunError(tr("SCHEDULER needs RUN_FOLDER, a folder that all workers share."))
    temporary = temporary_run_folder()
    return temporary.path, temporary


def _log_notes(scene: Scene, feedback: Feedback, known: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Log what is to be known of the scene, but for what is ``known``; return all of it."""
    for note in scene.notes:
        if note not in known:
            feedback.info(note)
    for warning in scene.warnings:
        if warning not in known:
            feedback.warning(warning)
    return scene.notes + scene.warnings


def _warn_of_scale(scene: Scene, model: Model, resolution: float, feedback: Feedback) -> None:
    """Warn of pixels that the model was not trained for."""
    card = model.card
    finest, coarsest = card.ground_range
    if not finest <= resolution <= coarsest:
        feedback.warning(
            tr(
                "{model} was trained for pixels of {finest:g} to {coarsest:g} m; at {resolution:g} m it may "
                "err. Look at the result, or set RESOLUTION within that range.",
                model=card.name,
                finest=finest,
                coarsest=coarsest,
                resolution=resolution,
            )
        )
    if scene.native_pixel > 1.1 * coarsest:
        feedback.warning(
            tr(
                "The image has pixels of {pixel:.3g} m on the ground, coarser than the {coarsest:g} m that "
                "{model} was trained for: small lakes and bays are lost.",
                pixel=scene.native_pixel,
                coarsest=coarsest,
                model=card.name,
            )
        )


def _log_grid(run: Run, resolution: float, feedback: Feedback) -> None:
    """Log on which pixels lakes are found."""
    grid = run.grid
    feedback.info(
        tr(
            "Grid of {width} × {height} pixels of {resolution:g} m on the ground ({pixel_x:g} × {pixel_y:g} "
            "in the layer's units); the image has {pixel:.3g} m.",
            width=grid.width,
            height=grid.height,
            resolution=resolution,
            pixel_x=grid.pixel_x,
            pixel_y=grid.pixel_y,
            pixel=run.scene.native_pixel,
        )
    )
    for note in scale_notes(grid):
        feedback.info(note)
    if run.model.card.looks_twice(grid.ground_pixel):
        feedback.info(
            tr(
                "At pixels of {pixel:g} m the network looks again at half the resolution.",
                pixel=grid.ground_pixel,
            )
        )


def _rows(lakes: list[Lake], run: Run, date: datetime.date | None) -> list[list[Any]]:
    ellipsoid, pixel = Ellipsoid(run.grid.crs_wkt), ground_pixel(run)
    name = f"{run.model.card.name} {run.model.sha256[:8]}"
    return [
        attributes(lake, number, ellipsoid, pixel, date=date, model=name)
        for number, lake in enumerate(lakes, start=1)
    ]
