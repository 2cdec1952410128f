"""Lake layers read from vector files, without QGIS."""

from __future__ import annotations

import datetime
import html
import os
import re
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr

from ..lakes.image_facts import ImageFacts
from ..lakes.review import rejected
from ..util.errors import TrackingError
from ..util.gdal_context import gdal_raises
from ..util.translation import tr
from .dates import date_in_name, date_of_value
from .lake_fields import columns_of, dates_in_field, feature_of
from .lakes import Feature, LakeLayer

#: Types of layers that hold polygons, or may do so.
_POLYGONS = (
    ogr.wkbPolygon, ogr.wkbMultiPolygon, ogr.wkbCurvePolygon, ogr.wkbMultiSurface, ogr.wkbGeometryCollection,
    ogr.wkbUnknown,
)  # fmt: skip
_LAYER = "|layername="


@gdal_raises()
def read_lake_layer(
    path: str | os.PathLike, date: datetime.date | None = None, pixel: float = 17.0
) -> LakeLayer:
    """Read the lakes of one date from a vector file that OGR opens, such as a GeoPackage or a shapefile.

    The file may come from *Extract lakes* or from anybody; ``path`` may end in ``|layername=NAME`` where it
    has several layers. ``date`` is that of the image; None takes that in the field ``date``, or else in the
    name of the file, like 2020-08-31 or 20200831. ``pixel`` is the ground pixel of the image in m, where the
    file does not hold it: it decides the error of areas without one and what is a sliver.

    Of the attributes ``lake_id``, ``area_error_km2``, ``touches_edge``, ``touches_nodata`` and ``name`` are
    read where they are there, in a shapefile by their first ten letters. Lakes whose ``review`` is "rejected"
    are left out.

    Raises ``TrackingError`` when the file cannot be opened, holds no polygons, has no CRS or no date, or has
    lakes of several dates (then use ``read_lake_layers``).
    """
    file = _LakeFile(path)
    dates = [date] if date else file.dates()
    if len(dates) > 1:
        raise TrackingError(
            tr(
                "{path} holds lakes of {count} dates, from {first} to {last}. Read them with "
                "read_lake_layers, which returns a layer for each date.",
                path=path,
                count=len(dates),
                first=dates[0],
                last=dates[-1],
            )
        )
    return file.layer(dates[0], pixel)


@gdal_raises()
def read_lake_layers(path: str | os.PathLike, pixel: float = 17.0) -> list[LakeLayer]:
    """Read the lakes of all dates in a vector file, a layer for each date; see ``read_lake_layer``."""
    file = _LakeFile(path)
    dates = file.dates()
    return [file.layer(date, pixel, only=len(dates) > 1) for date in dates]


