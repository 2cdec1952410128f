"""Parameters in sentences: as the dialog names them, with the id beside it.

Code and scripts know a parameter by its id, as sentences of ``core`` and of the help do; who reads them
beside a dialog knows its title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

#: A remark or a unit at the end of a title.
_REMARK = re.compile(r"\s*[(（][^()（）]*[)）]$")


def titles_of(definitions: Iterable[Any]) -> dict[str, str]:
    """Return what a dialog calls parameters and outputs, by their ids."""
    # Outputs of a model are called step:NAME.
    return {one.name().rpartition(":")[2]: one.description() for one in definitions}


def naming(titles: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that names parameters in a sentence; ``titles`` are what the dialog calls them.

    "Set a smaller MIN_AREA." becomes "Set a smaller 'Smallest lake' (MIN_AREA)."
    """
    short = {name: _REMARK.sub("", title) for name, title in titles.items() if title}
    if not short:
        return str
    # Not in commands, paths and quotes, and not where the title stands before it already.
    ids = "|".join(sorted(map(re.escape, short), key=len, reverse=True))
    named = r"(?!(?<=\()\w+\))"
    pattern = rf"(?<![\w/\\.=\-'\"]){named}({ids})(?![\w/\\=\-'\"]|\.\w)"
    bare = re.compile(pattern, re.ASCII)  # Chinese puts no spaces around an id
    return lambda sentence: bare.sub(lambda found: f"'{short[found[0]]}' ({found[0]})", sentence)
