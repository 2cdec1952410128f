"""Model files that are damaged, from elsewhere, or made to hurt."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import corpus_good as good
import numpy as np
from corpus_case import Case, Make, with_file

Header = "dict[str, Any]"


@lru_cache
def _bundled() -> tuple[str, bytes]:
    """Return the header of the bundled model as text, and the bytes after it."""
    content = good.MODEL.read_bytes()
    length = int.from_bytes(content[:8], "little")
    return content[8 : 8 + length].decode(), content[8 + length :]


def _file(header: Any, body: bytes) -> bytes:
    text = (header if isinstance(header, str) else json.dumps(header)).encode()
    return len(text).to_bytes(8, "little") + text + body


def _with_header(change: Callable[[dict[str, Any]], Any]) -> Make:
    """Return what writes the bundled model with another header."""

    def make(folder: Path) -> dict[str, Any]:
        text, body = _bundled()
        header = json.loads(text)
        changed = change(header)
        path = folder / "model.safetensors"
        path.write_bytes(_file(header if changed is None else changed, body))
        return {"MODEL": str(path)}

    return make


def _with_card(**values: Any) -> Make:
    def change(header: dict[str, Any]) -> None:
        card = json.loads(header["__metadata__"]["lake_mapper"])
        header["__metadata__"]["lake_mapper"] = json.dumps({**card, **values})

    return _with_header(change)


def _with_card_text(text: Any) -> Make:
    return _with_header(lambda header: header["__metadata__"].update(lake_mapper=text))


def _with_entry(**values: Any) -> Make:
    """Return what changes what the header says of the first tensor."""
    return _with_header(lambda header: header[next(n for n in header if n[0] != "_")].update(values))


def _with_weights(*values: float) -> Make:
    """Return what writes the bundled model with other weights: these values again and again."""

    def make(folder: Path) -> dict[str, Any]:
        text, body = _bundled()
        path = folder / "model.safetensors"
        path.write_bytes(_file(text, np.resize(np.array(values, np.float16), len(body) // 2).tobytes()))
        return {"MODEL": str(path)}

    return make


def _with_bytes(change: Callable[[bytes], bytes]) -> Make:
    return lambda folder: with_file("MODEL", "model.safetensors", change(good.MODEL.read_bytes()))(folder)


def _flipped(seed: int, content: bytes) -> bytes:
    rng, changed = np.random.default_rng(seed), bytearray(content)
    at = rng.integers(0, int.from_bytes(content[:8], "little"))
    changed[at] = rng.integers(48, 58)  # a digit: more often than not it is still JSON
    return bytes(changed)


def _of_tensors(count: int) -> Make:
    def change(header: dict[str, Any]) -> str:
        tensors = ",".join(f'"t{i}":{{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}' for i in range(count))
        return f'{{"__metadata__":{json.dumps(header["__metadata__"])},{tensors}}}'

    return _with_header(change)


def _deep(count: int) -> Make:
    return _with_header(lambda header: '{"a":' * count + "1" + "}" * count)


def cases() -> Iterator[Case]:
    """Yield models for *About this model* and *Extract lakes*."""
    cards: dict[str, Make] = {
        "card is null": _with_card_text("null"),
        "card is a list": _with_card_text("[]"),
        "card is a number": _with_card_text("5"),
        "card is no JSON": _with_card_text("{"),
        "card is no text": _with_card_text(None),
        "card nested deeply": _with_card_text("[" * 100000),
        "margin of 5000": _with_card(margin=5000),
        "margin of -128": _with_card(margin=-128),
        "margin is null": _with_card(margin=None),
        "margin is text": _with_card(margin="128"),
        "margin with decimals": _with_card(margin=1.5),
        "means of NaN": _with_card(mean=[float("nan")] * 3),
        "means of one band": _with_card(mean=[1.0]),
        "means are null": _with_card(mean=None),
        "standard deviation of 0": _with_card(std=[0, 0, 0]),
        "standard deviation of 1e-300": _with_card(std=[1e-300] * 3),
        "standard deviation infinite": _with_card(std=[float("inf")] * 3),
        "threshold is a list": _with_card(threshold=[0.5]),
        "calibration of text": _with_card(calibration=["a", "b"]),
        "ground range upside down": _with_card(ground_range=[30, 8]),
        "bands are a number": _with_card(bands=4),
        "arguments are a list": _with_card(arguments=[1, 2]),
        "arguments that the network lacks": _with_card(arguments={"nonsense": 1}),
        "a network of a billion channels": _with_card(network="Unet", arguments={"base": 10**9}),
        "a network of endless lists": _with_card(arguments={"widths": list(range(1, 10**4))}),
        "network that is not there": _with_card(network="Nessie"),
        "network is a list": _with_card(network=["LakeNet"]),
        "name is an object": _with_card(name={"a": 1}),
        "scores are a list": _with_card(metrics=[1, 2]),
        "scores nested deeply": _with_card(metrics={"a": {"b": {"c": {}}}}),
        "training data is null": _with_card(training_data=None),
    }
    headers: dict[str, Make] = {
        "header is null": _with_header(lambda header: "null"),
        "header is a list": _with_header(lambda header: "[]"),
        "header nested deeply": _deep(50000),
        "no metadata": _with_header(lambda header: header.pop("__metadata__") and None),
        "metadata is a list": _with_header(lambda header: header.update(__metadata__=[])),
        "metadata of text": _with_header(lambda header: header.update(__metadata__="x")),
        "500,000 tensors": _of_tensors(500_000),
        "tensor of unknown type": _with_entry(dtype="Q7"),
        "tensor type is a list": _with_entry(dtype=[]),
        "tensor with negative shape": _with_entry(shape=[-1, 3, 3, 3]),
        "tensor of 10^18 values": _with_entry(shape=[10**9, 10**9]),
        "tensor shape is text": _with_entry(shape="abc"),
        "tensor begins before the file": _with_entry(data_offsets=[-1728, 0]),
        "tensor ends after the file": _with_entry(data_offsets=[0, 10**12]),
        "tensor offsets are null": _with_entry(data_offsets=None),
        "tensor of another shape": _with_entry(shape=[32, 27]),
    }
    files: dict[str, Make] = {
        "empty": with_file("MODEL", "m.safetensors", b""),
        "text": with_file("MODEL", "m.safetensors", "no model"),
        "a pickle": with_file("MODEL", "m.safetensors", pickle.dumps({"a": 1}, protocol=2)),
        "header longer than the file": with_file("MODEL", "m.safetensors", b"\xff" * 8 + b"{}"),
        "cut in half": _with_bytes(lambda content: content[: len(content) // 2]),
        "last byte lost": _with_bytes(lambda content: content[:-1]),
        "more than it says": _with_bytes(lambda content: content + bytes(1000)),
        "a folder": lambda folder: {"MODEL": str(folder)},
        "a name that is not there": lambda folder: {"MODEL": str(folder / "none.safetensors")},
    }
    for group in (cards, headers, files):
        for name, make in group.items():
            fits_not = (
                name in ("network that is not there", "tensor of another shape") or "the network" in name
            )
            yield Case(f"model: {name}", "aboutmodel", make, may_run=fits_not)
    for seed in range(16):
        make = _with_bytes(partial(_flipped, seed))
        yield Case(f"model: changed bytes, seed {seed}", "aboutmodel", make, may_run=True)
    loaded = (
        "arguments that the network lacks",
        "network that is not there",
        "a network of a billion channels",
    )
    for name in loaded:
        yield Case(f"model to extract with: {name}", "extractlakes", cards[name])
    for name in ("tensor of another shape", "500,000 tensors"):
        yield Case(f"model to extract with: {name}", "extractlakes", headers[name])
    for value in (float("nan"), float("inf")):
        yield Case(f"model to extract with: weights of {value}", "extractlakes", _with_weights(value))
    # Large, but numbers, whose sums are none.
    yield Case("model to extract with: weights that overflow", "extractlakes", _with_weights(6e4, -6e4))
    yield Case("model to extract with: weights of -1", "extractlakes", _with_weights(-1), may_run=True)
