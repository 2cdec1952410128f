"""Outputs appear under their final name whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def written_whole(path: str | os.PathLike) -> Iterator[Path]:
    """A temporary path beside ``path``, renamed to it on success and removed on failure.

    The suffix is kept, since GDAL and others choose the format by it. Two processes that write the
    same file do not meet: the last to finish wins, with equal content.
    """
    path = Path(path)
    unfinished = path.with_name(f".{path.stem}.{os.getpid()}.unfinished{path.suffix}")
    try:
        yield unfinished
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
