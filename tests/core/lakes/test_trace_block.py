import numpy as np
from lake_mapper.core.lakes.trace_block import rings_of


def test_rings_begin_at_their_upper_left_corner_and_run_around_the_lake():
    mask = np.zeros((5, 6), bool)
    mask[1:4, 1:4] = True
    mask[2, 2] = False
    mask[4, 4] = True  # meets the lake at a corner

    (outline, island), (other,) = rings_of(mask, column=10, row=20)

    assert outline.tolist() == [[11, 21], [14, 21], [14, 24], [11, 24], [11, 21]]
    assert island.tolist() == [[12, 22], [12, 23], [13, 23], [13, 22], [12, 22]]
    assert other[0].tolist() == [14, 24]
    assert outline.dtype == np.int32


def test_land_that_a_lake_encloses_at_a_corner_is_an_island():
    mask = np.array([[1, 1, 1], [1, 0, 1], [1, 1, 0]], bool)

    ((outline, island),) = rings_of(mask)

    assert len(island) == 5
    assert [2, 2] in island.tolist() and [2, 2] in outline.tolist()


def test_no_lake_no_rings():
    assert rings_of(np.zeros((3, 3), bool)) == []
