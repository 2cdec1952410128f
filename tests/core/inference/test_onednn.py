import copy

import pytest
import torch
from lake_mapper.core.inference import onednn as fused
from lake_mapper.core.inference.onednn import FusedConvolution, fuse
from lake_mapper.core.inference.runtimes import TorchRuntime, fold_batch_norm, half_precision
from lake_mapper.core.models.networks import NETWORKS, build
from torch import nn


@pytest.fixture(autouse=True)
def there():
    if not fused._works():
        pytest.skip("this PyTorch lacks the operators of oneDNN")


def seen(network):
    """In evaluation mode, with batch-norm statistics that are not trivial."""
    torch.manual_seed(0)
    network.train()(torch.randn(4, 3, 64, 64))
    return network.eval().requires_grad_(False)


@pytest.mark.parametrize("name", NETWORKS)
def test_fused_networks_give_the_same_numbers(name):
    plain = fold_batch_norm(seen(build(name))).to(memory_format=torch.channels_last)
    together = fuse(copy.deepcopy(plain))

    with torch.inference_mode():
        for size in ((64, 96), (96, 64), (37, 50)):
            x = torch.randn(1, 3, *size).contiguous(memory_format=torch.channels_last)
            wanted = plain(x)
            assert (together(x) - wanted).abs().max() <= 1e-5 * wanted.abs().max()
    assert any(isinstance(m, FusedConvolution) for m in together.modules())


def test_only_what_follows_at_once_is_fused():
    network = nn.Sequential(nn.Conv2d(3, 4, 1), nn.Identity(), nn.ReLU(), nn.Conv2d(4, 4, 1), nn.Sigmoid())
    network = network.eval().requires_grad_(False)
    wanted = network(torch.ones(1, 3, 5, 5))

    fuse(network)

    assert [m.following for m in network if isinstance(m, FusedConvolution)] == ["relu", "none"]
    assert not any(isinstance(m, nn.ReLU) for m in network)
    assert torch.allclose(network(torch.ones(1, 3, 5, 5)), wanted, atol=1e-6)


def test_each_layer_keeps_its_precision():
    if half_precision(torch.device("cpu")) is None:
        pytest.skip("this processor does not compute 16-bit floats in hardware")
    network = seen(build("LakeNet"))

    runtime = TorchRuntime(network, torch.device("cpu"), torch.bfloat16)
    runtime(torch.randn(1, 3, 64, 64))

    kept = {
        name: module.convolution.weight.dtype
        for name, module in runtime._network.named_modules()
        if isinstance(module, FusedConvolution)
    }
    assert {d for n, d in kept.items() if n.startswith(network.full_precision)} == {torch.float32}
    assert {d for n, d in kept.items() if not n.startswith(network.full_precision)} == {torch.bfloat16}


@pytest.mark.parametrize("channels, kept", [(16, 3), (512, 1)])
def test_weights_are_kept_for_several_shapes_only_where_they_are_few(channels, kept):
    plain = torch.nn.Conv2d(channels, channels, 3, padding=1).requires_grad_(False)
    layer = FusedConvolution(plain, "none")
    for height in (8, 16, 24, 16):
        x = torch.randn(1, channels, height, 8)

        assert torch.allclose(layer(x), plain(x), atol=1e-4)

    assert len(layer._packed) == kept


def test_a_pytorch_without_the_operators_runs_unfused(monkeypatch):
    fused._works.cache_clear()
    monkeypatch.setattr(FusedConvolution, "forward", lambda self, x: torch.ops.mkldnn.no_such_operator(x))
    try:
        network = fuse(build("LakeNet"))
        assert not any(isinstance(m, FusedConvolution) for m in network.modules())
    finally:
        fused._works.cache_clear()
