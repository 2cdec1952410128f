import copy

import pytest
import torch
from lake_mapper.core.inference import onednn
from lake_mapper.core.inference.onednn import FusedConvolution, available, fuse
from lake_mapper.core.inference.runtimes import fold_batch_norm
from lake_mapper.core.models.networks import NETWORKS, build
from torch import nn


@pytest.fixture(autouse=True)
def operators():
    if not available():
        pytest.skip("this PyTorch lacks the operators of oneDNN")


def with_statistics(network):
    """In evaluation mode, with batch-norm statistics that are not trivial."""
    torch.manual_seed(0)
    network.train()(torch.randn(4, 3, 64, 64))
    return network.eval().requires_grad_(False)


@pytest.mark.parametrize("name", NETWORKS)
def test_fused_networks_give_the_same_numbers(name):
    plain = fold_batch_norm(with_statistics(build(name))).to(memory_format=torch.channels_last)
    fused = fuse(copy.deepcopy(plain))

    with torch.inference_mode():
        for size in ((64, 96), (96, 64), (37, 50)):
            x = torch.randn(1, 3, *size).contiguous(memory_format=torch.channels_last)
            wanted = plain(x)
            assert (fused(x) - wanted).abs().max() <= 1e-5 * wanted.abs().max()
    assert any(isinstance(m, FusedConvolution) for m in fused.modules())


def test_only_a_relu_that_follows_at_once_is_fused():
    network = nn.Sequential(nn.Conv2d(3, 4, 1), nn.Identity(), nn.ReLU(), nn.Conv2d(4, 4, 1), nn.Sigmoid())
    network = network.eval().requires_grad_(False)
    wanted = network(torch.ones(1, 3, 5, 5))

    fuse(network)

    assert [m.following for m in network if isinstance(m, FusedConvolution)] == ["relu", "none"]
    assert not any(isinstance(m, nn.ReLU) for m in network)
    assert torch.allclose(network(torch.ones(1, 3, 5, 5)), wanted, atol=1e-6)


@pytest.mark.parametrize("channels, reorderings", [(16, 3), (512, 4)])
def test_weights_are_reordered_once_for_each_shape_only_where_they_are_few(
    channels, reorderings, monkeypatch
):
    plain = nn.Conv2d(channels, channels, 3, padding=1).requires_grad_(False)
    layer = FusedConvolution(plain, "none")
    reorder, shapes = torch.ops.mkldnn._reorder_convolution_weight, []
    monkeypatch.setattr(
        torch.ops.mkldnn,
        "_reorder_convolution_weight",
        lambda *given: shapes.append(given[-1]) or reorder(*given),
    )

    for height in (8, 16, 24, 16):
        x = torch.randn(1, channels, height, 8)
        assert torch.allclose(layer(x), plain(x), atol=1e-4)

    assert len(shapes) == reorderings


@pytest.mark.parametrize(
    "broken", [lambda self, x: torch.ops.mkldnn.no_such_operator(x), lambda self, x: self.convolution(x)]
)
def test_where_the_operators_are_missing_or_wrong_nothing_is_fused(monkeypatch, broken):
    onednn.available.cache_clear()
    monkeypatch.setattr(FusedConvolution, "forward", broken)
    try:
        network = fuse(build("LakeNet"))
        assert not any(isinstance(m, FusedConvolution) for m in network.modules())
    finally:
        onednn.available.cache_clear()
