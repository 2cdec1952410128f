import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_mapper.core.geo.grid import Grid
from lake_mapper.core.geo.wkb import polygon_wkb
from lake_mapper.core.lakes.smooth import smoothed
from lake_mapper.core.lakes.trace_block import rings_of
from osgeo import ogr
from support import wkt

GRID = Grid(wkt(32645), 500000.0, 3500000.0, 17.0, 17.0, 64, 64, 17.0)


def lakes_of(mask: np.ndarray) -> list[list[np.ndarray]]:
    corner, pixel = (GRID.west, GRID.north), (GRID.pixel_x, -GRID.pixel_y)
    return [[corner + ring * pixel for ring in rings] for rings in rings_of(mask)]


def polygon(rings) -> ogr.Geometry:
    return ogr.CreateGeometryFromWkb(polygon_wkb(rings))


def maze(rows: int, columns: int, seed: int) -> np.ndarray:
    """Return walls and ways of one pixel, with spirals and dead ends: from every post a wall to one side."""
    mask = np.zeros((2 * rows + 1, 2 * columns + 1), bool)
    mask[::2, ::2] = True
    y, x = np.nonzero(mask)
    sides = np.array([(0, 1), (1, 0), (0, -1), (-1, 0)])[np.random.default_rng(seed).integers(4, size=len(y))]
    mask[np.clip(y + sides[:, 0], 0, 2 * rows), np.clip(x + sides[:, 1], 0, 2 * columns)] = True
    return mask


def check_smooth(mask: np.ndarray) -> None:
    """Fail unless each lake of the mask is, when smooth, a valid polygon of the same area and islands."""
    lakes = lakes_of(mask)
    for before, after in zip(lakes, smoothed(lakes, GRID)):
        assert polygon(after).IsValid()
        assert polygon(after).Area() == pytest.approx(polygon(before).Area(), rel=1e-4)
        assert len(after) == len(before)


@settings(max_examples=60)
@given(seed=st.integers(0, 10**6), share=st.floats(0.2, 0.8), cell=st.integers(1, 6))
def test_area_is_kept_and_polygons_are_valid(seed, share, cell):
    rng = np.random.default_rng(seed)

    check_smooth(np.kron(rng.random((24, 24)) < share, np.ones((cell, cell))) > 0)


@settings(max_examples=20)
@given(rows=st.integers(1, 20), columns=st.integers(1, 20), seed=st.integers(0, 10**6), inverse=st.booleans())
def test_spirals_and_necks_of_one_pixel_stay_valid(rows, columns, seed, inverse):
    check_smooth(maze(rows, columns, seed) ^ inverse)


@settings(max_examples=20)
@given(step=st.integers(2, 6), width=st.integers(1, 3), share=st.floats(0, 0.2), seed=st.integers(0, 10**6))
def test_thin_diagonal_lakes_and_islands_stay_valid(step, width, share, seed):
    y, x = np.mgrid[:30, :30]
    lattice = ((x + y) % step < width) | ((x - y) % step < width)

    check_smooth(lattice ^ (np.random.default_rng(seed).random((30, 30)) < share))


@pytest.mark.parametrize(("rows", "columns"), [(3, 4), (4, 3)])
@pytest.mark.parametrize("around", ["land", "water"])
def test_every_mask_stays_valid(rows, columns, around):
    """Islands and lakes of one and two pixels are moved most: all that can be near them is tried."""
    cells, at_once = rows * columns, 1 << 14
    for first in range(0, 1 << cells, at_once):
        masks = (np.arange(first, min(first + at_once, 1 << cells))[:, None] >> np.arange(cells)) & 1 > 0
        masks = masks.reshape(-1, rows, columns)
        if around == "water":
            masks = np.pad(masks, ((0, 0), (1, 1), (1, 1)), constant_values=True)
        apart = np.pad(masks, ((0, 0), (1, 0), (1, 1)))

        lakes = lakes_of(apart.reshape(-1, apart.shape[2]))

        assert all(polygon(rings).IsValid() for rings in smoothed(lakes, GRID))


def test_outline_moves_less_than_a_pixel_and_stairs_are_gone():
    y, x = np.mgrid[0:64, 0:64]
    mask = np.hypot(x - 32, y - 32) < 20
    ((stairs,),) = lakes_of(mask)

    ((curve,),) = smoothed([[stairs]], GRID)

    radius = np.hypot(*(curve - (500000 + 32.5 * 17, 3500000 - 32.5 * 17)).T) / 17
    assert np.abs(radius - 20).max() < 1.0
    turns = np.diff(np.unwrap(np.arctan2(*np.diff(curve, axis=0).T[::-1])))
    assert np.abs(turns).max() < np.pi / 4 + 0.05
    length = polygon([curve]).Boundary().Length()
    assert length == pytest.approx(2 * np.pi * 20 * 17, rel=0.04)  # the stairs are 27 % too long


def test_corners_are_cut_over_two_pixels_and_a_half_and_straight_lines_have_no_points():
    mask = np.zeros((40, 40), bool)
    mask[10:30, 10:30] = True

    ((curve,),) = smoothed(lakes_of(mask), GRID)

    x = (curve[:, 0] - GRID.west) / GRID.pixel_x
    assert x.min() == pytest.approx(10, abs=0.05)
    on_the_left = (GRID.north - curve[x < x.min() + 1e-6, 1]) / GRID.pixel_y
    assert sorted(on_the_left) == pytest.approx([12.5, 27.5], abs=0.05)


def test_neighbours_that_touched_at_a_corner_do_not_overlap():
    mask = np.zeros((64, 64), bool)
    mask[10:20, 10:20] = mask[20:30, 20:30] = True

    a, b = map(polygon, smoothed(lakes_of(mask), GRID))

    assert a.Intersection(b).Area() == 0


def test_no_lakes():
    assert smoothed([], GRID) == []
