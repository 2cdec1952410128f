"""The progress of ``core`` in QGIS: a bar, and now and then a line of text."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from qgis.core import QgsProcessingFeedback

from ...core.report.text import comma_separated, duration
from ..gui.translation import tr

if TYPE_CHECKING:
    from ...core.inference.run import RunProgress
    from ...core.training.loop import TrainingProgress

_SECONDS_BETWEEN_LINES = 5.0


def log(feedback: QgsProcessingFeedback, notes: Iterable[str] = (), warnings: Iterable[str] = ()) -> None:
    """Write sentences to the log; empty ones are none."""
    for note in filter(None, notes):
        feedback.pushInfo(note)
    for warning in filter(None, warnings):
        feedback.pushWarning(warning)


class ProgressBar:
    """Shows a share of the work as ``first`` to ``last`` percent, and every few seconds a line of text."""

    def __init__(self, feedback: QgsProcessingFeedback, first: float = 0.0, last: float = 100.0) -> None:
        self.feedback, self.first, self.last = feedback, first, last
        self._next_line = 0.0

    def show(self, share: float, text: Callable[[], str]) -> None:
        """Set the bar to ``share`` (0 to 1), and show ``text()`` when the last line is some seconds old."""
        self.feedback.setProgress(self.first + share * (self.last - self.first))
        now = time.monotonic()
        if now >= self._next_line:
            self._next_line = now + _SECONDS_BETWEEN_LINES
            self.feedback.setProgressText(text())


class RunProgressBar(ProgressBar):
    """Progress of a run, inference block by inference block, with the time left."""

    def __call__(self, progress: RunProgress) -> None:
        share = progress.done / max(progress.total, 1)
        self.show(
            share,
            lambda: _line(
                tr("Block {done} of {total}", done=progress.done, total=progress.total),
                left=progress.seconds_left,
            ),
        )


class TrainingProgressBar(ProgressBar):
    """Progress of a training with loss, score and the time left; ``title`` begins each line."""

    def __init__(
        self, feedback: QgsProcessingFeedback, first: float = 0.0, last: float = 100.0, title: str = ""
    ) -> None:
        super().__init__(feedback, first, last)
        self.title = title

    def __call__(self, progress: TrainingProgress) -> None:
        self.show(progress.step / progress.steps, lambda: self.title + _state(progress))


def _state(progress: TrainingProgress) -> str:
    """Return where a training is, with what the log of a training has."""
    return _line(
        tr("step {step} of {steps}", step=progress.step, steps=progress.steps),
        tr("epoch {epoch:.2f}", epoch=progress.epoch),
        tr("loss {loss:.3f}", loss=progress.loss),
        "" if progress.score is None else f"MIoU {100 * progress.score:.2f} %",
        left=progress.seconds_left,
    )


def _line(*parts: str, left: float | None) -> str:
    """Return a list of what is known, with the time left (s)."""
    about = "" if left is None else tr("about {time} left", time=duration(left))
    return comma_separated(filter(None, [*parts, about]))
