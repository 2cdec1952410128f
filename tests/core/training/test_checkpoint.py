import errno
from pathlib import Path

import pytest
import torch
from lake_mapper.core.training import checkpoint
from lake_mapper.core.training.checkpoint import Average, load_checkpoint, save_checkpoint
from lake_mapper.core.util.errors import TrainingError
from torch.torch_version import TorchVersion


def test_average_follows_the_weights():
    network = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.constant_(network.weight, 0.0)
    average = Average(network, 0.9)

    torch.nn.init.constant_(network.weight, 1.0)
    for step in range(1000, 1010):
        average.update(network, step)

    assert average.network.weight.item() == pytest.approx(1 - 0.9**10)


def test_checkpoint_comes_back(tmp_path):
    path = tmp_path / "c.pt"

    assert load_checkpoint(path) is None
    save_checkpoint(path, {"step": 3, "network": {"w": torch.ones(2)}})
    assert load_checkpoint(path)["step"] == 3
    assert [p.name for p in tmp_path.iterdir()] == ["c.pt"]


def test_a_damaged_checkpoint_says_so(tmp_path):
    path = tmp_path / "c.pt"
    path.write_bytes(b"PK" + b"\0" * 50)

    with pytest.raises(TrainingError, match=r"c\.pt is damaged.*Delete it"):
        load_checkpoint(path)


def test_a_disk_that_fills_while_writing(tmp_path, monkeypatch):
    path = tmp_path / "c.pt"
    save_checkpoint(path, {"step": 1})

    def fills(state):
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(checkpoint, "checkpoint_bytes", fills)
    with pytest.raises(TrainingError, match="cannot be written.*continues where it last could write"):
        save_checkpoint(path, {"step": 2})

    assert load_checkpoint(path) == {"step": 1}
    assert [p.name for p in tmp_path.iterdir()] == ["c.pt"]


def test_a_checkpoint_of_an_older_version_is_read_only_where_that_is_safe(tmp_path, monkeypatch):
    path = tmp_path / "c.pt"
    torch.save({"step": 3}, path)
    assert load_checkpoint(path) == {"step": 3}

    monkeypatch.setattr(torch, "__version__", TorchVersion("2.5.1"))
    with pytest.raises(TrainingError, match=r"PyTorch 2\.5\.1 cannot read it safely.*2\.6 or later"):
        load_checkpoint(path)


@pytest.mark.parametrize("zipped", [True, False])
def test_no_code_runs_from_a_checkpoint(tmp_path, zipped):
    path, touched = tmp_path / "c.pt", tmp_path / "touched"

    class Trap:
        def __reduce__(self):
            return Path.touch, (touched,)

    torch.save({"step": Trap()}, path, _use_new_zipfile_serialization=zipped)
    with pytest.raises(TrainingError, match="is damaged"):
        load_checkpoint(path)

    assert not touched.exists()
