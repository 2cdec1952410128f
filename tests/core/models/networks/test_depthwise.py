"""Depthwise convolutions: in 16 bits on the CPU, gradients as those of PyTorch's convolution in 32 bits."""

import pytest
import torch
from lake_mapper.core.models.networks.depthwise import DepthwiseConvolution
from torch import nn


@pytest.mark.parametrize("size", [(16, 16), (17, 20)])
@pytest.mark.parametrize(
    ("kernel", "stride", "dilation"), [(3, 1, 1), (3, 2, 1), (5, 1, 1), (5, 2, 1), (3, 1, 3), (3, 2, 2)]
)
def test_values_and_gradients_are_those_of_a_convolution(size, kernel, stride, dilation):
    torch.manual_seed(0)
    how = {"stride": stride, "padding": dilation * (kernel // 2), "dilation": dilation, "bias": False}
    plain = nn.Conv2d(8, 8, kernel, groups=8, **how)
    ours = DepthwiseConvolution(8, 8, kernel, groups=8, **how)
    ours.load_state_dict(plain.state_dict())
    x = torch.randn(2, 8, *size)

    def run(layer, dtype):
        image = x.to(dtype, copy=True).requires_grad_()
        with torch.autocast("cpu", torch.bfloat16, enabled=dtype == torch.bfloat16):
            result = layer(image)
        result.backward(torch.linspace(-1, 1, result.numel()).view_as(result).to(result.dtype))
        return result, image.grad, layer.weight.grad

    with torch.autocast("cpu", torch.bfloat16):
        assert "Depthwise" in type(ours(x.bfloat16()).grad_fn).__name__  # not PyTorch's own gradients
    for expected, found in zip(run(plain, torch.float32), run(ours, torch.bfloat16)):
        assert found.shape == expected.shape
        assert (found.float() - expected).abs().max() < 0.015 * expected.abs().max()
    assert torch.equal(plain(x), ours(x))
