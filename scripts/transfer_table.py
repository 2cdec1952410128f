"""What weights from another region are worth as a start: LakeNet on each stand-in, from three starts.

    .venv/bin/python scripts/transfer_table.py --images 600 --batch-size 4   # after pack_standin.py

The source paper proposes to train on one region and to go on in another. LakeNet is trained on each stand-in
by the modern protocol, from Kaiming's random weights, from ImageNet, and from what the same training has made
of ImageNet's on the other stand-in (``INITIAL_MODEL`` of *Train model*); all see as many tiles. Begun again,
it goes on.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import package_path

package_path.load()
from lake_mapper.core.evaluation.evaluate import ModelResult, evaluate
from lake_mapper.core.models.model_file import load_model
from lake_mapper.core.training.protocol import MODERN
from lake_mapper.core.training.train import MODEL, Task, train
from standin_benchmark import BUILD, GROUND, Standin, say, unpacked

KAIMING, IMAGENET, OTHER = "Kaiming", "ImageNet", "the other stand-in"


def trained(
    standin: Standin, start: str, other: Path | None, folder: Path, args: argparse.Namespace
) -> ModelResult:
    """Train from a start, ``other`` being the other stand-in's model file; evaluate on the test tiles."""
    task = Task(
        "LakeNet",
        replace(MODERN, batch_size=args.batch_size),
        standin.dataset.only(standin.split.train).tiles,
        standin.name,
        seed=args.seed,
        images=args.images,
        ground=GROUND,
        initial=other,
        pretrained=start == IMAGENET,
        source_of=standin.source_of,
        content=standin.content,
    )
    train(task, folder, log=say)
    tiles = standin.dataset.only(standin.split.test).tiles
    return evaluate(load_model(folder / MODEL), start, tiles)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=BUILD, help="where the packed files are")
    parser.add_argument("--sources", nargs=2, default=["esw", "s2lakes"])
    parser.add_argument("--images", type=int, required=True, help="tiles that the network sees on each")
    parser.add_argument("--batch-size", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    standins = [unpacked(args.folder / f"{source}.zip") for source in args.sources]
    runs = args.folder / f"transfer_{args.images}_{args.batch_size}_{args.seed}"
    lines = ["| tiles | start | MIoU | 95 % interval | lake IoU |", "|---|---|---|---|---|"]
    # ImageNet first: the others start from what it becomes.
    for start in (IMAGENET, OTHER, KAIMING):
        for standin, other in zip(standins, reversed(standins)):
            initial = runs / f"{other.name} {IMAGENET}" / MODEL if start == OTHER else None
            result = trained(standin, start, initial, runs / f"{standin.name} {start}", args)
            scores = {name: 100 * value for name, value in result.scores(standin.source_of).items()}
            lines.append(
                "| {} | {} | {MIoU:.1f} | {MIoU_low:.1f} to {MIoU_high:.1f} | {lake_IoU:.1f} |".format(
                    standin.name, start, **scores
                )
            )
    print("\n".join(lines))


if __name__ == "__main__":
    main()
