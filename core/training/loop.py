"""The training loop: reproducible from its seed, resumable at any step, the best weights kept."""

from __future__ import annotations

import copy
import csv
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor

from ..datasets.tile_files import IGNORE
from ..inference.engine import choose_device
from ..inference.memory import memory_kept
from ..inference.runtimes import cores, fold_batch_norm, half_precision, out_of_memory
from ..metrics.confusion import Confusion, scores
from ..models.model_file import ModelCard, save_model
from ..models.networks import Network
from ..report.text import counted
from ..util.atomic_files import atomic_write
from ..util.errors import Cancelled, TrainingError
from ..util.prefetch import prefetched
from ..util.temporary_folder import alone_in
from ..util.translation import tr
from .batch_norm import with_statistics_of
from .checkpoint import Average, load_checkpoint, save_checkpoint
from .losses import LOSSES, distillation
from .pace import StepPace, TimePace
from .pieces import keep
from .protocol import Protocol
from .setting_names import setting_names
from .workers import Batch, made_by_workers

CHECKPOINT, BEST, LOG = "checkpoint.pt", "best.safetensors", "log.csv"
COLUMNS = (
    "step", "epoch", "images", "learning_rate", "loss", "training_MIoU", "validation_MIoU",
    "validation_lake_IoU", "seconds", "network_seconds",
)  # fmt: skip
#: What an identity calls the images and labels; checkpoints of version 0.2.0 and older do not hold it.
CONTENT = "images and labels"
_SECONDS_BETWEEN_CHECKPOINTS = 120.0
#: After an epoch a checkpoint is written too, if writing takes no more than a tenth of the time: epochs of a
#: GPU may be shorter than that.
_TIMES_WRITING = 10
#: Steps after which batch norm has forgotten the statistics that it began with: less than a hundredth is left
#: of them in LakeNet's encoder, where a batch counts a hundredth.
_FORGOTTEN = 500

#: Scores of a network after so many steps on held-back images, "MIoU" and "lake_IoU" at least.
Validate = Callable[[Network, int], dict[str, float]]


@dataclass(frozen=True)
class TrainingProgress:
    """How far a training is.

    ``epoch`` is a decimal number, ``loss`` that of the last batch. ``score`` is the MIoU (0 to 1) of the last
    finished epoch, by which the best weights are chosen; None before. ``seconds_left`` is None at first.
    """

    step: int
    steps: int
    epoch: float
    loss: float
    score: float | None
    seconds_left: float | None


@dataclass(frozen=True)
class Plan:
    """What to train on, how and for how long.

    ``batches(n)`` returns RGB (N, 3, H, W) and label (N, H, W), uint8, of step ``n``. ``epoch`` is the steps
    of an epoch. After so many, or every ``scored`` steps, the scores are taken, by ``validate`` where it is
    given, else on what was trained on. ``identity`` tells this training from others: a folder that holds
    another one is refused. The probabilities of ``teacher`` count as much as the labels
    (``losses.distillation``). With ``end``, a time of ``time.monotonic``, the training takes as many steps as
    fit until then, whatever ``steps`` says, and the scores when ``pace.TimePace`` says. ``as_they_are``
    returns batches of RGB without views: in the first steps the averaged weights get the batch-norm
    statistics of these.
    """

    batches: Callable[[int], tuple[np.ndarray, np.ndarray]]
    steps: int
    epoch: int
    protocol: Protocol
    seed: int
    card: ModelCard
    identity: dict[str, Any]
    scored: int | None = None
    validate: Validate | None = None
    teacher: Network | None = None
    end: float | None = None
    as_they_are: Callable[[], Iterator[np.ndarray]] | None = None


@dataclass(frozen=True)
class Fitted:
    """The log of a finished training: ``rows`` by ``COLUMNS``, and the one of the ``best`` score (0 to 1)."""

    best: dict[str, Any]
    rows: list[dict[str, Any]]


