"""Where a run had data."""

import numpy as np
import pytest
from lake_mapper.core.lakes.valid_data_footprint import valid_data_footprint
from osgeo import ogr


def test_all_is_seen_where_nothing_is_missing(run_of):
    run = run_of(np.zeros((300, 700), bool))

    seen = ogr.CreateGeometryFromWkt(valid_data_footprint(run))

    assert seen.Area() == pytest.approx(300 * 700 * run.grid.pixel_x * run.grid.pixel_y)


def test_what_is_missing_is_left_out_with_the_cells_beside_it(run_of):
    valid = np.ones((600, 1200), bool)
    valid[:, 700:] = False
    valid[200:300, 100:200] = False
    run = run_of(np.zeros((600, 1200), bool), valid=valid)
    grid = run.grid

    seen = ogr.CreateGeometryFromWkt(valid_data_footprint(run))

    def at(row, column):
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(grid.west + column * grid.pixel_x, grid.north - row * grid.pixel_y)
        return seen.Contains(point)

    assert at(100, 690)
    assert at(1, 1)
    assert not at(100, 699)  # a cell has 1200 / 512 pixels
    assert not at(250, 150)
    assert not at(100, 900)
    assert seen.Area() < valid.sum() * grid.pixel_x * grid.pixel_y
    assert seen.Area() > 0.97 * valid.sum() * grid.pixel_x * grid.pixel_y
