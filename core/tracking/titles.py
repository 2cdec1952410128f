"""What reports call lakes that are followed through dates."""

from __future__ import annotations

from ..report.text import comma_separated
from ..util.translation import tr
from .history import Lineage

#: Numbers, and letters of a name, that fit into a table.
_IDS, _LETTERS = 4, 40


def lineage_title(lineage: Lineage) -> str:
    """Return plain text: ``lake 4 (Nam Co)``, or ``lakes 4, 5, 9, …`` that split or merged."""
    ids = sorted(lineage.ids)
    shown = [str(number) for number in ids[:_IDS]]
    text = comma_separated(shown if len(ids) <= _IDS else [*shown, "…"])
    title = tr("lake {ids}", ids=text) if len(ids) == 1 else tr("lakes {ids}", ids=text)
    name = lineage.name if len(lineage.name) <= _LETTERS else lineage.name[: _LETTERS - 1] + "…"
    return f"{title} ({name})" if name else title
