"""The qgis_process command that runs an algorithm again, for reports and metadata."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProperty,
    QgsRectangle,
    QgsReferencedRectangle,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt

from ...core.util.credentials import without_secrets
from .destinations import destination_of


def qgis_process_command(algorithm: str, parameters: Mapping[str, Any]) -> str:
    """Return the command that runs ``algorithm`` (its id) with these parameters; lists item by item.

    It gets into reports and metadata, which are published: passwords and keys are left out.
    QGIS has such a function, too, but only from 3.24 on.
    """
    words = ["qgis_process", "run", algorithm]
    for name, value in parameters.items():
        if value is None or value == "":
            continue
        for item in value if isinstance(value, (list, tuple)) else [value]:
            text = str(item).lower() if isinstance(item, bool) else without_secrets(str(item))
            words.append(f"--{name}={text}")
    return " ".join(map(_for_windows, words)) if sys.platform == "win32" else shlex.join(words)


def _for_windows(word: str) -> str:
    """Quote a word for the shells of Windows, to which single quotes are nothing, but | and & are much."""
    if re.fullmatch(r"[\w.:=/\\,+-]+", word):
        return word
    quoted = subprocess.list2cmdline([word])
    if quoted.startswith('"'):
        return quoted
    end = "\\" if word.endswith("\\") else ""  # or it would escape the quote
    return f'"{quoted}{end}"'


def reproducing_command(
    algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any], context: QgsProcessingContext
) -> str:
    """Return the command that runs ``algorithm`` again, its defaults written out since they may change.

    It looks up layers: call it on the main thread. A temporary output gets a name, or it would be lost.
    """
    words = {}
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name(), definition.defaultValue())
        if not definition.isDestination():
            value = _plain(value, context)
        else:
            value = destination_of(value, context)
            if value == QgsProcessing.TEMPORARY_OUTPUT:
                value = f"{definition.name().lower()}.{definition.defaultFileExtension()}"
        words[definition.name()] = value
    return qgis_process_command(algorithm.id(), words)


def _plain(value: Any, context: QgsProcessingContext) -> Any:
    """Return a parameter's value as it is typed on a command line, a list item by item."""
    if isinstance(value, (list, tuple)):
        return [_plain(item, context) for item in value]
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source
    if isinstance(value, QgsProperty):
        value = value.staticValue()
    if isinstance(value, QgsMapLayer):
        return _source(value)
    if isinstance(value, (QDate, QDateTime)):
        return (value.date() if isinstance(value, QDateTime) else value).toString(Qt.DateFormat.ISODate)
    if isinstance(value, QgsRectangle):
        crs = value.crs().authid() if isinstance(value, QgsReferencedRectangle) else ""
        sides = (value.xMinimum(), value.xMaximum(), value.yMinimum(), value.yMaximum())
        return ",".join(f"{side:.12g}" for side in sides) + (f" [{crs}]" if crs else "")
    if isinstance(value, str) and value:
        layer = QgsProcessingUtils.mapLayerFromString(value, context, False)
        return value if layer is None else _source(layer)
    return value


def _source(layer: QgsMapLayer) -> str:
    """Return what opens the layer again: a path, or an address with the provider's name before it."""
    provider = layer.providerType()
    if provider in ("gdal", "ogr", "memory"):
        return layer.source()
    return QgsProcessingUtils.encodeProviderKeyAndUri(provider, layer.source())
