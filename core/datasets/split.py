"""The split of a dataset into tiles to train on and tiles to test on, and its file."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from ..util.atomic_files import atomic_write
from ..util.errors import DatasetError
from ..util.json_file import read_json_object

#: Name of the split file of a prepared dataset.
SPLIT = "split.json"
#: Share of the published dataset's tiles that its authors trained on: 6164 of 6774.
TRAIN_SHARE = 6164 / 6774


@dataclass(frozen=True)
class Split:
    """The names of the tiles to train on and to test on; ``rule`` and ``seed`` are how they were chosen."""

    train: tuple[str, ...]
    test: tuple[str, ...]
    rule: str
    seed: int | None = None

    def save(self, path: str | os.PathLike) -> None:
        """Write the split as JSON."""
        with atomic_write(path) as unfinished:
            unfinished.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: str | os.PathLike) -> Split:
        """Read a split from its JSON file; ``DatasetError`` when the file is no split."""
        try:
            values = read_json_object(path)
            sides, seed = (values["train"], values["test"]), values["seed"]
            for side in sides:
                if not isinstance(side, list) or not all(isinstance(name, str) for name in side):
                    raise ValueError("a side is no list of names")
            if not (seed is None or type(seed) is int):
                raise ValueError("the seed is no whole number")
            return cls(tuple(sides[0]), tuple(sides[1]), str(values["rule"]), seed)
        except (OSError, ValueError, KeyError) as error:
            raise DatasetError(
                f"{path} is no split file of Lake Mapper. Choose the split.json that 'Prepare dataset' "
                "wrote, or leave it empty."
            ) from error


def split_file(folder: str | os.PathLike, given: str = "") -> str:
    """Return the path of the split to use for a dataset: ``given``, else its own; empty without either."""
    own = Path(folder) / SPLIT
    return given or (str(own) if own.is_file() else "")


def random_split(names: Sequence[str], seed: int, train_share: float = TRAIN_SHARE) -> Split:
    """Split tiles at random, as the paper did, with at least one on each side.

    ``DatasetError`` with fewer than two tiles.
    """
    if len(names) < 2:
        raise DatasetError("A dataset needs two tiles at least, to train on one and test on another.")
    names = sorted(names)
    train = min(max(round(train_share * len(names)), 1), len(names) - 1)
    order = np.random.default_rng(seed).permutation(len(names))
    return Split(
        tuple(names[i] for i in sorted(order[:train])),
        tuple(names[i] for i in sorted(order[train:])),
        f"{train} of {len(names)} tiles at random",
        seed,
    )


def read_names(path: str | os.PathLike) -> list[str]:
    """Read tile names from a text file, one a line, without suffixes like .png.

    ``DatasetError`` when the file cannot be read or is empty.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(
            f"The list of tiles {path} cannot be read. Give a text file with one name a line."
        ) from error
    names = [Path(line.strip()).stem for line in lines if line.strip()]
    if not names:
        raise DatasetError(f"The list of tiles {path} is empty. Give a text file with one name a line.")
    return names


def split_by_source(source_of: Mapping[str, str], seed: int, train_share: float = TRAIN_SHARE) -> Split:
    """Split by whole source images, at random, so that the share of tiles comes as near as possible.

    ``source_of`` is the source image of each tile by its name. ``DatasetError`` with fewer than two sources.
    """
    sources = sorted(set(source_of.values()))
    if len(sources) < 2:
        raise DatasetError(
            f"All tiles come from one image, {sources[0]}, so they cannot be split by whole images. Choose "
            "tiles at random, or give more images."
        )
    sizes = {source: 0 for source in sources}
    for source in source_of.values():
        sizes[source] += 1
    wanted, taken = train_share * len(source_of), 0
    train: set[str] = set()
    order = [sources[i] for i in np.random.default_rng(seed).permutation(len(sources))]
    for source in order:
        if abs(taken + sizes[source] - wanted) < abs(taken - wanted):
            train.add(source)
            taken += sizes[source]
    if not train:
        train.add(order[0])
    if len(train) == len(sources):
        train.remove(order[-1])
    return Split(
        tuple(sorted(name for name, source in source_of.items() if source in train)),
        tuple(sorted(name for name, source in source_of.items() if source not in train)),
        f"{len(train)} of {len(sources)} source images whole, at random",
        seed,
    )
