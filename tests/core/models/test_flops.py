import pytest
from lake_mapper.core.models.flops import gflops
from lake_mapper.core.models.networks import build
from torch import nn


def test_convolutions_by_hand():
    network = nn.Sequential(
        nn.Conv2d(3, 8, 3, stride=2, padding=1),
        nn.Conv2d(8, 8, 3, padding=1, groups=8),
        nn.ConvTranspose2d(8, 2, 2, stride=2),
    ).eval()

    operations = 2 * 128 * 128 * (27 * 8 + 9 * 8 + 8 * 2 * 4)
    assert gflops(network) == operations / 1e9


def test_linear_layers_by_hand():
    network = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 5)).eval()

    assert gflops(network) == 2 * 3 * 5 / 1e9


def test_counting_leaves_no_trace_on_the_network():
    network = build("LakeNet").eval()

    assert gflops(network) == gflops(network) == pytest.approx(1.867, abs=1e-3)
    assert not any(module._forward_hooks for module in network.modules())


def test_outputs_for_the_loss_alone_count_in_training():
    pspnet, unet = (build(name).to("meta").eval() for name in ("PSPNet", "Unet"))

    head = 2 * 32 * 32 * (9 * 1024 * 256 + 256 * 2)  # at an eighth of the size
    assert gflops(pspnet, in_training=True) - gflops(pspnet) == pytest.approx(head / 1e9)
    assert gflops(unet, in_training=True) == gflops(unet)


def test_an_image_of_another_size_without_weights():
    network = nn.Conv2d(3, 8, 3, stride=2, padding=1).to("meta").eval()

    assert gflops(network, (64, 128)) == 2 * 32 * 64 * 27 * 8 / 1e9
