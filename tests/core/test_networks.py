"""The contract that every network of the registry passes."""

import pytest
import torch
from lake_mapper.core.errors import ModelError
from lake_mapper.core.networks import NETWORKS, build
from lake_mapper.core.networks.efficientnet_lite import EfficientNetLite0

MILLIONS = {"LakeNet": (3.2, 3.4)}


@pytest.mark.parametrize("name", NETWORKS)
def test_shapes_backward_and_size(name):
    network = build(name, classes=2).train()
    x = torch.randn(2, 3, 96, 128)

    y = network(x)
    y.square().mean().backward()

    assert y.shape == (2, 2, 96, 128)
    assert all(p.grad is not None and torch.isfinite(p.grad).all() for p in network.parameters())
    low, high = MILLIONS[name]
    assert low < sum(p.numel() for p in network.parameters()) / 1e6 < high


@pytest.mark.parametrize("name", NETWORKS)
def test_an_image_does_not_depend_on_its_batch(name):
    torch.manual_seed(0)
    network = build(name).eval()
    x = torch.randn(3, 3, 64, 64)

    with torch.inference_mode():
        assert torch.allclose(network(x)[1:2], network(x[1:2]), atol=1e-5)


def test_unknown_network():
    with pytest.raises(ModelError, match="no network called 'Nessie'.*LakeNet"):
        build("Nessie")


def test_imagenet_weights_of_another_network_are_refused():
    encoder = EfficientNetLite0()

    with pytest.raises(ValueError, match="not the weights"):
        encoder.load_imagenet({"_conv_stem.weight": torch.zeros(8, 3, 3, 3)})


def test_imagenet_weights_are_taken_in_order():
    torch.manual_seed(0)
    source, target = EfficientNetLite0(), EfficientNetLite0()

    target.load_imagenet(
        {f"x{i}": v for i, (k, v) in enumerate(source.state_dict().items()) if "num_b" not in k}
    )

    x = torch.randn(1, 3, 64, 64)
    for a, b in zip(source.eval()(x), target.eval()(x)):
        assert torch.equal(a, b)
