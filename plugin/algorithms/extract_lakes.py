"""Extract lakes: from a raster layer to polygons with areas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsGeometry,
    QgsProcessing,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProcessingUtils,
    QgsRectangle,
    QgsWkbTypes,
)

from ...core.util.errors import Cancelled
from ..gui.help import Help
from ..gui.translation import tr
from ..installation.dependencies import CLUSTER, missing
from ..installation.profile_folder import engine_speeds_file
from ..layers.vector_polygons import polygons_around, source_wkt
from ..outputs.destinations import destination_of
from . import definitions
from .base import LakeMapperAlgorithm
from .feedback import log
from .known_lakes import NamesLakes
from .parameter_names import ParameterNames

AOI_LAKES = ("cut", "whole")
SHORELINES = ("edges", "smooth")
# Percent of the progress bar that goes to the network; tracing and measuring take the rest.
_NETWORK_SHARE = 92.0


class ExtractLakes(NamesLakes, LakeMapperAlgorithm):
    help = Help("extractlakes")

    def initAlgorithm(self, configuration=None) -> None:  # noqa: N802
        add, decimal, choice = self.add, definitions.decimal, definitions.choice
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        day = QgsProcessingParameterDateTime.Type.Date
        add(QgsProcessingParameterRasterLayer("INPUT", "Satellite image"))
        add(QgsProcessingParameterExtent("EXTENT", "Extent", optional=True))
        add(QgsProcessingParameterFeatureSource("AOI", "Area of interest", polygons, optional=True))
        add(definitions.ground_resolution())
        add(decimal("MIN_AREA", "Smallest lake (m²)", 5000.0, minValue=0.0))
        add(decimal("MIN_ISLAND", "Smallest island (m²)", 2500.0, minValue=0.0))
        title = "Largest elongation (to leave out rivers)"
        add(decimal("MAX_ELONGATION", title, optional=True, minValue=1.0))
        add(choice("SHORELINE", "Shoreline", ["Pixel edges", "Smooth"], 1))
        add(QgsProcessingParameterDateTime("DATE", "Date of the image", day, optional=True))
        add(definitions.review())
        self._add_advanced()
        self._add_outputs()

    def _add_advanced(self) -> None:
        def add(parameter) -> None:
            self.add(parameter, advanced=True)

        title = "Lakes at the border of the area of interest"
        add(definitions.choice("AOI_LAKES", title, ["Cut at the border", "Keep whole"]))
        self.add_colours()
        add(definitions.infrared())
        add(definitions.model())
        title = "Lake probability from which a pixel is lake"
        add(definitions.decimal("THRESHOLD", title, 0.5, minValue=0.005, maxValue=1.0))
        title = "Least confidence (to leave out what is less sure)"
        add(definitions.decimal("MIN_CONFIDENCE", title, optional=True, minValue=0.0, maxValue=1.0))
        self.add_device()
        self.add_engine()
        add(definitions.folder("RUN_FOLDER", "Run folder (keep and resume)", optional=True))
        title = "Output tile size (pixels)"
        add(definitions.whole("SHEET_SIZE", title, 4096, minValue=1024, maxValue=32768))
        title = "Dask scheduler (compute on a cluster)"
        add(QgsProcessingParameterString("SCHEDULER", title, optional=True))
        self.add_known_lakes()

    def _add_outputs(self) -> None:
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        self.add(QgsProcessingParameterFeatureSink("OUTPUT", "Lakes", polygons))
        self.add(
            QgsProcessingParameterRasterDestination(
                "PROBABILITY", "Lake probability", optional=True, createByDefault=False
            )
        )
        self.add(definitions.report())
        self.add(
            QgsProcessingParameterFeatureSink(
                "SUMMARY",
                "Totals",
                QgsProcessing.SourceType.TypeVector,
                optional=True,
                createByDefault=False,
            )
        )
        self.addOutput(QgsProcessingOutputNumber("LAKE_COUNT", "Number of lakes"))
        self.addOutput(QgsProcessingOutputNumber("LAKE_AREA_KM2", "Area of all lakes (km²)"))
        self.addOutput(QgsProcessingOutputNumber("LAKE_AREA_ERROR_KM2", "Standard error of that area (km²)"))

    def first_wrong(self, parameters, context) -> str:
        sentence = self.no_such_file(parameters, ("MODEL",), context)
        if sentence:
            return sentence
        size = self.parameterAsInt(parameters, "SHEET_SIZE", context)
        if size % 1024:
            return tr("SHEET_SIZE is {size}, but must be a multiple of 1024.", size=size)
        if self.parameterAsString(parameters, "SCHEDULER", context):
            sentence = missing(CLUSTER)
            if sentence:
                return sentence
            if not self.parameterAsString(parameters, "RUN_FOLDER", context):
                return tr("SCHEDULER needs RUN_FOLDER, a folder that all workers share.")
        written = ("RUN_FOLDER", "PROBABILITY", "REPORT", "SUMMARY", "OUTPUT")
        sentence = self.unwritable(parameters, written, context)
        if sentence:
            return sentence
        return super().first_wrong(parameters, context)

    def always_wrong(self, parameters, context) -> str:
        probability = destination_of(parameters.get("PROBABILITY"), context)
        temporary = probability in ("", QgsProcessing.TEMPORARY_OUTPUT)
        if not temporary and Path(probability).suffix.lower() not in (".tif", ".tiff"):
            return tr(
                "PROBABILITY is '{path}', but must be a GeoTIFF: let its name end in .tif.", path=probability
            )
        return super().always_wrong(parameters, context)

    def read_layers(self, parameters, context, feedback) -> None:
        from ..layers.image_date import date_of_layer
        from ..layers.raster_layer import LayerSource
        from ..outputs.qgis_process_command import reproducing_command

        layer = self.raster_layer(parameters, "INPUT", context)
        self.source = LayerSource(layer)
        self.image_date = date_of_layer(layer)
        self.crs = layer.crs()
        self.aoi = self.feature_source(parameters, "AOI", context)
        self.aoi_title = self._aoi_title(parameters)
        self.known = self.known_lakes(parameters, context)
        self.review = self.parameterAsBool(parameters, "REVIEW", context)
        self.layer_extent, self.transforms = layer.extent(), context.transformContext()
        self.extent = self._extent(parameters, context, layer)
        self.command = reproducing_command(self, parameters, context)

    def _extent(self, parameters, context, layer) -> QgsRectangle:
        """Return EXTENT in the CRS of the layer, null for all of it."""
        from ...core.geo.repair import reprojected
        from ..layers.conversion import bounds_of, wkt_of

        crs, own = layer.crs(), self.parameterAsExtentCrs(parameters, "EXTENT", context)
        over = bounds_of(layer.extent())
        if own == crs or not crs.isGeographic() or max(abs(over.west), abs(over.east)) <= 180:
            return self.parameterAsExtent(parameters, "EXTENT", context, crs)
        # QGIS knows no degrees beyond 180: what it makes of such an extent goes around the Earth.
        extent = self.parameterAsExtent(parameters, "EXTENT", context, own)
        if extent.isNull():
            return extent
        rectangle = bytes(QgsGeometry.fromRect(extent).asWkb())
        polygons, _ = reprojected([rectangle], wkt_of(own), wkt_of(crs), "EXTENT", over=over)
        around = QgsRectangle()
        for polygon in polygons:
            west, east, south, north = polygon.GetEnvelope()
            around.combineExtentWith(QgsRectangle(west, south, east, north))
        return around if polygons else extent

    def _aoi_title(self, parameters) -> str:
        """Return what the area of interest is called in the report; empty without one."""
        if self.aoi is None:
            return ""
        given = parameters["AOI"]
        name = self.aoi.sourceName()
        if isinstance(given, QgsProcessingFeatureSourceDefinition) and given.selectedFeaturesOnly:
            return tr(
                "{layer}, only the selected polygons ({count}); the command below takes all of them",
                layer=name,
                count=self.aoi.featureCount(),
            )
        return name

    def kept(self, parameters, context) -> str:
        kept = self.parameterAsString(parameters, "RUN_FOLDER", context)
        if not kept:
            return ""
        return tr("Finished output tiles are kept in {folder}; the same run continues there.", folder=kept)

    def work(self, parameters, context, feedback) -> dict:
        from ...core.util.temporary_folder import temporary_run_folder
        from ..outputs.trial import check_output

        for name, table in self._tables().items():
            warning = check_output(self, parameters, name, context, table=table, extent=self.layer_extent)
            log(feedback, warnings=[warning])
        kept = self.parameterAsString(parameters, "RUN_FOLDER", context)
        if kept:
            return self._extract(parameters, context, feedback, kept)
        within = QgsProcessingUtils.tempFolder()
        with temporary_run_folder(within) as folder:
            return self._extract(parameters, context, feedback, str(folder))

    def release(self) -> None:
        self.source.close()

    def _tables(self):
        """Return what each output layer holds, by its name."""
        from ...core.lakes.attributes import FIELDS
        from ...core.lakes.names import NAME_FIELDS
        from ...core.lakes.review import REVIEW_FIELDS
        from ...core.lakes.summary import SUMMARY_FIELDS
        from ..outputs.feature_sink import Table

        names, review = NAME_FIELDS if self.known else (), REVIEW_FIELDS if self.review else ()
        return {
            "OUTPUT": Table((*FIELDS, *names, *review), QgsWkbTypes.Type.Polygon, self.crs),
            "SUMMARY": Table(SUMMARY_FIELDS, QgsWkbTypes.Type.NoGeometry, self.crs),
        }

    def _extract(self, parameters, context, feedback, folder: str) -> dict:
        from ...core.lakes.extract import extract_lakes, mapped_bounds
        from ...core.lakes.extraction_parameters import Feedback
        from .feedback import RunProgressBar

        chosen = self._chosen(parameters, context, feedback)
        scene = self.source.scene(
            self.parameterAsString(parameters, "BANDS", context),
            self.contrast(parameters, context),
            chosen.resolution,
            self.extent,
            feedback.isCanceled,
        )
        bounds = self.source.chosen_bounds(scene, self.extent)
        area = self._area_of_interest(scene, feedback)
        keep_whole = AOI_LAKES[self.parameterAsEnum(parameters, "AOI_LAKES", context)] == "whole"
        self.source.check_chosen(mapped_bounds(scene, bounds, None if keep_whole else area))
        found = extract_lakes(
            scene,
            chosen,
            bounds=bounds,
            area=area,
            keep_whole=keep_whole,
            run_folder=folder,
            feedback=Feedback(
                feedback.pushInfo,
                feedback.pushWarning,
                feedback.setProgressText,
                RunProgressBar(feedback, 0, _NETWORK_SHARE),
                feedback.isCanceled,
            ),
        )
        results = self._write(found, parameters, context, feedback)
        feedback.setProgress(100)
        return results

    def _chosen(self, parameters, context, feedback):
        """Return the parameters as ``core`` takes them."""
        from ...core.lakes.extraction_parameters import ExtractionParameters

        def decimal(name: str) -> float:
            return self.parameterAsDouble(parameters, name, context)

        day = self.parameterAsDateTime(parameters, "DATE", context).date()
        date, where = (day.toPyDate(), tr("as given")) if day.isValid() else self.image_date
        feedback.pushInfo(
            tr("Date of the image: {date}, {where}.", date=date, where=where)
            if date
            else tr(
                "Date of the image: not known ({where}). Set DATE to have it in the field 'date'.",
                where=where,
            )
        )
        return ExtractionParameters(
            resolution=decimal("RESOLUTION"),
            threshold=decimal("THRESHOLD"),
            min_area=decimal("MIN_AREA"),
            min_island=decimal("MIN_ISLAND"),
            max_elongation=self.decimal_or_none(parameters, "MAX_ELONGATION", context),
            smooth=SHORELINES[self.parameterAsEnum(parameters, "SHORELINE", context)] == "smooth",
            date=date,
            model=self.parameterAsString(parameters, "MODEL", context),
            device=self.device(parameters, context),
            engine=self.engine(parameters, context),
            speeds_file=str(engine_speeds_file()),
            tile_size=self.parameterAsInt(parameters, "SHEET_SIZE", context),
            scheduler=self.parameterAsString(parameters, "SCHEDULER", context),
            infrared=self.parameterAsBool(parameters, "INFRARED", context),
            min_confidence=self.decimal_or_none(parameters, "MIN_CONFIDENCE", context),
        )

    def _area_of_interest(self, scene, feedback):
        """Return the polygons of AOI in the CRS of the scene; None without AOI."""
        from ...core.geo.area_of_interest import AreaOfInterest
        from ...core.geo.repair import reprojected

        self.polygons = []
        if self.aoi is None:
            return None
        around = polygons_around(self.aoi, self.layer_extent, self.crs, self.transforms, feedback)
        self.polygons = list(around)
        wkbs = (wkb for _, wkb in self.polygons)
        polygons, notes = reprojected(wkbs, source_wkt(self.aoi), scene.crs_wkt, "AOI", over=scene.bounds)
        for note in notes:
            feedback.pushWarning(note)
        return AreaOfInterest(polygons)

    def _write(self, found, parameters, context, feedback) -> dict:
        """Write the outputs: the lakes first, so that they are there whatever happens to the others."""
        from ..outputs.feature_sink import write_features
        from ..outputs.layer_style import (
            LAKES,
            LAKES_TO_REVIEW,
            PROBABILITY,
            LayerInfo,
            name_layer,
            show_raster_style,
        )

        facts = found.facts(self.source.path, self.aoi_title)
        results = {
            "LAKE_COUNT": len(found.lakes),
            "LAKE_AREA_KM2": found.area_km2,
            "LAKE_AREA_ERROR_KM2": found.area_error_km2,
        }
        results["OUTPUT"] = write_features(
            self,
            parameters,
            "OUTPUT",
            context,
            table=self._tables()["OUTPUT"],
            rows=self.until_cancelled(self._features(found, feedback), feedback),
            info=LayerInfo(LAKES_TO_REVIEW if self.review else LAKES, self._metadata(found, facts), feedback),
        )
        name_layer(results["OUTPUT"], self._layer_title(found), context)
        if destination_of(parameters.get("PROBABILITY"), context):
            probability = self.parameterAsOutputLayer(parameters, "PROBABILITY", context)
            try:
                found.write_probability(probability, feedback.isCanceled)
            except Cancelled:
                feedback.pushInfo(_only_lakes())
                return results
            results["PROBABILITY"] = probability
            show_raster_style(probability, PROBABILITY, context)
        if feedback.isCanceled():
            feedback.pushInfo(_only_lakes())
            return results
        page = self.parameterAsFileOutput(parameters, "REPORT", context)
        if page:
            feedback.setProgressText(tr("Writing the report, with the lakes at other thresholds"))
            try:
                html = found.report(
                    tr("Lakes of {image}", image=self.source.name),
                    facts,
                    self.command,
                    reworded=ParameterNames(self),
                    cancelled=feedback.isCanceled,
                )
            except Cancelled:
                feedback.pushInfo(_only_lakes())
                return results
            self.write_page(page, html)
            results["REPORT"] = page
        if destination_of(parameters.get("SUMMARY"), context):
            results["SUMMARY"] = self._write_summary(found, parameters, context)
        return results

    def _features(self, found, feedback) -> Iterator[tuple[bytes, list[Any]]]:
        """Yield each lake with its attributes, its name and its place in the review where they are wanted."""
        from ...core.lakes.review import review_order

        features = found.features()
        further: list[list[Any]] = [[] for _ in features]
        if self.known:
            extent = QgsRectangle(*found.grid.bounds)
            wkbs = [wkb for wkb, _ in features]
            naming = self.known.names(wkbs, self.crs, extent, self.transforms, feedback)
            log(feedback, naming.notes)
            for values, names in zip(further, naming.names):
                values += names
        if self.review:
            for values, place in zip(further, review_order(found.lakes)):
                values += (None, place)
        for (wkb, row), values in zip(features, further):
            yield wkb, [*row, *values]

    def _write_summary(self, found, parameters, context) -> str:
        from ...core.geo.repair import reprojected
        from ...core.lakes.extraction import ground_pixel
        from ...core.lakes.summary import summary
        from ..outputs.feature_sink import write_features

        crs, over = found.grid.crs_wkt, found.scene.bounds
        polygons = [
            (name, reprojected([wkb], source_wkt(self.aoi), crs, "AOI", over=over)[0])
            for name, wkb in self.polygons
        ]
        rows = summary(found.lakes, ground_pixel(found.run), crs, polygons)
        return write_features(
            self,
            parameters,
            "SUMMARY",
            context,
            table=self._tables()["SUMMARY"],
            rows=((None, row) for row in rows),
        )

    def _layer_title(self, found) -> str:
        """Return what the layer is called in the project: by the image, and its date."""
        from ...core.tracking.dates import date_in_name

        date = found.parameters.date
        name = tr("Lakes of {image}", image=self.source.name)
        return f"{name}, {date}" if date and date_in_name(self.source.name) != date else name

    def _metadata(self, found, facts):
        from ...core.lakes.extraction import ground_pixel
        from ...core.lakes.valid_data_footprint import valid_data_footprint
        from ..layers.footprint_metadata import ImageFacts, crs_text, write_metadata
        from ..outputs.layer_metadata import lake_metadata

        grid = found.grid
        extent = QgsRectangle(*grid.bounds)
        title = tr("Lakes of {image}", image=self.source.name)
        date, card = found.parameters.date, found.model.card
        metadata = lake_metadata(
            title,
            facts=facts,
            command=self.command,
            crs=self.crs,
            extent=extent,
            date=date,
            card=card,
        )
        lattice = (grid.west, grid.north, grid.pixel_x, -grid.pixel_y)
        footprint = valid_data_footprint(found.run, found.lakes, found.beyond)
        of_image = ImageFacts(
            ground_pixel(found.run), lattice, footprint, crs_text(self.crs), lakes=len(found.lakes)
        )
        write_metadata(metadata, of_image)
        return metadata


def _only_lakes() -> str:
    return tr("Cancelled; the lakes are written, what comes after them is not.")
