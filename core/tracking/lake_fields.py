"""Fields of lake layers: those of Extract lakes are read where a layer has them; none is needed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from ..util.attribute_values import number_of, truth_of
from ..util.errors import TrackingError
from ..util.translation import tr
from .dates import date_of_value
from .lakes import Feature

#: What is read of a lake.
NAMES = (
    "lake_id", "area_error_km2", "touches_edge", "touches_nodata", "date", "name", "known_id", "review"
)  # fmt: skip


def columns_of(names: Iterable[str], wanted: Iterable[str] = NAMES) -> dict[str, int]:
    """Return the number of each column ``wanted`` that a layer has, by the ``names`` of its fields.

    Shapefiles hold only the first ten letters of a name, and some programs write capitals.
    """
    names = list(names)
    there = {name.lower(): number for number, name in enumerate(names)}
    there.update({name: number for number, name in enumerate(names)})
    found = {name: there.get(name, there.get(name[:10])) for name in wanted}
    return {name: number for name, number in found.items() if number is not None}


def feature_of(wkb: bytes, values: Mapping[str, Any], feature_id: int) -> Feature:
    """Return a lake from its polygon and its values by ``NAMES``, as any format may hold them.

    Numbers and truths may be text; what is missing or None is not known. ``feature_id`` names a lake without
    a ``lake_id``.
    """
    error = number_of(values.get("area_error_km2"))
    lake_id = values.get("lake_id")
    return Feature(
        wkb,
        error=None if error is None else 1e6 * error,
        touches_edge=truth_of(values.get("touches_edge")),
        touches_nodata=truth_of(values.get("touches_nodata")),
        source_id=str(feature_id if lake_id in (None, "") else lake_id),
        name=str(values.get("name") or "").strip(),
        known_id=str(values.get("known_id") or "").strip(),
    )


def dates_in_field(values: Iterable[object], layer: str) -> list[datetime.date]:
    """Return the dates in the field ``date``, in order; none where it is empty.

    ``TrackingError``, which names the layer, when only some lakes have a date, or a value is none.
    """
    found = set()
    for value in values:
        try:
            found.add(date_of_value(value))
        except ValueError as error:
            raise TrackingError(
                tr(
                    "'{value}' in the field 'date' of the layer '{layer}' is no date. Write YYYY-MM-DD, or "
                    "set DATES.",
                    value=value,
                    layer=layer,
                )
            ) from error
    dates = sorted(date for date in found if date is not None)
    if dates and None in found:
        raise TrackingError(
            tr(
                "Some lakes of the layer '{layer}' have no date in its field 'date'. Fill it, or set DATES.",
                layer=layer,
            )
        )
    return dates
