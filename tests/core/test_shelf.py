import errno

import numpy as np
import pytest
from lake_mapper.core.errors import RunError
from lake_mapper.core.shelf import Shelf


def test_rings_come_back_as_they_were_put():
    rng = np.random.default_rng(0)
    shelf = Shelf()
    lakes = [[rng.random((n, 2)) * 1e7 for n in counts] for counts in ((5, 4, 9), (4,), (100, 7))]

    shelved = [shelf.put(rings) for rings in lakes]

    assert [s.points for s in shelved] == [18, 4, 107]
    for rings, found in zip(lakes, shelved):
        assert len(found) == len(rings)
        assert all(np.array_equal(a, b) for a, b in zip(rings, found))
        assert all(np.array_equal(rings[i], found[i]) for i in range(-len(rings), len(rings)))
    with pytest.raises(IndexError):
        shelved[0][3]


def test_what_is_done_to_a_ring_stays_with_who_does_it():
    shelf = Shelf()
    shelved = shelf.put([np.zeros((4, 2))])

    ring = shelved[0]
    ring += 1

    assert (shelved[0] == 0).all()


def test_a_full_disk_says_what_to_do():
    class Full:
        def seek(self, place):
            pass

        def write(self, content):
            raise OSError(errno.ENOSPC, "No space left on device")

    shelf = Shelf()
    shelf._file = Full()

    with pytest.raises(RunError, match="No space left on device.*TMPDIR"):
        shelf.put([np.zeros((4, 2))])
