"""Polygons of a QGIS source, for ``core`` to bring into its own CRS."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureRequest,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsRectangle,
)

from .crs import wkt_of


def polygons_around(
    source: QgsProcessingFeatureSource,
    extent: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
    transforms: QgsCoordinateTransformContext,
    feedback: QgsProcessingFeedback,
) -> Iterator[bytes]:
    """The polygons around an extent as well-known binary, in their own CRS."""
    from ...core.util.errors import Cancelled

    request = QgsFeatureRequest().setNoAttributes()
    try:
        # A layer of all lakes on Earth is not read for one raster.
        to_source = QgsCoordinateTransform(crs, source.sourceCrs(), transforms)
        request.setFilterRect(to_source.transformBoundingBox(extent))
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
    """The CRS of a source for ``core``; empty where it has none."""
    return wkt_of(source.sourceCrs())
