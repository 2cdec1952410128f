"""Pictures of change: where water stayed, was gained and was lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from osgeo import ogr

from ..ground import Ground
from ..shapes import Shapes
from .changes import Change

#: RGB of what the map shows; later ones lie on top.
COLOURS = {"stable": (158, 202, 225), "gain": (8, 81, 156), "loss": (217, 72, 1)}
_LAND = (247, 247, 243)
_MARGIN = 0.04  # of the longer side
_BATCH = 2000


class ChangeMap:
    """A picture of a rectangle (x from, x to, y from, y to in CRS units), drawn change by change.

    ``rgb`` is (H, W, 3) uint8, its longer side ``longest`` pixels; ``pixel`` its ground pixel in m.
    Slivers are drawn as what they are most likely: stable.
    """

    def __init__(self, box: Sequence[float], ground: Ground, longest: int = 1200) -> None:
        x0, x1, y0, y1 = (float(side) for side in box)
        along_x, along_y = ground.metres_per_unit((x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0 + y1 - y0) / 2000)
        wide, tall = (x1 - x0) * along_x, (y1 - y0) * along_y
        margin = _MARGIN * max(wide, tall)
        self.pixel = (max(wide, tall) + 2 * margin) / longest
        self._width, self._height = (max(1, round((side + 2 * margin) / self.pixel)) for side in (wide, tall))
        self._corner = (x0 - margin / along_x, self.pixel / along_x, 0, y1 + margin / along_y)
        self._corner += (0, -self.pixel / along_y)
        self.rgb = np.full((self._height, self._width, 3), _LAND, np.uint8)

    def draw(self, changes: Iterable[Change]) -> None:
        """Draw changes over what is there."""
        codes = {kind: code for code, kind in enumerate(COLOURS, start=1)}
        batch = list(changes)
        for first in range(0, len(batch), _BATCH):
            part = batch[first : first + _BATCH]
            kinds = ["stable" if change.sliver else change.change for change in part]
            order = sorted(range(len(part)), key=lambda k: codes[kinds[k]])
            shapes = Shapes(
                [ogr.CreateGeometryFromWkb(part[k].wkb) for k in order], [codes[kinds[k]] for k in order]
            )
            burnt = shapes.burnt(self._width, self._height, self._corner)
            for kind, code in codes.items():
                self.rgb[burnt == code] = COLOURS[kind]
