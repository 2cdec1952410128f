"""Polygons of a vector layer of QGIS, for ``core`` to transform into the CRS it needs."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureRequest,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsRectangle,
)

from .conversion import wkt_of


def polygons_around(
    source: QgsProcessingFeatureSource,
    extent: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
    transforms: QgsCoordinateTransformContext,
    feedback: QgsProcessingFeedback,
) -> Iterator[bytes]:
    """Yield the polygons that meet ``extent`` (in ``crs``) as well-known binary, in their own CRS."""
    from ...core.util.errors import Cancelled

    request = QgsFeatureRequest().setNoAttributes()
    try:
        # A layer of all lakes on Earth is not read for one raster.
        to_source = QgsCoordinateTransform(crs, source.sourceCrs(), transforms)
        box = to_source.transformBoundingBox(extent, Qgis.TransformDirection.Forward, True)
        if box.xMinimum() <= box.xMaximum():  # else it reaches over 180°, which a filter cannot
            request.setFilterRect(box)
    except QgsCsException:
        pass  # then all are read, and core finds those that meet
    # Invalid polygons are repaired, not refused.
    unchecked = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    for feature in source.getFeatures(request, unchecked):
        if feedback.isCanceled():
            raise Cancelled
        if feature.hasGeometry():
            yield bytes(feature.geometry().asWkb())


def source_wkt(source: QgsProcessingFeatureSource) -> str:
    """Return the CRS of a source as well-known text; empty where it has none."""
    return wkt_of(source.sourceCrs())
