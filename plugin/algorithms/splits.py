"""Which side of a dataset's split an algorithm works on."""

from __future__ import annotations

from pathlib import Path


def split_file(dataset: str, given: str) -> str:
    """The split file to use: the one given, else the dataset's own; empty where there is none."""
    own = Path(dataset) / "split.json"
    return given or (str(own) if own.is_file() else "")
