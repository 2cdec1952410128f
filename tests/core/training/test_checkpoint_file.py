import numpy as np
import pytest
import torch
from lake_mapper.core.training.checkpoint_file import checkpoint_bytes, checkpoint_state

STATE = {
    "identity": {"seed": 3, "betas": (0.9, 0.999), "name": "é"},
    "optimizer": {"state": {0: {"step": torch.tensor(4.0)}, 12: {}}, "param_groups": [{"params": [0, 1]}]},
    "rows": [{"loss": 0.5, "score": None, "better": True}],
    "network": {
        "w": torch.randn(8, 3, 5, 5).contiguous(memory_format=torch.channels_last),
        "half": torch.randn(3).bfloat16(),
        "count": torch.tensor(7),
        "none": torch.zeros(0, 3),
        "yes": torch.tensor([True, False]),
    },
}


def content(state=STATE):
    return b"".join(checkpoint_bytes(state))


def test_all_values_come_back_with_their_types():
    found = checkpoint_state(content())

    assert found["identity"] == STATE["identity"] and type(found["identity"]["betas"]) is tuple
    assert found["rows"] == STATE["rows"]
    assert list(found["optimizer"]["state"]) == [0, 12]
    for name, tensor in STATE["network"].items():
        assert found["network"][name].dtype == tensor.dtype
        assert found["network"][name].shape == tensor.shape
        assert torch.equal(found["network"][name], tensor)


def test_the_order_in_memory_comes_back():
    """With another one, the steps after a resume might round in another way."""
    assert checkpoint_state(content())["network"]["w"].stride() == STATE["network"]["w"].stride()


def test_other_programs_can_look_into_it():
    safetensors = pytest.importorskip("safetensors.torch")

    assert sum(t.numel() for t in safetensors.load(content()).values()) == 8 * 3 * 25 + 3 + 1 + 2 + 1


def test_every_byte_counts():
    whole = content()
    for place in np.random.default_rng(0).integers(0, len(whole), 100):
        changed = bytearray(whole)
        changed[place] ^= 1
        with pytest.raises(ValueError):
            checkpoint_state(bytes(changed))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.9])
def test_what_was_cut_or_zeroed_is_refused(share):
    whole = content()
    kept = int(share * len(whole))

    for damaged in (whole[:kept], whole[:-1], whole[:kept] + bytes(len(whole) - kept), whole + b"0"):
        with pytest.raises(ValueError):
            checkpoint_state(damaged)
