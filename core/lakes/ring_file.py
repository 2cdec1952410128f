"""The shores of lakes in a temporary file, so that memory does not grow with them."""

from __future__ import annotations

import os
import tempfile
import threading
import weakref
from collections.abc import Iterator, Sequence

import numpy as np

from ..util.errors import RunError


class RingFile:
    """A temporary file in ``folder`` for rings (n, 2) float64; it lives as long as any of them.

    Any thread may use it. ``RunError`` when the disk is full.
    """

    def __init__(self, folder: str | os.PathLike) -> None:
        # Not the folder for temporary files, which may lie in memory; but Windows could not remove a folder
        # in which a file is open.
        self._folder = tempfile.gettempdir() if os.name == "nt" else str(folder)
        try:
            self._file = tempfile.TemporaryFile(prefix="shores_", dir=self._folder, buffering=0)  # noqa: SIM115
        except OSError as error:
            raise self._full(error) from error
        weakref.finalize(self, self._file.close)
        self._one_at_a_time = threading.Lock()
        self._end = 0

    def put(self, rings: Sequence[np.ndarray]) -> StoredRings:
        """Write rings; what comes back reads them again."""
        counts = [len(ring) for ring in rings]
        content = np.concatenate(rings).astype("<f8", copy=False).tobytes()
        with self._one_at_a_time:
            self._file.seek(self._end)
            try:
                written = self._file.write(content)
            except OSError as error:
                raise self._full(error) from error
            if written < len(content):
                raise self._full("the disk is full")
            stored = StoredRings(self, self._end, counts)
            self._end += len(content)
        return stored

    def get(self, offset: int, count: int) -> np.ndarray:
        """``count`` points (count, 2) from byte ``offset`` on."""
        with self._one_at_a_time:
            self._file.seek(offset)
            content = self._file.read(16 * count)
        return np.frombuffer(bytearray(content), "<f8").reshape(count, 2)

    def _full(self, why: object) -> RunError:
        return RunError(
            f"The shores of lakes cannot be written to {self._folder} ({why}). Finished sheets of a "
            "RUN_FOLDER are kept: free some space, and start the same run again."
        )


class StoredRings(Sequence):
    """Rings on a shelf; each is read when it is asked for, and may be changed without effect on the file."""

    __slots__ = ("_counts", "_offset", "_ring_file")

    def __init__(self, ring_file: RingFile, offset: int, counts: list[int]) -> None:
        self._ring_file, self._offset, self._counts = ring_file, offset, counts

    @property
    def points(self) -> int:
        """How many points the rings have together."""
        return sum(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def __getitem__(self, i: int) -> np.ndarray:
        i = range(len(self))[i]
        return self._ring_file.get(self._offset + 16 * sum(self._counts[:i]), self._counts[i])

    def __iter__(self) -> Iterator[np.ndarray]:
        return iter(np.split(self._ring_file.get(self._offset, self.points), np.cumsum(self._counts[:-1])))
