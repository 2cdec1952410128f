import os
import sys
from itertools import count

import numpy as np
import pytest
from lake_mapper.core.training.workers import made_by_workers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the workers are forks")


def batch(number):
    """Batches of two shapes; none is larger than the first."""
    rng = np.random.default_rng(number)
    many, side = (1, 8) if number % 3 == 2 else (4, 4)
    rgb = rng.integers(0, 256, (many, 3, side, side), np.uint8)
    return rgb, np.full((many, side, side), number, np.uint8)


def test_batches_come_in_order_whoever_made_them():
    with made_by_workers(batch, iter(range(5, 45)), 2) as made:
        found = list(made)  # kept, while memory is used again

    assert len(found) == 40
    for number, (rgb, label) in enumerate(found, 5):
        assert np.array_equal(rgb, batch(number)[0])
        assert np.array_equal(label, batch(number)[1])


def test_other_processes_make_them():
    def who(number):
        return np.frombuffer(os.getpid().to_bytes(4, "little"), np.uint8), np.zeros(1, np.uint8)

    with made_by_workers(who, iter(range(6)), 2) as made:
        first, *others = [int.from_bytes(one.tobytes(), "little") for one, _ in made]

    assert first == os.getpid() not in others


def test_an_endless_training_may_stop_at_any_batch():
    with made_by_workers(batch, count(), 1) as made:
        assert next(made)[1].max() == 0


def test_nothing_to_make():
    with made_by_workers(batch, iter(()), 1) as made:
        assert list(made) == []


def test_an_error_in_a_worker_reaches_the_consumer():
    def fails(number):
        if number == 2:
            raise ValueError("number 2")
        return batch(0)

    with made_by_workers(fails, iter(range(4)), 1) as made, pytest.raises(ValueError, match="number 2"):
        list(made)
