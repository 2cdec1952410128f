"""Measure lakes: polygons that were corrected, drawn or made elsewhere get the fields of Extract lakes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsLayerMetadata,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterLayer,
    QgsProcessingUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..gui.help import Help
from ..gui.translation import tr
from ..layers.vector_polygons import source_wkt
from . import definitions
from .base import LakeMapperAlgorithm
from .feedback import log
from .known_lakes import NamesLakes


class MeasureLakes(NamesLakes, LakeMapperAlgorithm):
    help = Help("measurelakes")
    needs = ()
    reads = ("MODEL",)
    writes = ("OUTPUT",)

    def initAlgorithm(self, configuration=None) -> None:  # noqa: N802
        add, decimal = self.add, definitions.decimal
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        day = QgsProcessingParameterDateTime.Type.Date
        add(QgsProcessingParameterFeatureSource("INPUT", "Lakes to measure", [polygons]))
        add(QgsProcessingParameterRasterLayer("PROBABILITY", "Lake probability", optional=True))
        add(QgsProcessingParameterRasterLayer("IMAGE", "Image they were drawn on", optional=True))
        title = "Ground pixel of that image (m)"
        add(decimal("RESOLUTION", title, optional=True, minValue=0.01, maxValue=1000.0))
        add(QgsProcessingParameterDateTime("DATE", "Date of lakes without one", day, optional=True))
        self.add_known_lakes()
        title = "Lake probability from which a pixel is lake"
        add(decimal("THRESHOLD", title, 0.5, minValue=0.005, maxValue=1.0), advanced=True)
        add(definitions.model(), advanced=True)
        add(QgsProcessingParameterFeatureSink("OUTPUT", "Measured lakes", polygons))
        self.addOutput(QgsProcessingOutputNumber("LAKE_COUNT", "Number of lakes"))
        self.addOutput(QgsProcessingOutputNumber("LAKE_AREA_KM2", "Area of all lakes (km²)"))
        self.addOutput(QgsProcessingOutputNumber("LAKE_AREA_ERROR_KM2", "Standard error of that area (km²)"))

    def read_layers(self, parameters, context, feedback) -> None:
        from ...core.geo.repair import no_polygons
        from ...core.lakes.measure import check_measurable
        from ...core.lakes.names import NAME_FIELDS
        from ..layers.conversion import wkt_of
        from ..layers.footprint_metadata import facts_of, metadata_of
        from ..layers.outline_source import OutlineSource
        from ..outputs.qgis_process_command import reproducing_command

        source = self.feature_source(parameters, "INPUT", context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, "INPUT"))
        if source.featureCount() == 0:
            raise QgsProcessingException(
                tr(
                    "INPUT has no polygon to measure. Choose another layer; where only selected ones are to "
                    "be measured, select some."
                )
            )
        if source.wkbType() == QgsWkbTypes.Type.NoGeometry:
            raise QgsProcessingException(
                tr(
                    "INPUT is a table without shapes, such as a CSV file or a spreadsheet. Choose the layer "
                    "of polygons that it was made from."
                )
            )
        unknown = QgsWkbTypes.geometryType(source.wkbType()) == QgsWkbTypes.GeometryType.UnknownGeometry
        if unknown and not source_wkt(source):
            raise QgsProcessingException(no_polygons("INPUT"))
        self.crs, self.extent, self.name = source.sourceCrs(), source.sourceExtent(), source.sourceName()
        check_measurable(source_wkt(source))
        layer = self._input_layer(parameters, context)
        self.metadata = metadata_of(layer) if layer else QgsLayerMetadata()
        self.facts, self.whole = None, 0
        if layer:
            self.facts, warning = facts_of(layer, self.name)
            self.whole = layer.featureCount()
            log(feedback, warnings=[warning])
        self.known = self.known_lakes(parameters, context)
        names = [field.name for field in NAME_FIELDS] if self.known else []
        self.outlines = OutlineSource(source, layer, names)
        self.rasters = {}
        for name in ("PROBABILITY", "IMAGE"):
            if self.is_given(parameters, name):
                raster = self.raster_layer(parameters, name, context)
                self.rasters[name] = raster.source(), wkt_of(raster.crs())
        self.transforms = context.transformContext()
        self.command = reproducing_command(self, parameters, context)

    def _input_layer(self, parameters, context) -> QgsVectorLayer | None:
        """Return the layer of INPUT, also where only its selected features are meant; None for a mere source.

        QGIS gives no layer then.
        """
        given = parameters["INPUT"]
        if not isinstance(given, QgsProcessingFeatureSourceDefinition):
            return self.parameterAsVectorLayer(parameters, "INPUT", context)
        name, _ = given.source.valueAsString(context.expressionContext())
        return QgsProcessingUtils.mapLayerFromString(name, context)

    def _table(self):
        from ...core.lakes.measure import MEASURED_FIELDS
        from ...core.lakes.names import NAME_FIELDS
        from ..outputs.feature_sink import Table

        fields = [*MEASURED_FIELDS, *(NAME_FIELDS if self.known else ())]
        kept = [kept.field for kept in self.outlines.kept]
        return Table([*fields, *kept], QgsWkbTypes.Type.MultiPolygon, self.crs)

    def work(self, parameters, context, feedback) -> dict:
        from ...core.lakes.calibration import Calibration
        from ...core.lakes.measure import measure_outlines
        from ...core.lakes.review import rejected, rejected_note
        from ..layers.conversion import wkt_of
        from ..outputs.trial import check_output

        table = self._table()
        warning = check_output(self, parameters, "OUTPUT", context, table=table, extent=self.extent)
        log(feedback, warnings=[warning])
        feedback.setProgressText(tr("Reading the outlines"))
        read = list(self.outlines.outlines(feedback))
        raster, pixel = self._raster_and_pixel(parameters, context, feedback)
        card = self._card(parameters, context, read, feedback) if raster and raster.is_probability else None
        day = self.parameterAsDateTime(parameters, "DATE", context).date()
        feedback.setProgressText(tr("Measuring"))
        measured = measure_outlines(
            [outline for outline, _ in read],
            wkt_of(self.crs),
            pixel=pixel,
            raster=raster,
            calibration=Calibration(*card.calibration) if card else Calibration(),
            threshold=self.parameterAsDouble(parameters, "THRESHOLD", context),
            taken_ids=self.outlines.taken_ids,
            date=day.toPyDate() if day.isValid() else None,
            cancelled=feedback.isCanceled,
        )
        left_out = rejected_note(sum(rejected(outline.values) for outline, _ in read), self.name)
        log(feedback, [left_out], [self.outlines.warning])
        log(feedback, measured.notes, measured.warnings)
        named = self._names(measured, read, feedback) if self.known else [()] * len(measured.rows)
        kept = [read[source][1] for source in measured.sources]
        rows = (
            (wkb, [*row, *names, *others])
            for wkb, row, names, others in zip(measured.wkbs, measured.rows, named, kept)
        )
        results = {"LAKE_COUNT": measured.count, "LAKE_AREA_KM2": measured.area_km2}
        if measured.area_error_km2 is not None:
            results["LAKE_AREA_ERROR_KM2"] = measured.area_error_km2
        results["OUTPUT"] = self._write(measured, table, rows, parameters, context, feedback)
        feedback.setProgress(100)
        return results

    def _raster_and_pixel(self, parameters, context, feedback):
        """Return the raster that says what the lakes touch, None without one, and the ground pixel in m."""
        from ...core.lakes.raster_of_lakes import image_of_lakes, probability_of_lakes

        opened = {}
        for name, open_raster in (("PROBABILITY", probability_of_lakes), ("IMAGE", image_of_lakes)):
            if name in self.rasters:
                opened[name] = open_raster(*self.rasters[name])
        pixel, where = self.decimal_or_none(parameters, "RESOLUTION", context), "RESOLUTION"
        if pixel is None:
            pixel = self.facts.pixel if self.facts else None
            where = tr("from the metadata of the layer")
        if pixel is None and opened:
            coarsest = max(opened, key=lambda name: opened[name].grid.ground_pixel)
            pixel, where = opened[coarsest].grid.ground_pixel, tr("that of {name}", name=coarsest)
        if pixel is not None:
            sentence = tr("Ground pixel of the image: {pixel:.3g} m ({where}).", pixel=pixel, where=where)
            feedback.pushInfo(sentence)
        return opened.get("PROBABILITY", opened.get("IMAGE")), pixel

    def _card(self, parameters, context, read, feedback):
        """Return the card of the model whose probability it is; warn where lakes name another one."""
        from ...core.models.model_card import BUNDLED, inspect_model

        path = self.parameterAsString(parameters, "MODEL", context)
        model = inspect_model(path or BUNDLED)
        name = f"{model.card.name} {model.sha256[:8]}"
        others = {str(outline.values["model"]) for outline, _ in read if outline.values.get("model")} - {name}
        if others:
            feedback.pushWarning(
                tr(
                    "The lakes were found by {others}, but their confidence and errors are calibrated as "
                    "those of {model}. Set MODEL to the model that wrote PROBABILITY.",
                    others=", ".join(sorted(others)),
                    model=name,
                )
            )
        return model.card

    def _names(self, measured, read, feedback) -> list[tuple[Any, Any]]:
        """Return name and id of each lake; what it had before, where it is no known lake."""
        from ...core.lakes.measure import NOT_MEASURED

        has_area = [NOT_MEASURED not in row for row in measured.rows]
        wkbs = [wkb for wkb, has in zip(measured.wkbs, has_area) if has]
        naming = self.known.names(wkbs, self.crs, self.extent, self.transforms, feedback)
        log(feedback, naming.notes)
        found = iter(naming.names)
        names = []
        for has, source in zip(has_area, measured.sources):
            before = read[source][0].values
            name, known_id = next(found) if has else (None, None)
            if name is None and known_id is None:
                name, known_id = before.get("name"), before.get("known_id")
            names.append((name, known_id))
        return names

    def _write(self, measured, table, rows: Iterator, parameters, context, feedback) -> str:
        from ..outputs.feature_sink import write_features
        from ..outputs.layer_style import LAKES, OUTLINES, LayerInfo, name_layer

        confidence = [field.name for field in table.fields[:14]].index("confidence")
        style = LAKES if any(row[confidence] is not None for row in measured.rows) else OUTLINES
        destination = write_features(
            self,
            parameters,
            "OUTPUT",
            context,
            table=table,
            rows=self.until_cancelled(rows, feedback),
            info=LayerInfo(style, self._new_metadata(len(measured.rows)), feedback),
        )
        name_layer(destination, tr("{layer}, measured", layer=self.name), context)
        return destination

    def _new_metadata(self, count: int) -> QgsLayerMetadata:
        """Return the metadata of a layer of ``count`` lakes, with what was done and what the image was."""
        from ..layers.footprint_metadata import write_metadata
        from ..outputs.layer_metadata import without_markup

        metadata = QgsLayerMetadata(self.metadata)
        if self.facts:
            facts = self.facts.without(self.outlines.others)
            if facts.lakes is not None:  # those that are missing in the layer are so in the new one
                facts = facts._replace(lakes=facts.lakes + count - self.whole)
            write_metadata(metadata, facts)
        metadata.setType("dataset")
        metadata.setTitle(metadata.title() or self.name)
        metadata.setCrs(self.crs)
        metadata.setHistory([*metadata.history(), tr("Measured by: {command}", command=self.command)])
        return without_markup(metadata)
