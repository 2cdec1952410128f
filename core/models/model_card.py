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

from ..util.atomic_files import atomic_write
from ..util.errors import ModelError
from ..util.translation import tr
from .card_values import wrong_value

BUNDLED = Path(__file__).parents[2] / "resources" / "models" / "lakenet.safetensors"
#: What ``sha256sum`` says of the bundled model.
BUNDLED_CHECKSUM = BUNDLED.with_suffix(".sha256")
CARD_KEY = "lake_mapper"
#: Far beyond the largest of our networks, which has 734 tensors and 200 MB: reading more takes minutes.
_LARGEST_HEADER, _MOST_TENSORS, _LARGEST_FILE = 10_000_000, 10_000, 2_000_000_000
#: Bytes of a number of each type that tensors may have.
WIDTHS = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "U8": 1}
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
    (``core/lakes/doubt.py``), None where it was not measured. ``second_look`` is the coarsest pixel, in m, at
    which the network looks twice (``core/inference/second_look.py``), None where it never does. ``metrics``
    holds scores by the data they were measured on.
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
    second_look: float | None = None
    training_data: tuple[str, ...] = ()
    licence: str = ""
    metrics: dict[str, Any] = field(default_factory=dict)
    created: str = ""

    def looks_twice(self, ground_pixel: float) -> bool:
        """Return whether the network looks twice at pixels of so many metres."""
        return self.second_look is not None and ground_pixel <= self.second_look


def card_from(values: Any) -> ModelCard:
    """Return the card of values by name; ``ValueError`` says which of them cannot be used.

    Values that this version does not know are left out.
    """
    known = {f.name for f in fields(ModelCard)}
    try:
        given: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in known
        }
        card = ModelCard(**given)
    except (AttributeError, TypeError) as error:
        raise ValueError(tr("it is no list of names and values, or lacks the name of its network")) from error
    fault = wrong_value(vars(card))
    if fault:
        raise ValueError(fault)
    return card


class Tensor(NamedTuple):
    """Where a tensor lies in a model file: its type, its shape, and from which byte to which."""

    dtype: str
    shape: tuple[int, ...]
    start: int
    end: int


class ModelFile(NamedTuple):
    """The card of a model file, the number of its parameters, its size in bytes and SHA-256."""

    card: ModelCard
    parameters: int
    size: int
    sha256: str


def inspect_model(path: str | os.PathLike = BUNDLED) -> ModelFile:
    """Read the card and the size of a model, without building its network.

    ``ModelError`` when the file cannot be read, is no safetensors file, is damaged or has no usable card.
    """
    path = Path(path)
    raw = read_model_file(path)
    header, body = split_header(path, raw)
    card = card_of(path, header)
    tensors = tensors_of(path, header, len(body))
    parameters = sum(
        math.prod(tensor.shape) for name, tensor in tensors.items() if not name.endswith(_NOT_FITTED)
    )
    return ModelFile(card, parameters, len(raw), checked_digest(path, raw))


