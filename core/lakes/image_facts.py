"""The image that a lake layer comes from, as keywords in the metadata of the layer.

*Track lakes* compares such layers with others. QGIS keeps the keywords in a GeoPackage, and in a .qmd file
next to files of other formats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from osgeo import ogr

from ..geo.repair import no_geos_warnings
from .footprint_text import packed, unpacked

_PIXEL, _GRID, _FOOTPRINT = "lakemapper:ground_pixel_m", "lakemapper:grid", "lakemapper:footprint"
#: The footprint as WKT: in layers from before the shorter text, and where a footprint does not fit into that.
_WKT = "lakemapper:seen"


class ImageFacts(NamedTuple):
    """Pixels and valid-data footprint of an image; None where they are not known.

    ``pixel`` is the ground pixel in m, ``pixel_grid`` a corner of a pixel and its size (x, y, dx, dy) in CRS
    units, ``footprint`` the polygon (WKT, CRS of the layer) where the image had data.
    """

    pixel: float | None = None
    pixel_grid: tuple[float, float, float, float] | None = None
    footprint: str | None = None

    def keywords(self) -> dict[str, list[str]]:
        """Return all facts as keywords by vocabulary."""
        if self.pixel is None or self.pixel_grid is None or self.footprint is None:
            return {}
        grid = [repr(float(number)) for number in self.pixel_grid]
        words = packed(self.footprint, self.pixel_grid)
        footprint = {_WKT: [self.footprint]} if words is None else {_FOOTPRINT: words}
        return {_PIXEL: [repr(float(self.pixel))], _GRID: grid, **footprint}

    def without(self, lakes: Sequence[bytes]) -> ImageFacts:
        """Return the facts for a layer without some of the image's lakes, well-known binary in its CRS.

        Where these are nothing is seen, since no lake of the layer says that there is one.
        """
        if self.footprint is None or not lakes:
            return self
        seen = ogr.CreateGeometryFromWkt(self.footprint)
        with no_geos_warnings():
            for wkb in lakes:
                seen = seen.Difference(ogr.CreateGeometryFromWkb(wkb).MakeValid())
        return self._replace(footprint=seen.ExportToWkt())

    @classmethod
    def from_keywords(cls, keywords: Mapping[str, Sequence[str]]) -> ImageFacts:
        """Read the facts from keywords by vocabulary; all are None where one is missing or damaged."""
        try:
            x, y, dx, dy = (float(number) for number in keywords[_GRID])
            words = keywords.get(_FOOTPRINT)
            footprint = unpacked(words, (x, y, dx, dy)) if words else keywords[_WKT][0]
            return cls(float(keywords[_PIXEL][0]), (x, y, dx, dy), footprint)
        except (KeyError, IndexError, ValueError):
            return cls()
