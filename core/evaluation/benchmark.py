"""The published benchmark in one call: train every network and evaluate it.

A folder holds all of it: the split, a folder for each network, its scores as soon as it is trained. The same
call continues what was stopped; finished networks are not touched.
"""

from __future__ import annotations

import functools
import json
import re
import tempfile
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..datasets.dataset import Dataset, Tile
from ..datasets.split import SPLIT, Split
from ..inference.engine import choose_device
from ..models.model_file import load_model
from ..models.networks import BENCHMARK, build
from ..report.text import counted
from ..training.loop import CONTENT, TrainingProgress
from ..training.pieces import as_whole
from ..training.protocol import MODERN, PAPER, Protocol
from ..training.setting_names import setting_names
from ..training.train import MODEL, Task, digest_of, load_imagenet, train
from ..util.atomic_files import atomic_write
from ..util.errors import Cancelled, RunError
from ..util.json_file import read_json_object
from ..util.translation import tr
from .evaluate import ModelResult, evaluate

RESULT, SETTINGS = "result.json", "settings.json"
#: The speed of a network is measured by so many batches, or for so many seconds where they take longer.
_TRIED, _SECONDS = 40, 6.0


@dataclass(frozen=True)
class Contender:
    """A network and the protocol it is trained by; ``pretrained`` starts its encoder from ImageNet.

    Run folders hold the ``repr`` of this class: with another name or field they cannot be continued.
    """

    name: str
    network: str
    protocol: Protocol
    pretrained: bool = False

    @property
    def folder(self) -> str:
        """The name of its folder within the run folder."""
        return "".join(c if c.isalnum() else "_" for c in self.name)


def contenders(epochs: int, batch_size: int, bundled: bool, pretrained: bool) -> list[Contender]:
    """Return the five published networks by the published protocol, and LakeNet where ``bundled``.

    LakeNet is trained by the modern protocol; ``pretrained`` starts its encoder from ImageNet.
    """
    published = replace(PAPER, epochs=epochs, batch_size=batch_size)
    found = [Contender(name, name, published) for name in BENCHMARK]
    if bundled:
        modern = replace(MODERN, epochs=epochs, batch_size=batch_size)
        found.append(Contender("LakeNet (modern)", "LakeNet", modern, pretrained))
    return found


def training_budget(
    entries: Sequence[Contender], images: int | None, tiles: int, device: str
) -> tuple[str, str]:
    """Return for how long each network is trained, for the report, and a warning where that is very long.

    ``images`` is how many tiles each network sees, None for all epochs; ``tiles`` how many there are to train
    on; ``device`` is "automatic", "cpu" or "cuda". The warning is empty where there is none.
    """
    where, epochs = choose_device(device)[0].type, entries[0].protocol.epochs
    if images:
        budget = tr(
            "{images} seen by each network ({epochs}) on {device}: a budget, not the published 70 epochs, "
            "which are {all:,} tiles.",
            images=counted(images, "tile"),
            epochs=counted(images / tiles, "epoch"),
            device=where,
            all=70 * tiles,
        )
        return budget, ""
    warning = tr(
        "There is no CUDA GPU, and each network is to see {tiles}. The log soon shows how long that takes. "
        "If it is too long, cancel, and set BUDGET_IMAGES and another RUN_FOLDER.",
        tiles=counted(epochs * tiles, "tile"),
    )
    sentence = tr(
        "{epochs} of {tiles} on {device}; the paper trained for 70.",
        epochs=counted(epochs, "epoch"),
        tiles=counted(tiles, "tile"),
        device=where,
    )
    return sentence, warning if where == "cpu" else ""


