"""Points to check a map: random points, stratified, to be labelled by eye for Assess accuracy."""

from __future__ import annotations

from qgis.core import (
    QgsFeatureRequest,
    QgsGeometry,
    QgsLayerMetadata,
    QgsProcessing,
    QgsProcessingFeatureSource,
    QgsProcessingOutputNumber,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterLayer,
    QgsWkbTypes,
)

from ..gui.help import Help
from ..gui.translation import tr
from ..layers.lake_layers import known_value
from ..layers.vector_polygons import source_wkt
from . import definitions
from .base import LakeMapperAlgorithm
from .feedback import log

_STYLE_FILE = "accuracy_points.qml"
_MANY = 1000  # points that are too many to label in a day
_UNCHECKED = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks


class AccuracyPoints(LakeMapperAlgorithm):
    help = Help("accuracypoints")
    needs = ()
    writes = ("OUTPUT",)

    def initAlgorithm(self, configuration=None) -> None:  # noqa: N802
        add, decimal, whole = self.add, definitions.decimal, definitions.whole
        polygons, points = (
            QgsProcessing.SourceType.TypeVectorPolygon,
            QgsProcessing.SourceType.TypeVectorPoint,
        )
        add(QgsProcessingParameterFeatureSource("LAKES", "Lakes", [polygons]))
        add(QgsProcessingParameterRasterLayer("PROBABILITY", "Lake probability", optional=True))
        add(QgsProcessingParameterFeatureSource("AREA", "Mapped area", [polygons], optional=True))
        add(QgsProcessingParameterExtent("EXTENT", "Extent", optional=True))
        add(definitions.choice("TARGET", "What shall be precise", ["Overall accuracy", "Lake area"]))
        title = "Wanted standard error (%)"
        add(decimal("STANDARD_ERROR", title, 1.0, minValue=0.01, maxValue=50.0))
        add(whole("POINTS", "Number of points", optional=True, minValue=2, maxValue=20_000))
        title = "Least number of points in a stratum"
        add(whole("MIN_POINTS", title, 50, minValue=2, maxValue=10_000), advanced=True)
        add(definitions.seed(), advanced=True)
        title = "Width of the strips along shorelines (m)"
        add(decimal("SHORE", title, optional=True, minValue=0.01, maxValue=10_000.0), advanced=True)
        title = "Ground pixel of unknown images (m)"
        add(decimal("RESOLUTION", title, 17.0, minValue=0.01, maxValue=1000.0), advanced=True)
        add(QgsProcessingParameterFeatureSink("OUTPUT", "Points to label", points))
        self.addOutput(QgsProcessingOutputNumber("POINT_COUNT", "Number of points"))

    def read_layers(self, parameters, context, feedback) -> None:
        from ..layers.footprint_metadata import facts_of
        from ..layers.raster_layer import LayerSource
        from ..outputs.qgis_process_command import reproducing_command

        self.lakes = self.feature_source(parameters, "LAKES", context)
        layer = self.parameterAsVectorLayer(parameters, "LAKES", context)
        self.facts = None
        if layer is not None:
            self.facts, warning = facts_of(layer, self.lakes.sourceName())
            log(feedback, warnings=[warning])
        self.area = self.feature_source(parameters, "AREA", context)
        self.crs = self.lakes.sourceCrs()
        self.extent = None
        if self.is_given(parameters, "EXTENT"):
            self.extent = self.parameterAsExtentGeometry(parameters, "EXTENT", context, self.crs)
        self.probability = None
        if self.is_given(parameters, "PROBABILITY"):
            self.probability = LayerSource(self.raster_layer(parameters, "PROBABILITY", context))
        self.command = reproducing_command(self, parameters, context)

    def work(self, parameters, context, feedback) -> dict:
        from ...core.accuracy.map_area import MapArea
        from ...core.accuracy.points import POINT_FIELDS, Plan, draw_points
        from ...core.accuracy.stratified_grid import StratifiedGrid
        from ..outputs.feature_sink import Table, write_features
        from ..outputs.layer_style import LayerInfo, LayerStyle, name_layer
        from ..outputs.trial import check_output

        table = Table(POINT_FIELDS, QgsWkbTypes.Type.Point, self.crs)
        extent = self.lakes.sourceExtent()
        warning = check_output(self, parameters, "OUTPUT", context, table=table, extent=extent)
        log(feedback, warnings=[warning])
        pixel = (self.facts and self.facts.pixel) or self.parameterAsDouble(parameters, "RESOLUTION", context)
        shore = self.decimal_or_none(parameters, "SHORE", context) or 2 * pixel
        path = self._probability_path()
        lakes = self._accepted_lakes(feedback)
        area = MapArea(lakes, source_wkt(self.lakes), self._grounds(path))
        own_wkt = self.probability.crs_wkt if path else ""
        grid = StratifiedGrid(area, pixel=pixel, shore=shore, probability=path, probability_wkt=own_wkt)
        feedback.setProgressText(tr("Dividing the map into strata"))
        drawn = draw_points(
            area,
            grid,
            source_wkt(self.lakes),
            self._plan(parameters, context, Plan),
            progress=lambda share: feedback.setProgress(80 * share),
            cancelled=feedback.isCanceled,
        )
        log(feedback, drawn.notes)
        if len(drawn.rows) > _MANY and not self.is_given(parameters, "POINTS"):
            log(
                feedback,
                warnings=[
                    tr(
                        "So many points are days of labelling. A larger STANDARD_ERROR, such as 5 % of the "
                        "lake area, needs far fewer."
                    )
                ],
            )
        style = LayerStyle(_STYLE_FILE, "Points to label")
        info = LayerInfo(style, self._metadata(drawn.notes), feedback)
        rows = self.until_cancelled(drawn.rows, feedback)
        destination = write_features(self, parameters, "OUTPUT", context, table=table, rows=rows, info=info)
        name_layer(destination, self.parameterDefinition("OUTPUT").description(), context)
        feedback.pushInfo(
            tr(
                "Label them over the image with Plugins ▸ Lake Mapper ▸ Label points, then run Assess "
                "accuracy."
            )
        )
        return {"OUTPUT": destination, "POINT_COUNT": len(drawn.rows)}

    def _plan(self, parameters, context, plan):
        number = self.parameterAsInt(parameters, "POINTS", context)
        return plan(
            points=number if self.is_given(parameters, "POINTS") else None,
            standard_error=self.parameterAsDouble(parameters, "STANDARD_ERROR", context) / 100,
            of_lakes=self.parameterAsEnum(parameters, "TARGET", context) == 1,
            minimum=self.parameterAsInt(parameters, "MIN_POINTS", context),
            seed=self.parameterAsInt(parameters, "SEED", context),
        )

    def _probability_path(self) -> str:
        """Return the path of PROBABILITY; empty where it is not given."""
        from ...core.util.errors import AccuracyError

        if self.probability is None:
            return ""
        if not self.probability.is_file:
            raise AccuracyError(
                tr(
                    "PROBABILITY, the layer '{layer}', is no file. Choose the raster that Extract lakes "
                    "writes as PROBABILITY.",
                    layer=self.probability.name,
                )
            )
        if not self.probability.crs_wkt:
            raise AccuracyError(
                tr("PROBABILITY has no coordinate reference system. Set it in the properties of the layer.")
            )
        return self.probability.path

    def _grounds(self, probability: str) -> list[tuple[list[bytes], str]]:
        """Return all that limits the mapped ground: polygons, and their CRS."""
        from ...core.accuracy.map_area import raster_outline

        grounds = []
        wkt = source_wkt(self.lakes)
        if self.area is not None:
            grounds.append((list(self._polygons(self.area)), source_wkt(self.area)))
        if self.extent is not None:
            grounds.append(([bytes(self.extent.asWkb())], wkt))
        # The raster itself tells better where there was no data than the coarse outline of that.
        if self.facts is not None and self.facts.footprint and not probability:
            footprint = QgsGeometry.fromWkt(self.facts.footprint)
            grounds.append(([bytes(footprint.asWkb())], wkt))
        if probability:
            grounds.append(raster_outline(probability, self.probability.crs_wkt))
        return grounds

    def _accepted_lakes(self, feedback) -> list[bytes]:
        """Return the lakes but those that a person has rejected."""
        from ...core.lakes.review import rejected, rejected_note

        reviewed = self.lakes.fields().lookupField("review") >= 0
        features = self.lakes.getFeatures(QgsFeatureRequest(), _UNCHECKED)
        lakes = [feature for feature in features if feature.hasGeometry()]
        kept = [one for one in lakes if not (reviewed and rejected({"review": known_value(one["review"])}))]
        log(feedback, [rejected_note(len(lakes) - len(kept), self.lakes.sourceName())])
        return [bytes(feature.geometry().asWkb()) for feature in kept]

    @staticmethod
    def _polygons(source: QgsProcessingFeatureSource):
        """Yield the polygons of a layer; invalid ones are repaired later, not refused."""
        for feature in source.getFeatures(QgsFeatureRequest().setNoAttributes(), _UNCHECKED):
            if feature.hasGeometry():
                yield bytes(feature.geometry().asWkb())

    def _metadata(self, notes: list[str]) -> QgsLayerMetadata:
        from ..outputs.layer_metadata import language_of_texts, made_by, without_markup

        metadata = QgsLayerMetadata()
        metadata.setType("dataset")
        metadata.setTitle(tr("Points to label"))
        origin = tr("Random points over a map of lakes, drawn by Lake Mapper.")
        metadata.setAbstract("\n".join([origin, *notes]))
        metadata.setLanguage(language_of_texts())
        metadata.setKeywords({"gmd:topicCategory": ["Inland Waters"]})
        metadata.setHistory([made_by(self.command)])
        return without_markup(metadata)
