"""What is wrong with the value of a parameter, in a sentence that says what would be right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qgis.core import (
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
)

_UNBOUNDED = 1e300


def wrong_value(
    definitions: Sequence[QgsProcessingParameterDefinition], parameters: Mapping[str, Any]
) -> str:
    """A sentence about the first number, choice or date that does not fit; empty when all do.

    In batch and under qgis_process all of them may come as text.
    """
    for definition in definitions:
        value = parameters.get(definition.name())
        if value is None:
            continue
        expected = _expected(definition)
        if expected and not (
            definition.checkValueIsAcceptable(value) and _is_number_if_text(definition, value)
        ):
            return f"{definition.name()} is '{value}', but must be {expected}."
    return ""


def _expected(definition: QgsProcessingParameterDefinition) -> str:
    """What a value must be; empty for kinds of which QGIS itself says enough."""
    if isinstance(definition, QgsProcessingParameterNumber):
        whole = definition.dataType() == QgsProcessingParameterNumber.Type.Integer
        kind = "a whole number" if whole else "a number, with a point before decimals,"
        low, high = definition.minimum(), definition.maximum()
        if high > _UNBOUNDED or (whole and high >= 2**31 - 1):
            return f"{kind} of at least {low:g}" if low > -_UNBOUNDED else kind.rstrip(",")
        return f"{kind} from {low:g} to {high:g}"
    if isinstance(definition, QgsProcessingParameterEnum):
        return "one of " + ", ".join(f"{n} ({title})" for n, title in enumerate(definition.options()))
    if isinstance(definition, QgsProcessingParameterDateTime):
        return "a date like 2020-05-18 (year-month-day)"
    return ""


def _is_number_if_text(definition: QgsProcessingParameterDefinition, value: Any) -> bool:
    """QGIS takes any text for an optional number, and makes 0 of it."""
    if not isinstance(definition, QgsProcessingParameterNumber) or not isinstance(value, str) or not value:
        return True
    try:
        float(value)
    except ValueError:
        return False
    return True
