"""What a power cut leaves on a disk: its image is copied while it is mounted, and nothing flushes it."""

import shutil
import subprocess

import pytest
from lake_mapper.core.util.atomic_files import atomic_write

CONTENT = b"lakes" * 10_000


def run(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"cannot mount an image of a disk here: {done.stderr.strip()}")


def test_files_are_whole_after_a_power_cut(tmp_path):
    disk, copy, mounted = tmp_path / "disk", tmp_path / "copy", tmp_path / "mounted"
    mounted.mkdir()
    with open(disk, "wb") as file:
        file.truncate(64 * 2**20)
    run("mkfs.ext4", "-q", "-F", disk)
    run("mount", "-o", "loop", disk, mounted)
    try:
        for number in range(5):
            with atomic_write(mounted / f"{number}.tif") as unfinished:
                unfinished.write_bytes(CONTENT)
        (mounted / "not_flushed").write_bytes(CONTENT)
        shutil.copyfile(disk, copy)
    finally:
        subprocess.run(["umount", mounted], check=True)
    run("mount", "-o", "loop", copy, mounted)
    try:
        after = {path.name: path.read_bytes() for path in mounted.glob("*.tif")}
        others = [path.read_bytes() for path in mounted.glob("not_flushed")]
    finally:
        subprocess.run(["umount", mounted], check=True)

    assert after == {f"{number}.tif": CONTENT for number in range(5)}
    assert CONTENT not in others, "this copy would not notice a file that was not flushed"
