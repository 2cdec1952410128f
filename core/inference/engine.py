"""Running a model: what decides on device, runtime and precision, and describes them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from ..models.model_file import Model
from ..util.errors import Cancelled, DeviceError, ModelError
from ..util.translation import tr
from .candidates import ENGINES as ENGINES
from .candidates import Candidate, candidates, fastest_first
from .engine_speeds import EngineSpeeds
from .memory import give_back, memory_kept
from .runtimes import Runtime, TorchRuntime, device_name, out_of_memory

DEVICES = ("automatic", "cpu", "cuda")
#: "The same answers" as 32-bit PyTorch: at least this share of a mask's pixels agrees, and probabilities
#: differ by no more than this on average.
_MASK_AGREEMENT, _PROBABILITY_DIFFERENCE = 0.999, 0.01
#: So many pixels a side are compared, in the middle of a block, until one had both lake and land, but of so
#: many blocks at most.
_COMPARED_SIDE, _COMPARED_BLOCKS = 1024, 4
#: Where memory is short, blocks are computed in parts, of no fewer pixels a side than this.
_SMALLEST_PART = 256
#: Parts begin at multiples of this, as blocks do: a multiple of every network's stride.
_LATTICE = 64
#: Engines are tried before runs of so many blocks: they take half a minute and more, trying a few seconds.
_WORTH_TRYING = 64
#: So many pixels a side are computed then, and the margin around, as in a block of a run.
_TRIED_SIDE = 1024
#: Where an engine has taken so many seconds, it is not timed a third time: the computer is slow or busy.
_LONG = 2.0


class Engine:
    """A model on a device, ready to turn RGB into lake probability.

    ``device`` is one of ``DEVICES``, ``engine`` one of ``ENGINES``; ``DeviceError`` when one that was asked
    for is not there. A runtime that fails later, or gives other answers than 32-bit PyTorch on the first
    blocks, is replaced by the next best, and ``warn`` gets a sentence. ``speeds_file`` is where the speeds of
    engines on this computer are remembered; where it is empty, they are taken in the usual order. ``info``
    gets lines about that.
    """

    def __init__(
        self,
        model: Model,
        device: str = "automatic",
        engine: str = "automatic",
        warn: Callable[[str], None] = lambda sentence: None,
        *,
        info: Callable[[str], None] = lambda sentence: None,
        speeds_file: str | os.PathLike = "",
    ) -> None:
        self.card, self._network, self._warn, self._info = model.card, model.network, warn, info
        chosen, self._why = choose_device("cpu" if engine == "openvino" and device != "cuda" else device)
        self._all = candidates(self._network, self.card.margin, chosen, engine)
        self._speeds = None
        self._known: dict[str, float] = {}
        if engine == "automatic" and speeds_file:
            self._speeds = EngineSpeeds(speeds_file, chosen, model.sha256)
            self._remember(self._speeds)
        self._left = fastest_first(self._all, self._known) if self._known else list(self._all)
        self._take_next()

    @property
    def description(self) -> str:
        """What runs where, and why there: a line for the log."""
        return tr(
            "{model} runs on {device} with {engine} ({why}).",
            model=self.card.name,
            why=self._why,
            **self._running,
        )

    @property
    def _running(self) -> dict[str, str]:
        """The device and the engine at work, for sentences."""
        return {"device": device_name(self._runtime.device), "engine": self._runtime.name}

    def probability(self, rgb: np.ndarray, valid: np.ndarray, margin: int = 0) -> np.ndarray:
        """Return the lake probability (H, W) float32 of RGB (H, W, 3) uint8 where ``valid`` (H, W) is true.

        With a ``margin``, only that of the pixels that lie so many or more inside the edges:
        (H - 2 margin, W - 2 margin). Invalid pixels look neutral to the network; its answer for them has no
        meaning. ``ModelError`` where the network's answer is no number.
        """
        with torch.inference_mode():
            if self._to_compare:
                while self._to_compare and not self._agrees(*_middle(rgb, valid), margin):
                    self._fall_back(
                        tr(
                            "{engine} on {device} gives other answers than PyTorch in 32-bit floats",
                            **self._running,
                        )
                    )
                give_back()  # what the comparison took
            probability = torch.sigmoid_(self._log_odds(rgb, valid, margin)).numpy()
        if np.isnan(probability.min()):  # which would be taken for no lake
            raise ModelError(
                tr(
                    "The model {model} gives no probability but what is no number: its weights or its model "
                    "card are wrong. Choose another MODEL.",
                    model=self.card.name,
                )
            )
        return probability

    def seconds(self, height: int, width: int, margin: int = 0) -> float:
        """Measure the seconds that a block of that size takes, on random pixels: values do not matter."""
        rgb = np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)
        valid = np.ones((height, width), bool)
        with torch.inference_mode():
            self._log_odds(*_middle(rgb, valid), margin)  # the first call also plans and allocates
            began = time.perf_counter()
            self._log_odds(rgb, valid, margin)
            return time.perf_counter() - began

    def take_fastest(self, blocks: int | None = None, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Try the engines that ENGINE "automatic" may take, take the fastest, and remember their speeds.

        Not where that costs more than it gains: where speeds are remembered, or a run has few ``blocks``;
        without ``blocks`` they are tried in any case. They run on random pixels, as many as in a block with
        its margin: values do not matter. Whether answers are the same is seen when the network runs.
        ``Cancelled`` is raised soon after ``cancelled`` returns true.
        """
        choices = self._on_first_device()
        if self._speeds is None or len(choices) == 1:
            return
        if blocks is None or (not self._known and blocks >= _WORTH_TRYING):
            before = self._candidate
            tried = {candidate.choice: self._speed_of(candidate, cancelled) for candidate in choices}
            if not any(tried.values()):
                return
            self._known = tried
            self._speeds.write(tried)
            self._left = fastest_first(self._all, self._known)
            self._take_next()
            self._info(
                tr(
                    "Tried on this computer: {speeds} million pixels a second; the first is used.",
                    speeds=self._compared(),
                )
            )
            if self._candidate != before:
                self._info(self.description)
        elif self._known:
            self._info(
                tr(
                    "Remembered for this computer: {speeds} million pixels a second; the first is used.",
                    speeds=self._compared(),
                )
            )

    def _on_first_device(self) -> list[Candidate]:
        return [candidate for candidate in self._all if candidate.device == self._all[0].device]

    def _remember(self, speeds: EngineSpeeds) -> None:
        """Take over the speeds that are remembered, if they are those of all engines that are here."""
        before, here = speeds.read(), {candidate.choice for candidate in self._on_first_device()}
        self._known = {choice: before[choice] for choice in here} if here <= before.keys() else {}
        if self._known and max(before, key=before.__getitem__) not in here:
            self._warn(
                tr(
                    "OpenVINO was the fastest engine on this computer, but is not there any more: going on "
                    "without. Install the package openvino again, or leave it: this is said once."
                )
            )
            speeds.write(self._known)

    def _speed_of(self, candidate: Candidate, cancelled: Callable[[], bool]) -> float:
        """Measure the million pixels a second of an engine on the pixels of a block; 0 where it fails."""
        side = _TRIED_SIDE + 2 * self.card.margin
        rgb = np.random.default_rng(0).integers(0, 256, (side, side, 3), np.uint8)
        valid = np.ones((side, side), bool)
        times = []
        try:
            with memory_kept(), torch.inference_mode():
                runtime = candidate.make()
                for _ in range(3):  # the first call also plans and allocates
                    if cancelled():
                        raise Cancelled
                    began = time.perf_counter()
                    runtime(self._normalised(runtime, rgb, valid), self.card.margin)
                    times.append(time.perf_counter() - began)
                    if len(times) > 1 and sum(times) > _LONG:
                        break
        except Cancelled:
            raise
        except Exception as error:  # a package that is broken or too old may raise anything
            self._warn(
                tr(
                    "{engine} cannot be used here ({why}). 'Check installation' tries it again.",
                    engine=candidate.title,
                    why=_reason(error),
                )
            )
            return 0.0
        return side * side / 1e6 / min(times[1:])

    def _compared(self) -> str:
        """Return the engines with their speeds, the one that is taken first."""
        return ", ".join(
            f"{candidate.title} {self._known[candidate.choice]:.1f}"
            for candidate in fastest_first(self._on_first_device(), self._known)
            if self._known[candidate.choice] > 0
        )

    def _take_next(self) -> None:
        """Take the next engine that can be made."""
        while self._left:
            self._candidate = self._left.pop(0)
            try:
                self._runtime, self._parts = self._candidate.make(), 1
            except Exception as error:  # a package that is broken or too old may raise anything
                engine, why = self._candidate.title, _reason(error)
                self._warn(tr("{engine} cannot be used here ({why}).", engine=engine, why=why))
                self._why = tr("{engine} cannot be used here", engine=engine)
                continue
            self._to_compare = 0 if self._runtime.exact else _COMPARED_BLOCKS
            return
        raise DeviceError(tr("The network cannot be run on this computer: see the warnings above."))

    def _fall_back(self, failed: str) -> None:
        """Go on with the next runtime; ``failed`` says what this one did."""
        try:
            self._take_next()
        except DeviceError:
            raise DeviceError(
                tr("{failed}. Close other programs, or choose another DEVICE.", failed=failed)
            ) from None
        self._why = failed
        self._warn(tr("{failed}; going on with {engine} on {device}.", failed=failed, **self._running))

    def _agrees(self, rgb: np.ndarray, valid: np.ndarray, margin: int) -> bool:
        """Return whether the runtime gives the same answers as 32-bit PyTorch on these pixels."""
        found = self._log_odds(rgb, valid, margin)
        if self._runtime.exact:  # the other one failed
            return True
        height, width = valid.shape
        known = torch.from_numpy(valid)[margin : height - margin, margin : width - margin]
        if not known.any():
            return True
        exact = TorchRuntime(self._network, self._runtime.device)
        expected = self._log_odds_by(exact, rgb, valid, margin)[known]
        found = found[known]
        agreement = ((found >= 0) == (expected >= 0)).float().mean()
        difference = (torch.sigmoid(found) - torch.sigmoid(expected)).abs().mean()
        lake_share = (expected >= 0).float().mean()
        self._to_compare = 0 if 0.01 < lake_share < 0.99 else self._to_compare - 1
        # Both are false with a value that is not a number.
        return bool(agreement >= _MASK_AGREEMENT and difference <= _PROBABILITY_DIFFERENCE)

    def _log_odds(self, rgb: np.ndarray, valid: np.ndarray, margin: int = 0) -> Tensor:
        """Compute the log-odds of lake by the first runtime that can, in parts where memory is short."""
        while True:
            try:
                return self._log_odds_by(self._runtime, rgb, valid, margin)
            except (RuntimeError, MemoryError) as error:
                if not out_of_memory(error):
                    why = _line(error)
                    self._fall_back(tr("{engine} on {device} failed ({why})", why=why, **self._running))
                elif max(valid.shape) // (2 * self._parts) >= _SMALLEST_PART:
                    if self._parts == 1:
                        self._warn(
                            tr(
                                "{device} ran out of memory on a block of {width} × {height} pixels; going "
                                "on with parts of a block.",
                                device=device_name(self._runtime.device),
                                width=valid.shape[1],
                                height=valid.shape[0],
                            )
                        )
                    self._parts *= 2
                else:
                    # Nothing else on a GPU needs less of its memory: what comes next has 32 bits.
                    self._left = [candidate for candidate in self._left if candidate.device.type == "cpu"]
                    self._fall_back(tr("{engine} on {device} ran out of memory", **self._running))

    def _log_odds_by(self, runtime: Runtime, rgb: np.ndarray, valid: np.ndarray, margin: int = 0) -> Tensor:
        """Compute the log-odds of lake by ``runtime``, from overlapping parts where there are several."""
        if self._parts == 1:
            return runtime(self._normalised(runtime, rgb, valid), margin)
        height, width = valid.shape
        overlap = -(-self.card.margin // _LATTICE) * _LATTICE
        step = -(-max(height, width) // (_LATTICE * self._parts)) * _LATTICE
        joined = torch.empty(valid.shape)
        for row in range(0, height, step):
            for column in range(0, width, step):
                top, left = max(row - overlap, 0), max(column - overlap, 0)
                seen = np.s_[top : row + step + overlap, left : column + step + overlap]
                part = runtime(self._normalised(runtime, rgb[seen], valid[seen]))
                kept = joined[row : row + step, column : column + step]
                kept.copy_(part[row - top :, column - left :][: kept.shape[0], : kept.shape[1]])
        return joined[margin : height - margin, margin : width - margin]

    def _normalised(self, runtime: Runtime, rgb: np.ndarray, valid: np.ndarray) -> Tensor:
        """Return normalised RGB (1, 3, H, W) on the runtime's device, channels last in memory."""
        device = runtime.device
        mean, std = (torch.tensor(values, device=device) for values in (self.card.mean, self.card.std))
        x = torch.from_numpy(np.ascontiguousarray(rgb)).to(device).float()
        torch.addcmul(-mean / std, x, 1 / std, out=x)  # at one go, and in place: (x - mean) / std
        if not valid.all():
            x *= torch.from_numpy(np.ascontiguousarray(valid)).to(device)[..., None]
        # In this order the strides are those of channels last: or PyTorch would rearrange maps on the way.
        return x[None].permute(0, 3, 1, 2)


def choose_device(device: str) -> tuple[torch.device, str]:
    """Return the device that one of ``DEVICES`` means here, and why; ``DeviceError`` when it is not there."""
    if device not in DEVICES:
        choices = ", ".join(DEVICES)
        raise DeviceError(
            tr("There is no device '{device}'; choose one of {choices}.", device=device, choices=choices)
        )
    if device == "cpu":
        return torch.device("cpu"), tr("asked for")
    if torch.cuda.is_available():
        return torch.device("cuda"), tr("asked for") if device == "cuda" else tr("CUDA GPU found")
    why = (
        tr("this PyTorch was installed without CUDA")
        if torch.version.cuda is None
        else tr("PyTorch has CUDA but finds no usable NVIDIA GPU or driver")
    )
    if device == "cuda":
        raise DeviceError(tr("CUDA was asked for, but {why}. Set DEVICE to automatic or cpu.", why=why))
    return torch.device("cpu"), why


def _line(error: BaseException) -> str:
    """Return the first line of the message of ``error``."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _reason(error: BaseException) -> str:
    """Return the first line of ``error``, and of the error that began it."""
    first = error
    while first.__cause__ or first.__context__:
        first = first.__cause__ or first.__context__ or first
    if _line(first) == _line(error):
        return _line(error).rstrip(".")
    return f"{_line(error).rstrip('.')}: {_line(first).rstrip('.')}"


def _middle(rgb: np.ndarray, valid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the middle of a block, where missing data are least likely."""
    top, left = (max(0, side - _COMPARED_SIDE) // 2 for side in valid.shape)
    middle = np.s_[top : top + _COMPARED_SIDE, left : left + _COMPARED_SIDE]
    return rgb[middle], valid[middle]
