"""Write a model again with other facts in its card, as what measures models does."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import package_path

package_path.load()
from lake_mapper.core.models.model_card import BUNDLED_CHECKSUM
from lake_mapper.core.models.model_file import BUNDLED, Model, save_model


def rewrite_model(path: Path, model: Model, **facts: Any) -> str:
    """Write ``model`` to ``path`` with ``facts`` of its card replaced: return the SHA-256 of the file.

    That of the bundled model is written beside it, as it is checked when the model is read.
    """
    card = replace(model.card, **facts)
    save_model(path, model.network, card, screening=model.screening)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if path.resolve() == BUNDLED.resolve():
        BUNDLED_CHECKSUM.write_text(f"{digest}  {BUNDLED.name}\n", encoding="utf-8")
    return digest
