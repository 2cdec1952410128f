import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.models.networks import build
from lake_mapper.core.models.networks.strips import in_strips

HUGE = 1 << 26  # values in a cell: strips are then as low as they get


class Means:
    """Means over ``reach`` rows above and below, two rows of ``x`` and one of ``y`` a cell; keeps heights."""

    def __init__(self, reach):
        self.reach, self.heights = reach, []

    def __call__(self, x, y):
        self.heights.append(int(y.shape[2]))
        joined = F.max_pool2d(x, (2, 1)) + y
        return F.avg_pool2d(joined, (2 * self.reach + 1, 1), 1, (self.reach, 0), count_include_pad=False)


def maps(cells, batch=1):
    torch.manual_seed(0)
    return torch.randn(batch, 3, 2 * cells, 8), torch.randn(batch, 3, cells, 8)


@given(st.integers(9, 90), st.integers(1, 3), st.sampled_from([torch.channels_last, torch.contiguous_format]))
def test_strips_change_no_number_and_no_order_in_memory(cells, reach, order):
    x, y = (m.contiguous(memory_format=order) for m in maps(cells))
    compute, whole = Means(reach), Means(reach)

    with torch.inference_mode():
        found = in_strips(compute, x, y, cells=cells, reach=reach, values=HUGE)

        expected = whole(x, y)

    assert torch.allclose(found, expected, atol=1e-6)
    assert found.stride() == expected.stride()
    if cells > 4 * reach:
        assert max(compute.heights) <= 6 * reach


@pytest.mark.parametrize("case", ["gradients", "batch", "odd", "small"])
def test_elsewhere_all_is_computed_at_once(case):
    """With gradients, for a batch, for cells without whole rows, and for maps too small to matter."""
    compute = Means(1)
    x, y = maps(64, batch=2 if case == "batch" else 1)
    cells, values = (60 if case == "odd" else 64), (24 if case == "small" else HUGE)

    with torch.inference_mode(case != "gradients"):
        in_strips(compute, x, y, cells=cells, reach=1, values=values)

    assert compute.heights == [64]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning")
def test_a_traced_network_is_whole():
    compute = Means(1)

    class Layer(torch.nn.Module):
        def forward(self, x, y):
            return in_strips(compute, x, y, cells=64, reach=1, values=HUGE)

    with torch.inference_mode():
        torch.jit.trace(Layer(), maps(64), check_trace=False)

    assert set(compute.heights) == {64}


@pytest.mark.parametrize("size", [(352, 1600), (331, 1573)])
def test_lakenet_computes_its_large_maps_in_strips(size):
    torch.manual_seed(0)
    network = build("LakeNet").eval()
    parts = {"head": network.head, "stem": network.encoder.stem}
    calls = []
    for name, part in parts.items():
        part.register_forward_pre_hook(lambda module, x, name=name: calls.append(name))
    x = torch.randn(1, 3, *size)

    with torch.no_grad():
        whole = network(x)
    assert sorted(calls) == sorted(parts)
    calls.clear()
    with torch.inference_mode():
        found = network(x)

    assert min(calls.count(name) for name in parts) > 1
    assert (whole - found).abs().max() < 1e-5 * whole.abs().max()
