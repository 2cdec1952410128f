"""Where an output goes: dialogs, the batch panel, models and scripts each pass that in their own form."""

from __future__ import annotations

import re
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProperty,
)

#: How a table of a database begins: ``ogr:dbname=...``, ``postgres://...``; a drive has one letter.
PROVIDER = re.compile(r"\w\w+:")


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
