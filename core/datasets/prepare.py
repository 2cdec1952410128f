"""From labelled images, or a raster with lake polygons, to a dataset of tiles in the published layout.

As the paper did: cut without overlap, discard tiles with very little lake, keep a random choice, split at
random. There are two passes: the first decides by the labels which tiles are kept, the second writes those.

Needs OpenCV and Pillow.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from ..geo.grid import Window
from ..report.text import counted
from ..util.atomic_files import flush_folder, flush_folder_and_files
from ..util.errors import Cancelled, DatasetError
from ..util.temporary_folder import TemporaryFolder
from ..util.translation import tr
from .contact_sheet import MOST, contact_sheet, thumbnail
from .dataset import METADATA
from .hard_subsets import hardest, hardness
from .sources import LabelledSource
from .split import SPLIT, TRAIN_SHARE, Split, random_split, split_by_source
from .tile_files import IMAGES, LABELS, save_image, save_label

CONTACT_SHEET = "contact_sheet.png"


@dataclass(frozen=True)
class Recipe:
    """How tiles are made of sources: side in pixels, shares of 0 to 1, a ``count`` of 0 for all.

    ``whole_sources``: no source gives tiles to both sides of the split. ``subsets``: list the hard subsets.
    """

    tile_size: int = 256
    min_lake_share: float = 0.01
    count: int = 0
    seed: int = 0
    train_share: float = TRAIN_SHARE
    whole_sources: bool = False
    subsets: bool = False


@dataclass(frozen=True)
class Prepared:
    """A dataset that was made, notes for the log, and warnings about what was left out."""

    folder: Path
    split: Split
    notes: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def contact_sheet(self) -> Path:
        return self.folder / CONTACT_SHEET


@dataclass(frozen=True)
class _Candidate:
    """A tile that may be kept: its source, its place in it, and its share of lake."""

    source: LabelledSource
    row: int
    column: int
    lake_share: float

    @property
    def name(self) -> str:
        return f"{self.source.stem}_{self.row}_{self.column}"


@dataclass
class _Survey:
    """What the first pass found."""

    candidates: list[_Candidate] = field(default_factory=list)
    too_little_lake: int = 0
    missing_data: int = 0
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def prepare(
    sources: Sequence[LabelledSource],
    folder: str | os.PathLike,
    recipe: Recipe,
    facts: Mapping[str, Any],
    *,
    progress: Callable[[float], None] = lambda share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Prepared:
    """Make a dataset in ``folder``: the same files for the same sources and recipe.

    ``facts`` about the sources go into its dataset.json. ``progress`` gets the share done, 0 to 1. The
    folder gets all files at the end, or none. ``DatasetError`` when it holds tiles already, no tile is left,
    or the disk is full; ``Cancelled`` when ``cancelled`` returns true.
    """
    folder = Path(folder)
    _check_free(folder)
    survey = _survey(sources, recipe, lambda share: progress(share / 2), cancelled)
    if not any(candidate.lake_share for candidate in survey.candidates):
        raise DatasetError(_why_none(survey, recipe))
    chosen = _choose(survey, recipe)
    split = _split(chosen, recipe)
    with _staged(folder) as staging:
        measured = _write_tiles(
            chosen, split, recipe, staging, lambda share: progress((1 + share) / 2), cancelled
        )
        if recipe.subsets:
            survey.warnings += _write_subsets(hardest(measured), staging)
        _write_text(staging / METADATA, _metadata(survey, chosen, recipe, facts))
        split.save(staging / SPLIT)
    found = len(survey.candidates)
    survey.notes.append(
        tr(
            "Of {tiles}, those with at least {share:g} % lake and no missing data: {found}. Kept: {kept}, "
            "{train} to train and {test} to test.",
            tiles=counted(found + survey.too_little_lake + survey.missing_data, "tile"),
            share=100 * recipe.min_lake_share,
            found=found,
            kept=len(chosen),
            train=len(split.train),
            test=len(split.test),
        )
    )
    return Prepared(folder, split, tuple(survey.notes), tuple(survey.warnings))


def _check_free(folder: Path) -> None:
    """Raise ``DatasetError`` where the folder has tiles."""
    for part in (IMAGES, LABELS):
        if (folder / part).is_dir() and any((folder / part).iterdir()):
            raise DatasetError(
                tr(
                    "{folder} already holds a dataset: {part} is not empty. Choose a new folder, or empty "
                    "it.",
                    folder=folder,
                    part=part,
                )
            )


def _survey(
    sources: Sequence[LabelledSource],
    recipe: Recipe,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> _Survey:
    """Look at the labels of all tiles of all sources: which can be kept, and why others cannot."""
    survey, size = _Survey(), recipe.tile_size
    for number, source in enumerate(sources):
        if cancelled():
            raise Cancelled
        try:
            opened = source.open()
        except DatasetError as error:
            survey.warnings.append(tr("Left out: {name}: {why}", name=source.name, why=error))
            continue
        survey.notes += [f"{source.name}: {note}" for note in opened.notes]
        rows, columns = opened.height // size, opened.width // size
        if not rows or not columns:
            survey.warnings.append(
                tr(
                    "Left out: {name}: {width} × {height} pixels are less than a tile of {size} × {size}.",
                    name=source.name,
                    width=opened.width,
                    height=opened.height,
                    size=size,
                )
            )
        for row in range(rows):
            for column in range(columns):
                if cancelled():
                    raise Cancelled
                window = _window(row, column, size)
                lake_share = float(opened.label(window).mean())
                if lake_share < recipe.min_lake_share:
                    survey.too_little_lake += 1
                elif not opened.complete(window):
                    survey.missing_data += 1
                else:
                    survey.candidates.append(_Candidate(source, row, column, lake_share))
            progress((number + (row + 1) / rows) / len(sources))
    return survey


def _window(row: int, column: int, size: int) -> Window:
    return Window(column * size, row * size, size, size)


def _why_none(survey: _Survey, recipe: Recipe) -> str:
    """Return a sentence on why there is no tile to learn from."""
    if survey.candidates:
        return tr("No tile has any lake, so there is nothing to learn. Check that lakes are labelled 'lake'.")
    cut = survey.too_little_lake + survey.missing_data
    if not cut:
        return tr(
            "No image can be used, so there is no tile. {why}",
            why=" ".join(survey.warnings[:5]),
        )
    return tr(
        "None of {tiles} can be kept. With less than {share:g} % lake: {little}; with missing data: "
        "{missing}. Lower MIN_LAKE_SHARE, or check that lakes are labelled 'lake'.",
        tiles=counted(cut, "tile"),
        share=100 * recipe.min_lake_share,
        little=survey.too_little_lake,
        missing=survey.missing_data,
    )


def _choose(survey: _Survey, recipe: Recipe) -> list[_Candidate]:
    """Choose COUNT tiles at random, in their order; all when there are no more."""
    found = survey.candidates
    if recipe.count > len(found):
        survey.warnings.append(
            tr(
                "COUNT is {count}, but only {tiles} can be kept: all are taken.",
                count=recipe.count,
                tiles=counted(len(found), "tile"),
            )
        )
    if not 0 < recipe.count < len(found):
        return found
    # Other random numbers than those of the split, which has the plain seed.
    rng = np.random.default_rng([recipe.seed, 1])
    return [found[i] for i in sorted(rng.choice(len(found), recipe.count, replace=False))]


def _split(chosen: Sequence[_Candidate], recipe: Recipe) -> Split:
    if not recipe.whole_sources:
        return random_split([tile.name for tile in chosen], recipe.seed, recipe.train_share)
    return split_by_source({tile.name: tile.source.name for tile in chosen}, recipe.seed, recipe.train_share)


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """Make a hidden folder in ``folder`` whose content moves there at the end, or is deleted on failure."""
    new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFolder(folder, hidden=True) as staging:
            yield staging
            flush_folder_and_files(staging)
            _move(staging, folder)
        flush_folder(folder)
    except BaseException as error:
        if new and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        if isinstance(error, OSError):
            raise DatasetError(
                tr(
                    "The dataset cannot be written to {folder} ({why}). Make room, or choose another folder.",
                    folder=folder,
                    why=error.strerror or error,
                )
            ) from error
        raise


def _move(staging: Path, folder: Path) -> None:
    """Move what is in one folder to another."""
    # By name, so that train_label follows train_img, but the split last: with it the dataset is whole.
    for entry in sorted(staging.iterdir(), key=lambda p: (p.name == SPLIT, p.name)):
        target = folder / entry.name
        if target.is_dir():
            target.rmdir()  # empty, or we would have refused it
        entry.replace(target)


def _write_tiles(
    chosen: Sequence[_Candidate],
    split: Split,
    recipe: Recipe,
    folder: Path,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> dict[str, dict[str, float]]:
    """Write the tiles and the contact sheet; return how hard each test tile is, where that is asked for."""
    rng = np.random.default_rng([recipe.seed, 2])
    shown = set(rng.choice(len(chosen), min(MOST, len(chosen)), replace=False).tolist())
    to_measure = set(split.test) if recipe.subsets else set()
    thumbnails, measured, done = [], {}, 0
    # Tiles of one source follow each other: each source is opened once.
    for source, tiles in groupby(chosen, key=lambda tile: tile.source):
        opened = source.open()
        for tile in tiles:
            if cancelled():
                raise Cancelled
            window = _window(tile.row, tile.column, recipe.tile_size)
            rgb, label = opened.image(window), opened.label(window)
            save_image(folder / IMAGES / f"{tile.name}.png", rgb)
            save_label(folder / LABELS / f"{tile.name}.png", label)
            if done in shown:
                thumbnails.append((tile.name, thumbnail(rgb, label)))
            if tile.name in to_measure:
                measured[tile.name] = hardness(rgb, label)
            done += 1
            progress(done / len(chosen))
    save_image(folder / CONTACT_SHEET, contact_sheet(thumbnails))
    return measured


def _write_subsets(subsets: Mapping[str, Sequence[str]], folder: Path) -> list[str]:
    """Write the lists that have names; return warnings about the others."""
    for subset, names in subsets.items():
        if names:
            _write_text(folder / f"subset_{subset}.txt", "".join(f"{name}\n" for name in names))
    empty = [subset for subset, names in subsets.items() if not names]
    return [
        tr("No test tile fits the subset {subset}, so it has no list.", subset=subset) for subset in empty
    ]


def _metadata(survey: _Survey, chosen: Sequence[_Candidate], recipe: Recipe, facts: Mapping[str, Any]) -> str:
    """Return as JSON what is needed to make the dataset again, and what it was made of."""
    values = {
        **facts,
        **asdict(recipe),
        "tiles_kept": len(chosen),
        "tiles_not_drawn": len(survey.candidates) - len(chosen),  # the key stays: it is in users' files
        "tiles_with_too_little_lake": survey.too_little_lake,
        "tiles_with_missing_data": survey.missing_data,
        "warnings": survey.warnings,
        "tiles": {
            tile.name: {
                "source": tile.source.name,
                "row": tile.row,
                "column": tile.column,
                "lake_share": round(tile.lake_share, 5),
            }
            for tile in chosen
        },
    }
    return json.dumps(values, indent=1, ensure_ascii=False)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
