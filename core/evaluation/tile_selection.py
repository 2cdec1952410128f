"""Which tiles of a dataset are evaluated: the test side of a split, those of lists, or all."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from ..datasets.dataset import Dataset, open_dataset
from ..datasets.split import Split, random_split, read_names, split_file
from ..report.text import counted
from ..util.errors import DatasetError
from .evaluate import model_names
from .table import ALL

#: Tiles that are not there are named up to this number.
_NAMED = 5


class Selection(NamedTuple):
    """Tiles to evaluate, a sentence that says which they are, and warnings."""

    dataset: Dataset
    sentence: str
    warnings: list[str]


def select_test_tiles(folder: str | os.PathLike, split: str = "", whole: bool = False) -> Selection:
    """Return the test tiles of a dataset by the split file ``split``, else by its own.

    All tiles where there is no split, or when the ``whole`` dataset is wanted. ``DatasetError`` when it is
    no dataset, or no tile is left.
    """
    dataset = open_dataset(folder)
    path = split_file(folder, split)
    if not path or whole:
        return Selection(dataset, f"The whole dataset: {counted(len(dataset.tiles), 'tile')}.", [])
    chosen = Split.load(path)
    warnings = _absent(path, chosen.test, {tile.name for tile in dataset.tiles})
    dataset = dataset.only(chosen.test)
    tested = counted(len(dataset.tiles), "tile")
    sentence = f"The test side of {path}: {tested} (trained on: {_drawn(chosen)})."
    return Selection(dataset, sentence, warnings)


def read_subsets(paths: Sequence[str], evaluated: Collection[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Read lists of tiles; return the names in each that are among ``evaluated``, and warnings.

    A list is called as its file, without "subset_" and ending. ``DatasetError`` when nothing of it is left.
    """
    # A list called all.txt must not pass for the row of all tiles.
    stems = [Path(path).stem.removeprefix("subset_") for path in paths]
    titles = model_names([ALL, *stems], ["", *paths])[1:]
    subsets, warnings = {}, []
    for title, path in zip(titles, paths):
        listed = read_names(path)
        names = [name for name in listed if name in evaluated]
        if not names:
            raise DatasetError(
                f"None of the {counted(len(listed), 'tile')} listed in {path} is among the {len(evaluated)} "
                "that are evaluated. Choose a list of this dataset's test tiles, or set WHOLE to yes."
            )
        warnings += _absent(path, listed, evaluated)
        subsets[title] = names
    return subsets, warnings


def subset_files(dataset: Dataset) -> list[Path]:
    """Return the lists of hard tiles that 'Prepare dataset' wrote for a dataset."""
    return sorted(dataset.folder.glob("subset_*.txt"))


def usable_split(dataset: Dataset, split: str = "", seed: int = 0) -> tuple[Split, str]:
    """Return the split of usable tiles and a sentence about it.

    It is read from the file ``split``, else from the dataset's own, and drawn at random by ``seed`` where
    there is neither. A tile that is not in ``dataset``, since it cannot be used, is on neither side;
    ``DatasetError`` when that leaves a side without any.
    """
    path = split_file(dataset.folder, split)
    names = [tile.name for tile in dataset.tiles]
    chosen = Split.load(path) if path else random_split(names, seed)
    there = set(names)
    chosen = Split(
        tuple(name for name in chosen.train if name in there),
        tuple(name for name in chosen.test if name in there),
        chosen.rule,
        chosen.seed,
    )
    for side, tiles in (("training", chosen.train), ("test", chosen.test)):
        if not tiles:
            raise DatasetError(
                f"The split {path} has no usable tile of {dataset.folder} on its {side} side. Choose the "
                "split that belongs to this dataset, or leave it empty."
            )
    sentence = f"{len(chosen.train)} to train on and {len(chosen.test)} to test on ({_drawn(chosen)})."
    return chosen, sentence


def _drawn(split: Split) -> str:
    return split.rule if split.seed is None else f"{split.rule}, seed {split.seed}"


def _absent(path: str, listed: Sequence[str], there: Collection[str]) -> list[str]:
    """Return a warning about listed tiles that are not there."""
    absent = [name for name in listed if name not in there]
    if not absent:
        return []
    more = " ..." if len(absent) > _NAMED else ""
    return [
        f"{len(absent)} of {counted(len(listed), 'tile')} listed in {path}, not there to evaluate: "
        f"{', '.join(absent[:_NAMED])}{more}"
    ]
