"""Batches made by processes on all cores, in order: for a GPU that learns faster than one core draws."""

from __future__ import annotations

import ctypes
import mmap
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Any

import numpy as np

Batch = tuple[np.ndarray, np.ndarray]
_KILLED_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux
_AHEAD = 4  # batches that wait for the consumer, besides those in work
_given: list[Any] = []  # in a worker: what ``_begin_worker`` was given


@contextmanager
def made_by_workers(
    batches: Callable[[int], Batch], numbers: Iterator[int], workers: int
) -> Iterator[Iterator[Batch]]:
    """Iterate over ``batches(n)`` for ``numbers``, made by ``workers`` processes: the same as one would make.

    ``batches(n)`` returns two arrays of uint8, no larger together than those of the first number. The
    processes are forks (Linux): they share the images behind ``batches``, and write into memory shared with
    this process, since what goes through a pipe is copied by one core.
    """
    number = next(numbers, None)
    if number is None:
        yield iter(())
        return
    first = batches(number)
    size, slots = sum(array.nbytes for array in first), workers + _AHEAD
    memory = mmap.mmap(-1, slots * size)  # not a file in /dev/shm, which may be small
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context("fork"), _begin_worker, (batches, memory, size)
    )
    # Asked for here, so that the thread that forks is this one.
    asked = deque((pool.submit(_fill, n, slot), slot) for slot, n in enumerate(islice(numbers, slots)))

    def made() -> Iterator[Batch]:
        yield first
        while asked:
            future, slot = asked.popleft()
            yield _taken(future, memory, slot * size)
            number = next(numbers, None)
            if number is not None:
                asked.append((pool.submit(_fill, number, slot), slot))

    try:
        yield made()
    finally:
        pool.shutdown(cancel_futures=True)


def _taken(future: Future, memory: mmap.mmap, offset: int) -> Batch:
    """Return copies of the arrays that a worker has written at ``offset``."""
    arrays = []
    for shape in future.result():
        count = int(np.prod(shape))
        arrays.append(np.frombuffer(memory, np.uint8, count, offset).reshape(shape).copy())
        offset += count
    return arrays[0], arrays[1]


def _begin_worker(batches: Callable[[int], Batch], memory: mmap.mmap, size: int) -> None:
    ctypes.CDLL(None).prctl(_KILLED_WITH_PARENT, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its workers
    _given[:] = [batches, memory, size]


def _fill(number: int, slot: int) -> list[tuple[int, ...]]:
    """Make a batch in a worker, write it into its slot and return the shapes."""
    batches, memory, size = _given
    arrays = batches(number)
    flat = np.concatenate([array.ravel() for array in arrays])
    np.frombuffer(memory, np.uint8, size, slot * size)[: len(flat)] = flat
    return [array.shape for array in arrays]
