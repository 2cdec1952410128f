"""The warning about lakes of one layer that overlap."""

from __future__ import annotations

from collections.abc import Sequence

from ..report.text import counted, listed
from ..util.translation import tr

_NAMED = 5


def overlap_warning(pairs: Sequence[tuple[object, object]], layer: str) -> str:
    """Return what to do about ``pairs`` of lakes (their ids) that overlap; empty without any.

    ``layer`` is what their layer is called in a sentence, with quotes where that is its name.
    """
    if not pairs:
        return ""
    return tr(
        "Lakes of {layer} overlap ({pairs}: {ids}): the water that two of them share is counted twice. Cut "
        "it out of one of the two, or merge these two alone.",
        layer=layer,
        pairs=counted(len(pairs), "pair"),
        ids=listed([tr("{one} and {two}", one=one, two=two) for one, two in pairs], _NAMED),
    )
