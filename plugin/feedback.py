"""Core progress as QGIS feedback, core errors as QGIS errors."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from qgis.core import QgsProcessingException, QgsProcessingFeedback

from ..core.errors import LakeMapperError
from ..core.gdal_tools import gdal_raises
from ..core.run import Progress

_SECONDS_BETWEEN_LINES = 5.0


@contextmanager
def told_to_user() -> Iterator[None]:
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


class BlockProgress:
    """Shows block progress as ``first`` to ``last`` percent, with the time left."""

    def __init__(self, feedback: QgsProcessingFeedback, first: float, last: float) -> None:
        self.feedback, self.first, self.last = feedback, first, last
        self._next_line = 0.0

    def __call__(self, progress: Progress) -> None:
        share = progress.done / max(progress.total, 1)
        self.feedback.setProgress(self.first + share * (self.last - self.first))
        now = time.monotonic()
        if progress.seconds_left is None or now < self._next_line:
            return
        self._next_line = now + _SECONDS_BETWEEN_LINES
        self.feedback.setProgressText(
            f"Block {progress.done} of {progress.total}, about {_duration(progress.seconds_left)} left"
        )


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
