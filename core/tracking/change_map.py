"""Maps of change as pictures: where water stayed, was gained and was lost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from osgeo import ogr

from ..geo.ellipsoid import Ellipsoid
from ..geo.rasterize import Shapes
from .changes import Change
from .history import History, Lineage

#: RGB of what a map shows; later ones lie on top.
COLOURS = {"cut": (189, 189, 189), "stable": (158, 202, 225), "gain": (8, 81, 156), "loss": (217, 72, 1)}
_LAND = (247, 247, 243)
_MARGIN = 0.04  # of the longer side
#: Changes drawn at once.
_BATCH = 2000
#: Lineages with a map of their own.
_CLOSE_UPS = 6


class ChangeMap:
    """A picture of a box (least x, most x, least y, most y in CRS units), drawn change by change.

    ``rgb`` is (H, W, 3) uint8, its longer side ``longest`` pixels; ``pixel`` is the ground pixel in m.
    Slivers are drawn as what they are most likely: stable; what is not in the totals as cut.
    """

    def __init__(self, box: Sequence[float] | np.ndarray, ellipsoid: Ellipsoid, longest: int = 1200) -> None:
        x0, x1, y0, y1 = (float(side) for side in box)
        along_x, along_y = ellipsoid.metres_per_unit((x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0 + y1 - y0) / 2000)
        wide, tall = (x1 - x0) * along_x, (y1 - y0) * along_y
        margin = _MARGIN * max(wide, tall)
        self.pixel = (max(wide, tall) + 2 * margin) / longest
        self._width, self._height = (max(1, round((side + 2 * margin) / self.pixel)) for side in (wide, tall))
        west, north = x0 - margin / along_x, y1 + margin / along_y
        self._geotransform = (west, self.pixel / along_x, 0.0, north, 0.0, -self.pixel / along_y)
        self.rgb = np.full((self._height, self._width, 3), _LAND, np.uint8)

    def draw(self, changes: Sequence[Change]) -> None:
        """Draw changes of one interval or several over those of earlier calls.

        What stayed does not hide what changed in another interval.
        """
        codes = {kind: code for code, kind in enumerate(COLOURS, start=1)}
        kinds = [_kind(change) for change in changes]
        order = sorted(range(len(changes)), key=lambda k: codes[kinds[k]])
        shapes = Shapes(
            [ogr.CreateGeometryFromWkb(changes[k].wkb) for k in order], [codes[kinds[k]] for k in order]
        )
        drawn = shapes.rasterize(self._width, self._height, self._geotransform)
        empty = (self.rgb == _LAND).all(2)
        for kind in ("cut", "stable"):
            self.rgb[(drawn == codes[kind]) & empty] = COLOURS[kind]
        for kind in ("gain", "loss"):
            self.rgb[drawn == codes[kind]] = COLOURS[kind]


def _kind(change: Change) -> str:
    if not change.counted:
        return "cut"
    return "stable" if change.sliver else change.change


class ChangeMaps:
    """The maps of a history: of all lakes, and of the lineages that changed most, beyond their errors.

    Changes are added one by one, in the order of time; some thousands are drawn at once.
    """

    def __init__(self, history: History, ellipsoid: Ellipsoid) -> None:
        self.lineages = history.lineages()
        self._whole = ChangeMap(history.box(), ellipsoid)
        changed = [one for one in self.lineages if one.counted and one.significant]
        changed.sort(key=lambda one: -abs(one.change))
        self._close_ups = [(one, ChangeMap(history.box(one), ellipsoid, 480)) for one in changed[:_CLOSE_UPS]]
        self._waiting: list[Change] = []

    def add(self, change: Change) -> None:
        """Add a change."""
        self._waiting.append(change)
        if len(self._waiting) >= _BATCH:
            self._draw()

    def finished(self) -> tuple[ChangeMap, list[tuple[Lineage, ChangeMap]]]:
        """Return the map of all lakes, and the lineages that changed most with their maps."""
        self._draw()
        return self._whole, self._close_ups

    def _draw(self) -> None:
        for change_map in (self._whole, *(close_up for _, close_up in self._close_ups)):
            change_map.draw(self._waiting)
        self._waiting = []
