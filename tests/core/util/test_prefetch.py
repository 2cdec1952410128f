import threading

import pytest
from lake_mapper.core.util.prefetch import prefetched


def test_items_come_in_order_from_one_thread_of_their_own():
    def items():
        for i in range(20):
            yield i, threading.get_ident()

    with prefetched(items()) as found:
        numbers, threads = zip(*found)

    assert numbers == tuple(range(20))
    assert len(set(threads)) == 1
    assert threading.get_ident() not in threads


def test_an_error_reaches_the_consumer_after_the_items_before_it():
    def items():
        yield 1
        raise ValueError("late")

    with prefetched(items()) as found:
        assert next(found) == 1
        with pytest.raises(ValueError, match="late"):
            next(found)


@pytest.mark.parametrize("depth", [1, 3])
def test_it_runs_ahead_by_its_depth_and_ends_when_left(depth):
    made, enough = [], threading.Event()

    def endless():
        while True:
            made.append(None)
            if len(made) == depth + 2:  # one is used, ``depth`` wait, one is in the hand of the thread
                enough.set()
            yield None

    before = threading.active_count()
    with prefetched(endless(), depth) as found:
        next(found)
        assert enough.wait(10)
    after = len(made)

    assert after == depth + 2
    assert threading.active_count() == before


def test_an_error_of_the_consumer_ends_the_thread():
    before = threading.active_count()

    with pytest.raises(ZeroDivisionError), prefetched(iter(range(100))) as found:
        next(found)
        _ = 1 / 0

    assert threading.active_count() == before
