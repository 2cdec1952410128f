import pytest
import torch
from lake_mapper.core.models.networks import build
from lake_mapper.core.training.batch_norm import with_statistics_of


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(1)
    return build("LakeNet").eval()


@pytest.fixture(scope="module")
def batches():
    return [3 + 2 * torch.randn(2, 3, 64, 64) for _ in range(2)]


def test_the_copy_has_the_mean_statistics_of_all_batches(network, batches):
    first = next(m for m in network.modules() if isinstance(m, torch.nn.BatchNorm2d))
    seen = []
    hook = first.register_forward_hook(lambda layer, inputs, output: seen.append(inputs[0]))
    with torch.no_grad():
        for batch in batches:
            network(batch)
    hook.remove()

    copied = with_statistics_of(network, batches)

    layer = next(m for m in copied.modules() if isinstance(m, torch.nn.BatchNorm2d))
    means = torch.stack([x.mean((0, 2, 3)) for x in seen]).mean(0)
    variances = torch.stack([x.var((0, 2, 3)) for x in seen]).mean(0)
    assert torch.allclose(layer.running_mean, means, atol=1e-4)
    assert torch.allclose(layer.running_var, variances, rtol=1e-3)


def test_the_network_itself_stays_as_it_was(network, batches):
    before = {name: values.clone() for name, values in network.state_dict().items()}

    copied = with_statistics_of(network, batches)

    assert all(torch.equal(values, before[name]) for name, values in network.state_dict().items())
    assert not any(module.training for module in [*network.modules(), *copied.modules()])
    assert all(torch.equal(a, b) for a, b in zip(network.parameters(), copied.parameters()))
