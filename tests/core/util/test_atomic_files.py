import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from lake_mapper.core.util.atomic_files import atomic_write, put_in_place, writable
from support import ROOT


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    with pytest.raises(ZeroDivisionError), atomic_write(tmp_path / "a.txt") as unfinished:
        unfinished.write_text("half")
        _ = 1 / 0
    assert list(tmp_path.iterdir()) == []

    with atomic_write(tmp_path / "a.txt") as unfinished:
        unfinished.write_text("whole")
        assert not (tmp_path / "a.txt").exists()
    assert [p.read_text() for p in tmp_path.iterdir()] == ["whole"]


def test_a_failed_write_leaves_the_file_that_was_there(tmp_path):
    (tmp_path / "a.txt").write_text("old")

    with pytest.raises(ZeroDivisionError), atomic_write(tmp_path / "a.txt") as unfinished:
        unfinished.write_text("half")
        _ = 1 / 0

    assert [p.read_text() for p in tmp_path.iterdir()] == ["old"]


def test_folders_are_made_and_the_name_is_kept(tmp_path):
    with atomic_write(tmp_path / "new" / "folder" / "image.tif") as unfinished:
        assert unfinished.name == "image.tif"
        assert unfinished.is_relative_to(tmp_path / "new" / "folder")  # on the same disk
        unfinished.touch()

    assert (tmp_path / "new" / "folder" / "image.tif").exists()


def test_two_processes_write_the_same_file_beside_each_other(tmp_path):
    path = tmp_path / "a.txt"
    program = f"""
import sys
sys.path[:0] = [{str(ROOT / "scripts")!r}]
import package_path; package_path.load()
from lake_mapper.core.util.atomic_files import atomic_write
with atomic_write({str(path)!r}) as unfinished:
    unfinished.write_text("theirs")
"""
    with atomic_write(path) as unfinished:
        unfinished.write_text("ours")
        subprocess.run([sys.executable, "-c", program], check=True)
        assert path.read_text() == "theirs"

    assert path.read_text() == "ours"


def test_content_and_name_are_flushed_in_that_order(tmp_path, monkeypatch):
    flushed, path, fsync = [], tmp_path / "a.txt", os.fsync

    def watched(descriptor):
        flushed.append((stat.S_ISDIR(os.fstat(descriptor).st_mode), path.exists()))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    with atomic_write(path) as unfinished:
        unfinished.write_text("whole")

    assert flushed == [(False, False), (True, True)]


def test_a_disk_that_turns_out_full_while_flushing_keeps_the_old_file(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("old")

    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"), atomic_write(tmp_path / "a.txt") as unfinished:
        unfinished.write_text("new")

    assert [p.read_text() for p in tmp_path.iterdir()] == ["old"]


def test_a_planted_link_is_replaced_and_not_followed(tmp_path):
    (tmp_path / "precious").write_text("kept")
    (tmp_path / "a.txt").symlink_to(tmp_path / "precious")

    with atomic_write(tmp_path / "a.txt") as unfinished:
        unfinished.write_text("whole")

    assert (tmp_path / "precious").read_text() == "kept"
    assert (tmp_path / "a.txt").read_text() == "whole" and not (tmp_path / "a.txt").is_symlink()


@pytest.fixture
def shapefile(tmp_path):
    """Make an old Shapefile with an index and pyramids of nothing, and a new one; return both paths."""
    new = tmp_path / "new" / "lakes.shp"
    new.parent.mkdir()
    for suffix in (".shp", ".dbf", ".prj"):
        new.with_suffix(suffix).write_text("new")
    old = tmp_path / "lakes.shp"
    for suffix in (".shp", ".dbf", ".qix", ".qml"):
        old.with_suffix(suffix).write_text("old")
    return new, old


def contents(folder):
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def test_all_parts_of_a_file_are_replaced_and_no_old_index_stays(shapefile, tmp_path):
    put_in_place(*shapefile)

    assert contents(tmp_path) == {
        "lakes.shp": "new",
        "lakes.dbf": "new",
        "lakes.prj": "new",
        "lakes.qml": "old",  # the user's own style
    }
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("fails", [".shp", ".dbf", ".prj"])
def test_when_one_part_cannot_be_replaced_all_old_ones_are_back(shapefile, tmp_path, monkeypatch, fails):
    before, replace = contents(tmp_path), Path.replace

    def refusing(self, target):
        if self.parent.name == "new" and self.suffix == fails:
            raise PermissionError("open in another program")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(PermissionError):
        put_in_place(*shapefile)

    assert contents(tmp_path) == before


def test_the_log_of_an_older_database_does_not_get_into_the_new_one(tmp_path):
    for name in ("lakes.gpkg", "lakes.gpkg-wal", "lakes.gpkg-shm", "lakes.gpkg.txt"):
        (tmp_path / name).write_text("old")

    with atomic_write(tmp_path / "lakes.gpkg") as unfinished:
        unfinished.write_text("new")

    assert contents(tmp_path) == {"lakes.gpkg": "new", "lakes.gpkg.txt": "old"}


def test_a_folder_that_is_a_file_to_others_is_replaced(tmp_path):
    for folder in (tmp_path / "lakes.gdb", tmp_path / "new" / "lakes.gdb"):
        folder.mkdir(parents=True)
        (folder / "a.gdbtable").write_text(folder.parent.name)

    put_in_place(tmp_path / "new" / "lakes.gdb", tmp_path / "lakes.gdb")

    assert (tmp_path / "lakes.gdb" / "a.gdbtable").read_text() == "new"


def test_writable_asks_the_nearest_folder_that_exists(tmp_path):
    (tmp_path / "file").touch()

    assert writable(tmp_path)
    assert writable(tmp_path / "new" / "folder" / "a.tif")
    assert not writable(tmp_path / "file" / "a.tif")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write_is_not_writable(tmp_path):
    tmp_path.chmod(0o500)

    assert not writable(tmp_path / "a.tif")


def test_a_folder_in_the_place_of_a_file_is_never_replaced(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "precious.txt").write_text("mine")

    with pytest.raises(IsADirectoryError), atomic_write(folder) as unfinished:
        unfinished.write_text("x")

    assert (folder / "precious.txt").read_text() == "mine"
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("name", ["n" * 300, f"{'n' * 300}/lakes.gpkg"])
def test_a_name_that_is_too_long_is_no_error_of_the_folder(tmp_path, name):
    assert writable(tmp_path / name)
