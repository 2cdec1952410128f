"""Ids of lakes that were edited: kept where they can be, given anew where they are missing or double."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from ..report.text import counted, listed
from ..util.translation import tr

_LARGEST = 2**31 - 1  # what a field of whole numbers holds in every format
_NAMED = 5  # ids in a sentence


def kept_ids(
    given: Sequence[Any], areas: Sequence[float], taken: Collection[int] = ()
) -> tuple[list[int], list[str]]:
    """Return the id of each lake, and sentences on those that it did not have.

    ``given`` are values of the field ``lake_id``, whatever it holds; None where there is none. Of several
    lakes with one id, as after a lake was cut in two, the largest keeps it. New ids come after all others,
    those ``taken`` by lakes that are not here among them, the largest lake first.
    """
    ids = [_whole(value) for value in given]
    by_area = sorted(range(len(ids)), key=lambda i: -areas[i])
    used, double, kept = set(taken), set(), [False] * len(ids)
    for i in by_area:
        own = ids[i]
        if own is None:
            continue
        if own in used:
            double.add(own)
        else:
            used.add(own)
            kept[i] = True
    following = max(used, default=0) + 1
    new = []
    for i in by_area:
        if not kept[i]:
            ids[i], following = following, following + 1
            new.append(ids[i])
    notes = []
    if double:
        notes.append(
            tr(
                "Several lakes have one lake_id ({ids}), as after a lake was cut: its largest keeps it, the "
                "others get new ones.",
                ids=listed(list(double), _NAMED),
            )
        )
    if new:
        notes.append(
            tr("New lake_id for {lakes}: {ids}.", lakes=counted(len(new), "lake"), ids=listed(new, _NAMED))
        )
    return [number for number in ids if number is not None], notes


def _whole(value: Any) -> int | None:
    """Return a value as a whole number that a field can hold, None where it is none."""
    try:
        number = float(value)
        return int(number) if number == int(number) and abs(number) <= _LARGEST else None
    except (TypeError, ValueError, OverflowError):
        return None
