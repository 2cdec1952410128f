"""A bad input: an algorithm, what makes the input in an empty folder, and what may come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Parameters that replace those of a good run; paths lie in the folder that is given.
Make = Callable[[Path], "dict[str, Any]"]


@dataclass(frozen=True)
class Case:
    """A bad input. ``may_run``: a result is fine as well, as for damage that changes nothing that is read."""

    name: str
    algorithm: str
    make: Make
    may_run: bool = False


def with_file(parameter: str, name: str, content: bytes | str) -> Make:
    """Return what writes a file and gives it as a parameter."""

    def make(folder: Path) -> dict[str, Any]:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return {parameter: str(path)}

    return make


def given(**parameters: Any) -> Make:
    """Return what gives parameters as they are."""
    return lambda folder: parameters
