import os
from itertools import count

import pytest
from lake_mapper.core.training import pieces
from lake_mapper.core.training.pieces import (
    as_whole,
    delete_pieces,
    keep,
    read_whole_or_pieces,
    whole_or_pieces_there,
    write_pieces,
)
from lake_mapper.core.util.errors import TrainingError

CLOCK = count(1)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(pieces, "PIECE", 4)


def names(folder):
    return sorted(path.name.partition("c.pt")[2][-7:] for path in folder.iterdir())


def written(path, content):
    """Write pieces, each time later than before, however coarse the clock of the file system is."""
    before = set(path.parent.iterdir())
    write_pieces(path, content)
    now = next(CLOCK)
    for file in set(path.parent.iterdir()) - before:
        os.utime(file, (now, now))


def test_pieces_are_small_and_come_back_together(tmp_path):
    path = tmp_path / "c.pt"
    assert read_whole_or_pieces(path) is None

    written(path, b"0123456789")

    assert names(tmp_path) == [".1-of-3", ".2-of-3", ".3-of-3"]
    assert max(file.stat().st_size for file in tmp_path.iterdir()) == 4
    assert read_whole_or_pieces(path) == b"0123456789"


def test_pieces_replace_what_was_there(tmp_path):
    path = tmp_path / "c.pt"
    path.write_bytes(b"whole")
    written(path, b"0123456789")
    written(path, b"new")

    assert names(tmp_path) == [".1-of-1"]
    assert read_whole_or_pieces(path) == b"new"

    delete_pieces(path)
    assert not names(tmp_path)


def test_the_same_content_may_be_written_again(tmp_path):
    path = tmp_path / "c.pt"
    written(path, b"0123456789")
    written(path, b"0123456789")

    assert read_whole_or_pieces(path) == b"0123456789"


def test_what_was_written_last_counts(tmp_path):
    path, elsewhere = tmp_path / "c.pt", tmp_path / "elsewhere"
    elsewhere.mkdir()
    written(elsewhere / "c.pt", b"carried")
    path.write_bytes(b"older")
    os.utime(path, (0, 0))
    for piece in elsewhere.iterdir():
        piece.replace(tmp_path / piece.name)

    assert read_whole_or_pieces(path) == b"carried"

    path.write_bytes(b"newer")
    assert read_whole_or_pieces(path) == b"newer"


def test_a_missing_and_a_damaged_piece_are_named(tmp_path):
    path = tmp_path / "c.pt"
    written(path, b"0123456789")
    second = next(tmp_path.glob("*.2-of-3"))

    second.write_bytes(b"----")
    with pytest.raises(TrainingError, match=r"The pieces c\.pt\.\w{8} .* are damaged"):
        read_whole_or_pieces(path)

    second.unlink()
    with pytest.raises(TrainingError, match=r"lacks c\.pt\.\w{8}\.2-of-3\. Bring"):
        read_whole_or_pieces(path)


def test_pieces_whose_writing_was_interrupted_do_not_count(tmp_path):
    path = tmp_path / "c.pt"
    written(path, b"0123456789")
    kept = {piece.name: piece.read_bytes() for piece in tmp_path.iterdir()}
    written(path, b"later weights")
    next(tmp_path.glob("*.2-of-4")).unlink()  # the computer went before this one had its name
    for name, content in kept.items():
        (tmp_path / name).write_bytes(content)
        os.utime(tmp_path / name, (0, 0))

    assert read_whole_or_pieces(path) == b"0123456789"

    written(path, b"last")
    assert names(tmp_path) == [".1-of-1"]


def test_a_file_is_kept_whole_or_in_pieces_and_read_either_way(tmp_path):
    path = tmp_path / "w.safetensors"
    assert not whole_or_pieces_there(path)
    for in_pieces, ends in ((True, [".1-of-3", ".2-of-3", ".3-of-3"]), (False, [""])):
        path.write_bytes(b"0123456789")
        keep(path, in_pieces=in_pieces)

        assert sorted(file.name[len(path.name) :][-7:] for file in tmp_path.iterdir()) == ends
        assert whole_or_pieces_there(path)
        with as_whole(path) as file:
            assert (file.name, file.read_bytes()) == (path.name, b"0123456789")
        assert file.exists() == (not in_pieces)


def test_a_file_that_fits_into_a_piece_stays_whole(tmp_path):
    path = tmp_path / "w.safetensors"
    path.write_bytes(b"0123")
    keep(path, in_pieces=True)

    assert list(tmp_path.iterdir()) == [path]
