"""A file in pieces, so that it can be carried where large files cannot."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ..util.atomic_files import atomic_write
from ..util.errors import TrainingError
from ..util.translation import tr

#: Bytes of a piece: under 16 MB.
PIECE = 15 * 2**20
#: What follows the name of the file: a digest of the content, the number of the piece, how many there are.
_ENDING = re.compile(r"\.([0-9a-f]{8})\.(\d+)-of-(\d+)")


def write_pieces(path: Path, content: bytes) -> None:
    """Write ``content`` next to ``path``, in files of ``PIECE`` bytes at most, instead of what is there."""
    parts = [content[i : i + PIECE] for i in range(0, len(content), PIECE)]
    digest, old = _digest(content), _pieces(path)
    with ExitStack() as whole:  # they get their names together, at the end
        for number, part in enumerate(parts, 1):
            name = path.with_name(f"{path.name}.{digest}.{number}-of-{len(parts)}")
            whole.enter_context(atomic_write(name)).write_bytes(part)
            old = [other for other in old if other != name]
    path.unlink(missing_ok=True)
    for other in old:
        other.unlink()


def keep(path: Path, *, in_pieces: bool) -> None:
    """Leave the file ``path``, just written, as it is, or ``in_pieces`` where it is larger than one."""
    if in_pieces and path.stat().st_size > PIECE:
        write_pieces(path, path.read_bytes())
    else:
        delete_pieces(path)


def delete_pieces(path: Path) -> None:
    """Delete all pieces of ``path``, as when it was written whole."""
    for piece in _pieces(path):
        piece.unlink()


def read_whole_or_pieces(path: Path) -> bytes | None:
    """Return the content of ``path`` or of its pieces, whichever was written last; None without either.

    Pieces of which some are missing do not count beside whole ones: writing them was interrupted.
    ``TrainingError`` when pieces are missing and nothing else is there, or when they are damaged.
    """
    contents: dict[tuple[str, int], dict[int, Path]] = defaultdict(dict)
    for piece in _pieces(path):
        digest, number, count = _ENDING.fullmatch(piece.name[len(path.name) :]).groups()  # type: ignore[union-attr]
        contents[digest, int(count)][int(number)] = piece
    if path.exists():
        contents["", 1][1] = path
    if not contents:
        return None
    (digest, count), found = max(
        contents.items(), key=lambda each: (len(each[1]) == each[0][1], _written(each[1].values()))
    )
    missing = [n for n in range(1, count + 1) if n not in found]
    if missing:
        names = ", ".join(f"{path.name}.{digest}.{n}-of-{count}" for n in missing)
        raise TrainingError(
            tr(
                "{folder} lacks {names}. Bring what is missing, or delete the other pieces.",
                folder=path.parent,
                names=names,
            )
        )
    content = b"".join(found[n].read_bytes() for n in range(1, count + 1))
    if digest not in ("", _digest(content)):
        raise TrainingError(
            tr(
                "The pieces {name} in {folder} are damaged. Bring them again.",
                name=f"{path.name}.{digest}",
                folder=path.parent,
            )
        )
    return content


def whole_or_pieces_there(path: Path) -> bool:
    """Return whether ``path`` or a piece of it is there."""
    return path.exists() or bool(_pieces(path))


@contextmanager
def as_whole(path: Path) -> Iterator[Path]:
    """Give the path of a file that may be in pieces: its own, or that of a temporary copy of its pieces.

    ``TrainingError`` when pieces are missing or damaged.
    """
    content = None if path.exists() and not _pieces(path) else read_whole_or_pieces(path)
    if content is None:
        yield path
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(content)
        yield copy


def _pieces(path: Path) -> list[Path]:
    """Return the pieces of ``path`` that are there, of whatever content."""
    return [p for p in path.parent.glob(f"{path.name}.*") if _ENDING.fullmatch(p.name[len(path.name) :])]


def _written(files: Iterable[Path]) -> int:
    return max(file.stat().st_mtime_ns for file in files)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]
