"""The split of a dataset into tiles to train on and tiles to test on, and its file."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from ..report.text import counted
from ..util.atomic_files import atomic_write
from ..util.errors import DatasetError
from ..util.json_file import read_json_object
from ..util.translation import tr

#: Name of the split file of a prepared dataset.
SPLIT = "split.json"
#: Share of the published dataset's tiles that its authors trained on: 6164 of 6774.
TRAIN_SHARE = 6164 / 6774
#: Rules as split files hold them.
_TILES_AT_RANDOM = "{} of {} tiles at random"
_SOURCES_AT_RANDOM = "{} of {} source images whole, at random"


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
        """Read a split from its JSON file; ``DatasetError`` when it is none, or has a tile on both sides."""
        try:
            values = read_json_object(path)
            sides, seed = (values["train"], values["test"]), values["seed"]
            for side in sides:
                if not isinstance(side, list) or not all(isinstance(name, str) for name in side):
                    raise ValueError("a side is no list of names")
            if not (seed is None or type(seed) is int):
                raise ValueError("the seed is no whole number")
            split = cls(tuple(sides[0]), tuple(sides[1]), str(values["rule"]), seed)
        except (OSError, ValueError, KeyError) as error:
            raise DatasetError(
                tr(
                    "{path} is no split file of Lake Mapper. Choose the split.json that 'Prepare dataset' "
                    "wrote, or leave it empty.",
                    path=path,
                )
            ) from error
        if both := sorted({*split.train} & {*split.test}):
            raise DatasetError(
                tr(
                    "{path} has {tiles} on both sides, such as {name}: scores on tiles that were learned "
                    "mean nothing. Take them off one side.",
                    path=path,
                    tiles=counted(len(both), "tile"),
                    name=both[0],
                )
            )
        return split

    def unlisted(self, names: Iterable[str]) -> str:
        """Return a sentence on the tiles, by ``names``, that are on neither side; empty without any."""
        count = len({*names} - {*self.train} - {*self.test})
        if not count:
            return ""
        return tr("{tiles} on neither side of the split: not used.", tiles=counted(count, "tile"))

    def drawn(self) -> str:
        """Return how the sides were chosen, in the language of the reader: the file holds English."""
        rule = self.rule
        if found := _numbers_in(rule, _TILES_AT_RANDOM):
            rule = tr("{train} of {all} tiles at random", train=found[0], all=found[1])
        elif found := _numbers_in(rule, _SOURCES_AT_RANDOM):
            rule = tr("{train} of {all} source images whole, at random", train=found[0], all=found[1])
        return rule if self.seed is None else tr("{rule}, seed {seed}", rule=rule, seed=self.seed)


def _numbers_in(rule: str, form: str) -> tuple[str, ...]:
    """Return the numbers in a rule of this form, empty when it has another one."""
    found = re.fullmatch(form.replace("{}", r"(\d+)"), rule)
    return found.groups() if found else ()


def split_file(folder: str | os.PathLike, given: str = "") -> str:
    """Return the path of the split to use for a dataset: ``given``, else its own; empty without either."""
    own = Path(folder) / SPLIT
    return given or (str(own) if own.is_file() else "")


def random_split(names: Sequence[str], seed: int, train_share: float = TRAIN_SHARE) -> Split:
    """Split tiles at random, as the paper did, with at least one on each side.

    ``DatasetError`` with fewer than two tiles.
    """
    if len(names) < 2:
        raise DatasetError(tr("A dataset needs two tiles at least, to train on one and test on another."))
    names = sorted(names)
    train = min(max(round(train_share * len(names)), 1), len(names) - 1)
    order = np.random.default_rng(seed).permutation(len(names))
    return Split(
        tuple(names[i] for i in sorted(order[:train])),
        tuple(names[i] for i in sorted(order[train:])),
        _TILES_AT_RANDOM.format(train, len(names)),
        seed,
    )


def read_names(path: str | os.PathLike) -> list[str]:
    """Read tile names from a text file, one a line, with or without the suffix .png.

    ``DatasetError`` when the file cannot be read or is empty.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()  # Windows writes a mark before it
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(
            tr("The list of tiles {path} cannot be read. Give a text file with one name a line.", path=path)
        ) from error
    names = [re.sub(r"(?i)\.png$", "", Path(line.strip()).name) for line in lines if line.strip()]
    if not names:
        raise DatasetError(
            tr("The list of tiles {path} is empty. Give a text file with one name a line.", path=path)
        )
    return names


def split_by_source(source_of: Mapping[str, str], seed: int, train_share: float = TRAIN_SHARE) -> Split:
    """Split by whole source images, at random, so that the share of tiles comes as near as possible.

    ``source_of`` is the source image of each tile by its name. ``DatasetError`` with fewer than two sources.
    """
    sources = sorted(set(source_of.values()))
    if len(sources) < 2:
        raise DatasetError(
            tr(
                "All tiles come from one image, {image}, so they cannot be split by whole images. Choose "
                "tiles at random, or give more images.",
                image=sources[0],
            )
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
        _SOURCES_AT_RANDOM.format(len(train), len(sources)),
        seed,
    )
