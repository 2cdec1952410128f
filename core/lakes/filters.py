"""Lakes that are left out on request: long ones, such as rivers, and those of low confidence."""

from __future__ import annotations

from collections.abc import Callable

from ..report.text import counted
from .lake import Lake


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
        lakes = _without(lakes, long, f"longer than MAX_ELONGATION {max_elongation:g}", info)
    if min_confidence is not None:
        unsure = [lake.confidence < min_confidence for lake in lakes]
        lakes = _without(lakes, unsure, f"below MIN_CONFIDENCE {min_confidence:g}", info)
    return lakes


def _without(lakes: list[Lake], unwanted: list[bool], why: str, info: Callable[[str], None]) -> list[Lake]:
    lost = sum(lake.area for lake, out in zip(lakes, unwanted) if out) / 1e6
    info(f"{counted(sum(unwanted), 'lake')} with {lost:,.3f} km² {why}: left out.")
    return [lake for lake, out in zip(lakes, unwanted) if not out]