def read_model_file(path: Path) -> bytes:
    """Read the bytes of a model file; ``ModelError`` when it cannot be read or is far too large."""
    try:
        if path.exists() and not path.is_file():
            raise ModelError(
                tr("{path} is no file. Choose a .safetensors model, or leave MODEL empty.", path=path)
            )
        if path.stat().st_size > _LARGEST_FILE:
            raise ModelError(
                tr(
                    "{path} has {size:.1f} GB, more than any network of Lake Mapper. Choose a model that "
                    "Lake Mapper wrote.",
                    path=path,
                    size=path.stat().st_size / 1e9,
                )
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        raise ModelError(
            tr(
                "The model file {path} cannot be read ({why}). Choose an existing .safetensors model, or "
                "leave MODEL empty for the bundled one.",
                path=path,
                why=getattr(error, "strerror", error),
            )
        ) from error


def checked_digest(path: Path, raw: bytes) -> str:
    """Return the SHA-256 of a model file; ``ModelError`` where it is the bundled one, but not as shipped."""
    digest = hashlib.sha256(raw).hexdigest()
    if path.absolute() == BUNDLED.absolute() and digest not in BUNDLED_CHECKSUM.read_text(encoding="utf-8"):
        raise ModelError(
            tr(
                "The bundled model {path} is not the one that came with the plugin: it was changed or "
                "damaged. Install the plugin again, or choose another MODEL.",
                path=path,
            )
        )
    return digest


def write_bundled_checksum() -> None:
    """Write the SHA-256 of the bundled model beside it, as ``sha256sum`` does."""
    digest = hashlib.sha256(BUNDLED.read_bytes()).hexdigest()
    with atomic_write(BUNDLED_CHECKSUM) as unfinished:
        unfinished.write_text(f"{digest}  {BUNDLED.name}\n", encoding="utf-8")


def split_header(path: Path, raw: bytes) -> tuple[dict[str, Any], memoryview]:
    """Return the header and the bytes of the tensors; ``ModelError`` when ``raw`` is no safetensors file."""
    length = int.from_bytes(raw[:8], "little")
    if len(raw) < 10 or length > min(_LARGEST_HEADER, len(raw) - 8) or raw[8:9] != b"{":
        if raw[:2] in (b"PK", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"):
            raise ModelError(
                tr(
                    "{path} is a PyTorch pickle, not a .safetensors model. Pickles can run code when opened, "
                    "so Lake Mapper does not read them. Use a model that Lake Mapper wrote, or leave MODEL "
                    "empty for the bundled one.",
                    path=path,
                )
            )
        raise ModelError(
            tr(
                "{path} is damaged or cut short, not a .safetensors model. Use a model that Lake Mapper "
                "wrote, or leave MODEL empty for the bundled one.",
                path=path,
            )
        )
    try:
        header = json.loads(raw[8 : 8 + length])
    except (ValueError, RecursionError) as error:
        raise ModelError(
            tr("The header of {path} is damaged. Fetch the model file again.", path=path)
        ) from error
    return header, memoryview(raw)[8 + length :]


def tensors_of(path: Path, header: dict[str, Any], size: int) -> dict[str, Tensor]:
    """Return the tensors of a header by name; ``ModelError`` where they are not all there.

    ``size`` is how many bytes follow the header: the tensors fill them one after the other, so that a file
    that was cut is noticed without reading weights.
    """
    entries = {name: entry for name, entry in header.items() if name != "__metadata__"}
    if len(entries) > _MOST_TENSORS:
        raise ModelError(
            tr(
                "{path} has {count:,} tensors, more than any network of Lake Mapper. Choose a model that "
                "Lake Mapper wrote.",
                path=path,
                count=len(entries),
            )
        )
    tensors = {name: _tensor(path, name, entry) for name, entry in entries.items()}
    filled = 0
    for name, tensor in sorted(tensors.items(), key=lambda item: item[1][2:]):
        if tensor.start != filled or tensor.end > size:
            raise _damaged(path, name)
        filled = tensor.end
    if filled != size:
        raise ModelError(
            tr("{path} is damaged: its tensors do not fill it. Fetch the model file again.", path=path)
        )
    return tensors


def _tensor(path: Path, name: str, entry: Any) -> Tensor:
    """Return what a header says of a tensor; ``ModelError`` where that makes no sense."""
    try:
        dtype, shape, (start, end) = entry["dtype"], tuple(entry["shape"]), entry["data_offsets"]
        whole = all(type(number) is int and number >= 0 for number in (*shape, start, end))
        if whole and end - start == math.prod(shape) * WIDTHS[dtype]:
            return Tensor(dtype, shape, start, end)
    except (KeyError, TypeError, ValueError):
        pass
    raise _damaged(path, name)


def _damaged(path: Path, name: str) -> ModelError:
    return ModelError(
        tr(
            "The tensor '{name}' in {path} is damaged. Fetch the model file again.",
            name=name[:80],
            path=path,
        )
    )


def card_of(path: Path, header: dict[str, Any]) -> ModelCard:
    """Return the card in a header; ``ModelError`` when there is none, or says what is wrong with it."""
    try:
        text = header["__metadata__"][CARD_KEY]
    except (KeyError, TypeError) as error:
        raise ModelError(
            tr(
                "{path} has no Lake Mapper model card: it holds weights, but not how to use them. Choose a "
                "model that Lake Mapper wrote.",
                path=path,
            )
        ) from error
    try:
        # A score that could not be measured was written as NaN; anywhere else null is refused.
        values = json.loads(text, parse_constant=lambda constant: None)
    except (TypeError, ValueError, RecursionError) as error:
        raise _unusable(path, tr("it is no JSON")) from error
    try:
        return card_from(values)
    except ValueError as error:
        raise _unusable(path, str(error)) from error


def _unusable(path: Path, fault: str) -> ModelError:
    return ModelError(
        tr(
            "{path} has no usable model card: {fault}. Choose a model that Lake Mapper wrote, or fetch this "
            "one again.",
            path=path,
            fault=fault,
        )
    )
