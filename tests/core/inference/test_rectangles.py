import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from lake_mapper.core.inference.rectangles import Rectangle, covering

cells = arrays(bool, st.tuples(st.integers(1, 16), st.integers(1, 16)), elements=st.booleans())


def cost(rectangles, margin):
    return sum((r.bottom - r.top + 2 * margin) * (r.right - r.left + 2 * margin) for r in rectangles)


@given(cells, st.integers(0, 3))
def test_all_cells_are_held_once_at_no_more_than_the_cost_of_one_rectangle(cells, margin):
    rectangles = covering(cells, margin)

    held = np.zeros(cells.shape, int)
    for r in rectangles:
        held[r.top : r.bottom, r.left : r.right] += 1
    assert (held[cells] == 1).all()
    assert held.max(initial=0) <= 1
    assert cost(rectangles, margin) <= cost([Rectangle(0, 0, *cells.shape)], margin)


def test_ponds_far_apart_get_rectangles_of_their_own():
    cells = np.zeros((16, 16), bool)
    cells[0, 0] = cells[15, 15] = cells[0, 15] = True

    found = covering(cells, 2)

    assert sorted(found) == [Rectangle(0, 0, 1, 1), Rectangle(0, 15, 1, 16), Rectangle(15, 15, 16, 16)]


def test_neighbours_share_one():
    cells = np.zeros((16, 16), bool)
    cells[3:5, 3] = cells[3, 6] = True

    assert covering(cells, 2) == [Rectangle(3, 3, 5, 7)]


def test_all_land_needs_none_and_all_water_one():
    assert covering(np.zeros((16, 16), bool), 2) == []
    assert covering(np.ones((16, 9), bool), 2) == [Rectangle(0, 0, 16, 9)]
