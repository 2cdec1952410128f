"""Assess accuracy: from labelled points to an error matrix, and to the area of lakes with its interval."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingFeatureSource,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
)

from ..gui.help import Help
from ..gui.translation import tr
from ..layers.lake_layers import known_value
from ..layers.vector_polygons import source_wkt
from . import definitions
from .base import LakeMapperAlgorithm
from .feedback import log

#: Outputs that are numbers, and what the dialog calls them.
_NUMBERS = {
    "POINT_COUNT": "Number of labelled points",
    "OVERALL_ACCURACY": "Overall accuracy (%)",
    "OVERALL_ACCURACY_ERROR": "Standard error of overall accuracy (%)",
    "USERS_ACCURACY": "User's accuracy of lakes (%)",
    "USERS_ACCURACY_ERROR": "Standard error of user's accuracy (%)",
    "PRODUCERS_ACCURACY": "Producer's accuracy of lakes (%)",
    "PRODUCERS_ACCURACY_ERROR": "Standard error of producer's accuracy (%)",
    "MAPPED_AREA_KM2": "Mapped area of lakes (km²)",
    "LAKE_AREA_KM2": "Adjusted area of lakes (km²)",
    "LAKE_AREA_ERROR_KM2": "Standard error of the adjusted area (km²)",
    "LAKE_AREA_LOW_KM2": "Adjusted area, lower end of the 95 % interval (km²)",
    "LAKE_AREA_HIGH_KM2": "Adjusted area, upper end of the 95 % interval (km²)",
}


class AssessAccuracy(LakeMapperAlgorithm):
    help = Help("assessaccuracy")
    needs = ()
    writes = ("TABLE", "REPORT")

    def initAlgorithm(self, configuration=None) -> None:  # noqa: N802
        kinds = [QgsProcessing.SourceType.TypeVectorPoint]
        self.add(QgsProcessingParameterFeatureSource("POINTS", "Labelled points", kinds))
        self.add(definitions.optional_file("TABLE", "Table", "CSV files (*.csv)"))
        self.add(definitions.report("REPORT", "Report of accuracy"))
        for name, title in _NUMBERS.items():
            self.addOutput(QgsProcessingOutputNumber(name, title))

    def read_layers(self, parameters, context, feedback) -> None:
        from ..outputs.qgis_process_command import reproducing_command

        self.points = self.feature_source(parameters, "POINTS", context)
        self.command = reproducing_command(self, parameters, context)

    def work(self, parameters, context, feedback) -> dict:
        from ...core.accuracy.assessment import Assessment
        from ...core.accuracy.labelled import read_labels
        from ...core.accuracy.report import assessment_report, warnings

        assessment = Assessment(read_labels(self._points(feedback)))
        log(feedback, warnings=warnings(assessment))
        results = self._numbers(assessment)
        feedback.pushInfo(
            tr(
                "Mapped: {mapped:,.3f} km² of lakes. By {count} labelled points: {estimate:,.3f} km², with "
                "95 % confidence {low:,.3f} to {high:,.3f} km².",
                mapped=results["MAPPED_AREA_KM2"],
                count=results["POINT_COUNT"],
                estimate=results["LAKE_AREA_KM2"],
                low=results["LAKE_AREA_LOW_KM2"],
                high=results["LAKE_AREA_HIGH_KM2"],
            )
        )
        table = self.parameterAsFileOutput(parameters, "TABLE", context)
        if table:
            assessment.write_table(table)
            results["TABLE"] = table
        page = self.parameterAsFileOutput(parameters, "REPORT", context)
        if page:
            self.write_page(page, assessment_report(assessment, self.points.sourceName(), self.command))
            results["REPORT"] = page
        return results

    def _points(self, feedback) -> list[dict]:
        """Return the values of all points, with their place on WGS 84."""
        from ...core.accuracy.labelled import NEEDED, check_fields
        from ...core.accuracy.points import lonlat_of
        from ...core.util.errors import AccuracyError

        check_fields(field.name() for field in self.points.fields())
        wkt = source_wkt(self.points)
        if not wkt:
            raise AccuracyError(
                tr(
                    "POINTS has no coordinate reference system. Set the one that the points were drawn in, "
                    "in the properties of the layer."
                )
            )
        rows, places = [], []
        unchecked = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
        for feature in self.until_cancelled(
            self.points.getFeatures(QgsFeatureRequest(), unchecked), feedback
        ):
            if not feature.hasGeometry():
                raise AccuracyError(
                    tr(
                        "The point {id} has no geometry. Take the points as they were drawn.",
                        id=feature["point_id"],
                    )
                )
            rows.append({name: known_value(feature[name]) for name in NEEDED})
            place = feature.geometry().centroid().asPoint()
            places.append((place.x(), place.y()))
        lonlat = lonlat_of(np.array(places, float).reshape(-1, 2), wkt).tolist() if rows else []
        return [{**row, "at": at} for row, at in zip(rows, lonlat)]

    @staticmethod
    def _numbers(assessment) -> dict:
        """Return the outputs that are numbers; what cannot be estimated is left out."""
        low, high = assessment.lake_interval
        numbers = {
            "POINT_COUNT": int(assessment.labelled.sample.points.sum()),
            "MAPPED_AREA_KM2": round(assessment.labelled.lake_km2, 6),
            "LAKE_AREA_KM2": round(assessment.lake_area.value, 6),
            "LAKE_AREA_ERROR_KM2": round(assessment.lake_area.error, 6),
            "LAKE_AREA_LOW_KM2": round(low, 6),
            "LAKE_AREA_HIGH_KM2": round(high, 6),
        }
        accuracies = {
            "OVERALL": assessment.overall,
            "USERS": assessment.users[0],
            "PRODUCERS": assessment.producers[0],
        }
        for name, estimate in accuracies.items():
            if not np.isnan(estimate.value):
                numbers[f"{name}_ACCURACY"] = round(100 * estimate.value, 3)
                numbers[f"{name}_ACCURACY_ERROR"] = round(100 * estimate.error, 3)
        return numbers
