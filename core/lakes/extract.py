"""The main job as a whole, from an image to measured lakes: what *Extract lakes* and scripts call."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..geo.area_of_interest import AreaOfInterest
from ..geo.crs import crs_name
from ..geo.ellipsoid import Ellipsoid
from ..geo.geopackage import write_geopackage
from ..geo.grid import Bounds, Grid, scale_notes
from ..geo.wkb import polygon_wkb
from ..inference.dask_cluster import compute_on_cluster
from ..inference.engine import Engine
from ..inference.estimate import estimate, to_compute, try_block
from ..inference.run import Run, RunProgress
from ..inference.tiling import TILE_SIZE, inference_blocks
from ..models.model_card import BUNDLED
from ..models.model_file import Model, load_model
from ..raster.scene import RasterScene, Scene, scene_grid
from ..report.text import counted, listed, with_error
from ..util.errors import RunError, SceneError
from ..util.gdal_context import gdal_raises
from ..util.temporary_folder import TemporaryFolder, alone_in, temporary_run_folder
from ..util.translation import tr
from .area_error import total_error
from .attributes import FIELDS, attributes
from .cut_by import cut_by
from .doubt import Doubt
from .filters import without_unwanted
from .lake import Lake
from .lakes_of_run import trace_while_computing
from .none_found import why_none
from .overlay import lakes_picture
from .report import LISTED, report
from .sensitivity import Sensitivity, sensitivity
from .sensitivity_section import sensitivity_section

# A run of fewer blocks is done before trying one of them would help.
_FEW_BLOCKS = 8
_NAMED = 5  # damaged output tiles in the log


@dataclass(frozen=True)
class ExtractionParameters:
    """How lakes are extracted; the defaults are those of *Extract lakes*.

    ``resolution`` is the side of a pixel in metres on the ground. Lake is where the probability is at least
    ``threshold``. ``min_area`` and ``min_island`` are in m². Lakes longer than ``max_elongation`` (area
    within the outer ring / area of the largest inscribed circle) are left out; None keeps all. ``smooth``
    takes the stairs of pixels out of shorelines and keeps areas. ``date`` is that of the image. ``model`` is
    the path of a model file, empty for the bundled one; ``device`` and ``engine`` are names in
    ``engine.DEVICES`` and ``engine.ENGINES``, whose speeds on this computer are remembered in ``speeds_file``
    (empty: they are taken in the usual order). ``tile_size`` (pixels, a multiple of 1024) is the side of an
    output tile. ``scheduler`` is the address of a Dask scheduler that computes the tiles, empty for this
    machine. ``infrared``: near infrared helps the network where the image has it. Lakes of a
    confidence under ``min_confidence`` are left out; None keeps all.
    """

    resolution: float = 17.0
    threshold: float = 0.5
    min_area: float = 5000.0
    min_island: float = 2500.0
    max_elongation: float | None = None
    smooth: bool = True
    date: datetime.date | None = None
    model: str = ""
    device: str = "automatic"
    engine: str = "automatic"
    speeds_file: str = ""
    tile_size: int = TILE_SIZE
    scheduler: str = ""
    infrared: bool = True
    min_confidence: float | None = None


def _ignore(_: Any) -> None: ...


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Feedback:
    """Where an extraction reports to, and what may stop it.

    ``info`` and ``warning`` get sentences, ``stage`` the title of a step, ``progress`` a ``RunProgress``
    after each inference block; ``Cancelled`` is raised soon after ``cancelled`` returns true.
    """

    info: Callable[[str], None] = _ignore
    warning: Callable[[str], None] = _ignore
    stage: Callable[[str], None] = _ignore
    progress: Callable[[RunProgress], None] = _ignore
    cancelled: Callable[[], bool] = _never


_DEFAULTS, _SILENT = ExtractionParameters(), Feedback()


@dataclass(frozen=True)
class Extraction:
    """The lakes of an image, largest first, and all that they were found with.

    ``rows`` are their attributes: values of ``attributes.FIELDS`` in their order. ``doubt`` is how unsure the
    model is of the image. ``engine`` says what ran the network. The probability lies in the folder of
    ``run``: a temporary one is removed with this object. ``area`` is the area of interest, ``cut_at_area``
    whether lakes end at its border. ``why_none`` says why there are no lakes; empty where there are some.
    """

    lakes: list[Lake]
    rows: list[list[Any]]
    doubt: Doubt
    scene: Scene
    run: Run
    parameters: ExtractionParameters
    engine: str
    area: AreaOfInterest | None = None
    cut_at_area: bool = False
    why_none: str = ""
    _temporary: TemporaryFolder | None = field(default=None, repr=False)

    @property
    def grid(self) -> Grid:
        """The pixels on which lakes were found."""
        return self.run.grid

    @property
    def model(self) -> Model:
        """The model that found them."""
        return self.run.model

    @property
    def area_km2(self) -> float:
        """Water surface of all lakes on the ellipsoid, km²."""
        return round(sum(lake.area for lake in self.lakes) / 1e6, 5)

    @property
    def area_error_km2(self) -> float:
        """Standard error of ``area_km2``, of lakes with independent errors, km²."""
        return round(total_error(self.lakes, ground_pixel(self.run)) / 1e6, 5)

    @property
    def summary(self) -> str:
        """How many lakes there are, with the area of all, or why there is none; in sentences."""
        if not self.lakes:
            return f"{tr('No lakes.')} {self.why_none}".rstrip()
        return tr(
            "{lakes}, {area} km².",
            lakes=counted(len(self.lakes), "lake"),
            area=with_error(self.area_km2, self.area_error_km2),
        )

    @property
    def doubtful(self) -> str:
        """Why not to trust the lakes, and what to do, in sentences; empty where there is no reason."""
        return self.doubt.warning(self.model.card.doubt_limit, self.grid)

    def features(self) -> list[tuple[bytes, list[Any]]]:
        """Return each lake as well-known binary of a polygon, with its attributes."""
        return [(polygon_wkb(lake.rings), row) for lake, row in zip(self.lakes, self.rows)]

    def write(self, path: str | os.PathLike) -> None:
        """Write the lakes as a GeoPackage, whole or not at all; a file of that name is replaced."""
        write_geopackage(path, "lakes", self.grid.crs_wkt, FIELDS, features=self.features())

    @gdal_raises()
    def write_probability(self, path: str | os.PathLike, cancelled: Callable[[], bool] = _never) -> None:
        """Write the lake probability as a GeoTIFF of bytes, 0 to 1 by its scale factor.

        ``Cancelled`` soon after ``cancelled`` returns true; then there is no file.
        """
        self.run.export(path, cancelled)

    @gdal_raises()
    def sensitivity(self, cancelled: Callable[[], bool] = _never) -> Sensitivity:
        """Return what there is at other thresholds; ``Cancelled`` soon after ``cancelled`` returns true."""
        chosen = self.parameters
        needs_attributes = chosen.max_elongation is not None or chosen.min_confidence is not None
        return sensitivity(
            self.run,
            self.lakes,
            threshold=chosen.threshold,
            min_area=chosen.min_area,
            min_island=chosen.min_island,
            smooth=chosen.smooth if needs_attributes else None,
            kept=lambda lakes: _kept(lakes, chosen, None if self.cut_at_area else self.area),
            cancelled=cancelled,
        )

    @gdal_raises()
    def report(
        self,
        title: str = "",
        facts: list[tuple[str, str]] | None = None,
        command: str = "",
        *,
        reworded: Callable[[str], str] = str,
        cancelled: Callable[[], bool] = _never,
    ) -> str:
        """Return an HTML page: the lakes over the image, a table, other thresholds, how they were found.

        ``facts`` are names and values, None for those of ``facts()``; ``command`` is what does it again.
        Sentences that name parameters are ``reworded`` for their readers. ``Cancelled`` soon after
        ``cancelled`` returns true.
        """
        key = []
        if self.lakes:
            key.append(tr("Red: shorelines. Numbers: lake_id of the listed lakes, where there is room."))
        if self.area:
            key.append(tr("Yellow: the area of interest."))
        return report(
            title or tr("Lakes of {image}", image=self.scene.name),
            self.rows,
            total_error=self.area_error_km2,
            picture=lakes_picture(self.scene, self.grid, self.lakes, numbered=LISTED, area=self.area),
            key=" ".join(key),
            cut_by=cut_by(self.lakes[:LISTED], self.grid, self.area if self.cut_at_area else None),
            facts=self.facts() if facts is None else facts,
            command=command,
            warning=reworded(self.doubtful),
            why_none=reworded(self.why_none),
            sensitivity=sensitivity_section(
                self.sensitivity(cancelled),
                self.lakes,
                Ellipsoid(self.grid.crs_wkt),
                self.parameters.min_area,
            ),
        )

    def facts(self, image: str = "", area_of_interest: str = "") -> list[tuple[str, str]]:
        """Return names and values of what the lakes were found with, for a report.

        ``image`` is what the image is called, empty for its name; ``area_of_interest`` likewise, empty for
        none.
        """
        scene, card, chosen = self.scene, self.model.card, self.parameters
        resolution = tr(
            "{resolution:g} m; the image has {pixel:.3g} m",
            resolution=self.grid.ground_pixel,
            pixel=scene.native_pixel,
        )
        at_border = tr("cut") if self.cut_at_area else tr("kept whole") if self.area else "–"
        return [
            (tr("Image"), image or scene.name),
            (tr("Date"), chosen.date.isoformat() if chosen.date else tr("not given")),
            (tr("Bands and contrast"), " ".join(scene.notes + scene.warnings)),
            (tr("Mapped part"), mapped_part(self.grid, scene.bounds)),
            (tr("Area of interest"), area_of_interest or tr("none")),
            (tr("Lakes at its border"), at_border),
            (tr("Ground resolution"), resolution),
            (tr("CRS"), crs_name(scene.crs_wkt)),
            (tr("Lake probability"), tr("at least {threshold:g}", threshold=chosen.threshold)),
            (tr("Smallest lake"), f"{chosen.min_area:,.0f} m²"),
            (tr("Smallest island"), f"{chosen.min_island:,.0f} m²"),
            (tr("Largest elongation"), _limit(chosen.max_elongation)),
            (tr("Least confidence"), _limit(chosen.min_confidence)),
            (tr("Shoreline"), tr("smooth") if chosen.smooth else tr("pixel edges")),
            (tr("Doubt"), self.doubt.fact(card.doubt_limit)),
            (tr("Calibration of confidence"), "logit × {:g} {:+g}".format(*card.calibration)),
            (tr("Device"), self.engine),
            (tr("Model"), f"{card.name}, {card.created}, SHA-256 {self.model.sha256}"),
            (tr("Trained on"), "; ".join(card.training_data)),
            (tr("Licence of the model"), card.licence),
        ]


def _limit(value: float | None) -> str:
    return tr("no limit") if value is None else f"{value:g}"


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
    computing = _Computing(model, parameters, feedback)
    feedback.info(computing.description)
    _warn_of_scale(scene, model, parameters.resolution, feedback)
    folder, temporary = _folder(run_folder, parameters.scheduler)
    run = Run(folder, scene, grid, model, tile_size=parameters.tile_size, area=cut)
    _log_grid(scene, grid, parameters.resolution, feedback)
    if model.card.looks_twice(grid.ground_pixel):
        feedback.info(
            tr(
                "At pixels of {pixel:g} m the network looks again at half the resolution.",
                pixel=grid.ground_pixel,
            )
        )
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
    kept = _kept(lakes, parameters, area if keep_whole else None, feedback.info)
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
        _temporary=temporary,
    )
    feedback.info(found.summary)
    if found.doubtful:
        feedback.warning(found.doubtful)
    return found


def _kept(
    lakes: list[Lake],
    parameters: ExtractionParameters,
    reached: AreaOfInterest | None,
    info: Callable[[str], None] = _ignore,
) -> list[Lake]:
    """Return the lakes that reach into an area, if there is one, and are within the limits."""
    reaching = [lake for lake in lakes if reached.intersects(lake.rings)] if reached else lakes
    return without_unwanted(reaching, parameters.max_elongation, parameters.min_confidence, info)


def mapped_part(grid: Grid, image: Bounds) -> str:
    """Return in words which part of an image, with these bounds, a grid covers."""
    found = grid.bounds
    apart = [abs(side - whole) for side, whole in zip(found, image)]
    if max(apart) <= max(grid.pixel_x, grid.pixel_y):
        return tr("the whole image")
    west, south, east, north = found
    return tr(
        "x {west:.10g} to {east:.10g}, y {south:.10g} to {north:.10g} (CRS of the layer)",
        west=west,
        east=east,
        south=south,
        north=north,
    )


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


class _Computing:
    """What computes the probability: this machine's engine, or a cluster."""

    def __init__(self, model: Model, parameters: ExtractionParameters, feedback: Feedback) -> None:
        self.parameters, self.feedback = parameters, feedback
        self._engine: Engine | None = None
        self._where = tr(
            "{model} runs on the cluster of {scheduler}.",
            model=model.card.name,
            scheduler=parameters.scheduler,
        )
        if not parameters.scheduler:
            self._engine = Engine(
                model,
                parameters.device,
                parameters.engine,
                feedback.warning,
                info=feedback.info,
                speeds_file=parameters.speeds_file,
            )

    @property
    def description(self) -> str:
        """What runs the network; an engine may change its mind while it computes."""
        return self._engine.description if self._engine else self._where

    def log_estimate(self, run: Run) -> None:
        """Log what the run will take."""
        if self._engine is None:
            return
        windows = [tile.window for tile in run.unfinished()]
        image = run.grid.image
        count = sum(len(inference_blocks(window, image)) for window in windows)
        if count < _FEW_BLOCKS:
            self.feedback.info(tr("{blocks}, too few to estimate the time.", blocks=to_compute(count)))
            return
        self.feedback.stage(tr("Trying one block"))
        self._engine.take_fastest(count, self.feedback.cancelled)
        trial = try_block(run.looking(self._engine), windows, image)
        self.feedback.info(estimate(windows, self._engine.card.margin, trial, image).sentence)
        if run.scene.served:
            self.feedback.info(tr("The image comes from a server, which may take longer."))

    def compute(self, run: Run) -> None:
        """Compute the output tiles that are missing."""
        damaged = [tile.name for tile in run.damaged()]
        if damaged:
            self.feedback.warning(
                tr("Damaged output tiles are computed anew: {tiles}.", tiles=listed(damaged, _NAMED))
            )
        with alone_in(run.folder) as alone:
            if not alone:
                self.feedback.warning(
                    tr(
                        "Another process computes in {folder} at the same time. Both give the same lakes.",
                        folder=run.folder,
                    )
                )
            self._compute(run)

    def _compute(self, run: Run) -> None:
        parameters, feedback = self.parameters, self.feedback
        if self._engine:
            computed = run.compute(self._engine, feedback.progress, feedback.cancelled)
        else:
            computed = compute_on_cluster(
                run,
                parameters.scheduler,
                model_path=parameters.model,
                device=parameters.device,
                engine=parameters.engine,
                progress=feedback.progress,
                cancelled=feedback.cancelled,
                log=feedback.info,
            )
        there = len(run.tiles) - computed
        if there:
            feedback.info(
                tr("Output tiles that were there already: {there} of {all}.", there=there, all=len(run.tiles))
            )


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


def _log_grid(scene: Scene, grid: Grid, resolution: float, feedback: Feedback) -> None:
    feedback.info(
        tr(
            "Grid of {width} × {height} pixels of {resolution:g} m on the ground ({pixel_x:g} × {pixel_y:g} "
            "in the layer's units); the image has {pixel:.3g} m.",
            width=grid.width,
            height=grid.height,
            resolution=resolution,
            pixel_x=grid.pixel_x,
            pixel_y=grid.pixel_y,
            pixel=scene.native_pixel,
        )
    )
    for note in scale_notes(grid):
        feedback.info(note)


def _rows(lakes: list[Lake], run: Run, date: datetime.date | None) -> list[list[Any]]:
    ellipsoid, pixel = Ellipsoid(run.grid.crs_wkt), ground_pixel(run)
    name = f"{run.model.card.name} {run.model.sha256[:8]}"
    return [
        attributes(lake, number, ellipsoid, pixel, date=date, model=name)
        for number, lake in enumerate(lakes, start=1)
    ]


def ground_pixel(run: Run) -> float:
    """Return the side in m of the coarser pixel, the grid's or the image's: finer ones add no knowledge."""
    return max(run.grid.ground_pixel, run.scene.native_pixel)
