"""The contract that every network of the registry passes."""

import hashlib

import pytest
import torch
from lake_mapper.core.models.model_file import ModelCard, load_model, save_model
from lake_mapper.core.models.networks import BENCHMARK, NETWORKS, build
from lake_mapper.core.util.errors import ModelError

#: Parameters in millions, as each network's documentation or paper leads one to expect.
MILLIONS = {
    "LakeNet": (3.2, 3.4),
    "MSLWENet": (24, 29),
    "DeepLab V3+": (39, 42),  # with ResNet-50
    "PSPNet": (46, 50),  # with ResNet-50, auxiliary head included
    "MWEN": (9, 12),
    "Unet": (31.0, 31.1),
}
#: Digests of the names and shapes of all weights, by which model files of users hold them.
WEIGHTS = {
    "LakeNet": "c85e5c5d35c7e51f",
    "MSLWENet": "0ca0d8f1e64ac411",
    "DeepLab V3+": "e68a40a497ee1354",
    "PSPNet": "abd2a5c6429f7fcc",
    "MWEN": "36d353f448702fd0",
    "Unet": "dd692b98e420586d",
}


def test_the_registry_has_the_benchmark_and_ours():
    assert list(BENCHMARK) == ["MSLWENet", "DeepLab V3+", "PSPNet", "MWEN", "Unet"]
    assert set(NETWORKS) == {"LakeNet", *BENCHMARK} == set(MILLIONS)


@pytest.mark.parametrize("name", NETWORKS)
def test_weights_keep_their_names_and_shapes_since_model_files_hold_them(name):
    weights = [(key, *value.shape) for key, value in build(name).state_dict().items()]

    assert hashlib.sha256(repr(weights).encode()).hexdigest()[:16] == WEIGHTS[name]


@pytest.mark.parametrize("name", NETWORKS)
def test_odd_sizes_backward_and_parameters(name):
    network = build(name, classes=2).train()
    x = torch.randn(2, 3, 67, 45)

    outputs = network.training_outputs(x)
    sum(weight * y.square().mean() for weight, y in outputs).backward()

    assert [tuple(y.shape) for _, y in outputs] == [(2, 2, 67, 45)] * len(outputs)
    assert all(p.grad is not None and torch.isfinite(p.grad).all() for p in network.parameters())
    low, high = MILLIONS[name]
    assert low < sum(p.numel() for p in network.parameters()) / 1e6 < high


@pytest.mark.parametrize("name", NETWORKS)
def test_an_image_does_not_depend_on_its_batch(name):
    torch.manual_seed(0)
    network = build(name).eval()
    x = torch.randn(3, 3, 64, 64)

    with torch.inference_mode():
        together, alone = network(x)[1:2], network(x[1:2])

    # Fresh deep networks answer in the hundred thousands, since their batch norms know no data yet.
    assert (together - alone).abs().max() < 1e-5 * together.abs().max()


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("margin", [16, 33, 48])
def test_without_its_margin_an_image_has_the_same_logits(name, margin):
    torch.manual_seed(0)
    network = build(name).eval()
    x = torch.randn(1, 3, 107, 133)

    with torch.inference_mode():
        whole, centre = network(x), network(x, margin)

    assert centre.shape == (1, 2, 107 - 2 * margin, 133 - 2 * margin)
    difference = (whole[..., margin:-margin, margin:-margin] - centre).abs().max()
    assert difference < 1e-5 * whole.abs().max()


@pytest.mark.parametrize("name", NETWORKS)
def test_saved_and_loaded_it_answers_the_same(name, tmp_path):
    torch.manual_seed(0)
    network = build(name).eval()
    save_model(tmp_path / "m.safetensors", network, ModelCard(name="x", network=name), half=False)
    x = torch.randn(1, 3, 64, 64)

    loaded = load_model(tmp_path / "m.safetensors").network

    with torch.inference_mode():
        assert torch.equal(network(x), loaded(x))


def test_only_pspnet_has_an_auxiliary_output_and_only_for_training():
    x = torch.randn(2, 3, 48, 48)

    weights = {name: [w for w, _ in build(name).train().training_outputs(x)] for name in NETWORKS}

    assert weights.pop("PSPNet") == [1.0, 0.4]
    assert all(w == [1.0] for w in weights.values())


def test_a_wrong_shape_is_told_the_right_one():
    with pytest.raises(ValueError, match=r"takes \(N, 3, H, W\), not \(1, 4, 32, 32\)"):
        build("Unet")(torch.zeros(1, 4, 32, 32))


def test_unknown_network():
    with pytest.raises(ModelError, match="no network called 'Nessie'.*LakeNet"):
        build("Nessie")