class _LakeFile:
    """The lakes of a file with their dates, in memory."""

    def __init__(self, path: str | os.PathLike) -> None:
        source, _, name = os.fspath(path).partition(_LAYER)
        try:
            dataset = gdal.OpenEx(source, gdal.OF_VECTOR)
        except RuntimeError as error:
            raise TrackingError(
                tr(
                    "{path} cannot be opened as a vector file ({why}). Choose lakes as polygons, such as a "
                    "GeoPackage or a shapefile.",
                    path=source,
                    why=error,
                )
            ) from error
        layer = _polygon_layer(dataset, source, name)
        self.path, self.name = source, name or Path(source).stem
        crs = layer.GetSpatialRef()
        if crs is None or crs.GetName().startswith("Undefined"):  # as GeoPackages say it
            raise TrackingError(
                tr(
                    "{path} has no coordinate reference system. Set it ('Define projection' in QGIS), so "
                    "that its lakes can be compared with others.",
                    path=source,
                )
            )
        self.crs_wkt = crs.ExportToWkt()
        facts = ImageFacts.from_keywords(_keywords(layer, Path(source)))
        self.facts, self.warning = facts.of_layer(self.name, self.crs_wkt, layer.GetFeatureCount())
        self._lakes = _lakes(layer)
        if not self._lakes:
            raise TrackingError(
                tr(
                    "{path} holds no lake, and a date without lakes cannot be compared: if none was found on "
                    "its image, all lakes of the other dates had vanished by then.",
                    path=source,
                )
            )

    def dates(self) -> list[datetime.date]:
        """Return the dates in the field ``date``, or the one in a name; ``TrackingError`` where none is."""
        dates = dates_in_field((date for _, date in self._lakes), self.name)
        if dates:
            return dates
        date = date_in_name(self.name) or date_in_name(Path(self.path).stem)
        if date is None:
            raise TrackingError(
                tr(
                    "{path} has no date: none in a field 'date', and none like 2020-08-31 in its name. Give "
                    "the date of the image: read_lake_layer(path, date).",
                    path=self.path,
                )
            )
        return [date]

    def layer(self, date: datetime.date, pixel: float, only: bool = False) -> LakeLayer:
        """Return the lakes of a date, or as of that date all lakes unless ``only``."""
        return LakeLayer(
            name=f"{self.name} {date}" if only else self.name,
            date=date,
            crs_wkt=self.crs_wkt,
            features=[lake for lake, value in self._lakes if not only or date_of_value(value) == date],
            pixel=self.facts.pixel or pixel,
            pixel_grid=self.facts.pixel_grid,
            footprint=self.facts.footprint,
            warning=self.warning,
        )


def _polygon_layer(dataset: gdal.Dataset, source: str, name: str) -> ogr.Layer:
    """Return the layer called ``name``, or the only one that holds polygons; else ``TrackingError``."""
    layers = [dataset.GetLayer(i) for i in range(dataset.GetLayerCount())]
    if name:
        layers = [layer for layer in layers if layer.GetName() == name]
        if not layers:
            raise TrackingError(
                tr("{path} has no layer called '{name}'. Choose one that it has.", path=source, name=name)
            )
    polygons = [layer for layer in layers if ogr.GT_Flatten(layer.GetGeomType()) in _POLYGONS]
    if not polygons:
        raise TrackingError(tr("{path} holds no polygons. Choose lakes as polygons.", path=source))
    if len(polygons) > 1:
        raise TrackingError(
            tr(
                "{path} has several layers of polygons: {names}. Choose one: add {end} to the path.",
                path=source,
                names=", ".join(layer.GetName() for layer in polygons),
                end=f"{_LAYER}{polygons[0].GetName()}",
            )
        )
    return polygons[0]


def _lakes(layer: ogr.Layer) -> list[tuple[Feature, Any]]:
    """Return the lakes that nobody rejected, each with what its field ``date`` holds."""
    definition = layer.GetLayerDefn()
    columns = columns_of(definition.GetFieldDefn(k).GetName() for k in range(definition.GetFieldCount()))
    found = []
    for row in layer:
        geometry = row.GetGeometryRef()
        if geometry is not None:
            values = {name: row.GetField(column) for name, column in columns.items()}
            if rejected(values):
                continue
            lake = feature_of(bytes(geometry.ExportToWkb()), values, row.GetFID())
            found.append((lake, values.get("date")))
    return found


def _keywords(layer: ogr.Layer, path: Path) -> dict[str, list[str]]:
    """Return the keywords, by vocabulary, that QGIS wrote into a GeoPackage or a .qmd file; empty without."""
    text = "".join(layer.GetMetadata().values())
    if path.with_suffix(".qmd").is_file():
        text += path.with_suffix(".qmd").read_text(encoding="utf-8", errors="replace")
    groups = re.findall(r'<keywords vocabulary="(lakemapper:\w+)">(.*?)</keywords>', text, re.DOTALL)
    found = {name: re.findall(r"<keyword>(.*?)</keyword>", words, re.DOTALL) for name, words in groups}
    return {name: [html.unescape(word) for word in words] for name, words in found.items()}
