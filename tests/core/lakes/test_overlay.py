import numpy as np
import pytest
from lake_mapper.core.lakes.lakes_of_run import lakes_of_run
from lake_mapper.core.lakes.overlay import coarser, lakes_over_image


def test_picture_shows_the_lake_where_it_is(run_of):
    mask = np.zeros((200, 300), bool)
    mask[50:100, 100:200] = True
    run = run_of(mask)
    lakes = lakes_of_run(run, threshold=0.5, min_area=0, min_island=0, smooth=False)

    rgb = lakes_over_image(run.scene, run.grid, lakes, longest=150)

    assert rgb.shape == (100, 150, 3)
    red = (rgb == (255, 60, 60)).all(2)
    rows, columns = np.nonzero(red)
    plain = lakes_over_image(run.scene, run.grid, [], longest=150)
    assert (rgb[30:45, 55:95] != plain[30:45, 55:95]).any(2).all()  # the lake is tinted
    assert (rgb[:20] == plain[:20]).all()
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == pytest.approx((25, 50, 50, 100), abs=1)


def test_coarser_grid_covers_the_same_ground(run_of):
    grid = run_of(np.zeros((200, 300), bool)).grid

    assert coarser(grid, 7).bounds == pytest.approx(grid.bounds)
