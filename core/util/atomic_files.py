"""Atomic writes: a file appears under its final name whole, or not at all."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def atomic_write(path: str | os.PathLike) -> Iterator[Path]:
    """Give a temporary path next to ``path``, renamed to it on success and removed on failure.

    Missing folders are made. The suffix is kept, since GDAL and others choose the format by it. Its name
    holds the machine and the process, so that several may write the same file: the last to finish wins.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.stem}.{platform.node()}.{os.getpid()}.unfinished{path.suffix}")
    try:
        yield unfinished
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def writable(path: str | os.PathLike) -> bool:
    """Return whether files can be made in the folder ``path``, or in the nearest that exists above it."""
    folder = Path(path).absolute()
    folder = folder if folder.is_dir() else folder.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK)
