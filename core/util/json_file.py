"""Reading JSON files that anybody may have written."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from .translation import tr


def read_json_object(path: str | os.PathLike) -> dict[str, Any]:
    """Read names and values from a JSON file.

    ``ValueError`` when it holds anything else, or is nested too deeply; ``OSError`` when it cannot be read.
    """
    try:
        # labelme on Windows writes a byte order mark.
        values = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except RecursionError as error:
        raise ValueError(tr("it is nested too deeply")) from error
    if not isinstance(values, dict):
        raise ValueError(tr("it holds no names and values"))
    return values
