"""The command line that does the same again, for reports."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any


def qgis_process_command(algorithm: str, parameters: Mapping[str, Any]) -> str:
    """The qgis_process call of ``algorithm`` (its id) with these parameters; lists are given in turn.

    QGIS can write it itself, but only from 3.24 on.
    """
    words = ["qgis_process", "run", algorithm]
    for name, value in parameters.items():
        if value is None or value == "":
            continue
        for item in value if isinstance(value, (list, tuple)) else [value]:
            words.append(f"--{name}={str(item).lower() if isinstance(item, bool) else item}")
    return shlex.join(words)
