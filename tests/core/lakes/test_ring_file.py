import errno

import numpy as np
import pytest
from lake_mapper.core.lakes.ring_file import Shelf
from lake_mapper.core.util.errors import RunError


def test_rings_come_back_as_they_were_put(tmp_path):
    rng = np.random.default_rng(0)
    shelf = Shelf(tmp_path)
    lakes = [[rng.random((n, 2)) * 1e7 for n in counts] for counts in ((5, 4, 9), (4,), (100, 7))]

    shelved = [shelf.put(rings) for rings in lakes]

    assert [s.points for s in shelved] == [18, 4, 107]
    for rings, found in zip(lakes, shelved):
        assert len(found) == len(rings)
        assert all(np.array_equal(a, b) for a, b in zip(rings, found))
        assert all(np.array_equal(rings[i], found[i]) for i in range(-len(rings), len(rings)))
    with pytest.raises(IndexError):
        shelved[0][3]


def test_what_is_done_to_a_ring_stays_with_who_does_it(tmp_path):
    shelf = Shelf(tmp_path)
    shelved = shelf.put([np.zeros((4, 2))])

    ring = shelved[0]
    ring += 1

    assert (shelved[0] == 0).all()


def test_the_file_goes_with_the_last_ring(tmp_path):
    shelf = Shelf(tmp_path)
    shelved, file = shelf.put([np.zeros((4, 2))]), shelf._file
    del shelf
    assert (shelved[0] == 0).all()

    del shelved

    assert file.closed
    assert not list(tmp_path.iterdir())


def test_a_full_disk_says_what_to_do(tmp_path):
    class Full:
        def seek(self, place):
            pass

        def write(self, content):
            raise OSError(errno.ENOSPC, "No space left on device")

    shelf = Shelf(tmp_path)
    shelf._file = Full()

    with pytest.raises(RunError, match="No space left on device.*free some space"):
        shelf.put([np.zeros((4, 2))])


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(RunError, match="nowhere"):
        Shelf(tmp_path / "nowhere")
