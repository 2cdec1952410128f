"""The lakes of an image with all that they were found with: what *Extract lakes* and scripts write of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..geo.area_of_interest import AreaOfInterest
from ..geo.crs import crs_name
from ..geo.ellipsoid import Ellipsoid
from ..geo.geopackage import write_geopackage
from ..geo.grid import Bounds, Grid
from ..geo.wkb import polygon_wkb
from ..inference.run import Run
from ..models.model_file import Model
from ..raster.scene import Scene
from ..report.text import counted, with_error
from ..util.gdal_context import gdal_raises
from ..util.temporary_folder import TemporaryFolder
from ..util.translation import tr
from .area_error import total_error
from .attributes import FIELDS
from .cut_by import cut_by
from .doubt import Doubt
from .extraction_parameters import ExtractionParameters
from .filters import kept_lakes
from .lake import Lake
from .overlay import lakes_picture
from .report import LISTED, report
from .sensitivity import Sensitivity, sensitivity
from .sensitivity_section import sensitivity_section


@dataclass(frozen=True)
class Extraction:
    """The lakes of an image, largest first, and all that they were found with.

    ``rows`` are their attributes: values of ``attributes.FIELDS`` in their order. ``doubt`` is how unsure the
    model is of the image. ``engine`` says what ran the network. The probability lies in the folder of
    ``run``: a temporary one is removed with this object. ``area`` is the area of interest, ``cut_at_area``
    whether lakes end at its border; ``beyond`` are lakes that were left out since they do not reach into it.
    ``why_none`` says why there are no lakes; empty where there are some.
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
    beyond: list[Lake] = field(default_factory=list, repr=False)
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
        return self.doubt.warning(self.model.card.doubt_limit, self.grid, self.scene.native_pixel)

    def features(self) -> list[tuple[bytes, list[Any]]]:
        """Return each lake as well-known binary of a polygon, with its attributes."""
        return [(polygon_wkb(lake.rings), row) for lake, row in zip(self.lakes, self.rows)]

    def write(self, path: str | os.PathLike) -> None:
        """Write the lakes as a GeoPackage, whole or not at all; a file of that name is replaced."""
        write_geopackage(path, "lakes", self.grid.crs_wkt, FIELDS, features=self.features())

    @gdal_raises()
    def write_probability(
        self, path: str | os.PathLike, cancelled: Callable[[], bool] = lambda: False
    ) -> None:
        """Write the lake probability as a GeoTIFF of bytes, 0 to 1 by its scale factor.

        ``Cancelled`` soon after ``cancelled`` returns true; then there is no file.
        """
        self.run.export(path, cancelled)

    @gdal_raises()
    def sensitivity(self, cancelled: Callable[[], bool] = lambda: False) -> Sensitivity:
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
            kept=lambda lakes: kept_lakes(lakes, chosen, None if self.cut_at_area else self.area),
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
        cancelled: Callable[[], bool] = lambda: False,
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
            total=(self.area_km2, self.area_error_km2),
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


def ground_pixel(run: Run) -> float:
    """Return the side in m of the coarser pixel, the grid's or the image's: finer ones add no knowledge."""
    return max(run.grid.ground_pixel, run.scene.native_pixel)
