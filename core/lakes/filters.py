"""Lakes that are left out on request: outside an area, long ones, such as rivers, those of low confidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..geo.area_of_interest import AreaOfInterest
from ..report.text import counted
from ..util.translation import tr
from .extraction_parameters import ExtractionParameters
from .lake import Lake


def _unsaid(sentence: str) -> None: ...


def kept_lakes(
    lakes: list[Lake],
    parameters: ExtractionParameters,
    reached: AreaOfInterest | None,
    info: Callable[[str], None] = _unsaid,
) -> list[Lake]:
    """Return the lakes that reach into an area, if there is one, and are within the limits."""
    reaching, _ = parted(lakes, reached)
    return without_unwanted(reaching, parameters.max_elongation, parameters.min_confidence, info)


def parted(lakes: list[Lake], area: AreaOfInterest | None) -> tuple[list[Lake], list[Lake]]:
    """Return the lakes that reach into an area, and those that do not; without an area all reach."""
    inside = [area is None or area.intersects(lake.rings) for lake in lakes]
    return _without(lakes, [not reaches for reaches in inside]), _without(lakes, inside)


def without_unwanted(
    lakes: list[Lake],
    max_elongation: float | None,
    min_confidence: float | None,
    info: Callable[[str], None],
) -> list[Lake]:
    """Return the lakes within both limits, None for no limit; ``info`` gets a sentence on those left out.

    What is not known of a lake does not leave it out.
    """
    if max_elongation is not None:
        long = [lake.elongation > max_elongation for lake in lakes]
        info(
            tr(
                "{lakes} with {area:,.3f} km² above MAX_ELONGATION {most:g}: left out.",
                **_counts(lakes, long),
                most=max_elongation,
            )
        )
        lakes = _without(lakes, long)
    if min_confidence is not None:
        unsure = [lake.confidence < min_confidence for lake in lakes]
        info(
            tr(
                "{lakes} with {area:,.3f} km² below MIN_CONFIDENCE {least:g}: left out.",
                **_counts(lakes, unsure),
                least=min_confidence,
            )
        )
        lakes = _without(lakes, unsure)
    return lakes


def _counts(lakes: list[Lake], unwanted: list[bool]) -> dict[str, Any]:
    """Return how many lakes are unwanted, and their area in km², for a sentence."""
    area = sum(lake.area for lake, out in zip(lakes, unwanted) if out) / 1e6
    return {"lakes": counted(sum(unwanted), "lake"), "area": area}


def _without(lakes: list[Lake], unwanted: list[bool]) -> list[Lake]:
    return [lake for lake, out in zip(lakes, unwanted) if not out]
