"""Atomic writes: a file appears under its final name whole, or not at all, whatever ends the program.

It is written in a temporary folder beside its place, flushed to the disk, and renamed; the rename is flushed,
too. So a kill, a full disk and a power cut leave the file that was there before.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .temporary_folder import TemporaryFolder

#: What file systems answer that have no way to flush, such as some network drives.
_NO_FLUSH = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}
_ROOM = 2**14  # bytes that must still fit on the disk when all is written
#: Logs of databases, pyramids, statistics, masks.
_BESIDE = ("-wal", "-shm", "-journal", ".aux.xml", ".ovr", ".msk")
#: Indices and tables that belong to a file of that suffix.
_PARTS = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx", ".qpj"),
    ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",),
    ".gml": (".xsd", ".gfs"),
}


@contextmanager
def atomic_write(path: str | os.PathLike) -> Iterator[Path]:
    """Give a path of the same name in a temporary folder, and rename what was written there to ``path``.

    Missing folders are made. Several processes may write the same file: the last to finish wins. A link of
    that name is replaced, not followed. ``OSError`` where the disk is full or the folder not writable.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryFolder(path.parent, hidden=True) as folder:
        unfinished = folder / path.name
        yield unfinished
        put_in_place(unfinished, path)


def put_in_place(unfinished: Path, path: Path) -> None:
    """Flush ``unfinished``, with all that is in its folder, and give it the name ``path`` on the same disk.

    One file is replaced at once. Where there are several, as in a Shapefile, or the old file has others that
    belong to it, such as an index, the old ones are put away first and come back where that fails.
    """
    if path.is_dir() and not unfinished.is_dir():
        # Or a folder of the user, given in the place of a file, would be put away with all that is in it.
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    parts = [part for part in unfinished.parent.iterdir() if part != unfinished]
    for part in (unfinished, *parts):
        if part.is_dir():
            flush_folder_and_files(part)
        else:
            flush_file(part)
    there = {path.with_name(part.name) for part in parts} | set(parts_of(path))
    old = [part for part in sorted(there) if os.path.lexists(part)]
    if parts or old or path.is_dir():
        with TemporaryFolder(path.parent, hidden=True) as away:
            put_away = [(file, away / file.name) for file in (path, *old) if os.path.lexists(file)]
            _rename(put_away + [(part, path.with_name(part.name)) for part in (*parts, unfinished)])
    else:
        unfinished.replace(path)
    flush_folder(path.parent)


def _rename(files: list[tuple[Path, Path]]) -> None:
    """Rename files one after the other, from the first name of a pair to the second: all of them, or none."""
    renamed = []
    try:
        for before, after in files:
            before.replace(after)
            renamed.append((before, after))
    except OSError:
        for before, after in reversed(renamed):
            with suppress(OSError):
                after.replace(before)
        raise


def parts_of(path: Path) -> list[Path]:
    """Return what other programs may have written for an older file of that name, and would take for ours."""
    beside = [path.with_name(path.name + ending) for ending in _BESIDE]
    return beside + [path.with_suffix(ending) for ending in _PARTS.get(path.suffix.lower(), ())]


def flush_file(path: str | os.PathLike) -> None:
    """Wait until the content of a file is on the disk; ``OSError`` where there is no room for it."""
    # Opened to write, since Windows flushes nothing else.
    with open(path, "r+b") as file:
        try:
            os.fsync(file.fileno())
        except OSError as error:
            if error.errno not in _NO_FLUSH:
                raise


def check_room(folder: Path) -> None:
    """Raise ``OSError`` where the disk of a folder is full: libraries do not tell that of all they write."""
    probe = folder / ".room"
    probe.write_bytes(bytes(_ROOM))
    flush_file(probe)
    probe.unlink()


def flush_folder(path: str | os.PathLike) -> None:
    """Wait until the names in a folder are on the disk, where the system can do that."""
    with suppress(OSError):  # Windows cannot; and what has its name by now is no failed write
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def flush_folder_and_files(path: Path) -> None:
    """Flush all that is in a folder, at once where the system can do that: it may be thousands of files."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for file in path.rglob("*"):
        if file.is_file():
            flush_file(file)


def held_open(path: str | os.PathLike) -> bool:
    """Return whether another program, or QGIS, has a file open in a way that keeps it from being replaced.

    Windows does so; elsewhere an open file can always be replaced.
    """
    try:
        if Path(path).is_file():
            Path(path).rename(path)
    except PermissionError:
        return True
    except OSError:
        pass  # that is told by who writes it
    return False


def writable(path: str | os.PathLike) -> bool:
    """Return whether files can be made in the folder ``path``, or in the nearest that exists above it."""
    # Not by pathlib, which raises an exception where a name is too long.
    folder = Path(path).absolute()
    folder = folder if os.path.isdir(folder) else folder.parent  # noqa: PTH112
    while not os.path.exists(folder) and folder != folder.parent:  # noqa: PTH110
        folder = folder.parent
    return os.path.isdir(folder) and os.access(folder, os.W_OK)  # noqa: PTH112
