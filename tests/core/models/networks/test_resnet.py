import pytest
import torch
from lake_mapper.core.models.networks.resnet import ResNet


@pytest.mark.parametrize(
    ("output_stride", "strides"), [(32, (4, 8, 16, 32)), (16, (4, 8, 16, 16)), (8, (4, 8, 8, 8))]
)
def test_maps_at_their_strides_and_none_beyond_the_output_stride(output_stride, strides):
    with torch.inference_mode():
        maps = ResNet(50, output_stride).eval()(torch.zeros(1, 3, 64, 96))

    assert [m.shape[1] for m in maps] == list(ResNet.channels)
    assert [tuple(m.shape[2:]) for m in maps] == [(64 // s, 96 // s) for s in strides]


def test_dilation_sees_as_far_as_the_stride_that_it_replaces():
    torch.manual_seed(0)
    seen = {}  # columns of the image that one column of the deepest map depends on
    for output_stride in (32, 16, 8):
        x = torch.randn(1, 3, 1, 1537, requires_grad=True)
        deep = ResNet(50, output_stride).eval()(x)[-1]
        deep[..., deep.shape[-1] // 2].sum().backward()
        seen[output_stride] = int((x.grad.abs().sum((0, 1, 2)) > 0).sum())

    assert 400 < seen[32] <= seen[16] <= seen[8] < 500
