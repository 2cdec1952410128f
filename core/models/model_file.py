"""A model file: weights and a model card in one ``.safetensors``. Reading one runs no code from it.

The format (see ``model_card.py``) is small enough to read and write here, so that users need not install
another package into QGIS.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ..util.atomic_files import atomic_write
from ..util.errors import ModelError
from ..util.translation import tr
from .model_card import (
    BUNDLED,
    CARD_KEY,
    ModelCard,
    Tensor,
    card_of,
    checked_digest,
    read_model_file,
    split_header,
    tensors_of,
    write_bundled_checksum,
)
from .networks import Network, build

_DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "U8": torch.uint8,
}


@dataclass(frozen=True)
class Model:
    """A network with its weights, ready for inference, its model card and the SHA-256 of its file."""

    network: Network
    card: ModelCard
    sha256: str


def save_model(
    path: str | os.PathLike,
    network: nn.Module,
    card: ModelCard,
    *,
    half: bool = True,
) -> None:
    """Write ``network`` and ``card`` to ``path``, its floats with 16 bits when ``half``.

    Tensors with values beyond what 16 bits hold, such as variances after the first steps, keep 32.
    """
    header: dict[str, Any] = {"__metadata__": {CARD_KEY: json.dumps(asdict(card))}}
    chunks, offset = [], 0
    for name, tensor in network.state_dict().items():
        tensor = tensor.detach().cpu().contiguous()
        if half and tensor.is_floating_point():
            halved = tensor.half()
            tensor = halved if torch.equal(halved.isfinite(), tensor.isfinite()) else tensor
        code = next(code for code, dtype in _DTYPES.items() if dtype == tensor.dtype)
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
    with atomic_write(path) as unfinished, open(unfinished, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        file.writelines(chunks)
    if Path(path).absolute() == BUNDLED.absolute():  # our own scripts train it on
        write_bundled_checksum()


def load_model(path: str | os.PathLike = BUNDLED) -> Model:
    """Read the model in the file ``path``; its network is in evaluation mode and has 32-bit floats.

    ``ModelError`` when the file is missing, is no safetensors file, has no model card, or its weights do not
    fit the network that the card names.
    """
    path = Path(path)
    raw = read_model_file(path)
    header, body = split_header(path, raw)
    card = card_of(path, header)
    places = tensors_of(path, header, len(body))
    tensors = {name: _tensor(path, name, place, body) for name, place in places.items()}
    try:
        network = build(card.network, **card.arguments)
        network.load_state_dict(tensors)
    except ModelError:
        raise
    except Exception as error:  # whatever a network raises for arguments that make no sense
        raise ModelError(
            tr(
                "The weights in {path} do not fit the network '{network}' of its card: the file is damaged "
                "or was made by another version of Lake Mapper.",
                path=path,
                network=card.network,
            )
        ) from error
    digest = checked_digest(path, raw)
    network.eval()
    for parameter in network.parameters():
        parameter.requires_grad_(False)
    return Model(network, card, digest)


def _tensor(path: Path, name: str, place: Tensor, body: memoryview) -> torch.Tensor:
    """Return a tensor, 16-bit floats as 32-bit ones; ``ModelError`` where its values cannot be right."""
    dtype = _DTYPES[place.dtype]
    if place.start == place.end:
        return torch.empty(place.shape, dtype=dtype)
    tensor = torch.frombuffer(bytearray(body[place.start : place.end]), dtype=dtype).reshape(place.shape)
    if not torch.isfinite(tensor).all() or (name.endswith("running_var") and (tensor < 0).any()):
        raise ModelError(
            tr(
                "The tensor '{name}' in {path} holds what no training gives (no numbers, or variances below "
                "zero): the model would find nothing. Fetch the model file again, or train it anew.",
                name=name,
                path=path,
            )
        )
    return tensor.float() if dtype in (torch.float16, torch.bfloat16) else tensor
