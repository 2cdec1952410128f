"""GeoPackages of polygons with attributes, written without QGIS."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Sequence
from typing import Any

from osgeo import ogr

from ..util.atomic_files import atomic_write, check_room
from ..util.errors import LakeMapperError
from ..util.fields import Field
from ..util.gdal_context import gdal_raises
from ..util.translation import tr
from .crs import spatial_reference

_OGR_TYPES = {
    int: (ogr.OFTInteger, ogr.OFSTNone),
    float: (ogr.OFTReal, ogr.OFSTNone),
    bool: (ogr.OFTInteger, ogr.OFSTBoolean),
    str: (ogr.OFTString, ogr.OFSTNone),
    datetime.date: (ogr.OFTDate, ogr.OFSTNone),
}


@gdal_raises()
def write_geopackage(
    path: str | os.PathLike,
    layer: str,
    crs_wkt: str,
    fields: Sequence[Field],
    *,
    geometry: int = ogr.wkbPolygon,
    features: Iterable[tuple[bytes, Sequence[Any]]],
) -> None:
    """Write a GeoPackage with one ``layer``, whole or not at all; a file of that name is replaced.

    ``features`` are the well-known binary of a shape and the values of ``fields`` in their order, None for
    NULL; ``geometry`` is OGR's code of their type. ``LakeMapperError`` where the file cannot be written.
    """
    if os.fspath(path)[-5:].lower() != ".gpkg":
        raise LakeMapperError(tr("{path} is written as a GeoPackage: let its name end in .gpkg.", path=path))
    try:
        with atomic_write(path) as unfinished:
            file = ogr.GetDriverByName("GPKG").CreateDataSource(str(unfinished))
            table = file.CreateLayer(layer, spatial_reference(crs_wkt), geometry)
            for field in fields:
                definition = ogr.FieldDefn(field.name, _OGR_TYPES[field.kind][0])
                definition.SetSubType(_OGR_TYPES[field.kind][1])
                table.CreateField(definition)
            table.StartTransaction()
            for wkb, values in features:
                feature = ogr.Feature(table.GetLayerDefn())
                feature.SetGeometry(ogr.CreateGeometryFromWkb(wkb))
                for field, value in zip(fields, values):
                    if value is not None:
                        feature[field.name] = value.isoformat() if isinstance(value, datetime.date) else value
                table.CreateFeature(feature)
            table.CommitTransaction()
            file.FlushCache()
            del table, file  # closes it; what fails then, is not told
            check_room(unfinished.parent)
    except (OSError, RuntimeError) as error:
        raise LakeMapperError(
            tr(
                "{path} cannot be written ({why}). Check the free space and the rights there.",
                path=path,
                why=error,
            )
        ) from error
