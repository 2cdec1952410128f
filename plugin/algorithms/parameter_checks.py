"""Checks values of parameters; a sentence says what a wrong one must be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from qgis.core import (
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
)

from ..gui.translation import tr
from .definitions import limits


def wrong_value(
    definitions: Sequence[QgsProcessingParameterDefinition], parameters: Mapping[str, Any]
) -> str:
    """Return a sentence about the first number, choice or date that is wrong; empty when none is.

    In a batch and in qgis_process all of them may come as text.
    """
    for definition in definitions:
        value = parameters.get(definition.name())
        if value is None:
            continue
        expected = _expected(definition)
        if expected and not (definition.checkValueIsAcceptable(value) and _within_limits(definition, value)):
            sentence = tr("{name} is '{value}', but must be {expected}.")
            return sentence.format(name=definition.name(), value=value, expected=expected)
    return ""


def _expected(definition: QgsProcessingParameterDefinition) -> str:
    """Return what a value must be; empty for kinds that QGIS itself checks well."""
    if isinstance(definition, QgsProcessingParameterNumber):
        whole = definition.dataType() == QgsProcessingParameterNumber.Type.Integer
        kind = tr("a whole number") if whole else tr("a number, with a point before decimals,")
        low, high = limits(definition)
        if math.isinf(low):
            return kind.rstrip(",")
        if math.isinf(high):
            return tr("{kind} of at least {low:g}").format(kind=kind, low=low)
        return tr("{kind} from {low:g} to {high:g}").format(kind=kind, low=low, high=high)
    if isinstance(definition, QgsProcessingParameterEnum):
        choices = ", ".join(f"{n} ({title})" for n, title in enumerate(definition.options()))
        return tr("one of {choices}").format(choices=choices)
    if isinstance(definition, QgsProcessingParameterDateTime):
        return tr("a date like 2020-05-18 (year-month-day)")
    return ""


def _within_limits(definition: QgsProcessingParameterDefinition, value: Any) -> bool:
    """Check a number, also as text: QGIS accepts "nan", and any text for an optional one, read as 0."""
    if not isinstance(definition, QgsProcessingParameterNumber) or not isinstance(value, (str, int, float)):
        return True
    if value == "":
        return True
    low, high = limits(definition)
    try:
        return math.isfinite(float(value)) and low <= float(value) <= high
    except (ValueError, OverflowError):
        return False
