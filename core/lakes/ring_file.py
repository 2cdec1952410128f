"""Rings of lakes in a temporary file, so that memory does not grow with them."""

from __future__ import annotations

import os
import tempfile
import threading
import weakref
from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np

from ..util.errors import RunError
from ..util.translation import tr


class RingFile:
    """A temporary file in ``folder`` for rings (n, 2) float64; it lives as long as any of them.

    Any thread may use it. ``RunError`` when the disk is full.
    """

    def __init__(self, folder: str | os.PathLike) -> None:
        # Not the folder for temporary files, which may lie in memory; but Windows could not remove a folder
        # in which a file is open.
        self._folder = tempfile.gettempdir() if os.name == "nt" else str(folder)
        try:
            self._file = tempfile.TemporaryFile(prefix="rings_", dir=self._folder, buffering=0)  # noqa: SIM115
        except OSError as error:
            raise self._cannot_write(error) from error
        weakref.finalize(self, self._file.close)
        self._lock = threading.Lock()
        self._end = 0

    def put(self, rings: Sequence[np.ndarray]) -> StoredRings:
        """Write rings, and return what reads them again."""
        counts = [len(ring) for ring in rings]
        content = np.concatenate(rings).astype("<f8", copy=False).tobytes()
        with self._lock:
            self._file.seek(self._end)
            try:
                written = self._file.write(content)
            except OSError as error:
                raise self._cannot_write(error) from error
            if written < len(content):
                raise self._cannot_write(tr("the disk is full"))
            stored = StoredRings(self, self._end, counts)
            self._end += len(content)
        return stored

    def read(self, offset: int, count: int) -> np.ndarray:
        """Read ``count`` points (count, 2) from byte ``offset`` on."""
        with self._lock:
            self._file.seek(offset)
            content = self._file.read(16 * count)
        return np.frombuffer(bytearray(content), "<f8").reshape(count, 2)

    def _cannot_write(self, why: object) -> RunError:
        return RunError(
            tr(
                "The outlines of lakes cannot be written to {folder} ({why}). Finished output tiles of a "
                "RUN_FOLDER are kept: free some space, and start the same run again.",
                folder=self._folder,
                why=why,
            )
        )


class StoredRings(Sequence[np.ndarray]):
    """Rings in a ``RingFile``, read whenever they are asked for: changing one does not change the file."""

    __slots__ = ("_counts", "_offset", "_ring_file")

    def __init__(self, ring_file: RingFile, offset: int, counts: list[int]) -> None:
        self._ring_file, self._offset, self._counts = ring_file, offset, counts

    @property
    def points(self) -> int:
        """How many points the rings have together."""
        return sum(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    @overload
    def __getitem__(self, i: int) -> np.ndarray: ...

    @overload
    def __getitem__(self, i: slice) -> list[np.ndarray]: ...

    def __getitem__(self, i: int | slice) -> np.ndarray | list[np.ndarray]:
        if isinstance(i, slice):
            return list(self)[i]
        i = range(len(self))[i]
        return self._ring_file.read(self._offset + 16 * sum(self._counts[:i]), self._counts[i])

    def __iter__(self) -> Iterator[np.ndarray]:
        return iter(np.split(self._ring_file.read(self._offset, self.points), np.cumsum(self._counts[:-1])))
