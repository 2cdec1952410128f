import errno

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
    with pytest.raises(IndexError):
        stored[0][3]


def test_what_is_done_to_a_ring_stays_with_who_does_it(tmp_path):
    ring_file = RingFile(tmp_path)
    stored = ring_file.put([np.zeros((4, 2))])

    ring = stored[0]
    ring += 1

    assert (stored[0] == 0).all()


def test_the_file_goes_with_the_last_ring(tmp_path):
    ring_file = RingFile(tmp_path)
    stored, file = ring_file.put([np.zeros((4, 2))]), ring_file._file
    del ring_file
    assert (stored[0] == 0).all()

    del stored

    assert file.closed
    assert not list(tmp_path.iterdir())


def test_a_full_disk_says_what_to_do(tmp_path):
    class Full:
        def seek(self, place):
            pass

        def write(self, content):
            raise OSError(errno.ENOSPC, "No space left on device")

    ring_file = RingFile(tmp_path)
    ring_file._file = Full()

    with pytest.raises(RunError, match="No space left on device.*free some space"):
        ring_file.put([np.zeros((4, 2))])


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(RunError, match="nowhere"):
        RingFile(tmp_path / "nowhere")
