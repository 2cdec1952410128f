"""The review of lakes by a person: which ones to look at first, and what was decided."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ..report.text import counted
from ..util.fields import Field
from ..util.translation import tr
from .lake import Lake

ACCEPTED, REJECTED, EDITED = "accepted", "rejected", "edited"
#: What a person may decide about a lake.
DECISIONS = (ACCEPTED, REJECTED, EDITED)
REVIEW_FIELDS = (
    Field("review", str, "what a person decided: accepted, rejected, edited; empty before"),
    Field("review_order", int, "1 for the lake to look at first: largest area times (1 - confidence)"),
)


def rejected(values: Mapping[str, Any]) -> bool:
    """Return whether a lake, by its values under the names of its fields, was rejected by a person."""
    return str(values.get("review") or "").strip().lower() == REJECTED


def rejected_note(count: int, layer: str) -> str:
    """Return a sentence on the rejected lakes of a layer that are left out; empty without any."""
    if not count:
        return ""
    return tr("{lakes} of '{layer}' rejected in review: left out.", lakes=counted(count, "lake"), layer=layer)


def review_order(lakes: Sequence[Lake]) -> list[int]:
    """Return the place of each lake in the order in which to look at them, from 1 on.

    First comes the lake with the largest part that is expected to be no water, area × (1 - confidence). Of
    several orders by error, uncertainty and confidence that did as well on validation images this one can be
    made again from the fields; ``scripts/measure_review_order.py`` measures it. Ties keep the order of the
    lakes.
    """
    order = sorted(range(len(lakes)), key=lambda i: -_expected_land(lakes[i]))
    places = [0] * len(lakes)
    for place, i in enumerate(order, start=1):
        places[i] = place
    return places


def _expected_land(lake: Lake) -> float:
    """Return how much of a lake's area (m²) is expected to be land; all where its confidence is not known."""
    return lake.area if math.isnan(lake.confidence) else lake.area * (1 - lake.confidence)
