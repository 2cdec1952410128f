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
    QgsVector,
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
    # Invalid polygons are repaired, not refused.
    unchecked = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    seen: set[int] = set()
    for box in _boxes(source, extent, crs, transforms):
        request = QgsFeatureRequest().setSubsetOfAttributes(list(columns)).setFilterRect(box)
        for feature in source.getFeatures(request, unchecked):
            if feedback.isCanceled():
                raise Cancelled
            if feature.hasGeometry() and feature.id() not in seen:
                seen.add(feature.id())
                yield feature


def _boxes(
    source: QgsProcessingFeatureSource,
    extent: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
    transforms: QgsCoordinateTransformContext,
) -> list[QgsRectangle]:
    """Return where in a source to look for what meets ``extent`` (in ``crs``).

    A layer of all lakes on Earth is not read for one image. A null box is everywhere: then ``core`` finds
    what meets.
    """
    own = source.sourceCrs()
    reach = max(abs(extent.xMinimum()), abs(extent.xMaximum())) if crs.isGeographic() else 0
    if not own.isValid() or reach > 180:  # shapes without a CRS lie anywhere; no box reaches over 180°
        return [QgsRectangle()]
    to_source = QgsCoordinateTransform(crs, own, transforms)
    try:
        box = to_source.transformBoundingBox(extent, Qgis.TransformDirection.Forward, True)
    except QgsCsException:
        return [QgsRectangle()]
    if box.xMinimum() > box.xMaximum():
        return [QgsRectangle()]
    if not own.isGeographic():
        return [box]
    # Shapes may be given from 0 to 360°, or go on beyond 180°.
    turned = [box + QgsVector(turn, 0) for turn in (-360, 360)]
    return [box, *(each for each in turned if each.intersects(source.sourceExtent()))]


def _title(feature: QgsFeature, named: int | None) -> str:
    name = "" if named is None else str(feature.attribute(named) or "")
    return f"{feature.id()} {name}".strip()


def source_wkt(source: QgsProcessingFeatureSource) -> str:
    """Return the CRS of a source as well-known text; empty where it has none."""
    return wkt_of(source.sourceCrs())
