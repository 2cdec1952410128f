"""Writes features to a QGIS sink: all of them, or none.

A file is made in a temporary folder beside its place, with its style and metadata, and gets its name when it
is whole: until then, the file that was there before stays.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProperty,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate

from ...core.util.atomic_files import check_room, put_in_place
from ...core.util.fields import Field
from ...core.util.gdal_context import gdal_raises
from ...core.util.temporary_folder import TemporaryFolder
from ..gui.translation import tr
from .destinations import destination_of, is_file
from .fields import qgis_fields
from .layer_style import LayerInfo, show_style_and_metadata, write_style_and_metadata

_AMPLE = 2**24  # bytes: with so much room it is not the disk that refuses style or metadata


class Table(NamedTuple):
    """What a sink holds: its fields, some of them of another layer, the ``kind`` of its geometry, its CRS."""

    fields: Sequence[Field | QgsField]
    kind: QgsWkbTypes.Type
    crs: QgsCoordinateReferenceSystem


Rows = Iterable[tuple[bytes | None, Sequence[Any]]]


def write_features(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict,
    name: str,
    context: QgsProcessingContext,
    *,
    table: Table,
    rows: Rows,
    info: LayerInfo | None = None,
) -> str:
    """Write rows of well-known binary and values to the sink ``name``; return its destination.

    ``info`` is the style and metadata of the layer. A file appears whole, or ``QgsProcessingException`` is
    raised; so it does not when ``rows`` end in an exception, such as ``Cancelled``. Tables of databases are
    written where they are. An optional sink without a destination returns "".
    """
    definition = algorithm.parameterDefinition(name)
    wanted = destination_of(parameters.get(name), context)
    if definition.flags() & definition.Flag.FlagOptional and not wanted:
        return ""
    sink = _Sink(algorithm, parameters, name, context, table)
    # A table of a database is emptied when its sink is made: what may fail, or be cancelled, comes before.
    destination = _write_file(sink, wanted, rows, info) if is_file(wanted) else sink.write(list(rows))
    if info:
        show_style_and_metadata(destination, info, context)
    return destination


def _write_file(sink: _Sink, wanted: str, rows: Rows, info: LayerInfo | None) -> str:
    """Write a file in a folder beside its place, and put it there when it is whole."""
    parent = Path(wanted).parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with TemporaryFolder(parent, hidden=True) as folder:
            unfinished = Path(sink.write(rows, str(folder / Path(wanted).name)))
            if info and unfinished.exists():
                _report(write_style_and_metadata(str(unfinished), info), unfinished, info)
            _check_whole(unfinished, sink)
            path = parent / unfinished.name  # QGIS appends a suffix where there is none
            put_in_place(unfinished, path)
            sink.load_instead(str(unfinished), str(path))
    except OSError as error:
        raise sink.cannot_write(wanted, error.strerror or str(error)) from error
    return str(path)


def _report(failed: list[str], unfinished: Path, info: LayerInfo) -> None:
    """Warn of what could not be written beside the lakes, which are there; not on a disk that is full."""
    if failed and shutil.disk_usage(unfinished.parent).free < _AMPLE:
        raise OSError(failed[0].rstrip(".。"))
    for sentence in failed:
        info.feedback.pushWarning(sentence)


def _check_whole(unfinished: Path, sink: _Sink) -> None:
    """Raise an exception where a file is not what was written.

    On a full disk some formats and .qmd files end early, and a GeoPackage leaves its log, and none of them
    always says so.
    """
    if not unfinished.exists():
        raise OSError(not_found_again(unfinished.suffix))
    check_room(unfinished.parent)
    count = _rows_in(unfinished)
    if count != sink.count:
        raise OSError(tr("{count} of {rows} rows can be read again", count=count, rows=sink.count))
    for log in ("-wal", "-journal"):
        if unfinished.with_name(unfinished.name + log).exists():
            raise OSError(tr("the database could not be closed"))


def not_found_again(suffix: str) -> str:
    """Return that files of a kind that QGIS has written cannot be opened by it."""
    return tr("QGIS does not find again what it writes as {suffix}", suffix=suffix)


def _rows_in(path: Path) -> int:
    """Return how many rows of a file can be read; its header may promise more."""
    try:
        with gdal_raises():
            dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
            return sum(1 for _ in dataset.GetLayer(0))
    except RuntimeError:
        return 0


class _Sink:
    """A sink of an algorithm, and how many rows were written to it."""

    def __init__(self, algorithm, parameters: dict, name: str, context, table: Table) -> None:
        self.algorithm, self.parameters, self.name = algorithm, parameters, name
        self.context, self.table, self.count = context, table, 0

    def write(self, rows: Rows, path: str = "") -> str:
        """Write rows, to ``path`` instead of the destination where it is given; return where they are."""
        made = qgis_fields(self.table.fields)
        parameters = {**self.parameters, self.name: self._elsewhere(path)} if path else self.parameters
        sink, destination = self.algorithm.parameterAsSink(
            parameters, self.name, self.context, made, self.table.kind, self.table.crs
        )
        if sink is None:
            raise QgsProcessingException(self.algorithm.invalidSinkError(self.parameters, self.name))
        written = True
        for wkb, values in rows:
            feature = QgsFeature(made)
            if wkb is not None:
                geometry = QgsGeometry()
                geometry.fromWkb(wkb)
                feature.setGeometry(geometry)
            feature.setAttributes([QDate(v) if isinstance(v, date) else v for v in values])
            written = written and sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
            self.count += 1
        written = sink.flushBuffer() and written
        why = sink.lastError()
        del sink  # closes the file
        if not written:
            raise self.cannot_write(destination, why)
        return destination

    def _elsewhere(self, path: str) -> Any:
        """Return the destination with another path, and all else that was chosen for it."""
        value = self.parameters[self.name]
        if not isinstance(value, QgsProcessingOutputLayerDefinition):
            return path
        changed = QgsProcessingOutputLayerDefinition(value)
        changed.sink = QgsProperty.fromValue(path)
        return changed

    def load_instead(self, unfinished: str, path: str) -> None:
        """Let QGIS load the finished file where it was to load the unfinished one."""
        to_load = self.context.layersToLoadOnCompletion()
        if unfinished in to_load:
            to_load[path] = to_load.pop(unfinished)
            self.context.setLayersToLoadOnCompletion(to_load)

    def cannot_write(self, path: str, why: str) -> QgsProcessingException:
        """Return an exception that names the output, the reason and the remedy."""
        if not why:
            return QgsProcessingException(
                tr(
                    "{name} cannot be written to {path}. Check the free space and the rights there.",
                    name=self.name,
                    path=path,
                )
            )
        return QgsProcessingException(
            tr(
                "{name} cannot be written to {path} ({why}). Check the free space and the rights there.",
                name=self.name,
                path=path,
                why=why,
            )
        )
