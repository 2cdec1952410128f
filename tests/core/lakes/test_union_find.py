"""Sets that are joined pair by pair, against connected components found the slow way."""

from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.lakes.union_find import DisjointSets

PAIRS = st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)))


@given(PAIRS)
def test_the_root_is_the_lowest_number_that_pairs_lead_to(pairs):
    sets = DisjointSets(20)
    for one, other in pairs:
        sets.join(one, other)

    for number in range(20):
        reached = {number}
        while more := {b for pair in pairs for a, b in (pair, pair[::-1]) if a in reached} - reached:
            reached |= more
        assert sets.root(number) == min(reached)


def test_a_new_number_is_alone_until_it_is_joined():
    sets = DisjointSets()

    assert [sets.add(), sets.add(), sets.add()] == [0, 1, 2]
    sets.join(2, 1)
    assert [sets.root(number) for number in range(3)] == [0, 1, 1]