def fit(
    network: Network,
    plan: Plan,
    folder: Path,
    *,
    device: str = "automatic",
    log: Callable[[str], None] = lambda sentence: None,
    progress: Callable[[TrainingProgress], None] = lambda progress: None,
    cancelled: Callable[[], bool] = lambda: False,
    checkpoint_seconds: float = _SECONDS_BETWEEN_CHECKPOINTS,
    in_pieces: bool = False,
    workers: int = 0,
) -> Fitted:
    """Train ``network`` and write its best weights to ``folder / BEST``, the log to ``folder / LOG``.

    ``in_pieces`` writes checkpoints and weights in files of no more than 16 MB (``pieces``). ``workers``
    processes make the batches (Linux), a thread where it is 0; they are the same.

    Raises ``TrainingError`` when the loss is no number or memory or disk run out, and ``Cancelled`` after
    ``cancelled`` returned true. The same call then continues from the last checkpoint.
    """
    pace = StepPace(plan.steps, plan.scored or plan.epoch) if plan.end is None else TimePace(plan.end)
    with ExitStack() as inside:
        _hold(folder, inside)
        training = _Training(network, plan, pace, folder, device=device, log=log, in_pieces=in_pieces)
        training.resume()
        started, first, saved = time.monotonic(), training.step, time.monotonic()
        inside.enter_context(_one_opencv_thread())
        inside.enter_context(memory_kept())
        numbers = pace.begin(first)
        made: Iterator[Batch] = (
            inside.enter_context(made_by_workers(plan.batches, numbers, workers))
            if workers
            else (plan.batches(n) for n in numbers)
        )
        batches = inside.enter_context(prefetched((training.sent(*batch) for batch in made), depth=3))
        done, writing = 0, 0.0
        for rgb, label in batches:
            if cancelled():
                training.save()
                raise Cancelled
            loss = training.learn(rgb, label)
            scored = pace.scores_due(training.step)
            if scored:
                if plan.end is not None:  # the computer may be gone before the scores are there
                    training.save()
                training.finish_epoch()
                pace.scored()
            due = min(_TIMES_WRITING * writing, checkpoint_seconds) if scored else checkpoint_seconds
            if pace.over(training.step) or time.monotonic() - saved > due:
                asked = time.monotonic()
                training.save()
                saved = time.monotonic()
                writing = saved - asked
            done = training.step - first
            at, of = pace.position(training.step)
            left = 0 if pace.over(training.step) else of - at
            progress(
                TrainingProgress(
                    training.step, training.step + left, training.step / plan.epoch, loss, training.score,
                    (time.monotonic() - started) / done * left if done > 3 else None,
                )
            )  # fmt: skip
            if pace.over(training.step):
                break
        if done:
            log(
                tr(
                    "{share:.0f} % of the time went into the network, the rest into waiting for tiles, "
                    "scores and writing.",
                    share=100 * training.busy / (time.monotonic() - started),
                )
            )
    return Fitted(training.best, training.rows)


def _hold(folder: Path, inside: ExitStack) -> None:
    """Keep other processes from training in the folder: the weights of both would be of neither."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrainingError(
            tr(
                "The folder {folder} cannot be made ({why}). Choose a RUN_FOLDER where you may write.",
                folder=folder,
                why=error.strerror,
            )
        ) from error
    if not inside.enter_context(alone_in(folder)):
        raise TrainingError(
            tr(
                "Another process is training in {folder}. Wait until it has ended, or choose another folder.",
                folder=folder,
            )
        )


@contextmanager
def _one_opencv_thread() -> Iterator[None]:
    """Run OpenCV in one thread, so that augmentation does not take the cores of the training."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


@contextmanager
def _fastest_convolutions() -> Iterator[None]:
    """Let cuDNN try its algorithms on the first batch of each shape: a training has one shape or two."""
    before = torch.backends.cudnn.benchmark
    torch.backends.cudnn.benchmark = True
    try:
        yield
    finally:
        torch.backends.cudnn.benchmark = before


