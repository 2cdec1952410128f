"""The card of a model file: what must be known to use its weights. Reading one needs no PyTorch.

The file is a ``.safetensors`` (https://huggingface.co/docs/safetensors): eight bytes of header length, a JSON
header that says where each tensor lies, then the tensors. The card is JSON under the header's
``__metadata__`` entry ``lake_mapper``.
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
# Of a network's tensors, those that are no parameters.
_NOT_FITTED = ("running_mean", "running_var", "num_batches_tracked")


@dataclass(frozen=True)
class ModelCard:
    """What must be known to use a model's weights, and to cite them.

    ``mean`` and ``std`` are of RGB in 0-255, in the order of ``bands``. ``ground_resolution`` and
    ``ground_range`` are metres. ``margin`` is how many pixels of each block's border are thrown
    away. ``threshold`` is the lake probability above which a pixel is lake; ``calibration`` are slope
    and shift of ``core.calibration``. ``metrics`` maps the data they were measured on to scores.
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
    training_data: tuple[str, ...] = ()
    licence: str = ""
    metrics: dict[str, Any] = field(default_factory=dict)
    created: str = ""


class ModelFile(NamedTuple):
    """What a model file says of itself: its card, parameters, size in bytes and SHA-256."""

    card: ModelCard
    parameters: int
    size: int
    sha256: str


def inspect_model(path: str | os.PathLike = BUNDLED) -> ModelFile:
    """What a model file says of itself, without building its network; ``ModelError`` as ``split_header``."""
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
    """The bytes of a model file; ``ModelError`` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"The model file {path} cannot be read ({error.strerror}). "
            "Choose an existing .safetensors model, or leave MODEL empty for the bundled one."
        ) from error


def split_header(path: Path, raw: bytes) -> tuple[dict[str, Any], memoryview]:
    """Header and tensors of a model file; ``ModelError`` when it is none."""
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
    """The card in a header; ``ModelError`` when there is none."""
    try:
        values = json.loads(header["__metadata__"][CARD_KEY])
        known = {f.name for f in fields(ModelCard)}
        values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in known}
        return ModelCard(**values)
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"{path} has no Lake Mapper card: it holds weights, but not how to use them. "
            "Choose a model that Lake Mapper wrote."
        ) from error
