"""Tries an output before the work: whether its format, its name and its CRS give the features back."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsField,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...core.util.fields import Field
from ...core.util.temporary_folder import TemporaryFolder
from ..gui.translation import tr
from .destinations import destination_of, is_file
from .feature_sink import Table, not_found_again, write_features

_WGS84 = "EPSG:4326"
_FAR = 0.01  # degrees from where the trial feature was to where a reader finds it
_FARTHEST = 1e9  # in units of any CRS, such as feet
#: Some formats do not write a row without values.
_VALUES: dict[type, Any] = {int: 1, float: 1.0, str: "a", bool: True, date: date(2020, 8, 31)}
_SHAPEFILE = ".shp"
#: Of a CRS that has no code, and of one that the user has defined.
_NO_AUTHORITY = ("", "USER")
#: What a GeoPackage's own library decodes in a path, and then does not find.
_ENCODED = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)


def check_output(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict,
    name: str,
    context: QgsProcessingContext,
    *,
    table: Table,
    extent: QgsRectangle,
) -> str:
    """Write a trial feature as the sink ``name`` would, in a folder beside its file, and read it again.

    A warning is returned where the format keeps no shapes, or not all fields; empty where all is kept.
    ``QgsProcessingException`` names what is wrong and the remedy. Databases, layers in memory and temporary
    outputs are not tried. ``extent`` (in the table's CRS) is about where the features will lie.
    """
    path = destination_of(parameters.get(name), context)
    file = Path(path)
    if not is_file(path) or not file.suffix:
        return ""
    if "|" in path:
        _refuse(name, path, tr("QGIS takes what stands after | for the name of a table"))
    encoded = _ENCODED.search(path)
    if encoded and file.suffix.lower() == ".gpkg":
        why = tr("a GeoPackage cannot be opened by a path that holds '{code}'", code=encoded[0])
        _refuse(name, path, why)
    near = file.parent
    while not near.is_dir() and near != near.parent:
        near = near.parent
    try:
        temporary = TemporaryFolder(near, hidden=True)
    except OSError as error:
        _refuse(name, path, str(error.strerror))
    with temporary as folder:
        trial = str(folder / file.name)
        shape = _shape(table.kind, extent)
        wkb = None if shape.isNull() else bytes(shape.asWkb())
        rows: list[tuple[bytes | None, list[Any]]] = [(wkb, list(map(_value, table.fields)))]
        try:
            write_features(algorithm, {name: trial}, name, context, table=table, rows=rows)
        except QgsProcessingException as error:
            _refuse(name, path, str(error).replace(trial, file.name).splitlines()[0].rstrip(".。"))
        layer = QgsVectorLayer(trial, "", "ogr")
        if not Path(trial).is_file() or layer.featureCount() != 1:
            _refuse(name, path, not_found_again(file.suffix))
        if shape.isNull():
            return _lost_fields(name, path, table, layer)
        if not layer.isSpatial():
            return tr(
                "{name} is written to {path}, which holds the table without the shapes: no map and no other "
                "algorithm can use it. Choose a GeoPackage to have both.",
                name=name,
                path=path,
            )
        written = next(layer.getFeatures()).geometry()
        if _distance(shape, table.crs, written, layer.crs(), context) > _FAR:
            _refuse_crs(name, path, table.crs)
        return _lost_fields(name, path, table, layer)


def _lost_fields(name: str, path: str, table: Table, written: QgsVectorLayer) -> str:
    """Return a warning that names the fields which are not in what was written; empty where all are."""
    suffix = Path(path).suffix
    there = {field.casefold() for field in written.fields().names()}
    given = [field.name() if isinstance(field, QgsField) else field.name for field in table.fields]
    lost = [field for field in given if field.casefold() not in there]
    if not lost or suffix.lower() == _SHAPEFILE:  # which cuts their names
        return ""
    return tr(
        "{name} is written to {path}, but {suffix} does not keep these fields: {fields}. Choose a GeoPackage "
        "to have them.",
        name=name,
        path=path,
        suffix=suffix,
        fields=", ".join(lost),
    )


def _refuse(name: str, path: str, why: str) -> None:
    raise QgsProcessingException(
        tr(
            "{name} cannot be written to {path}: {why}. Choose a GeoPackage with a plain name, like "
            "lakes.gpkg.",
            name=name,
            path=path,
            why=why,
        )
    )


def _refuse_crs(name: str, path: str, crs: QgsCoordinateReferenceSystem) -> None:
    """Name a format that holds the CRS: a Shapefile where it has no code, since it writes the CRS in full."""
    suffix = Path(path).suffix
    why = tr("{suffix} cannot hold this CRS, and the lakes would lie elsewhere", suffix=suffix)
    coded = crs.authid().partition(":")[0] not in _NO_AUTHORITY
    if suffix.lower() != ".gpkg" and (coded or suffix.lower() == _SHAPEFILE):
        _refuse(name, path, why)
    raise QgsProcessingException(
        tr(
            "{name} cannot be written to {path}: {why}. Choose a Shapefile, or give the "
            "image a CRS with a code.",
            name=name,
            path=path,
            why=why,
        )
    )


def _value(field: Field | QgsField) -> Any:
    """Return a value for a field of ours; of a field that another layer has, none."""
    return None if isinstance(field, QgsField) else _VALUES[field.kind]


def _shape(kind: QgsWkbTypes.Type, extent: QgsRectangle) -> QgsGeometry:
    """Return a shape of that kind in the middle of an extent; none for a table without geometry."""
    if kind == QgsWkbTypes.Type.NoGeometry:
        return QgsGeometry()
    return _square(extent).centroid() if kind == QgsWkbTypes.Type.Point else _square(extent)


def _square(extent: QgsRectangle) -> QgsGeometry:
    """Return a small square in the middle of an extent; anywhere if that is none, as without features."""
    # Coordinates that nothing can hold are refused with what they are, later.
    ends = extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()
    if extent.isNull() or not all(abs(end) < _FARTHEST for end in ends):
        extent = QgsRectangle(0, 0, 1, 1)
    half = max(extent.width(), extent.height()) / 1000
    return QgsGeometry.fromRect(QgsRectangle.fromCenterAndSize(extent.center(), half, half))


def _distance(
    shape: QgsGeometry,
    crs: QgsCoordinateReferenceSystem,
    written: QgsGeometry,
    written_crs: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext,
) -> float:
    """Return how far apart two shapes of different CRSs are, in degrees."""
    places, wgs84 = [], QgsCoordinateReferenceSystem(_WGS84)
    for geometry, of in ((shape, crs), (written, written_crs)):
        to_wgs84 = QgsCoordinateTransform(of, wgs84, context.transformContext())
        try:
            places.append(to_wgs84.transform(geometry.centroid().asPoint()))
        except QgsCsException:
            return float("inf")
    apart = abs(places[0].x() - places[1].x()) % 360
    return max(min(apart, 360 - apart), abs(places[0].y() - places[1].y()))
