"""Prefetching: make the next items in a thread while the present one is used."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import TypeVar

T = TypeVar("T")
_END = object()


@contextmanager
def prefetched(items: Iterable[T], depth: int = 2) -> Iterator[Iterator[T]]:
    """Iterate over ``items`` in a thread of its own, at most ``depth`` ahead of the consumer.

    ``items`` run in that one thread alone, so they may open what only one thread may use. Their exceptions
    reach the consumer; leaving the context ends the thread before it returns.
    """
    ready: queue.Queue = queue.Queue(depth)
    stop = threading.Event()

    def put(item: object) -> bool:
        while not stop.is_set():
            try:
                ready.put(item, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def produce() -> None:
        try:
            for item in items:
                if not put((item, None)):
                    return
            put((_END, None))
        except BaseException as error:  # handed over, whatever it is
            put((_END, error))

    def consume() -> Generator[T, None, None]:
        while True:
            item, error = ready.get()
            if error is not None:
                raise error
            if item is _END:
                return
            yield item

    thread = threading.Thread(target=produce, name="lake-mapper-reader", daemon=True)
    thread.start()
    try:
        with closing(consume()) as consumer:
            yield consumer
    finally:
        stop.set()
        thread.join()
