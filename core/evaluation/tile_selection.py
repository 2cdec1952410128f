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
from ..util.translation import tr
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
        everything = tr("The whole dataset: {tiles}.", tiles=counted(len(dataset.tiles), "tile"))
        return Selection(dataset, everything, [])
    chosen = Split.load(path)
    there = {tile.name for tile in dataset.tiles}
    warnings = [*_absent(path, chosen.test, there), chosen.unlisted(there)]
    dataset = dataset.only(chosen.test)
    sentence = tr(
        "The test side of {path}: {tiles} (trained on: {drawn}).",
        path=path,
        tiles=counted(len(dataset.tiles), "tile"),
        drawn=chosen.drawn(),
    )
    return Selection(dataset, sentence, [warning for warning in warnings if warning])


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
                tr(
                    "None of the {tiles} listed in {path} is among the {evaluated} that are evaluated. "
                    "Choose a list of this dataset's test tiles, or set WHOLE to yes.",
                    tiles=counted(len(listed), "tile"),
                    path=path,
                    evaluated=len(evaluated),
                )
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
    if not chosen.train:
        raise DatasetError(
            tr(
                "The split {path} has no usable tile of {folder} on its training side. Choose the split that "
                "belongs to this dataset, or leave it empty.",
                path=path,
                folder=dataset.folder,
            )
        )
    if not chosen.test:
        raise DatasetError(
            tr(
                "The split {path} has no usable tile of {folder} on its test side. Choose the split that "
                "belongs to this dataset, or leave it empty.",
                path=path,
                folder=dataset.folder,
            )
        )
    sentence = tr(
        "{train} to train on and {test} to test on ({drawn}).",
        train=len(chosen.train),
        test=len(chosen.test),
        drawn=chosen.drawn(),
    )
    return chosen, f"{sentence} {chosen.unlisted(there)}".strip()


def _absent(path: str, listed: Sequence[str], there: Collection[str]) -> list[str]:
    """Return a warning about listed tiles that are not there."""
    absent = [name for name in listed if name not in there]
    if not absent:
        return []
    more = " ..." if len(absent) > _NAMED else ""
    return [
        tr(
            "{absent} of {tiles} listed in {path}, not there to evaluate: {names}",
            absent=len(absent),
            tiles=counted(len(listed), "tile"),
            path=path,
            names=", ".join(absent[:_NAMED]) + more,
        )
    ]
