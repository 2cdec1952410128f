"""Where a run had data."""

import numpy as np
import pytest
from lake_mapper.core.geo.wkb import polygon_wkb
from lake_mapper.core.lakes.lakes_of_run import lakes_of_run
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


def test_lakes_that_are_not_in_the_layer_are_left_out_but_none_that_are(run_of):
    mask = np.zeros((600, 1200), bool)
    mask[100:200, 100:200] = True
    mask[100:200, 201:300] = True  # in cells of the first one
    mask[400, 600:1000] = True  # thinner than a cell
    run = run_of(mask)
    first, second, thin = lakes_of_run(run, threshold=0.5, min_area=0, min_island=0, smooth=True)

    seen = ogr.CreateGeometryFromWkt(valid_data_footprint(run, [first], [second, thin]))

    shapes = [ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings)) for lake in (first, second, thin)]
    assert seen.Contains(shapes[0])
    assert seen.Intersection(shapes[1]).Area() < 0.05 * shapes[1].Area()
    assert not seen.Intersects(shapes[2])
    pixel = run.grid.pixel_x * run.grid.pixel_y
    assert seen.Area() == pytest.approx((mask.size - 100 * 100 - 400 * 3) * pixel, rel=0.01)
