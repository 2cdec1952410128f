"""What cuts a lake that was not seen whole: the edge, one's own area of interest, or missing data."""

from __future__ import annotations

from collections.abc import Sequence

from osgeo import ogr

from ..geo.area_of_interest import AreaOfInterest
from ..geo.grid import Grid
from ..geo.wkb import polygon_wkb
from ..report.text import comma_separated
from ..util.translation import tr
from .lake import Lake


def cut_by(lakes: Sequence[Lake], grid: Grid, area: AreaOfInterest | None) -> list[str]:
    """Return for each lake what cuts it, such as "edge, no data"; empty where it was seen whole.

    ``area`` is the one at whose border lakes were cut, None without one. Pixels outside are without data, as
    far as ``touches_nodata`` goes: a lake at that border is cut by the area.
    """
    borders = [ogr.CreateGeometryFromWkb(wkb).Boundary() for wkb in area.wkbs] if area else []
    # Smooth shorelines stay within about a pixel of the pixels' edges, which lie half a pixel off the border.
    near = 2 * max(grid.pixel_x, grid.pixel_y)
    texts = []
    for lake in lakes:
        reasons = [tr("edge")] if lake.touches_edge else []
        if lake.touches_nodata:
            reasons.append(tr("area of interest") if _reaches(lake, borders, near) else tr("no data"))
        texts.append(comma_separated(reasons))
    return texts


def _reaches(lake: Lake, borders: Sequence[ogr.Geometry], near: float) -> bool:
    """Return whether a lake lies within ``near`` of any border."""
    if not borders:
        return False
    shape = ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings))
    return any(shape.Distance(border) <= near for border in borders)