def seconds_of_a_tile(
    entry: Contender, tiles: Sequence[Tile], *, device: str = "automatic", workers: int = 0
) -> float:
    """Measure how long a network trains on a tile: the mean of the later half of some seconds.

    The views are those of the first tiles, which cost little; scores and checkpoints do not count.
    """
    times: list[float] = []
    protocol = replace(entry.protocol, validation_share=0.0)
    task = Task(entry.network, protocol, tiles, "a trial", images=_TRIED * protocol.batch_size)
    with tempfile.TemporaryDirectory() as folder, suppress(Cancelled):
        train(
            task,
            folder,
            device=device,
            workers=workers,
            progress=lambda now: times.append(time.monotonic()),
            cancelled=lambda: len(times) > 4 and times[-1] - times[0] > _SECONDS,
        )
    # The first batches were made before they were asked for; after the last the model is written.
    steady = times[len(times) // 2 : -1]
    return (steady[-1] - steady[0]) / (len(steady) - 1) / protocol.batch_size


def reproduce(
    dataset: Dataset,
    split: Split,
    entries: Sequence[Contender],
    folder: Path,
    *,
    only: Collection[str] | None = None,
    content: str = "",
    seed: int = 0,
    images: int | None = None,
    ground: float = 17.0,
    source_of: Mapping[str, str] | None = None,
    device: str = "automatic",
    log: Callable[[str], None] = lambda sentence: None,
    progress: Callable[[int, TrainingProgress], None] = lambda number, progress: None,
    cancelled: Callable[[], bool] = lambda: False,
    in_pieces: bool = False,
    workers: int = 0,
) -> list[ModelResult]:
    """Train every entry on the training side of the split, and evaluate it on the test side.

    ``only`` names the entries to train in this call, None for all; of the others those come back that are
    finished. ``content`` identifies images and labels, by default by the SHA-256 of their files. ``images``
    is how many tiles each network sees; None for the epochs of its protocol. ``ground`` is the pixel of the
    tiles in metres; ``source_of`` is that of ``Task``. ``progress`` gets the index of the entry and how far
    its training is. ``in_pieces`` and ``workers`` are those of ``training.loop.fit``.

    Networks may be added to a run, or left out of it, later. Raises ``RunError`` when ``folder`` holds a run
    of other settings, what ``train`` and ``evaluate`` raise, and ``Cancelled``, which keeps all that is
    finished.
    """
    for entry in entries:
        # A missing package is known now, not after the hours of the networks before it.
        if entry.pretrained and not (folder / entry.folder / RESULT).exists():
            load_imagenet(build(entry.network))
    settings = {
        "tiles": [tile.name for tile in dataset.tiles],
        CONTENT: content or digest_of(dataset.tiles),
        "split": [list(split.train), list(split.test)],
        "seed": seed,
        "images": images,
        "ground resolution": ground,
        "networks": [repr(entry) for entry in entries],
    }
    if not _continues(folder, settings):
        split.save(folder / SPLIT)
    train_tiles, test_tiles = dataset.only(split.train).tiles, dataset.only(split.test).tiles
    results = []
    for number, entry in enumerate(entries):
        within = folder / entry.folder
        if (within / RESULT).exists():
            log(tr("{name} is finished already.", name=entry.name))
        elif only is not None and entry.name not in only:
            continue
        else:
            task = Task(
                entry.network,
                entry.protocol,
                train_tiles,
                dataset.folder.name,
                seed=seed,
                images=images,
                ground=ground,
                pretrained=entry.pretrained,
                source_of=dict(source_of or {}),
                content=content,
            )
            train(
                task,
                within,
                device=device,
                log=log,
                progress=functools.partial(progress, number),
                cancelled=cancelled,
                in_pieces=in_pieces,
                workers=workers,
            )
            log(tr("Evaluating {name} on {tiles}.", name=entry.name, tiles=counted(len(test_tiles), "tile")))
            with as_whole(within / MODEL) as path:
                model = load_model(path)
            result = evaluate(model, entry.name, test_tiles, device=device, cancelled=cancelled)
            result.save(within / RESULT)
        results.append(ModelResult.load(within / RESULT))
    return results


#: LakeNet had other views when a run of version 0.2.0 or older began: what is finished there stays finished.
_VIEWS_RENAMED = ("views='modern'", "views='progressive'")


def _continues(folder: Path, settings: dict[str, Any]) -> bool:
    """Return whether ``folder`` holds the run of these settings; if it is empty, write them there.

    ``RunError`` when it holds another run. Networks that were not in the run yet are added to its settings.
    """
    path = folder / SETTINGS
    there = path.exists()
    if there:
        try:
            before = read_json_object(path)
        except (OSError, ValueError) as error:
            raise RunError(tr("{path} is damaged. Choose an empty folder.", path=path)) from error
        before.setdefault(CONTENT, settings[CONTENT])  # runs of version 0.2.0 and older do not hold it
        differ, networks = _differing(before, settings)
        if differ:
            names = setting_names(differ)
            raise RunError(
                tr(
                    "{folder} holds another run: its {settings} differ. Choose an empty folder, or the "
                    "settings of that run to continue it.",
                    folder=folder,
                    settings=functools.reduce(
                        lambda some, name: tr("{some} and {name}", some=some, name=name), names
                    ),
                )
            )
        settings = {**settings, "networks": networks}
        if settings == before:
            return True
    with atomic_write(path) as unfinished:
        unfinished.write_text(json.dumps(settings), encoding="utf-8")
    return there


def _differing(before: dict[str, Any], now: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the names of the settings in which two runs differ, and the networks of both together."""
    differ = [name for name, value in now.items() if name != "networks" and before.get(name) != value]
    networks = before.get("networks")
    if not isinstance(networks, list):
        return [*differ, "networks"], []
    written = {_fields(str(entry))["name"]: str(entry).replace(*_VIEWS_RENAMED) for entry in networks}
    for entry in now["networks"]:
        own, other = _fields(entry), _fields(written.setdefault(_fields(entry)["name"], entry))
        differ += [name.replace("_", " ") for name in own if own[name] != other.get(name)]
    return list(dict.fromkeys(differ)), list(written.values())


def _fields(entry: str) -> dict[str, str]:
    """Return the fields of a ``Contender`` and its protocol from their ``repr``."""
    return {"name": "", **dict(re.findall(r"(\w+)=('[^']*'|[^(),]+)(?=[,)])", entry))}
