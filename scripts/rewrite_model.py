"""Write a model again with other facts in its card, as what measures models does."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import package_path

package_path.load()
from lake_mapper.core.models.model_file import Model, save_model


def rewrite_model(path: Path, model: Model, **facts: Any) -> str:
    """Write ``model`` to ``path`` with ``facts`` of its card replaced: return the SHA-256 of the file."""
    save_model(path, model.network, replace(model.card, **facts))
    return hashlib.sha256(path.read_bytes()).hexdigest()
