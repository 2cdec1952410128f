import os
import stat
import subprocess
import sys
import tempfile

import pytest
from lake_mapper.core.util.temporary_folder import TemporaryFolder, alone_in, is_temporary, remove_abandoned
from support import ROOT

if sys.platform == "win32":
    pytest.skip("folders cannot be locked there", allow_module_level=True)

PROGRAM = f"""
import os, signal, sys
sys.path[:0] = [{str(ROOT / "scripts")!r}]
import package_path; package_path.load()
from lake_mapper.core.util.temporary_folder import TemporaryFolder, alone_in
"""


def elsewhere(program: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", PROGRAM + program], capture_output=True, text=True)


def test_it_is_for_its_user_alone_and_goes_with_all_that_is_in_it(tmp_path):
    outside = tmp_path / "outside"
    outside.write_text("kept")
    with TemporaryFolder(tmp_path, hidden=True) as folder:
        assert folder.name.startswith(".")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        (folder / "inside").write_text("goes")
        (folder / "link").symlink_to(outside)

    assert [path.name for path in tmp_path.iterdir()] == ["outside"]
    assert outside.read_text() == "kept"


def test_what_a_killed_process_leaves_is_removed_by_the_next(tmp_path):
    elsewhere(f"kept = TemporaryFolder({str(tmp_path)!r}); os.kill(os.getpid(), signal.SIGKILL)")
    assert len(list(tmp_path.iterdir())) == 1

    remove_abandoned(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_what_a_living_process_uses_stays(tmp_path):
    with TemporaryFolder(tmp_path) as folder:
        elsewhere(f"TemporaryFolder({str(tmp_path)!r})")

        assert folder.exists()


def test_only_our_own_folders_are_removed(tmp_path):
    others = ("lake_mapper_12345678.unfinished", "lake_mapper.mine", ".unfinished", "lake_mapper")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / others[0]).symlink_to(tmp_path / "elsewhere")
    for name in others[1:]:
        (tmp_path / name).mkdir()

    remove_abandoned(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {*others, "elsewhere"}


def test_two_processes_in_one_folder_know_of_each_other(tmp_path):
    ask = f"with alone_in({str(tmp_path)!r}) as alone: print(alone)"

    with alone_in(tmp_path) as alone:
        assert alone
        assert elsewhere(ask).stdout == "False\n"
    assert elsewhere(ask).stdout == "True\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_where_none_can_be_made_is_an_os_error(tmp_path):
    tmp_path.chmod(0o500)

    with pytest.raises(OSError):
        TemporaryFolder(tmp_path)


def test_a_process_is_alone_in_a_temporary_folder_that_it_made(tmp_path):
    with TemporaryFolder(tmp_path) as folder, alone_in(folder) as alone:
        assert alone


def test_no_name_looks_like_an_archive(tmp_path, monkeypatch):
    """QGIS takes a path with ".gz" in it for one into an archive, and writes no metadata there."""
    monkeypatch.setattr(tempfile, "_get_candidate_names", lambda: iter(["gz123456", "gz654321"]))
    for hidden in (True, False):
        with TemporaryFolder(tmp_path, hidden=hidden) as folder:
            assert ".gz" not in str(folder)
            assert is_temporary(folder)


def test_folders_of_an_older_version_are_removed(tmp_path):
    (tmp_path / ".lake_mapper.gz123456.unfinished").mkdir()

    remove_abandoned(tmp_path)

    assert list(tmp_path.iterdir()) == []
