import json
import pickle

import pytest
import safetensors.torch
import torch
from lake_mapper.core.models.model_card import inspect_model
from lake_mapper.core.models.model_file import BUNDLED, ModelCard, load_model, save_model
from lake_mapper.core.models.networks import build
from lake_mapper.core.util.errors import ModelError


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(1)
    return build("LakeNet").eval()


CARD = ModelCard(
    name="test", network="LakeNet", metrics={"somewhere": {"OA": 0.9}}, licence="GPL-2.0-or-later"
)


def test_saved_and_loaded_gives_the_same_output(tmp_path, network):
    save_model(tmp_path / "m.safetensors", network, CARD, half=False)

    loaded = load_model(tmp_path / "m.safetensors")

    x = torch.randn(1, 3, 64, 64)
    assert torch.equal(loaded.network(x), network(x))
    assert loaded.card == CARD
    assert inspect_model(tmp_path / "m.safetensors").card == CARD
    assert len(loaded.sha256) == 64


def test_variances_too_large_for_16_bits_are_kept(tmp_path):
    """After a few steps from random weights a network may have such ones, and is a network all the same."""
    network = build("PSPNet").eval()
    name = next(name for name in network.state_dict() if name.endswith("running_var"))
    with torch.no_grad():
        network.state_dict()[name].fill_(1e6)

    save_model(tmp_path / "m.safetensors", network, ModelCard(name="test", network="PSPNet"))

    assert (load_model(tmp_path / "m.safetensors").network.state_dict()[name] == 1e6).all()
    tensors = safetensors.torch.load_file(tmp_path / "m.safetensors")
    assert [key for key, tensor in tensors.items() if tensor.dtype == torch.float32] == [name]


def test_the_reference_library_reads_our_file_and_we_read_its(tmp_path, network):
    ours, theirs = tmp_path / "ours.safetensors", tmp_path / "theirs.safetensors"
    save_model(ours, network, CARD)

    tensors = safetensors.torch.load_file(ours)
    with safetensors.safe_open(ours, "pt") as file:
        metadata = file.metadata()
    safetensors.torch.save_file(tensors, theirs, metadata)

    assert tensors.keys() == network.state_dict().keys()
    again = load_model(theirs)
    assert again.card == CARD
    for name, tensor in again.network.state_dict().items():
        assert torch.equal(tensor, tensors[name].to(tensor.dtype))


def test_bundled_model_fits_its_promises():
    card = load_model(BUNDLED).card

    assert BUNDLED.stat().st_size <= 12e6
    assert card.training_data
    assert card.licence == "GPL-2.0-or-later"
    assert card.metrics
    assert card.created


def damaged(kind: str, content: bytes) -> bytes:
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    if kind == "short":
        return content[: len(content) // 2]
    if kind == "empty":
        return b""
    if kind == "header":
        return content[:20] + b"\xff" * 50 + content[70:]
    if kind == "no card":
        header.pop("__metadata__")
    if kind == "other network":
        card = json.loads(header["__metadata__"]["lake_mapper"])
        header["__metadata__"]["lake_mapper"] = json.dumps({**card, "network": "Nessie"})
    if kind == "other arguments":
        card = json.loads(header["__metadata__"]["lake_mapper"])
        card = {**card, "network": "Unet", "arguments": {"base": 8}}
        header["__metadata__"]["lake_mapper"] = json.dumps(card)
    if kind == "not finite":
        at = 8 + length + header["up2.narrow.0.weight"]["data_offsets"][0]
        content = content[:at] + b"\xff\xff" + content[at + 2 :]
    if kind == "negative variance":
        at = 8 + length + header["up2.narrow.1.running_var"]["data_offsets"][0]
        content = content[: at + 1] + b"\xbc" + content[at + 2 :]  # of 16 bits: about -1
    if kind == "tensor missing":
        header.pop("head.bias")
    if kind == "tensor short":
        header["head.bias"]["data_offsets"][1] -= 2
    if kind == "tensor outside":
        header["head.bias"]["data_offsets"] = [0, 10**9]
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + content[8 + length :]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("short", "damaged"),
        ("empty", "damaged or cut short"),
        ("header", "header .* is damaged"),
        ("no card", "no Lake Mapper model card"),
        ("other network", "no network called 'Nessie'"),
        ("tensor missing", "tensors do not fill it"),
        ("other arguments", "do not fit the network 'Unet'"),
        ("not finite", "'up2.narrow.0.weight' .*no numbers"),
        ("negative variance", "'up2.narrow.1.running_var' .* variances below zero"),
        ("tensor short", "tensor 'head.bias' .* is damaged"),
        ("tensor outside", "tensor 'head.bias' .* is damaged"),
    ],
)
def test_damaged_files_say_what_is_wrong(tmp_path, network, kind, sentence):
    path = tmp_path / "m.safetensors"
    save_model(path, network, CARD)
    path.write_bytes(damaged(kind, path.read_bytes()))

    with pytest.raises(ModelError, match=sentence):
        load_model(path)


class Trap:
    def __reduce__(self):
        return (pytest.fail, ("the pickle was opened",))


@pytest.mark.parametrize("form", ["pickle", "torch"])
def test_a_pickle_is_never_opened(tmp_path, form):
    path = tmp_path / "m.safetensors"
    with open(path, "wb") as file:
        pickle.dump(Trap(), file) if form == "pickle" else torch.save(Trap(), file)

    with pytest.raises(ModelError, match="pickle"):
        load_model(path)


def test_missing_file(tmp_path):
    with pytest.raises(ModelError, match="cannot be read"):
        load_model(tmp_path / "nothing.safetensors")


def test_an_unfinished_save_leaves_nothing(tmp_path, network, monkeypatch):
    monkeypatch.setattr("builtins.open", lambda *_: (_ for _ in ()).throw(OSError("no")))

    with pytest.raises(OSError, match="no"):
        save_model(tmp_path / "m.safetensors", network, CARD)

    assert list(tmp_path.iterdir()) == []


def test_the_bundled_model_is_the_one_that_was_shipped(tmp_path, monkeypatch):
    content = bytearray(BUNDLED.read_bytes())
    content[-100] ^= 1  # still a number, still a model
    altered = tmp_path / "lakenet.safetensors"
    altered.write_bytes(content)

    load_model(altered)  # as a model of one's own it is fine
    for module in ("model_card", "model_file"):
        monkeypatch.setattr(f"lake_mapper.core.models.{module}.BUNDLED", altered)
    for read in (load_model, inspect_model):
        with pytest.raises(ModelError, match="not the one that came with the plugin"):
            read(altered)
    monkeypatch.setattr("lake_mapper.core.models.model_card.BUNDLED_CHECKSUM", tmp_path / "lakenet.sha256")
    save_model(altered, build("LakeNet"), CARD)  # a script trains it on
    assert load_model(altered).sha256 in (tmp_path / "lakenet.sha256").read_text()
