import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
from lake_mapper.core.lakes.ring_file import RingFile
from lake_mapper.core.util.errors import RunError


def test_rings_come_back_as_they_were_put(tmp_path):
    rng = np.random.default_rng(0)
    ring_file = RingFile(tmp_path)
    lakes = [[rng.random((n, 2)) * 1e7 for n in counts] for counts in ((5, 4, 9), (4,), (100, 7))]

    stored = [ring_file.put(rings) for rings in lakes]

    assert [s.points for s in stored] == [18, 4, 107]
    for rings, found in zip(lakes, stored):
        assert len(found) == len(rings)
        assert all(np.array_equal(a, b) for a, b in zip(rings, found))
        assert all(np.array_equal(rings[i], found[i]) for i in range(-len(rings), len(rings)))
        assert all(np.array_equal(a, b) for a, b in zip(rings[1:], found[1:]))
    with pytest.raises(IndexError):
        stored[0][3]


def test_changing_a_ring_does_not_change_the_file(tmp_path):
    ring_file = RingFile(tmp_path)
    stored = ring_file.put([np.zeros((4, 2))])

    ring = stored[0]
    ring += 1

    assert (stored[0] == 0).all()


def open_files(folder):
    """Return the files under a folder that this process holds open, those without a name included."""
    links = [link for link in Path("/proc/self/fd").iterdir() if link.exists()]
    return [path for path in map(os.readlink, links) if path.startswith(str(folder))]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are listed on Linux only")
def test_the_file_goes_with_the_last_ring(tmp_path):
    ring_file = RingFile(tmp_path)
    stored = ring_file.put([np.zeros((4, 2))])
    del ring_file
    assert (stored[0] == 0).all()
    assert len(open_files(tmp_path)) == 1

    del stored

    assert not open_files(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_the_error_of_a_full_disk_names_the_remedy(tmp_path, monkeypatch):
    def on_a_full_disk(**_):
        return open("/dev/full", "r+b", buffering=0)

    monkeypatch.setattr(tempfile, "TemporaryFile", on_a_full_disk)
    ring_file = RingFile(tmp_path)

    with pytest.raises(RunError, match="No space left on device.*free some space"):
        ring_file.put([np.zeros((4, 2))])


def test_the_error_of_a_missing_folder_names_it(tmp_path):
    with pytest.raises(RunError, match="nowhere"):
        RingFile(tmp_path / "nowhere")