class _Training:
    """The state of a training, kept in checkpoints, and its steps."""

    def __init__(
        self,
        network: Network,
        plan: Plan,
        pace: StepPace | TimePace,
        folder: Path,
        *,
        device: str,
        log: Callable[[str], None],
        in_pieces: bool,
    ) -> None:
        self.device, why = choose_device(device)
        half = half_precision(self.device)
        # 16-bit floats of the other kind would need their gradients scaled.
        self.precision = half if half == torch.bfloat16 else None
        where = {"device": self.device.type, "why": why}
        log(
            tr("Training on {device} ({why}), mixed precision with bfloat16.", **where)
            if self.precision
            else tr(
                "Training on {device} ({why}), 32-bit floats, since bfloat16 is not in its hardware.", **where
            )
        )
        if self.device.type == "cpu":
            torch.set_num_threads(cores())
        self.plan, self.pace, self.folder, self.log, self.in_pieces = plan, pace, folder, log, in_pieces
        self.network = _channels_last(network, self.device).train()
        self.average = Average(self.network, plan.protocol.average) if plan.protocol.average else None
        self.optimizer = _optimizer(self.network, plan.protocol)
        self.loss = LOSSES[plan.protocol.loss]
        teacher = plan.teacher
        self.teacher = None if teacher is None else _channels_last(fold_batch_norm(teacher), self.device)
        card = plan.card
        self._mean, self._std = (
            torch.tensor(values, device=self.device).view(1, 3, 1, 1) for values in (card.mean, card.std)
        )
        self.step, self.images = 0, 0
        self.rows: list[dict[str, Any]] = []
        self.best: dict[str, Any] = {}
        self._losses: list[float] = []
        self._rate = 0.0
        self._seconds, self._since = 0.0, time.monotonic()
        self.busy = 0.0  # seconds of this call in the network
        self._busy_before: float | None = 0.0  # those of the calls before, None where they are not known
        self._unwritten: Network | None = None
        self._seen = Confusion(0, 0, 0, 0)

    @property
    def score(self) -> float | None:
        """The MIoU of the last finished epoch, None before."""
        return _score(self.rows[-1]) if self.rows else None

    def resume(self) -> None:
        """Take up the checkpoint in the folder, if there is one."""
        state = load_checkpoint(self.folder / CHECKPOINT)
        if state is None:
            return
        before, now = state["identity"], dict(self.plan.identity)
        if CONTENT not in before:
            now.pop(CONTENT, None)
        if before != now:
            differ = sorted(k for k in {*before, *now} if before.get(k) != now.get(k))
            raise TrainingError(
                tr(
                    "{folder} holds another training: it differs in {settings}. Choose an empty folder, or "
                    "the parameters of that training to continue it.",
                    folder=self.folder,
                    settings=tr(", ").join(setting_names(differ)),
                )
            )
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        if self.average:
            self.average.network.load_state_dict(state["average"])
        self.step, self.images = state["step"], state["images"]
        self.rows, self.best = state["rows"], state["best"]
        self._losses, self._seconds = state["losses"], state["seconds"]
        self._busy_before = state.get("network seconds")  # not in those of version 0.2.0 and older
        self._seen = Confusion(*state["seen"])
        self.log(
            tr("Continues at step {step} of {steps}.", step=self.step, steps=self.plan.steps)
            if self.plan.end is None
            else tr("Continues at step {step}.", step=self.step)
        )

    def save(self) -> None:
        """Write the best weights and a checkpoint; its keys and those of its networks never change."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._write_best()
        save_checkpoint(
            self.folder / CHECKPOINT,
            {
                "identity": self.plan.identity,
                "network": self.network.state_dict(),
                "average": self.average.network.state_dict() if self.average else {},
                "optimizer": self.optimizer.state_dict(),
                "step": self.step,
                "images": self.images,
                "rows": self.rows,
                "best": self.best,
                "losses": self._losses,
                "seen": list(self._seen),
                "seconds": self._passed(),
                "network seconds": self._in_network(),
            },
            in_pieces=self.in_pieces,
        )

    def _passed(self) -> float:
        """Return the seconds of training, those before a resume included."""
        return self._seconds + time.monotonic() - self._since

    def _in_network(self) -> float | None:
        """Return the seconds in the network, before a resume as well; None where they are not known."""
        return None if self._busy_before is None else self._busy_before + self.busy

    def sent(self, rgb: np.ndarray, label: np.ndarray) -> tuple[Tensor, Tensor]:
        """Return a batch on the device, or on its way to it."""
        batch = torch.from_numpy(rgb), torch.from_numpy(label)
        if self.device.type == "cpu":
            return batch
        pinned = (values.pin_memory().to(self.device, non_blocking=True) for values in batch)
        return next(pinned), next(pinned)

    def learn(self, rgb: Tensor, label: Tensor) -> float:
        """Take one step on a batch and return its loss."""
        began = time.monotonic()
        # Dropout draws from this seed: a resumed step is the step it would have been.
        torch.manual_seed(self.plan.seed * 1_000_003 + self.step)
        self._rate = self.plan.protocol.rate(*self.pace.position(self.step))
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate * group["factor"]
        try:
            loss, prediction, truth = self._forward_backward(rgb, label)
        except (RuntimeError, MemoryError) as error:
            if not out_of_memory(error):
                raise
            # Its frames hold the maps of the batch, and with them the memory that a smaller one would need.
            traceback.clear_frames(error.__traceback__)
            raise self._no_memory(rgb, label) from error
        if not np.isfinite(loss):
            self._write_best()
            values = {"loss": loss, "step": self.step, "folder": self.folder}
            raise TrainingError(
                tr(
                    "The loss is {loss} at step {step}. The last good state stays in {folder}, the best "
                    "model in {best}. Lower LEARNING_RATE and train anew in another folder.",
                    best=self.folder / BEST,
                    **values,
                )
                if self.rows
                else tr(
                    "The loss is {loss} at step {step}. The last good state stays in {folder}. Lower "
                    "LEARNING_RATE and train anew in another folder.",
                    **values,
                )
            )
        if self.plan.protocol.clip:
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.plan.protocol.clip)
        self.optimizer.step()
        if self.average:
            self.average.update(self.network, self.step)
        self._losses.append(loss)
        self._seen = self._seen.plus(_confusion(prediction, truth))
        self.step += 1
        self.images += len(rgb)
        self.busy += time.monotonic() - began  # reading the loss has waited for the device
        return loss

    def _forward_backward(self, rgb: Tensor, truth: Tensor) -> tuple[float, Tensor, Tensor]:
        x = self._normalised(rgb)
        self.optimizer.zero_grad(set_to_none=True)
        with _fastest_convolutions():
            with torch.autocast(self.device.type, self.precision, enabled=self.precision is not None):
                outputs = self.network.training_outputs(x)
                teacher = self._teacher_probability(x)
            losses = (weight * self._loss(logits.float(), truth, teacher) for weight, logits in outputs)
            loss = sum(losses, torch.zeros((), device=self.device))
            loss.backward()
        return loss.item(), outputs[0][1].detach().argmax(1), truth

    @torch.no_grad()
    def _teacher_probability(self, x: Tensor) -> Tensor | None:
        return self.teacher.logits(x).float().softmax(1) if self.teacher else None

    def _loss(self, logits: Tensor, truth: Tensor, teacher: Tensor | None) -> Tensor:
        loss = self.loss(logits, truth)
        return loss if teacher is None else (loss + distillation(logits, teacher, truth)) / 2

    def _no_memory(self, rgb: Tensor, label: Tensor) -> TrainingError:
        """Return an error that names the largest batch, found by halving, that the memory holds."""
        where = tr("The GPU") if self.device.type == "cuda" else tr("The computer")
        size = len(rgb) // 2
        while size:
            self.optimizer.zero_grad(set_to_none=True)
            try:
                self._forward_backward(rgb[:size], label[:size])
            except (RuntimeError, MemoryError) as error:
                if not out_of_memory(error):
                    raise
                size //= 2
                continue
            return TrainingError(
                tr(
                    "{where} ran out of memory with batches of {tiles}. Batches of {size} fit: set "
                    "BATCH_SIZE to {size}.",
                    where=where,
                    tiles=counted(len(rgb), "tile"),
                    size=size,
                )
            )
        return TrainingError(
            tr(
                "{where} ran out of memory even with one tile at a time. Choose a smaller network or tile, "
                "or set DEVICE to cpu.",
                where=where,
            )
        )

    def _chosen(self) -> Network:
        """Return the network that is scored and kept."""
        if not self.average:
            return self.network
        if not self.plan.as_they_are or self.step >= _FORGOTTEN:
            return self.average.network
        batches = (torch.from_numpy(rgb).to(self.device) for rgb in self.plan.as_they_are())
        return with_statistics_of(self.average.network, map(self._normalised, batches))

    def _normalised(self, rgb: Tensor) -> Tensor:
        return ((rgb.float() - self._mean) / self._std).contiguous(memory_format=torch.channels_last)

    def finish_epoch(self) -> None:
        """Take the scores, keep the weights if they are the best so far, write the log."""
        plan = self.plan
        chosen = self._chosen()
        row: dict[str, Any] = dict.fromkeys(COLUMNS)
        row.update(
            step=self.step,
            epoch=round(self.step / plan.epoch, 3),
            images=self.images,
            learning_rate=float(f"{self._rate:.3g}"),
            loss=round(float(np.mean(self._losses)), 5),
            training_MIoU=_rounded(scores(self._seen)["MIoU"]),
        )
        if plan.validate:
            found = plan.validate(chosen, self.step)
            row.update(
                validation_MIoU=_rounded(found["MIoU"]), validation_lake_IoU=_rounded(found["lake_IoU"])
            )
        self._losses, self._seen = [], Confusion(0, 0, 0, 0)
        if not self.best or _score(row) > _score(self.best):
            self.best = row
            # Written with the next checkpoint.
            self._unwritten = copy.deepcopy(chosen)
        row["seconds"] = round(self._passed(), 1)
        busy = self._in_network()
        row["network_seconds"] = None if busy is None else round(busy, 1)
        self.rows.append(row)
        with atomic_write(self.folder / LOG) as unfinished, open(unfinished, "w", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(self.rows)

    def _write_best(self) -> None:
        if self._unwritten is None:
            return
        try:
            save_model(self.folder / BEST, self._unwritten, self.plan.card)
            keep(self.folder / BEST, in_pieces=self.in_pieces)
        except OSError as error:
            raise TrainingError(
                tr(
                    "The model cannot be written to {folder} ({why}). Free some space and start the same "
                    "training again: it continues from its last checkpoint.",
                    folder=self.folder,
                    why=error,
                )
            ) from error
        self._unwritten = None


def _channels_last(network: Network, device: torch.device) -> Network:
    # PyTorch's annotations lack this argument of Module.to.
    return network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]


def _optimizer(network: Network, protocol: Protocol) -> torch.optim.Optimizer:
    encoder = [p for name, p in network.named_parameters() if name.startswith("encoder.")]
    others = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": others, "factor": 1.0}]
    if encoder:
        groups.append({"params": encoder, "factor": protocol.encoder_factor})
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[protocol.optimizer]
    return kind(groups, lr=protocol.learning_rate, weight_decay=protocol.weight_decay)


def _confusion(prediction: Tensor, truth: Tensor) -> Confusion:
    lake, counted = prediction == 1, truth != IGNORE
    tp = int((lake & (truth == 1)).sum())
    fp = int((lake & (truth == 0)).sum())
    fn = int((~lake & (truth == 1)).sum())
    return Confusion(tp, fp, fn, int(counted.sum()) - tp - fp - fn)


def _score(row: dict[str, Any]) -> float:
    chosen = row["training_MIoU"] if row["validation_MIoU"] is None else row["validation_MIoU"]
    return -1.0 if chosen is None else chosen


def _rounded(value: float) -> float | None:
    # A plain float: a checkpoint holds nothing that only NumPy can read.
    return None if np.isnan(value) else round(float(value), 5)
