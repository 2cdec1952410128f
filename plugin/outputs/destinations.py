"""Where an output goes: dialogs, the batch panel, models and scripts each pass that in their own form."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsDataSourceUri,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFolderDestination,
    QgsProperty,
)

from ..gui.translation import tr

#: How a table of a database begins: ``ogr:dbname=...``, ``postgres://...``; a drive has one letter.
PROVIDER = re.compile(r"\w\w+:")
#: A format whose "file" is a folder.
_FILE_GEODATABASE = ".gdb"
_LONGEST = 255  # bytes of a name, on all usual file systems
_BESIDE = "-journal"  # what a database needs beside it; for an image it is .aux.xml, as long


def destination_of(value: Any, context: QgsProcessingContext) -> str:
    """Return a path, an address or ``TEMPORARY_OUTPUT``; empty when the output is not wanted.

    A QGIS with a window wraps what was typed for a layer; its batch panel does so even for an empty cell.
    """
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    if isinstance(value, QgsProperty):
        value, _ = value.valueAsString(context.expressionContext())
    return value if isinstance(value, str) else ""


def is_file(destination: str) -> bool:
    """Return whether a destination is the path of a file: not a database, a layer in memory, or nothing."""
    return (
        bool(destination)
        and destination != QgsProcessing.TEMPORARY_OUTPUT
        and not PROVIDER.match(destination)
    )


def table_of(destination: str) -> tuple[str, str] | None:
    """Return file and table of a destination that is a table of a file, as QGIS writes it; None otherwise."""
    provider, _, rest = destination.partition(":")
    uri = QgsDataSourceUri(rest)
    return (uri.database(), uri.table()) if provider == "ogr" and uri.database() else None


def unfit_path(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> str:
    """Return a sentence about the first output whose name is too long, or a folder's; empty for none."""
    for definition in algorithm.parameterDefinitions():
        if not definition.isDestination():
            continue
        destination = destination_of(parameters.get(definition.name()), context)
        file, _ = table_of(destination) or (destination if is_file(destination) else "", "")
        if any(len(os.fsencode(part)) > _LONGEST for part in Path(file + _BESIDE).parts):
            return tr(
                "{name} cannot be written to {path}: a name in it is too long. Choose one of at most {count} "
                "bytes; a Chinese character takes three.",
                name=definition.name(),
                path=file,
                count=_LONGEST - len(_BESIDE),
            )
        if isinstance(definition, QgsProcessingParameterFolderDestination) or not is_file(destination):
            continue
        place = Path(destination)
        if place.is_dir() and place.suffix.lower() != _FILE_GEODATABASE:
            sentence = tr("{name} is the folder {path}. Add the name of a file to it.")
            return sentence.format(name=definition.name(), path=destination)
    return ""
