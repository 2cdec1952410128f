"""Where an output shall go, by what dialogs, the batch panel, models and scripts give for it."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingOutputLayerDefinition, QgsProperty


def asked_for(value: Any, context: QgsProcessingContext) -> str:
    """A path, an address or ``TEMPORARY_OUTPUT``; empty when the output is not wanted.

    A QGIS with a window wraps what was typed for a layer, and its batch panel does so when nothing was.
    """
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    if isinstance(value, QgsProperty):
        value, _ = value.valueAsString(context.expressionContext())
    return value if isinstance(value, str) else ""
