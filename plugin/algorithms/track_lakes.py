"""Track lakes: from lake layers of two or more dates to which lake changed, by how much, and where."""

from __future__ import annotations

from collections import Counter

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsLayerMetadata,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ..gui.help import Help
from ..layers.vector_polygons import source_wkt
from .base import LakeMapperAlgorithm


class TrackLakes(LakeMapperAlgorithm):
    help = Help("tracklakes")
    needs = ()
    writes = ("LEDGER", "CHANGES", "LAKES", "REPORT")

    def initAlgorithm(self, configuration=None) -> None:  # noqa: N802
        add, number, kinds = self.add, QgsProcessingParameterNumber, QgsProcessing.SourceType
        polygons = kinds.TypeVectorPolygon
        # Any vector layer can be chosen, so that points and lines are told what is wrong with them.
        add(QgsProcessingParameterMultipleLayers("LAYERS", "Lake layers", kinds.TypeVectorAnyGeometry))
        add(QgsProcessingParameterString("DATES", "Dates of the layers", optional=True))
        add(QgsProcessingParameterFeatureSource("AREA", "Area to compare", [polygons], optional=True))
        add(QgsProcessingParameterBoolean("CORRECT_SHIFT", "Correct the shift between images", False))
        decimal = number.Type.Double
        add(
            number("MIN_OVERLAP", "Least overlap of the same lake (%)", decimal, 10.0, False, 0.1, 100.0),
            advanced=True,
        )
        add(
            number("RESOLUTION", "Ground pixel of unknown images (m)", decimal, 17.0, False, 0.01, 1000.0),
            advanced=True,
        )
        sink = QgsProcessingParameterFeatureSink
        add(sink("LEDGER", "Ledger of lakes", kinds.TypeVector))
        add(sink("CHANGES", "Gains and losses", polygons))
        add(sink("LAKES", "Lakes with their events", polygons, optional=True, createByDefault=False))
        add(
            QgsProcessingParameterFileDestination(
                "REPORT", "Report of change", "HTML files (*.html)", optional=True
            )
        )
        self.addOutput(QgsProcessingOutputNumber("LAKE_COUNT", "Number of lake ids"))
        self.addOutput(QgsProcessingOutputNumber("AREA_CHANGE_KM2", "Change of the total area (km²)"))
        self.addOutput(
            QgsProcessingOutputNumber("AREA_CHANGE_ERROR_KM2", "Standard error of that change (km²)")
        )

    def prepareAlgorithm(self, parameters, context, feedback) -> bool:  # noqa: N802
        """Reads the layers, on the main thread."""
        from ...core.tracking.dates import parse_dates
        from ..layers.lake_layers import LakeSource
        from ..outputs.qgis_process_command import reproducing_command
        from .feedback import as_qgis_errors

        layers = self.parameterAsLayerList(parameters, "LAYERS", context)
        if not layers:
            raise QgsProcessingException(
                "LAYERS holds no lake layer that QGIS can open. Choose lake layers of two or more dates."
            )
        with as_qgis_errors():
            dates = parse_dates(self.parameterAsString(parameters, "DATES", context), len(layers))
            self.sources = [LakeSource(layer, date) for layer, date in zip(layers, dates)]
        self.area = self.parameterAsSource(parameters, "AREA", context)
        if self.area is None and parameters.get("AREA") not in (None, ""):
            raise QgsProcessingException(self.invalidSourceError(parameters, "AREA"))
        self.command = reproducing_command(self, parameters, context)
        return True

    def work(self, parameters, context, feedback) -> dict:
        from ...core.tracking.track import track

        pixel = self.parameterAsDouble(parameters, "RESOLUTION", context)
        layers = [layer for source in self.sources for layer in source.layers(pixel)]
        area = []
        if self.area is not None:
            unchecked = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
            area = [
                (bytes(feature.geometry().asWkb()), source_wkt(self.area))
                for feature in self.area.getFeatures(QgsFeatureRequest().setNoAttributes(), unchecked)
                if feature.hasGeometry()
            ]
        feedback.setProgressText("Following lakes from date to date")
        tracked = track(
            layers,
            self.parameterAsDouble(parameters, "MIN_OVERLAP", context) / 100,
            self.parameterAsBool(parameters, "CORRECT_SHIFT", context),
            area,
            lambda share: feedback.setProgress(60 * share),
            feedback.isCanceled,
        )
        for note in tracked.notes:
            feedback.pushInfo(note)
        for warning in tracked.warnings:
            feedback.pushWarning(warning)
        return self._write(tracked, parameters, context, feedback)

    def _write(self, tracked, parameters, context, feedback) -> dict:
        from ...core.tracking.change_map import Pictures
        from ...core.tracking.changes import CHANGE_FIELDS
        from ...core.tracking.ledger import LEDGER_FIELDS, ledger
        from ..outputs.feature_sink import write_features
        from ..outputs.layer_style import CHANGES, TRACKED, set_style_and_metadata

        history = tracked.history
        crs = QgsCoordinateReferenceSystem.fromWkt(tracked.crs_wkt)
        rows = list(ledger(history))
        values = [[row[field.name] for field in LEDGER_FIELDS] for row in rows]

        def write(name, fields, kind, features):
            return write_features(
                self, parameters, name, context, fields=fields, kind=kind, crs=crs, rows=features
            )

        results = {
            "LEDGER": write(
                "LEDGER", LEDGER_FIELDS, QgsWkbTypes.Type.NoGeometry, ((None, value) for value in values)
            )
        }
        page = self.parameterAsFileOutput(parameters, "REPORT", context)
        pictures = Pictures(history, tracked.ellipsoid) if page else None
        feedback.setProgressText("Cutting out what changed")
        multi = QgsWkbTypes.Type.MultiPolygon
        results["CHANGES"] = write(
            "CHANGES", CHANGE_FIELDS, multi, self._changes(tracked, pictures, feedback)
        )
        metadata = self._metadata(tracked)
        set_style_and_metadata(results["CHANGES"], CHANGES, metadata, context, feedback)
        shapes = {
            (lakes.date, int(number)): wkb
            for lakes, ids in zip(history.dates, history.ids)
            for number, wkb in zip(ids, lakes.wkbs)
        }
        living = ((row["date"], row["lake_id"]) for row in rows)
        features = ((shapes[key], value) for key, value in zip(living, values) if key in shapes)
        results["LAKES"] = write("LAKES", LEDGER_FIELDS, multi, features)
        if results["LAKES"]:
            set_style_and_metadata(results["LAKES"], TRACKED, metadata, context, feedback)
        (first, error1), (last, error2) = history.totals()[0], history.totals()[-1]
        results["AREA_CHANGE_KM2"] = round((last - first) / 1e6, 6)
        results["AREA_CHANGE_ERROR_KM2"] = round(float(np.hypot(error1, error2)) / 1e6, 6)
        results["LAKE_COUNT"] = len({row["lake_id"] for row in rows})
        feedback.pushInfo(
            f"{results['LAKE_COUNT']} lakes; all that were seen whole: {first / 1e6:,.3f} km² became "
            f"{last / 1e6:,.3f} km² ({results['AREA_CHANGE_KM2']:+,.3f} ± "
            f"{results['AREA_CHANGE_ERROR_KM2']:,.3f} km²)."
        )
        if pictures is not None:
            self.write_page(page, self._report(tracked, rows, pictures))
            results["REPORT"] = page
        feedback.setProgress(100)
        return results

    @staticmethod
    def _changes(tracked, pictures, feedback):
        """All changes worth a row, drawn into the pictures on their way."""
        from ...core.tracking.changes import changes

        history = tracked.history
        total = max(1, sum(len(a) + len(b) for a, b in zip(history.dates, history.dates[1:])))
        for done, change in enumerate(changes(history, tracked.ellipsoid, feedback.isCanceled)):
            if pictures is not None:
                pictures.add(change)
            if done % 1000 == 0:
                feedback.setProgress(60 + 38 * min(1.0, done / (2 * total)))
            attributes = change.attributes()
            if attributes[4] > 0:  # less than half a square metre is a trace of computing
                yield change.wkb, attributes

    def _report(self, tracked, rows, pictures) -> str:
        from ...core.tracking.report import tracking_report

        dates = [lakes.date for lakes in tracked.history.dates]
        events = [Counter(row["event"] for row in rows if row["date"] == day) for day in dates[1:]]
        return tracking_report(tracked, events, pictures, self.command)

    def _metadata(self, tracked) -> QgsLayerMetadata:
        dates = [lakes.date for lakes in tracked.history.dates]
        metadata = QgsLayerMetadata()
        metadata.setType("dataset")
        metadata.setTitle(f"Lakes from {dates[0]} to {dates[-1]}")
        metadata.setAbstract(
            "Lakes followed by Lake Mapper. Areas are on the ellipsoid; errors are one standard error.\n"
            + "\n".join([*tracked.notes, *tracked.warnings])
        )
        metadata.setLanguage("ENG")
        metadata.setKeywords({"gmd:topicCategory": ["Inland Waters"]})
        metadata.setHistory([f"Made by: {self.command}"])
        return metadata
