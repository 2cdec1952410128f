"""Our networks have the size of those that others published, or the difference that the docs explain."""

import network_sizes
import pytest
from lake_mapper.core.models.flops import gflops
from lake_mapper.core.models.networks import BENCHMARK
from network_sizes import PUBLISHED, parameters, without_weights


def ratio(published: network_sizes.PublishedSize) -> float:
    """Return our operations as a share of the published ones."""
    network = without_weights(published.network, **published.arguments)
    return gflops(network, published.size) * published.per_multiply_add / 2 / published.operations


@pytest.mark.parametrize("published", [p for p in PUBLISHED if p.parameters], ids=lambda p: p.network)
def test_pspnet_and_unet_are_the_published_ones(published):
    network = without_weights(published.network, **published.arguments)

    assert parameters(network) == pytest.approx(published.parameters, rel=1e-3)
    assert ratio(published) == pytest.approx(1, abs=0.01)


def test_deeplab_differs_from_the_paper_by_the_first_layers():
    (paper,) = (p for p in PUBLISHED if p.arguments.get("depth") == 101)

    # Three 3×3 convolutions to 64, 64 and 128 channels at half the size of 528 × 528 (513 padded to the
    # stride) instead of one of 7×7, and 128 instead of 64 channels into the first bottleneck.
    stem = (9 * (3 * 64 + 64 * 64 + 64 * 128) - 49 * 3 * 64) * 264**2
    bottleneck = 64 * (64 + 256) * 132**2
    assert ratio(paper) + (stem + bottleneck) / 1e9 / paper.operations == pytest.approx(1, abs=0.01)


def test_deeplab_differs_from_a_known_repository_by_a_convolution_of_the_decoder():
    (repository,) = (p for p in PUBLISHED if "VainF" in p.source)

    convolution = 9 * 256 * 256 * 132**2
    assert ratio(repository) - convolution / 1e9 / repository.operations == pytest.approx(1, abs=0.02)


def test_tables(capsys):
    network_sizes.main()

    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" | ")[0][2:] for line in lines[4:9]] == list(BENCHMARK)
    assert "| Unet | 31.04 | 31.04 | 48.17 | 48.17 | 96.34 |" in lines
    assert sum(line.startswith(("| DeepLab", "| PSPNet", "| Unet")) for line in lines[9:]) == len(PUBLISHED)
