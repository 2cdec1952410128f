import subprocess
import sys

import pytest
import torch
from lake_mapper.core.models.model_card import ModelCard
from lake_mapper.core.models.model_file import load_model, save_model
from lake_mapper.core.models.networks import build
from support import ROOT


def model_at(path, seed, network="LakeNet", data=("a",)):
    torch.manual_seed(seed)
    made = build(network)
    save_model(path, made, ModelCard(name="m", network=network, training_data=data))
    return made.state_dict()


def mean(*args):
    command = [sys.executable, str(ROOT / "scripts" / "mean_of_models.py"), *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True)


def test_weights_are_averaged_and_all_data_credited(tmp_path):
    one = model_at(tmp_path / "1.safetensors", 1, data=("a", "b"))
    two = model_at(tmp_path / "2.safetensors", 2, data=("b", "c"))
    out = tmp_path / "mean.safetensors"

    done = mean(out, f"{tmp_path / '1.safetensors'}=3", f"{tmp_path / '2.safetensors'}=1")

    assert done.returncode == 0, done.stderr
    found = load_model(out)
    assert found.card.training_data == ("a", "b", "c")
    for name, values in found.network.state_dict().items():
        if values.is_floating_point():
            # Model files hold 16-bit floats.
            assert torch.allclose(values, 0.75 * one[name] + 0.25 * two[name], rtol=2e-3, atol=1e-4)


@pytest.mark.parametrize("other", ["Unet"])
def test_models_of_other_networks_are_refused(tmp_path, other):
    model_at(tmp_path / "1.safetensors", 1)
    model_at(tmp_path / "2.safetensors", 2, network=other)

    done = mean(
        tmp_path / "o.safetensors", f"{tmp_path / '1.safetensors'}=1", f"{tmp_path / '2.safetensors'}=1"
    )

    assert done.returncode == 2
    assert "several networks" in done.stderr
    assert not (tmp_path / "o.safetensors").exists()
