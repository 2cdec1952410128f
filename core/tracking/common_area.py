"""The ground that the images of all dates show: only there can lakes be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from osgeo import ogr

from ..geo.repair import no_geos_warnings
from ..util.errors import TrackingError
from ..util.translation import tr
from .lakes import Lakes


def common_area(footprints: Sequence[ogr.Geometry | None]) -> ogr.Geometry | None:
    """Return what all footprints share, in one CRS; None is no limit. ``TrackingError`` when nothing."""
    common: ogr.Geometry | None = None
    with no_geos_warnings():
        for area in footprints:
            if area is not None:
                area = area if area.IsValid() else area.MakeValid()
                common = area if common is None else common.Intersection(area)
    if common is not None and common.Area() == 0:
        raise TrackingError(
            tr(
                "The images of the lake layers share no ground, or none of it lies in AREA: there is nothing "
                "to compare. Choose layers of one place."
            )
        )
    return common


def compared_within(lakes: Lakes, common: ogr.Geometry | None) -> Lakes:
    """Return the lakes, with those marked as outside that are not wholly in ``common``."""
    if common is None:
        return lakes
    prepared = common.CreatePreparedGeometry()
    inside = [prepared.Contains(lakes.shape(i)) for i in range(len(lakes))]
    return replace(lakes, outside=~np.array(inside, bool))
