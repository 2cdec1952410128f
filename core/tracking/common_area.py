"""The part of the ground that was seen at all dates: only there can lakes be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from osgeo import ogr

from ..geo.repair import no_geos_warnings
from ..util.errors import TrackingError
from .lakes import Lakes


def common_area(seen: Sequence[ogr.Geometry | None]) -> ogr.Geometry | None:
    """What all areas share, in one CRS; None stands for no limit. ``TrackingError`` when that is nothing."""
    common: ogr.Geometry | None = None
    with no_geos_warnings():
        for area in seen:
            if area is not None:
                area = area if area.IsValid() else area.MakeValid()
                common = area if common is None else common.Intersection(area)
    if common is not None and common.Area() == 0:
        raise TrackingError(
            "The images of the lake layers share no ground, or none of it lies in AREA: there is nothing to "
            "compare. Choose layers of one place."
        )
    return common


def compared_within(lakes: Lakes, common: ogr.Geometry | None) -> Lakes:
    """The lakes, those not wholly in ``common`` marked as outside."""
    if common is None:
        return lakes
    prepared = common.CreatePreparedGeometry()
    inside = [prepared.Contains(lakes.shape(i)) for i in range(len(lakes))]
    return replace(lakes, outside=~np.array(inside, bool))


def check_one_place(dates: Sequence[Lakes]) -> None:
    """``TrackingError`` when the lakes of a date lie nowhere near those of the date before."""
    for before, after in zip(dates, dates[1:]):
        one, two = _box(before), _box(after)
        if one[0] > two[1] or two[0] > one[1] or one[2] > two[3] or two[2] > one[3]:
            raise TrackingError(
                f"The lakes of '{before.name}' and '{after.name}' do not overlap anywhere: they show "
                "different places, or one of the layers has the wrong CRS."
            )


def _box(lakes: Lakes) -> np.ndarray:
    low, high = lakes.boxes.min(0), lakes.boxes.max(0)
    return np.array([low[0], high[1], low[2], high[3]])
