"""The boxes that overlap, against comparing all with all."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.geo.box_index import overlapping_boxes

SIDES = st.sampled_from([0.25, 1.0, 3.0, 40.0])  # a huge box among small ones, too
BOXES = st.lists(st.tuples(st.integers(-20, 20), SIDES, st.integers(-20, 20), SIDES), max_size=12).map(
    lambda boxes: np.array([(x, x + dx, y, y + dy) for x, dx, y, dy in boxes], float).reshape(-1, 4)
)


@given(BOXES, BOXES)
def test_all_pairs_are_found_once_and_in_order(first, second):
    expected = [
        (i, j)
        for i, a in enumerate(first)
        for j, b in enumerate(second)
        if a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
    ]

    i, j = overlapping_boxes(first, second)

    assert list(zip(i.tolist(), j.tolist())) == expected


def test_boxes_that_share_an_edge_do_not_overlap():
    i, _ = overlapping_boxes(np.array([[0.0, 1, 0, 1]]), np.array([[1.0, 2, 0, 1], [0, 1, 1, 2]]))

    assert len(i) == 0
