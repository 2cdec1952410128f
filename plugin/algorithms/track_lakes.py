"""Track lakes: from lake layers of two or more dates to what changed, by how much, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsGeometry,
    QgsLayerMetadata,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsRectangle,
    QgsWkbTypes,
)

from ..gui.help import Help
from ..gui.translation import tr
from ..layers.vector_polygons import source_wkt
from . import definitions
from .base import LakeMapperAlgorithm
from .feedback import log
from .known_lakes import NamesLakes


class TrackLakes(NamesLakes, LakeMapperAlgorithm):
    help = Help("tracklakes")
    needs = ()
    writes = ("LEDGER", "CHANGES", "LAKES", "REPORT", "TRENDS")

    def initAlgorithm(self, configuration=None) -> None:  # noqa: N802
        add, kinds, decimal = self.add, QgsProcessing.SourceType, definitions.decimal
        polygons = kinds.TypeVectorPolygon
        # Any vector layer can be chosen: for points and lines there is a sentence that says what is wrong.
        add(QgsProcessingParameterMultipleLayers("LAYERS", "Lake layers", kinds.TypeVectorAnyGeometry))
        add(QgsProcessingParameterString("DATES", "Dates of the layers", optional=True))
        add(QgsProcessingParameterFeatureSource("AREA", "Area to compare", [polygons], optional=True))
        add(definitions.switch("CORRECT_SHIFT", "Correct the shift between images"))
        title = "Least overlap of the same lake (%)"
        add(decimal("MIN_OVERLAP", title, 10.0, minValue=0.1, maxValue=100.0), advanced=True)
        title = "Ground pixel of unknown images (m)"
        add(decimal("RESOLUTION", title, 17.0, minValue=0.01, maxValue=1000.0), advanced=True)
        sink = QgsProcessingParameterFeatureSink
        add(sink("LEDGER", "Ledger of lakes", kinds.TypeVector))
        add(sink("CHANGES", "Gains and losses", polygons))
        add(sink("LAKES", "Lakes with their events", polygons, optional=True, createByDefault=False))
        add(
            QgsProcessingParameterFileDestination(
                "REPORT", "Report of change", "HTML files (*.html)", optional=True
            )
        )
        images = QgsProcessingParameterMultipleLayers(
            "IMAGES", "Images for the close-ups", kinds.TypeRaster, optional=True
        )
        add(images, advanced=True)
        self.add_known_lakes()
        add(definitions.optional_file("TRENDS", "Trends", "CSV files (*.csv)"))
        self.addOutput(QgsProcessingOutputNumber("LAKE_COUNT", "Number of lake ids"))
        self.addOutput(QgsProcessingOutputNumber("AREA_CHANGE_KM2", "Change of the total area (km²)"))
        self.addOutput(
            QgsProcessingOutputNumber("AREA_CHANGE_ERROR_KM2", "Standard error of that change (km²)")
        )

    def read_layers(self, parameters, context, feedback) -> None:
        from ...core.tracking.dates import parse_dates
        from ..layers.dated_images import DatedImages
        from ..layers.lake_layers import LakeSource
        from ..outputs.qgis_process_command import reproducing_command

        layers = self.parameterAsLayerList(parameters, "LAYERS", context)
        if not layers:
            raise QgsProcessingException(
                tr("LAYERS holds no lake layer that QGIS can open. Choose lake layers of two or more dates.")
            )
        dates = parse_dates(self.parameterAsString(parameters, "DATES", context), len(layers))
        self.sources = [LakeSource(layer, date) for layer, date in zip(layers, dates)]
        self.area = self.feature_source(parameters, "AREA", context)
        self.known = self.known_lakes(parameters, context)
        self.transforms = context.transformContext()
        self.images = DatedImages(self.parameterAsLayerList(parameters, "IMAGES", context), context.project())
        self.command = reproducing_command(self, parameters, context)
        # All outputs are in the CRS of the first date.
        source, layer = min(zip(self.sources, layers), key=lambda pair: pair[0].first_date)
        self.crs, self.extent = QgsCoordinateReferenceSystem.fromWkt(source.crs_wkt), layer.extent()

    def release(self) -> None:
        self.images.close()

    def after_cancel(self, parameters, context) -> str:
        return tr("Cancelled. An output that was not finished before is not written.")

    def _pixel_warning(self, pixel: float) -> str:
        """Return that the pixels of images are not known; empty where all are."""
        unknown = [tr("'{layer}'", layer=source.name) for source in self.sources if not source.facts.pixel]
        if not unknown:
            return ""
        return tr(
            "What pixels the images of {layers} had is not known: {pixel:g} m are taken (RESOLUTION). "
            "Errors, and what is significant, depend on it.",
            layers=", ".join(unknown),
            pixel=pixel,
        )

    def _tables(self):
        """Return what each output holds, by its name."""
        from ...core.tracking.changes import CHANGE_FIELDS
        from ...core.tracking.ledger import LEDGER_FIELDS
        from ..outputs.feature_sink import Table

        none, multi = QgsWkbTypes.Type.NoGeometry, QgsWkbTypes.Type.MultiPolygon
        return {
            "LEDGER": Table(LEDGER_FIELDS, none, self.crs),
            "CHANGES": Table(CHANGE_FIELDS, multi, self.crs),
            "LAKES": Table(LEDGER_FIELDS, multi, self.crs),
        }

    def work(self, parameters, context, feedback) -> dict:
        from ...core.tracking.track import track
        from ...core.tracking.trends import FEWEST, too_few_dates
        from ..outputs.trial import check_output

        for name, table in self._tables().items():
            warning = check_output(self, parameters, name, context, table=table, extent=self.extent)
            log(feedback, warnings=[warning])
        pixel = self.parameterAsDouble(parameters, "RESOLUTION", context)
        log(feedback, [source.note for source in self.sources])
        log(feedback, [source.left_out for source in self.sources if source.left_out])
        log(feedback, warnings=[source.warning for source in self.sources if source.warning])
        log(feedback, warnings=[self._pixel_warning(pixel)])
        layers = [layer for source in self.sources for layer in source.layers(pixel)]
        if len(layers) < FEWEST and self.parameterAsFileOutput(parameters, "TRENDS", context):
            raise too_few_dates(len(layers))  # now, not after the work
        area = []
        if self.area is not None:
            unchecked = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
            area = [
                (bytes(feature.geometry().asWkb()), source_wkt(self.area))
                for feature in self.area.getFeatures(QgsFeatureRequest().setNoAttributes(), unchecked)
                if feature.hasGeometry()
            ]
            if not area:
                raise QgsProcessingException(
                    tr("AREA has no polygon. Choose another layer, or leave it empty.")
                )
        feedback.setProgressText(tr("Following lakes from date to date"))
        tracked = track(
            layers,
            min_overlap=self.parameterAsDouble(parameters, "MIN_OVERLAP", context) / 100,
            correct_shift=self.parameterAsBool(parameters, "CORRECT_SHIFT", context),
            area=area,
            naming=self._naming(feedback) if self.known else None,
            progress=lambda share: feedback.setProgress(60 * share),
            cancelled=feedback.isCanceled,
        )
        log(feedback, tracked.notes, tracked.warnings)
        return self._write(tracked, parameters, context, feedback)

    def _naming(self, feedback):
        """Return what names the lakes of a date."""

        def names(lakes: Sequence[bytes]) -> list[tuple[str | None, str | None]]:
            extent = QgsRectangle()
            for wkb in lakes:
                shape = QgsGeometry()
                shape.fromWkb(wkb)
                extent.combineExtentWith(shape.boundingBox())
            naming = self.known.names(lakes, self.crs, extent, self.transforms, feedback)
            log(feedback, naming.notes)
            return naming.names

        return names

    def _write(self, tracked, parameters, context, feedback) -> dict:
        from ...core.tracking.change_map import ChangeMaps
        from ...core.tracking.ledger import LEDGER_FIELDS, ledger
        from ..outputs.feature_sink import write_features
        from ..outputs.layer_style import CHANGES, TRACKED, LayerInfo, name_layer

        history = tracked.history
        rows = list(ledger(history))
        values = [[row[field.name] for field in LEDGER_FIELDS] for row in rows]

        tables, metadata = self._tables(), self._metadata(tracked)

        period = " – ".join(str(history.dates[k].date) for k in (0, -1))

        def write(name, features, style=None):
            info = LayerInfo(style, metadata, feedback) if style else None
            destination = write_features(
                self, parameters, name, context, table=tables[name], rows=features, info=info
            )
            # In a model QGIS would call it by the name of the output, LEDGER.
            name_layer(destination, f"{self.parameterDefinition(name).description()}, {period}", context)
            return destination

        ledger_rows = self.until_cancelled(((None, value) for value in values), feedback)
        results = {"LEDGER": write("LEDGER", ledger_rows)}
        page = self.parameterAsFileOutput(parameters, "REPORT", context)
        maps = ChangeMaps(history, tracked.ellipsoid) if page else None
        feedback.setProgressText(tr("Cutting out what changed"))
        results["CHANGES"] = write("CHANGES", self._changes(tracked, maps, feedback), CHANGES)
        outlines = history.outlines()  # a lake that has ended has none
        keys = ((row["date"], row["lake_id"]) for row in rows)
        features = ((outlines[key], value) for key, value in zip(keys, values) if key in outlines)
        results["LAKES"] = write("LAKES", self.until_cancelled(features, feedback), TRACKED)
        change, error = history.total_change()
        results["AREA_CHANGE_KM2"] = round(change / 1e6, 6)
        results["AREA_CHANGE_ERROR_KM2"] = round(error / 1e6, 6)
        totals = history.totals()
        results["LAKE_COUNT"] = len({row["lake_id"] for row in rows})
        feedback.pushInfo(
            tr(
                "{count} lakes; all that were seen whole: {before:,.3f} km² became {after:,.3f} km² "
                "({change:+,.3f} ± {error:,.3f} km²).",
                count=results["LAKE_COUNT"],
                before=totals[0][0] / 1e6,
                after=totals[-1][0] / 1e6,
                change=results["AREA_CHANGE_KM2"],
                error=results["AREA_CHANGE_ERROR_KM2"],
            )
        )
        trends = self.parameterAsFileOutput(parameters, "TRENDS", context)
        if trends:
            tracked.write_trends(trends)
            results["TRENDS"] = trends
        if maps is not None:
            self.write_page(page, self._report(tracked, rows, maps, feedback))
            results["REPORT"] = page
        feedback.setProgress(100)
        return results

    @staticmethod
    def _changes(tracked, maps, feedback):
        """Yield all changes that are not negligible, and add them to the maps."""
        from ...core.tracking.changes import changes

        history = tracked.history
        total = max(1, sum(len(a) + len(b) for a, b in zip(history.dates, history.dates[1:])))
        for done, change in enumerate(changes(history, tracked.ellipsoid, feedback.isCanceled)):
            if maps is not None:
                maps.add(change)
            if done % 1000 == 0:
                feedback.setProgress(60 + 38 * min(1.0, done / (2 * total)))
            if not change.negligible:
                yield change.wkb, change.attributes()

    def _report(self, tracked, rows, maps, feedback) -> str:
        from ...core.tracking.report import tracking_report

        dates = [lakes.date for lakes in tracked.history.dates]
        events = [Counter(row["event"] for row in rows if row["date"] == day) for day in dates[1:]]
        images, notes = self.images.scenes([dates[0], dates[-1]], feedback.isCanceled)
        log(feedback, notes)
        return tracking_report(tracked, events, maps, self.command, images=images)

    def _metadata(self, tracked) -> QgsLayerMetadata:
        from ..outputs.layer_metadata import language_of_texts, made_by, without_markup

        dates = [lakes.date for lakes in tracked.history.dates]
        metadata = QgsLayerMetadata()
        metadata.setType("dataset")
        metadata.setTitle(tr("Lakes from {start} to {end}", start=dates[0], end=dates[-1]))
        method = tr(
            "Lakes followed by Lake Mapper. Areas are on the ellipsoid; errors are one standard error."
        )
        metadata.setAbstract("\n".join([method, *tracked.notes, *tracked.warnings]))
        metadata.setLanguage(language_of_texts())
        metadata.setKeywords({"gmd:topicCategory": ["Inland Waters"]})
        metadata.setHistory([made_by(self.command)])
        return without_markup(metadata)
