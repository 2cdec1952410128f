"""The model card of a model file, and its header. Reading them needs no PyTorch.

The file is a ``.safetensors`` (https://huggingface.co/docs/safetensors): eight bytes with the length of the
header, a header in JSON with the place of each tensor, then the tensors. The card is JSON in the header's
``__metadata__``, under ``lake_mapper``.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

from ..util.errors import ModelError

BUNDLED = Path(__file__).parents[2] / "resources" / "models" / "lakenet.safetensors"
CARD_KEY = "lake_mapper"
_LARGEST_HEADER = 100_000_000  # the limit of the reference implementation
# Tensors of a network that are not its parameters.
_NOT_FITTED = ("running_mean", "running_var", "num_batches_tracked")


@dataclass(frozen=True)
class ModelCard:
    """What must be known to use a model's weights, and to cite them (Mitchell et al., FAT* 2019).

    ``mean`` and ``std`` are of RGB in 0-255, in the order of ``bands``. ``ground_resolution`` is in metres a
    pixel, ``ground_range`` the resolutions that it was trained for. ``margin`` is the number of pixels at the
    border of an inference block that are not used. ``threshold`` is the lake probability from which a pixel
    is lake; ``calibration`` are slope and intercept of Platt scaling (``core/lakes/calibration.py``).
    ``doubt_limit`` is the doubt about an image beyond which its lakes are too often wrong
    (``core/lakes/doubt.py``), None where it was not measured. ``metrics`` holds scores by the data they were
    measured on.
    """

    name: str
    network: str
    arguments: dict[str, Any] = field(default_factory=dict)
    bands: tuple[str, ...] = ("red", "green", "blue")
    mean: tuple[float, ...] = (123.675, 116.28, 103.53)
    std: tuple[float, ...] = (58.395, 57.12, 57.375)
    classes: tuple[str, ...] = ("land", "lake")
    ground_resolution: float = 17.0
    ground_range: tuple[float, float] = (8.0, 30.0)
    margin: int = 128
    threshold: float = 0.5
    calibration: tuple[float, float] = (1.0, 0.0)
    doubt_limit: float | None = None
    training_data: tuple[str, ...] = ()
    licence: str = ""
    metrics: dict[str, Any] = field(default_factory=dict)
    created: str = ""


class ModelFile(NamedTuple):
    """The card of a model file, the number of its parameters, its size in bytes and SHA-256."""

    card: ModelCard
    parameters: int
    size: int
    sha256: str


def inspect_model(path: str | os.PathLike = BUNDLED) -> ModelFile:
    """Read the card and the size of a model, without building its network.

    ``ModelError`` when the file cannot be read, is no safetensors file, is damaged or has no card.
    """
    path = Path(path)
    raw = read_model_file(path)
    header = split_header(path, raw)[0]
    card = card_of(path, header)
    try:
        parameters = sum(
            math.prod(entry["shape"])
            for name, entry in header.items()
            if name != "__metadata__" and not name.endswith(_NOT_FITTED)
        )
    except (KeyError, TypeError) as error:
        raise ModelError(f"The header of {path} is damaged. Fetch the model file again.") from error
    return ModelFile(card, parameters, len(raw), hashlib.sha256(raw).hexdigest())


def read_model_file(path: Path) -> bytes:
    """Read the bytes of a model file; ``ModelError`` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"The model file {path} cannot be read ({error.strerror}). "
            "Choose an existing .safetensors model, or leave MODEL empty for the bundled one."
        ) from error


def split_header(path: Path, raw: bytes) -> tuple[dict[str, Any], memoryview]:
    """Return the header and the bytes of the tensors; ``ModelError`` when ``raw`` is no safetensors file."""
    length = int.from_bytes(raw[:8], "little")
    if len(raw) < 10 or length > min(_LARGEST_HEADER, len(raw) - 8) or raw[8:9] != b"{":
        pickle = raw[:2] in (b"PK", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
        raise ModelError(
            f"{path} is {'a PyTorch pickle' if pickle else 'damaged or cut short'}, not a "
            ".safetensors model."
            + (" Pickles can run code when opened, so Lake Mapper does not read them." if pickle else "")
            + " Use a model that Lake Mapper wrote, or leave MODEL empty for the bundled one."
        )
    try:
        header = json.loads(raw[8 : 8 + length])
    except ValueError as error:
        raise ModelError(f"The header of {path} is damaged. Fetch the model file again.") from error
    return header, memoryview(raw)[8 + length :]


def card_of(path: Path, header: dict[str, Any]) -> ModelCard:
    """Return the card in a header; ``ModelError`` when there is none."""
    try:
        values = json.loads(header["__metadata__"][CARD_KEY])
        known = {f.name for f in fields(ModelCard)}
        values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in known}
        return ModelCard(**values)
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"{path} has no Lake Mapper model card: it holds weights, but not how to use them. "
            "Choose a model that Lake Mapper wrote."
        ) from error
