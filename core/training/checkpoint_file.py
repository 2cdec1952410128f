"""The bytes of a checkpoint: tensors and plain values in a format that cannot hold code.

It is a ``.safetensors`` (``models/model_card.py``) whatever its name: the values are JSON in the header's
metadata, and so is the SHA-256 of the file with zeros in the place of the digits, since half a checkpoint
may look like a whole one after a power cut.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

_STATE = "lake_mapper_checkpoint"
_CHECKSUM = re.compile(rb'"sha256": "([0-9a-f]{64})"')
_ZEROS = "0" * 64
_CODES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}
_DTYPES = {code: dtype for dtype, code in _CODES.items()}


def checkpoint_bytes(state: dict[str, Any]) -> Iterator[bytes | memoryview]:
    """Yield the bytes of a file with ``state``: tensors and plain values in dictionaries and lists."""
    tensors: list[Tensor] = []
    text = json.dumps(_as_json(state, tensors))
    header: dict[str, Any] = {"__metadata__": {"sha256": _ZEROS, _STATE: text}}
    offset = 0
    for number, tensor in enumerate(tensors):
        end = offset + tensor.numel() * tensor.element_size()
        places = {"shape": list(tensor.shape), "data_offsets": [offset, end]}
        header[str(number)] = {"dtype": _CODES[tensor.dtype], **places}
        offset = end
    encoded = json.dumps(header).encode()
    encoded += b" " * (-len(encoded) % 8)
    length = len(encoded).to_bytes(8, "little")
    digest = hashlib.sha256(length + encoded)
    for tensor in tensors:
        digest.update(_memory(tensor))
    yield length + encoded.replace(_ZEROS.encode(), digest.hexdigest().encode(), 1)
    yield from map(_memory, tensors)


def checkpoint_state(content: bytes) -> dict[str, Any]:
    """Return the state in the bytes of a file; ``ValueError`` when they are not as they were written."""
    start = 8 + int.from_bytes(content[:8], "little")
    found = _CHECKSUM.search(content, 8, min(start, 200))
    if start > len(content) or found is None:
        raise ValueError("no checkpoint")
    digest = hashlib.sha256(content[: found.start(1)] + _ZEROS.encode())
    digest.update(memoryview(content)[found.end(1) :])
    if digest.hexdigest() != found[1].decode():
        raise ValueError("another checksum")
    header = json.loads(content[8:start])
    values = json.loads(header.pop("__metadata__")[_STATE])
    body = memoryview(content)[start:]
    return _from_json(values, {name: _tensor(place, body) for name, place in header.items()})


def _as_json(value: Any, tensors: list[Tensor]) -> Any:
    """Return a value as JSON holds it, its tensors in a list of their own; dictionaries keep their keys."""
    if isinstance(value, Tensor):
        value = value.detach().cpu()
        # The order in memory is kept: with another one, a resumed training might round in another way.
        last = value.dim() == 4 and not value.is_contiguous()
        tensors.append(value.permute(0, 2, 3, 1).contiguous() if last else value.contiguous())
        return {"tensor": str(len(tensors) - 1), "channels_last": last}
    if isinstance(value, dict):
        return {"keys": list(value), "values": [_as_json(each, tensors) for each in value.values()]}
    if isinstance(value, (list, tuple)):
        return {type(value).__name__: [_as_json(each, tensors) for each in value]}
    return value


def _from_json(value: Any, tensors: dict[str, Tensor]) -> Any:
    if not isinstance(value, dict):
        return value
    if "tensor" in value:
        tensor = tensors[value["tensor"]]
        return tensor.permute(0, 3, 1, 2) if value["channels_last"] else tensor
    if "keys" in value:
        return dict(zip(value["keys"], (_from_json(each, tensors) for each in value["values"])))
    (kind, each_of), *_ = value.items()
    return (tuple if kind == "tuple" else list)(_from_json(each, tensors) for each in each_of)


def _memory(tensor: Tensor) -> memoryview:
    if not tensor.numel():
        return memoryview(b"")
    return tensor.reshape(-1).view(torch.uint8).numpy().data


def _tensor(place: dict[str, Any], body: memoryview) -> Tensor:
    dtype, (start, end) = _DTYPES[place["dtype"]], place["data_offsets"]
    shape = [int(n) for n in place["shape"]]
    empty = torch.empty(0, dtype=dtype)
    if not 0 <= start <= end <= len(body) or math.prod(shape) * empty.element_size() != end - start:
        raise ValueError("a tensor outside the file")
    if start == end:
        return empty.reshape(shape)
    return torch.frombuffer(bytearray(body[start:end]), dtype=dtype).reshape(shape)
