import re

import numpy as np
import pytest
from lake_mapper.core.geo.area_of_interest import AreaOfInterest
from lake_mapper.core.geo.wkb import polygon_wkb
from lake_mapper.core.lakes.cut_by import cut_by
from lake_mapper.core.lakes.lakes_of_run import lakes_of_run
from lake_mapper.core.lakes.overlay import coarser, lakes_over_image, lakes_picture
from osgeo import ogr


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


def test_lakes_have_their_numbers_beside_them(run_of):
    mask = np.zeros((200, 300), bool)
    mask[50:150, 100:250] = True
    mask[20:24, 20:24] = True
    run = run_of(mask)
    lakes = lakes_of_run(run, threshold=0.5, min_area=0, min_island=0, smooth=False)

    svg = lakes_picture(run.scene, run.grid, lakes, numbered=20)

    # The picture is 1000 units wide: 10/3 for each of the 300 pixels.
    numbers = {
        t: (float(x), float(y)) for x, y, t in re.findall(r'<text x="([\d.]+)" y="([\d.]+)">(\d+)<', svg)
    }
    assert set(numbers) == {"1", "2"}
    x, y = numbers["1"]
    assert 333 < x < 833
    assert 167 < y < 500
    assert numbers["2"] == pytest.approx((22 * 10 / 3, 22 * 10 / 3), abs=30)
    assert ">1 km<" in svg  # of 5.1 km
    assert "<text" not in lakes_picture(run.scene, run.grid, lakes, numbered=0).partition("<g ")[2]


def test_the_border_of_the_area_of_interest_is_drawn_and_cuts(run_of):
    mask = np.zeros((200, 300), bool)
    mask[50:100, 100:200] = True
    run = run_of(mask)
    grid, (lake,) = run.grid, lakes_of_run(run, threshold=0.5, min_area=0, min_island=0, smooth=False)
    lake.touches_nodata = True

    def area(first, last):
        columns, rows = np.array([first, first, last, last, first]), np.array([10, 190, 190, 10, 10])
        ring = np.stack([grid.west + columns * grid.pixel_x, grid.north - rows * grid.pixel_y], axis=1)
        return AreaOfInterest([ogr.CreateGeometryFromWkb(polygon_wkb([ring]))])

    rgb = lakes_over_image(run.scene, grid, [lake], area=area(20, 200))

    yellow = (rgb == (255, 225, 0)).all(2)
    assert yellow[10:50, 199:202].any(1).all()
    assert cut_by([lake], grid, area(20, 200)) == ["area of interest"]
    assert cut_by([lake], grid, area(20, 280)) == ["no data"]
    assert cut_by([lake], grid, None) == ["no data"]
