"""Extract lakes: from a raster layer to polygons with areas."""

from __future__ import annotations

import tempfile
from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProcessingUtils,
    QgsWkbTypes,
)

from ..gui.help import Help
from ..gui.translation import tr
from ..installation.dependencies import CLUSTER, missing
from ..layers.vector_polygons import polygons_around, source_wkt
from ..outputs.destinations import asked_for
from .base import LakeMapperAlgorithm

AOI_LAKES = ("cut", "whole")
SHORELINES = ("edges", "smooth")
# Percent of the progress bar that goes to the network; tracing and measuring take the rest.
_NETWORK_SHARE = 92.0
# A run of fewer blocks is done before trying one of them would help.
_FEW_BLOCKS = 8


class ExtractLakes(LakeMapperAlgorithm):
    help = Help("extractlakes")

    def initAlgorithm(self, configuration=None) -> None:  # noqa: N802
        add, number = self.add, QgsProcessingParameterNumber
        decimal, whole = number.Type.Double, number.Type.Integer
        add(QgsProcessingParameterRasterLayer("INPUT", "Satellite image"))
        add(QgsProcessingParameterExtent("EXTENT", "Extent", optional=True))
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        add(QgsProcessingParameterFeatureSource("AOI", "Area of interest", polygons, optional=True))
        add(number("RESOLUTION", "Ground resolution (m)", decimal, 17.0, minValue=0.1, maxValue=1000.0))
        add(number("MIN_AREA", "Smallest lake (m²)", decimal, 5000.0, minValue=0.0))
        add(number("MIN_ISLAND", "Smallest island (m²)", decimal, 2500.0, minValue=0.0))
        add(number("MAX_ELONGATION", "Largest elongation (to leave out rivers)", decimal, None, True, 1.0))
        add(QgsProcessingParameterEnum("SHORELINE", "Shoreline", ["Pixel edges", "Smooth"], defaultValue=1))
        add(
            QgsProcessingParameterDateTime(
                "DATE", "Date of the image", QgsProcessingParameterDateTime.Type.Date, optional=True
            )
        )
        add(
            QgsProcessingParameterEnum(
                "AOI_LAKES",
                "Lakes at the border of the area of interest",
                ["Cut at the border", "Keep whole"],
                defaultValue=0,
            ),
            advanced=True,
        )
        self.add_colours()
        add(
            QgsProcessingParameterFile("MODEL", "Model", extension="safetensors", optional=True),
            advanced=True,
        )
        add(
            number(
                "THRESHOLD",
                "Lake probability from which a pixel is lake",
                decimal,
                0.5,
                minValue=0.005,
                maxValue=1.0,
            ),
            advanced=True,
        )
        self.add_device()
        self.add_engine()
        add(
            QgsProcessingParameterFile(
                "RUN_FOLDER",
                "Run folder (keep and resume)",
                QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            ),
            advanced=True,
        )
        add(
            number("SHEET_SIZE", "Sheet size (pixels)", whole, 4096, minValue=1024, maxValue=32768),
            advanced=True,
        )
        add(
            QgsProcessingParameterString("SCHEDULER", "Dask scheduler (compute on a cluster)", optional=True),
            advanced=True,
        )
        add(QgsProcessingParameterFeatureSink("OUTPUT", "Lakes", QgsProcessing.SourceType.TypeVectorPolygon))
        add(
            QgsProcessingParameterRasterDestination(
                "PROBABILITY", "Lake probability", optional=True, createByDefault=False
            )
        )
        add(
            QgsProcessingParameterFileDestination(
                "REPORT", "Report", "HTML files (*.html)", optional=True, createByDefault=False
            )
        )
        self.addOutput(QgsProcessingOutputNumber("LAKE_COUNT", "Number of lakes"))
        self.addOutput(QgsProcessingOutputNumber("LAKE_AREA_KM2", "Area of all lakes (km²)"))

    def checkParameterValues(self, parameters, context) -> tuple[bool, str]:  # noqa: N802
        sentence = self.no_such_file(parameters, ("MODEL",), context)
        if sentence:
            return False, sentence
        tile = self.parameterAsInt(parameters, "SHEET_SIZE", context)
        if tile % 1024:
            return False, tr("SHEET_SIZE is {sheet}, but must be a multiple of 1024.").format(tile=tile)
        if self.parameterAsString(parameters, "SCHEDULER", context):
            sentence = missing(CLUSTER)
            if sentence:
                return False, sentence
            if not self.parameterAsString(parameters, "RUN_FOLDER", context):
                return False, tr("SCHEDULER needs RUN_FOLDER, a folder that all workers share.")
        sentence = self.unwritable(parameters, ("RUN_FOLDER", "PROBABILITY", "REPORT", "OUTPUT"), context)
        if sentence:
            return False, sentence
        probability = asked_for(parameters.get("PROBABILITY"), context)
        if Path(probability).suffix not in ("", ".tif", ".tiff"):
            sentence = tr("PROBABILITY is '{path}', but must be a GeoTIFF: let its name end in .tif.")
            return False, sentence.format(path=probability)
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(self, parameters, context, feedback) -> bool:  # noqa: N802
        """Reads the layer, on the main thread."""
        from ..layers.raster_layer import LayerSource
        from ..outputs.qgis_process_command import reproducing_command
        from .feedback import as_qgis_errors

        layer = self.parameterAsRasterLayer(parameters, "INPUT", context)
        if layer is None:
            raise QgsProcessingException(self.invalidRasterError(parameters, "INPUT"))
        with as_qgis_errors():
            self.source = LayerSource(layer)
        self.crs = layer.crs()
        self.aoi = self.parameterAsSource(parameters, "AOI", context)
        if self.aoi is None and parameters.get("AOI") not in (None, ""):
            raise QgsProcessingException(self.invalidSourceError(parameters, "AOI"))
        self.layer_extent, self.transforms = layer.extent(), context.transformContext()
        self.extent = self.parameterAsExtent(parameters, "EXTENT", context, layer.crs())
        self.command = reproducing_command(self, parameters, context)
        return True

    def after_cancel(self, parameters, context) -> str:
        kept = self.parameterAsString(parameters, "RUN_FOLDER", context)
        if not kept:
            return super().after_cancel(parameters, context)
        return f"Cancelled. Finished sheets are kept in {kept}; the same run continues there."

    def work(self, parameters, context, feedback) -> dict:
        kept = self.parameterAsString(parameters, "RUN_FOLDER", context)
        if kept:
            return self._extract(parameters, context, feedback, kept)
        within = QgsProcessingUtils.tempFolder()
        with tempfile.TemporaryDirectory(prefix="lake_mapper_", dir=within) as folder:
            return self._extract(parameters, context, feedback, folder)

    def release(self) -> None:
        self.source.close()

    def _extract(self, parameters, context, feedback, folder: str) -> dict:
        from ...core.geo.ellipsoid import Ellipsoid
        from ...core.geo.grid import ground_grid, scale_notes
        from ...core.geo.wkb import polygon_wkb
        from ...core.inference.dask_cluster import compute_on_cluster
        from ...core.inference.engine import Engine
        from ...core.inference.run import Run
        from ...core.lakes.attributes import FIELDS, attributes
        from ...core.lakes.extract import trace_while_computing
        from ...core.models.model_file import BUNDLED, load_model
        from ..outputs.feature_sink import write_features
        from ..outputs.layer_style import LAKES, finish
        from .feedback import RunProgressBar

        resolution = self.parameterAsDouble(parameters, "RESOLUTION", context)
        scene = self.source.scene(
            self.parameterAsString(parameters, "BANDS", context),
            self.contrast(parameters, context),
            resolution,
            self.extent,
            feedback.isCanceled,
        )
        said = self._say(scene, feedback)
        bounds = self.source.chosen_bounds(scene, self.extent)
        area = self._area(scene, feedback)
        cut = area is not None and AOI_LAKES[self.parameterAsEnum(parameters, "AOI_LAKES", context)] == "cut"
        if cut:
            bounds = self._within(bounds, area)
        self.source.check_chosen(bounds)
        grid = ground_grid(scene.crs_wkt, bounds, resolution, scene.anchor)
        path = self.parameterAsString(parameters, "MODEL", context)
        model = load_model(path or BUNDLED)
        device, choice = self.device(parameters, context), self.engine(parameters, context)
        scheduler = self.parameterAsString(parameters, "SCHEDULER", context)
        if scheduler:
            runs_on = f"{model.card.name} runs on the cluster of {scheduler}."
        else:
            engine = Engine(model, device, choice, feedback.pushWarning)
            runs_on = engine.description
        feedback.pushInfo(runs_on)
        finest, coarsest = model.card.ground_range
        if not finest <= resolution <= coarsest:
            feedback.pushWarning(
                f"{model.card.name} was trained for pixels of {finest:g} to {coarsest:g} m; at "
                f"{resolution:g} m it may err. Look at the result, or set RESOLUTION within that range."
            )
        if scene.native_pixel > 1.1 * coarsest:
            feedback.pushWarning(
                f"The image has pixels of {scene.native_pixel:.3g} m on the ground, coarser than the "
                f"{coarsest:g} m that {model.card.name} was trained for: small lakes and bays are lost."
            )
        tile = self.parameterAsInt(parameters, "SHEET_SIZE", context)
        run = Run(folder, scene, grid, model, tile, area if cut else None)
        feedback.pushInfo(
            f"Grid of {grid.width} × {grid.height} pixels of {resolution:g} m on the ground "
            f"({grid.pixel_x:g} × {grid.pixel_y:g} in the layer's units); the image has "
            f"{scene.native_pixel:.3g} m."
        )
        for note in scale_notes(grid):
            feedback.pushInfo(note)
        progress = RunProgressBar(feedback, 0, _NETWORK_SHARE)
        if not scheduler:
            self._say_estimate(run, engine, feedback)
        threshold = self.parameterAsDouble(parameters, "THRESHOLD", context)
        beside = trace_while_computing(
            run,
            threshold,
            self.parameterAsDouble(parameters, "MIN_AREA", context),
            self.parameterAsDouble(parameters, "MIN_ISLAND", context),
            SHORELINES[self.parameterAsEnum(parameters, "SHORELINE", context)] == "smooth",
            feedback.isCanceled,
        )
        with beside as traced_lakes:
            if scheduler:
                computed = compute_on_cluster(
                    run, scheduler, path, device, choice, progress, feedback.isCanceled, feedback.pushInfo
                )
            else:
                computed = run.compute(engine, progress, feedback.isCanceled)
                runs_on = engine.description  # it may have changed its mind
            self._say(scene, feedback, said)  # what came to light while it was read
            if computed < len(run.tiles):
                there = len(run.tiles) - computed
                feedback.pushInfo(f"{there} of {len(run.tiles)} sheets were there already.")
            feedback.setProgressText("Tracing and measuring lakes")
            lakes = traced_lakes()
        if area is not None and not cut:
            lakes = [lake for lake in lakes if area.meets(lake.rings)]
        lakes = self._short_enough(lakes, parameters, context, feedback)
        day = self.parameterAsDateTime(parameters, "DATE", context).date()
        when = day.toPyDate() if day.isValid() else None
        ellipsoid = Ellipsoid(grid.crs_wkt)
        pixel = max(grid.ground_pixel, scene.native_pixel)
        name = f"{model.card.name} {model.sha256[:8]}"
        rows = [
            attributes(lake, number, ellipsoid, pixel, when, name)
            for number, lake in enumerate(lakes, start=1)
        ]
        area = round(sum(lake.area for lake in lakes) / 1e6, 5)
        feedback.pushInfo(f"{len(lakes)} lakes, {area:,.3f} km².")

        # The lakes first: whatever happens to the optional outputs, they are there.
        results = {"LAKE_COUNT": len(lakes), "LAKE_AREA_KM2": area}
        features = ((polygon_wkb(lake.rings), row) for lake, row in zip(lakes, rows))
        polygon = QgsWkbTypes.Type.Polygon
        results["OUTPUT"] = write_features(
            self, parameters, "OUTPUT", context, FIELDS, polygon, self.crs, features
        )
        facts = self._facts(scene, grid, model, runs_on, threshold, when)
        finish(results["OUTPUT"], LAKES, self._metadata(facts, run, pixel, when), context, feedback)
        if asked_for(parameters.get("PROBABILITY"), context):
            probability = self.parameterAsOutputLayer(parameters, "PROBABILITY", context)
            run.export(probability)
            results["PROBABILITY"] = probability
        page = self.parameterAsFileOutput(parameters, "REPORT", context)
        if page:
            self._report(page, scene, grid, lakes, rows, facts)
            results["REPORT"] = page
        feedback.setProgress(100)
        return results

    def _say_estimate(self, run, engine, feedback) -> None:
        """What the run will take."""
        from ...core.inference.estimate import estimate, to_compute, try_block
        from ...core.inference.tiling import inference_blocks

        windows = [tile.window for tile in run.unfinished()]
        count = sum(len(inference_blocks(window)) for window in windows)
        if count < _FEW_BLOCKS:
            feedback.pushInfo(f"{to_compute(count)}, too few to estimate the time.")
            return
        feedback.setProgressText("Trying one block")
        expected = estimate(windows, engine.card.margin, try_block(engine, windows))
        feedback.pushInfo(expected.sentence)
        if self.source.renderer is not None and self.source.renderer.served:
            feedback.pushInfo("The image comes from a server, which may take longer.")

    def _short_enough(self, lakes, parameters, context, feedback):
        """The lakes that MAX_ELONGATION lets pass."""
        if parameters.get("MAX_ELONGATION") in (None, ""):
            return lakes
        longest = self.parameterAsDouble(parameters, "MAX_ELONGATION", context)
        kept = [lake for lake in lakes if lake.elongation <= longest]
        lost = sum(lake.area for lake in lakes if lake.elongation > longest) / 1e6
        feedback.pushInfo(
            f"{len(lakes) - len(kept)} lakes with {lost:,.3f} km² are longer than MAX_ELONGATION "
            f"{longest:g} and left out."
        )
        return kept

    @staticmethod
    def _say(scene, feedback, said: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Tell what the scene has to say, but for what was ``said`` already; returns all of it."""
        for note in scene.notes:
            if note not in said:
                feedback.pushInfo(note)
        for warning in scene.warnings:
            if warning not in said:
                feedback.pushWarning(warning)
        return scene.notes + scene.warnings

    def _area(self, scene, feedback):
        """The area of interest, or None."""
        from ...core.geo.area_of_interest import AreaOfInterest
        from ...core.geo.repair import reprojected

        if self.aoi is None:
            return None
        wkbs = polygons_around(self.aoi, self.layer_extent, self.crs, self.transforms, feedback)
        polygons, notes = reprojected(wkbs, source_wkt(self.aoi), scene.crs_wkt, "AOI")
        for note in notes:
            feedback.pushWarning(note)
        return AreaOfInterest(polygons)

    def _within(self, bounds, area):
        from ...core.util.errors import SceneError

        within = bounds.intersection(area.bounds)
        if within is None:
            raise SceneError(
                f"The polygons of AOI lie outside the layer '{self.source.name}' or EXTENT. Choose "
                "others, or leave AOI empty."
            )
        return within

    def _facts(self, scene, grid, model, runs_on, threshold, when) -> list[tuple[str, str]]:
        card = model.card
        return [
            ("Image", self.source.path),
            ("Date", when.isoformat() if when else "not given"),
            ("Bands and contrast", " ".join(scene.notes + scene.warnings)),
            ("Area of interest", self.aoi.sourceName() if self.aoi else "none"),
            ("Ground resolution", f"{grid.ground_pixel:g} m; the image has {scene.native_pixel:.3g} m"),
            ("CRS", self.crs.authid() or self.crs.description()),
            ("Lake probability", f"at least {threshold:g}"),
            ("Calibration of confidence", "logit × {:g} {:+g}".format(*card.calibration)),
            ("Device", runs_on),
            ("Model", f"{card.name}, {card.created}, SHA-256 {model.sha256}"),
            ("Trained on", "; ".join(card.training_data)),
            ("Licence of the model", card.licence),
        ]

    def _metadata(self, facts, run, pixel, when):
        from qgis.core import QgsRectangle

        from ...core.lakes.valid_data_footprint import valid_data_footprint
        from ..layers.footprint_metadata import ImageFacts, write_metadata
        from ..outputs.layer_metadata import lake_metadata

        grid = run.grid
        bounds = grid.bounds
        extent = QgsRectangle(bounds.west, bounds.south, bounds.east, bounds.north)
        title = f"Lakes of {self.source.name}"
        metadata = lake_metadata(title, facts, self.command, self.crs, extent, when, run.model.card)
        lattice = (grid.west, grid.north, grid.pixel_x, -grid.pixel_y)
        write_metadata(metadata, ImageFacts(pixel, lattice, valid_data_footprint(run)))
        return metadata

    def _report(self, path, scene, grid, lakes, rows, facts) -> None:
        from ...core.lakes.overlay import lakes_over_image
        from ...core.lakes.report import report
        from ...core.report.html import png

        picture = png(lakes_over_image(scene, grid, lakes))
        self.write_page(path, report(f"Lakes of {self.source.name}", rows, picture, facts, self.command))
