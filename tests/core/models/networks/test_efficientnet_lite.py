import pytest
import torch
from lake_mapper.core.models.networks.efficientnet_lite import EfficientNetLite0


def test_five_maps_each_half_as_large():
    with torch.inference_mode():
        maps = EfficientNetLite0().eval()(torch.zeros(1, 3, 96, 64))

    assert [m.shape[1] for m in maps] == list(EfficientNetLite0.channels)
    assert [tuple(m.shape[2:]) for m in maps] == [(96 // s, 64 // s) for s in (2, 4, 8, 16, 32)]


def test_imagenet_weights_of_another_network_are_refused():
    encoder = EfficientNetLite0()

    with pytest.raises(ValueError, match="not the weights"):
        encoder.load_imagenet({"_conv_stem.weight": torch.zeros(8, 3, 3, 3)})


def test_imagenet_weights_are_taken_in_order():
    torch.manual_seed(0)
    source, target = EfficientNetLite0(), EfficientNetLite0()
    published = {f"x{i}": v for i, (k, v) in enumerate(source.state_dict().items()) if "num_b" not in k}
    published["_conv_head.weight"] = torch.zeros(1280, 320, 1, 1)  # belongs to the classifier

    target.load_imagenet(published)

    x = torch.randn(1, 3, 64, 64)
    for a, b in zip(source.eval()(x), target.eval()(x)):
        assert torch.equal(a, b)
