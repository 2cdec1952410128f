"""Temporary folders that only their user can read, and that are removed even after a kill."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from .errors import RunError
from .translation import tr

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

#: No dot before the random part, as older ones have: QGIS takes a path with ``.gz`` in it for an archive.
_NAME = re.compile(r"\.?lake_mapper[._]\w{8}\.unfinished")
_DAY = 24 * 3600.0  # a folder that lay untouched for as long is abandoned, where locks cannot tell


class TemporaryFolder:
    """A folder in ``within`` (empty for that of the system), removed with this object.

    Those of processes that were killed are removed when the next one is made there. The name of a ``hidden``
    one begins with a dot. ``OSError`` where it cannot be made.
    """

    def __init__(self, within: str | os.PathLike = "", *, hidden: bool = False) -> None:
        parent = os.fspath(within) or tempfile.gettempdir()
        _remove_abandoned_once(parent)
        while True:
            made = tempfile.mkdtemp(".unfinished", ".lake_mapper_" if hidden else "lake_mapper_", parent)
            self.path = Path(made)
            lock = -1
            with suppress(OSError):
                lock = _lock(made, alone=False)
            if self.path.exists():
                break
            _unlock(lock)  # another process took it for abandoned before it was locked
        self._finalizer = weakref.finalize(self, _remove, self.path, lock)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self.remove()

    def remove(self) -> None:
        """Remove the folder and all that is in it; links in it are removed, not followed."""
        self._finalizer()


def temporary_run_folder(within: str | os.PathLike = "") -> TemporaryFolder:
    """Return a folder for a run that nobody wants to keep; ``RunError`` where it cannot be made."""
    try:
        return TemporaryFolder(within)
    except OSError as error:
        raise RunError(
            tr(
                "No folder for temporary files can be made in {folder} ({why}). Set RUN_FOLDER to a folder "
                "where you may write and that has room.",
                folder=os.fspath(within) or tempfile.gettempdir(),
                why=error.strerror,
            )
        ) from error


def is_temporary(folder: str | os.PathLike) -> bool:
    """Return whether a folder is a ``TemporaryFolder``, by its name."""
    return bool(_NAME.fullmatch(Path(folder).name))


def remove_abandoned(within: str | os.PathLike) -> None:
    """Remove the temporary folders in ``within`` whose process is gone."""
    with suppress(OSError), os.scandir(str(within)) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                with suppress(OSError):  # of another user, or in use
                    lock = _lock(entry.path, alone=True)
                    if fcntl is not None or time.time() - entry.stat().st_mtime > _DAY:
                        _remove(Path(entry.path), lock)


#: Once in a session: to list the folder of a run for each of its thousands of tiles would take long.
_remove_abandoned_once = lru_cache(maxsize=1000)(remove_abandoned)


@contextmanager
def alone_in(folder: str | os.PathLike) -> Iterator[bool]:
    """Hold a folder while inside; yield whether no other process holds it.

    Where folders cannot be locked (Windows, some network drives) it yields true.
    """
    if _NAME.fullmatch(Path(folder).name):  # a temporary one, which the process that made it holds itself
        yield True
        return
    try:
        lock, alone = _lock(folder, alone=True), True
    except BlockingIOError:
        lock, alone = -1, False
    except OSError:  # cannot be locked
        lock, alone = -1, True
    try:
        yield alone
    finally:
        _unlock(lock)


def _lock(folder: str | os.PathLike, *, alone: bool) -> int:
    """Lock a folder until ``_unlock`` or the end of this process, whatever ends it.

    ``BlockingIOError`` where another process holds it and ``alone`` is asked for, ``OSError`` where folders
    cannot be locked; -1 on Windows.
    """
    if fcntl is None:
        return -1
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _unlock(lock: int) -> None:
    if lock >= 0:
        os.close(lock)


def _remove(folder: Path, lock: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _unlock(lock)
