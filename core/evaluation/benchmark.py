"""The published benchmark in one go: split, train every network, evaluate, one table and report.

A folder holds the whole: the split, a folder a network, the scores of each network as soon as it is
trained. Begun again, it goes on where it stopped; finished networks are not touched.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..datasets.dataset import Dataset
from ..datasets.split import Split
from ..models.model_file import load_model
from ..models.networks import BENCHMARK
from ..training.loop import TrainingProgress
from ..training.protocol import MODERN, PAPER, Protocol
from ..training.train import MODEL, Task, train
from ..util.atomic_files import atomic_write
from ..util.errors import RunError
from .evaluate import ModelResult, evaluate

SPLIT, RESULT, SETTINGS = "split.json", "result.json", "settings.json"


@dataclass(frozen=True)
class Contender:
    """A network and the protocol it is trained by; ``pretrained`` starts its encoder from ImageNet."""

    name: str
    network: str
    protocol: Protocol
    pretrained: bool = False

    @property
    def folder(self) -> str:
        """Its folder within the run's."""
        return "".join(c if c.isalnum() else "_" for c in self.name)


def contenders(epochs: int, batch_size: int, bundled: bool, pretrained: bool) -> list[Contender]:
    """The five published networks by the published protocol; LakeNet by the modern one where ``bundled``."""
    sizes = {"epochs": epochs, "batch_size": batch_size}
    found = [Contender(name, name, replace(PAPER, **sizes)) for name in BENCHMARK]
    if bundled:
        found.append(Contender("LakeNet (modern)", "LakeNet", replace(MODERN, **sizes), pretrained))
    return found


def reproduce(
    dataset: Dataset,
    split: Split,
    entries: Sequence[Contender],
    folder: Path,
    seed: int = 0,
    images: int | None = None,
    ground: float = 17.0,
    source_of: Mapping[str, str] | None = None,
    device: str = "automatic",
    log: Callable[[str], None] = lambda sentence: None,
    progress: Callable[[int, TrainingProgress], None] = lambda number, progress: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[ModelResult]:
    """Train every entry on the split's training side and score it on its test side.

    ``images`` is how many tiles each network sees; None for the epochs of its protocol. ``RunError`` when
    ``folder`` holds a run of other settings. ``Cancelled`` keeps all that is finished.
    """
    _same_run(folder, dataset, split, entries, seed, images, ground)
    train_tiles, test_tiles = dataset.only(split.train).tiles, dataset.only(split.test).tiles
    results = []
    for number, entry in enumerate(entries):
        within = folder / entry.folder
        if (within / RESULT).exists():
            log(f"{entry.name} is finished already.")
        else:
            task = Task(
                entry.network,
                entry.protocol,
                train_tiles,
                dataset.folder.name,
                seed,
                images,
                ground,
                pretrained=entry.pretrained,
                source_of=dict(source_of or {}),
            )
            train(task, within, device, log, lambda now, n=number: progress(n, now), cancelled)
            log(f"Evaluating {entry.name} on {len(test_tiles)} tiles.")
            model = load_model(within / MODEL)
            evaluate(model, entry.name, test_tiles, device, cancelled=cancelled).save(within / RESULT)
        results.append(ModelResult.load(within / RESULT))
    return results


def _same_run(
    folder: Path,
    dataset: Dataset,
    split: Split,
    entries: Sequence[Contender],
    seed: int,
    images: int | None,
    ground: float,
) -> None:
    """Write down what this run is, or make sure that the folder holds the same."""
    settings = {
        "tiles": [tile.name for tile in dataset.tiles],
        "split": [list(split.train), list(split.test)],
        "seed": seed,
        "images": images,
        "ground resolution": ground,
        "networks": [repr(entry) for entry in entries],
    }
    path = folder / SETTINGS
    if path.exists():
        before = json.loads(path.read_text(encoding="utf-8"))
        differ = [name for name, value in settings.items() if before.get(name) != value]
        if differ:
            raise RunError(
                f"{folder} holds another run: its {' and '.join(differ)} differ. Choose an empty folder, or "
                "the settings of that run to continue it."
            )
        return
    with atomic_write(path) as unfinished:
        unfinished.write_text(json.dumps(settings), encoding="utf-8")
    split.save(folder / SPLIT)
