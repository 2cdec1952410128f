"""The image that a lake layer comes from, as keywords in the metadata of the layer.

*Track lakes* compares such layers with others. QGIS keeps the keywords in a GeoPackage, and in a .qmd file
next to files of other formats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from osgeo import ogr

from ..geo.crs import spatial_reference
from ..geo.repair import no_geos_warnings
from ..geo.reprojection import Reprojection
from ..report.text import counted
from ..util.gdal_context import gdal_raises
from ..util.translation import tr
from .footprint_text import packed, unpacked

_PIXEL, _GRID, _FOOTPRINT = "lakemapper:ground_pixel_m", "lakemapper:grid", "lakemapper:footprint"
#: The footprint as WKT: in layers from before the shorter text, and where a footprint does not fit into that.
_WKT = "lakemapper:seen"
_CRS, _LAKES = "lakemapper:crs", "lakemapper:lakes"
#: Edges of a footprint are divided into so many, at least, before they are bent into another CRS.
_DIVIDED = 200


class ImageFacts(NamedTuple):
    """Pixels and valid-data footprint of an image; None where they are not known.

    ``pixel`` is the ground pixel in m, ``pixel_grid`` a corner of a pixel and its size (x, y, dx, dy) in CRS
    units, ``footprint`` the polygon (WKT) where the image had data; both are in ``crs``, an authority's code
    or WKT. ``lakes`` is how many were found.
    """

    pixel: float | None = None
    pixel_grid: tuple[float, float, float, float] | None = None
    footprint: str | None = None
    crs: str | None = None
    lakes: int | None = None

    def keywords(self) -> dict[str, list[str]]:
        """Return all facts as keywords by vocabulary; the pixels' lattice may lack."""
        if self.pixel is None or self.footprint is None:
            return {}
        words = packed(self.footprint, self.pixel_grid) if self.pixel_grid else None
        found = {_PIXEL: [repr(float(self.pixel))]}
        found.update({_WKT: [self.footprint]} if words is None else {_FOOTPRINT: words})
        if self.pixel_grid:
            found[_GRID] = [repr(float(number)) for number in self.pixel_grid]
        if self.crs:
            found[_CRS] = [self.crs]
        if self.lakes is not None:
            found[_LAKES] = [str(self.lakes)]
        return found

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

    def of_layer(self, name: str, crs_wkt: str, count: int) -> tuple[ImageFacts, str]:
        """Return the facts for a layer in a CRS with ``count`` lakes, and a warning, empty without any.

        A layer may have been saved in another CRS, or in part, with the keywords of the whole.
        """
        facts = self._in(crs_wkt)
        if self.lakes is None or not 0 <= count < self.lakes:
            return facts, ""
        return facts, tr(
            "'{layer}' holds {count}, but {lakes} were found in its image. The others count as not there: "
            "right where they were deleted as no lakes, wrong where only a part was saved or a filter hides "
            "them.",
            layer=name,
            count=counted(count, "lake"),
            lakes=self.lakes,
        )

    @gdal_raises()
    def _in(self, crs_wkt: str) -> ImageFacts:
        """Return the facts in another CRS, in which the pixels are no lattice."""
        if self.footprint is None or not self.crs or not crs_wkt:
            return self
        before, now = spatial_reference(self.crs), spatial_reference(crs_wkt)
        if before.IsSame(now, ["CRITERION=EQUIVALENT"]):
            return self
        seen = ogr.CreateGeometryFromWkt(self.footprint)
        west, east, south, north = seen.GetEnvelope()
        seen.Segmentize(max(east - west, north - south) / _DIVIDED)
        try:
            moved = Reprojection(before.ExportToWkt(), crs_wkt)(seen).ExportToWkt()
        except RuntimeError:
            moved = None  # there is no way: it is not known in this CRS
        return self._replace(pixel_grid=None, footprint=moved, crs=crs_wkt)

    @classmethod
    @gdal_raises()
    def from_keywords(cls, keywords: Mapping[str, Sequence[str]]) -> ImageFacts:
        """Read the facts from keywords by vocabulary; all are None where one is missing or damaged.

        The properties of a layer, once they were saved in QGIS, have keywords divided at their commas.
        """
        try:
            grid = None
            if keywords.get(_GRID):
                x, y, dx, dy = (float(number) for number in keywords[_GRID])
                grid = x, y, dx, dy
            words = keywords.get(_FOOTPRINT)
            if words and grid is None:
                return cls()
            footprint = unpacked(words, grid) if words and grid else ",".join(keywords[_WKT])
            crs, lakes = ",".join(keywords.get(_CRS, ())), keywords.get(_LAKES)
            if crs:
                spatial_reference(crs)
            count = int(lakes[0]) if lakes else None
            return (
                cls(float(keywords[_PIXEL][0]), grid, footprint, crs or None, count) if footprint else cls()
            )
        except (KeyError, IndexError, ValueError, RuntimeError):
            return cls()
