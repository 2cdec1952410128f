"""Parameters and operations of the networks of the benchmark, beside those that others published.

    .venv/bin/python scripts/network_sizes.py

Prints two tables: each network as the benchmark trains it, and every published size beside ours with the
backbone, the classes and the image size of that source. Nothing is computed but shapes, so it takes seconds.
docs/benchmark.md explains the differences.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import package_path
import torch

package_path.load()
from lake_mapper.core.models.flops import gflops
from lake_mapper.core.models.networks import BENCHMARK, build
from lake_mapper.core.models.networks.base import Network


@dataclass(frozen=True)
class PublishedSize:
    """What a source gives for a network that ``arguments`` make ours like, on images of ``size``.

    ``parameters`` are in millions, ``operations`` in billions, None where the source gives none. It counts a
    multiplication and an addition as ``per_multiply_add`` operations.
    """

    network: str
    arguments: Mapping[str, int]
    size: tuple[int, int]
    parameters: float | None
    operations: float
    per_multiply_add: int
    source: str


#: MSLWENet and MWEN are missing: no size of them was found.
PUBLISHED = (
    PublishedSize(
        "DeepLab V3+",
        {"depth": 101, "classes": 21},
        (513, 513),
        None,
        101.28,
        1,
        "Chen et al., ECCV 2018, Table 3 (output stride 16, decoder)",
    ),
    PublishedSize(
        "DeepLab V3+",
        {"depth": 50, "classes": 21},
        (513, 513),
        None,
        62.7,
        1,
        "github.com/VainF/DeepLabV3Plus-Pytorch, README.md",
    ),
    PublishedSize(
        "PSPNet",
        {"depth": 50, "classes": 21},
        (512, 512),
        46.5827,
        357.1719,
        2,
        "github.com/openvinotoolkit/open_model_zoo, models/public/pspnet-pytorch/README.md",
    ),
    PublishedSize(
        "Unet",
        {"classes": 12},
        (368, 480),
        31.03,
        260.1,
        2,
        "github.com/openvinotoolkit/open_model_zoo, models/intel/unet-camvid-onnx-0001/README.md",
    ),
)


def without_weights(name: str, **arguments: object) -> Network:
    """Return the network ``name`` in evaluation mode, with shapes but no weights."""
    with torch.device("meta"):
        return build(name, **arguments).eval()


def parameters(network: Network) -> float:
    """Count the parameters that the network has outside training, in millions."""
    # The auxiliary output of PSPNet is there for its loss alone.
    used = (p.numel() for name, p in network.named_parameters() if not name.startswith("auxiliary."))
    return sum(used) / 1e6


def ours() -> list[str]:
    """Return the lines of the table of the networks as the benchmark trains them."""
    lines = [
        "| | parameters, millions | without what only training uses | multiply-adds, billions | in training "
        "| GFLOPs |",
        "|---|---|---|---|---|---|",
    ]
    for name in BENCHMARK:
        network = without_weights(name)
        trained = sum(p.numel() for p in network.parameters()) / 1e6
        work = gflops(network)
        learning = gflops(network, in_training=True)
        lines.append(
            f"| {name} | {trained:.2f} | {parameters(network):.2f} | {work / 2:.2f} | {learning / 2:.2f} "
            f"| {work:.2f} |"
        )
    return lines


def beside_published() -> list[str]:
    """Return the lines of the table of published sizes beside ours."""
    lines = [
        "| | backbone, classes, image | parameters, published | ours | counted | published | ours | source |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for published in PUBLISHED:
        network = without_weights(published.network, **published.arguments)
        operations = gflops(network, published.size) * published.per_multiply_add / 2
        depth = published.arguments.get("depth")
        built = f"ResNet-{depth}, " if depth else ""
        built += f"{published.arguments['classes']}, {published.size[0]} × {published.size[1]}"
        theirs = "not given" if published.parameters is None else f"{published.parameters:.2f}"
        unit = "multiply-adds" if published.per_multiply_add == 1 else "FLOPs"
        lines.append(
            f"| {published.network} | {built} | {theirs} | {parameters(network):.2f} "
            f"| {unit} | {published.operations:.1f} | {operations:.1f} | {published.source} |"
        )
    return lines


def main() -> None:
    print("As the benchmark trains them: 2 classes, 256 × 256 pixels.\n")
    print("\n".join(ours()))
    print("\nPublished sizes beside ours of the same backbone, classes and image size.\n")
    print("\n".join(beside_published()))


if __name__ == "__main__":
    main()
