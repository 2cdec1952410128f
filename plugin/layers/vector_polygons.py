"""Polygons of a vector layer of QGIS, for ``core`` to transform into the CRS it needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsRectangle,
)

from ...core.util.errors import Cancelled
from .conversion import wkt_of


def polygons_around(
    source: QgsProcessingFeatureSource,
    extent: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
    transforms: QgsCoordinateTransformContext,
    feedback: QgsProcessingFeedback,
) -> Iterator[tuple[str, bytes]]:
    """Yield the polygons that meet ``extent`` (in ``crs``): what each is called, and its well-known binary.

    They are in their own CRS. A polygon is called by its number in the layer, and what it has in a field
    ``name``.
    """
    named = next((k for k, field in enumerate(source.fields()) if field.name().lower() == "name"), None)
    columns = [] if named is None else [named]
    for feature in features_around(source, extent, crs, transforms, feedback, columns=columns):
        yield _title(feature, named), bytes(feature.geometry().asWkb())


def features_around(
    source: QgsProcessingFeatureSource,
    extent: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
    transforms: QgsCoordinateTransformContext,
    feedback: QgsProcessingFeedback,
    *,
    columns: Sequence[int],
) -> Iterator[QgsFeature]:
    """Yield the features with a geometry that meet ``extent`` (in ``crs``), with their ``columns`` alone."""
    request = QgsFeatureRequest().setSubsetOfAttributes(list(columns))
    try:
        # A layer of all lakes on Earth is not read for one raster.
        to_source = QgsCoordinateTransform(crs, source.sourceCrs(), transforms)
        box = to_source.transformBoundingBox(extent, Qgis.TransformDirection.Forward, True)
        reach = max(abs(extent.xMinimum()), abs(extent.xMaximum())) if crs.isGeographic() else 0
        if box.xMinimum() <= box.xMaximum() and reach <= 180:  # over 180° a filter cannot reach
            request.setFilterRect(box)
    except QgsCsException:
        pass  # then all are read, and core finds those that meet
    # Invalid polygons are repaired, not refused.
    unchecked = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    for feature in source.getFeatures(request, unchecked):
        if feedback.isCanceled():
            raise Cancelled
        if feature.hasGeometry():
            yield feature


def _title(feature: QgsFeature, named: int | None) -> str:
    name = "" if named is None else str(feature.attribute(named) or "")
    return f"{feature.id()} {name}".strip()


def source_wkt(source: QgsProcessingFeatureSource) -> str:
    """Return the CRS of a source as well-known text; empty where it has none."""
    return wkt_of(source.sourceCrs())
