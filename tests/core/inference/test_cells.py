import numpy as np
import pytest
from lake_mapper.core.geo.grid import Window
from lake_mapper.core.inference.cells import SIDE, known_cells, rectangles


@pytest.mark.parametrize("height, width", [(64, 64), (100, 333), (1024, 70)])
def test_a_cell_is_known_when_one_of_its_pixels_is(height, width):
    valid = np.zeros((height, width), bool)
    valid[-1, -1] = True

    cells = known_cells(valid)

    assert cells.shape == (-(-height // SIDE), -(-width // SIDE))
    assert cells[-1, -1] and cells.sum() == 1


def test_rectangles_lie_in_the_block_and_hold_the_cells():
    cells = np.zeros((4, 5), bool)
    cells[0, 0] = cells[3, 4] = True

    found = rectangles(cells, Window(1024, 2048, 300, 200), margin=0)

    assert found == [Window(1024, 2048, 64, 64), Window(1280, 2240, 44, 8)]
