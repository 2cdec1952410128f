"""How far a training goes: so many steps, or as many as fit into a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import count

#: When scores are taken, as shares of a time.
_SCORES = (0.2, 0.4, 0.6, 0.8)
#: The last scores begin so much earlier than the longest took, and so many seconds for writing.
_LONGER, _WRITING = 1.3, 5.0
#: Steps assumed before the first is over: those of the longest warm-up.
_ASSUMED = 1500


class StepPace:
    """A training of ``steps``, with scores after every ``epoch`` steps and at the end."""

    def __init__(self, steps: int, epoch: int) -> None:
        self._steps, self._epoch = steps, epoch

    def begin(self, first: int) -> Iterator[int]:
        """Return the numbers of the steps, from ``first`` on."""
        return iter(range(first, self._steps))

    def position(self, step: int) -> tuple[int, int]:
        """Return where in its schedule the learning rate is: at a step, of so many."""
        return step, self._steps

    def scores_due(self, step: int) -> bool:
        """Whether scores are to be taken after ``step`` steps."""
        return step % self._epoch == 0 or step == self._steps

    def scored(self) -> None:
        """Hear that scores have been taken and written."""

    def over(self, step: int) -> bool:
        """Whether ``step`` steps are all."""
        return step >= self._steps


class TimePace:
    """A training until ``end`` (by ``clock``, in seconds): its last scores are written by then.

    Its learning rate goes through its whole schedule, whatever steps were taken before ``begin``. Scores are
    taken a few times on the way, so that it is known how long they take.
    """

    def __init__(self, end: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._end, self._clock = end, clock
        self._longest, self._over = 0.0, False

    def begin(self, first: int) -> Iterator[int]:
        """Return the numbers of the steps, from ``first`` on; the time counts from now."""
        self._first, self._began = first, self._clock()
        self._planned = [self._began + share * (self._end - self._began) for share in _SCORES]
        return count(first)

    def position(self, step: int) -> tuple[int, int]:
        """Return where in its schedule the learning rate is: at a step, of as many as will fit."""
        done, passed = step - self._first, self._clock() - self._began
        share = passed / max(self._last - self._began, 1e-6)
        return done, max(done + 1, round(done / min(share, 1.0))) if done and share else _ASSUMED

    def scores_due(self, step: int) -> bool:
        """Whether scores are to be taken now."""
        self._asked = self._clock()
        return self._asked >= min([self._last, *self._planned])

    def scored(self) -> None:
        """Hear that the scores asked for in ``scores_due`` have been taken and written."""
        now = self._clock()
        self._longest = max(self._longest, now - self._asked)
        self._planned = [when for when in self._planned if when > now]
        self._over = now >= self._last

    def over(self, step: int) -> bool:
        """Whether the last scores have been taken."""
        return self._over

    @property
    def _last(self) -> float:
        """When the last scores must begin."""
        return self._end - _LONGER * self._longest - _WRITING
