"""Where an output goes: dialogs, the batch panel, models and scripts each pass that in their own form."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from qgis.core import (
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


def folder_for_a_file(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> str:
    """Return a sentence about the first output that is a file and was given a folder; empty for none."""
    for definition in algorithm.parameterDefinitions():
        if not definition.isDestination() or isinstance(definition, QgsProcessingParameterFolderDestination):
            continue
        destination = destination_of(parameters.get(definition.name()), context)
        place = Path(destination)
        if is_file(destination) and place.is_dir() and place.suffix.lower() != _FILE_GEODATABASE:
            sentence = tr("{name} is the folder {path}. Add the name of a file to it.")
            return sentence.format(name=definition.name(), path=destination)
    return ""
