"""A model file: weights and a card in one ``.safetensors``. Reading one runs no code from it.

The format (https://huggingface.co/docs/safetensors) is eight bytes of header length, a JSON header
that says where each tensor lies, then the tensors. It is small enough to read and write here, which
saves users one more package to install into QGIS. The card is JSON under the header's
``__metadata__`` entry ``lake_mapper``.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from .errors import ModelError
from .files import written_whole
from .networks import build

BUNDLED = Path(__file__).parent.parent / "resources" / "models" / "lakenet.safetensors"

_DTYPES = {
    "F64": (torch.float64, 8),
    "F32": (torch.float32, 4),
    "F16": (torch.float16, 2),
    "BF16": (torch.bfloat16, 2),
    "I64": (torch.int64, 8),
    "I32": (torch.int32, 4),
    "U8": (torch.uint8, 1),
}
_CARD_KEY = "lake_mapper"
_LARGEST_HEADER = 100_000_000  # the limit of the reference implementation


@dataclass(frozen=True)
class Card:
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


@dataclass(frozen=True)
class Model:
    """A network with its weights, ready for inference, its card and the SHA-256 of its file."""

    network: nn.Module
    card: Card
    sha256: str


def save_model(path: str | os.PathLike, network: nn.Module, card: Card, half: bool = True) -> None:
    """Write ``network`` and ``card`` to ``path``; floats as 16-bit when ``half``."""
    header: dict[str, Any] = {"__metadata__": {_CARD_KEY: json.dumps(asdict(card))}}
    chunks, offset = [], 0
    for name, tensor in network.state_dict().items():
        tensor = tensor.detach().cpu().contiguous()
        if half and tensor.is_floating_point():
            tensor = tensor.half()
        code = next(code for code, (dtype, _) in _DTYPES.items() if dtype == tensor.dtype)
        chunk = tensor.reshape(-1).view(torch.uint8).numpy().tobytes() if tensor.numel() else b""
        header[name] = {
            "dtype": code,
            "shape": list(tensor.shape),
            "data_offsets": [offset, offset + len(chunk)],
        }
        chunks.append(chunk)
        offset += len(chunk)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with written_whole(path) as unfinished, open(unfinished, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        file.writelines(chunks)


def load_model(path: str | os.PathLike = BUNDLED) -> Model:
    """The model in the file ``path``, its network in evaluation mode and 32-bit floats.

    ``ModelError`` when the file is missing, is no safetensors file, lacks a card, or its weights do
    not fit the network that the card names.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"The model file {path} cannot be read ({error.strerror}). "
            "Choose an existing .safetensors model, or leave MODEL empty for the bundled one."
        ) from error
    header, body = _split(path, raw)
    card = _card(path, header)
    tensors = {n: _tensor(path, n, entry, body) for n, entry in header.items() if n != "__metadata__"}
    try:
        network = build(card.network, **card.arguments)
        network.load_state_dict(tensors)
    except (RuntimeError, TypeError, ValueError) as error:
        raise ModelError(
            f"The weights in {path} do not fit the network '{card.network}' of its card: the file "
            "is damaged or was made by another version of Lake Mapper."
        ) from error
    network.eval()
    for parameter in network.parameters():
        parameter.requires_grad_(False)
    return Model(network, card, hashlib.sha256(raw).hexdigest())


def read_card(path: str | os.PathLike = BUNDLED) -> Card:
    """The card of a model file, without building its network."""
    path = Path(path)
    return _card(path, _split(path, path.read_bytes())[0])


def _split(path: Path, raw: bytes) -> tuple[dict[str, Any], memoryview]:
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


def _card(path: Path, header: dict[str, Any]) -> Card:
    try:
        values = json.loads(header["__metadata__"][_CARD_KEY])
        known = {f.name for f in fields(Card)}
        values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in known}
        return Card(**values)
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"{path} has no Lake Mapper card: it holds weights, but not how to use them. "
            "Choose a model that Lake Mapper wrote."
        ) from error


def _tensor(path: Path, name: str, entry: Any, body: memoryview) -> torch.Tensor:
    try:
        dtype, width = _DTYPES[entry["dtype"]]
        start, end = entry["data_offsets"]
        shape = [int(n) for n in entry["shape"]]
        if not 0 <= start <= end <= len(body) or end - start != int(np.prod(shape)) * width:
            raise ValueError("offsets outside the file")
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"The tensor '{name}' in {path} is damaged. Fetch the model file again.") from error
    if start == end:
        return torch.empty(shape, dtype=dtype)
    tensor = torch.frombuffer(bytearray(body[start:end]), dtype=dtype).reshape(shape)
    return tensor.float() if dtype in (torch.float16, torch.bfloat16) else tensor
