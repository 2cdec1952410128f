"""Core progress as QGIS feedback, core errors as QGIS errors."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from qgis.core import QgsProcessingException, QgsProcessingFeedback

from ...core.inference.run import RunProgress
from ...core.report.text import duration
from ...core.util.errors import LakeMapperError
from ...core.util.gdal_context import gdal_raises

_SECONDS_BETWEEN_LINES = 5.0


@contextmanager
def as_qgis_errors() -> Iterator[None]:
    """Turn the errors a user can act on into ``QgsProcessingException``; others stay as they are."""
    try:
        with gdal_raises():
            yield
    except LakeMapperError as error:
        raise QgsProcessingException(str(error)) from error
    except MemoryError as error:
        raise QgsProcessingException(
            "The computer ran out of memory. Close other programs or choose a smaller EXTENT."
        ) from error


class Paced:
    """Shows a share of the work as ``first`` to ``last`` percent, and now and then a line of text."""

    def __init__(self, feedback: QgsProcessingFeedback, first: float = 0.0, last: float = 100.0) -> None:
        self.feedback, self.first, self.last = feedback, first, last
        self._next_line = 0.0

    def show(self, share: float, text: Callable[[], str]) -> None:
        """Set the bar; say ``text()`` when the last line is some seconds old."""
        self.feedback.setProgress(self.first + share * (self.last - self.first))
        now = time.monotonic()
        if now >= self._next_line:
            self._next_line = now + _SECONDS_BETWEEN_LINES
            self.feedback.setProgressText(text())


class RunProgressBar(Paced):
    """Progress of a run of sheets by blocks, with the time left."""

    def __call__(self, progress: RunProgress) -> None:
        share = progress.done / max(progress.total, 1)
        self.show(share, lambda: f"Block {progress.done} of {progress.total}{_left(progress.seconds_left)}")


class TrainingProgressBar(Paced):
    """Progress of a training with loss, score and the time left; ``what`` begins each line."""

    def __init__(self, feedback, first: float = 0.0, last: float = 100.0, what: str = "") -> None:
        super().__init__(feedback, first, last)
        self.what = what

    def __call__(self, now) -> None:
        score = "" if now.score is None else f", MIoU {100 * now.score:.2f} %"
        self.show(
            now.step / now.steps,
            lambda: (
                f"{self.what}step {now.step} of {now.steps}, epoch {now.epoch:.2f}, "
                f"loss {now.loss:.3f}{score}{_left(now.seconds_left)}"
            ),
        )


def _left(seconds: float | None) -> str:
    return "" if seconds is None else f", about {duration(seconds)} left"
