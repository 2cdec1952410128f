import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays
from lake_mapper.core.geo.grid import Grid
from lake_mapper.core.geo.wkb import polygon_wkb
from lake_mapper.core.inference.probability_raster import NODATA, PROBABILITY_SCALE
from lake_mapper.core.lakes.ring_file import RingFile
from lake_mapper.core.lakes.vectorize import lakes_from_probability
from lake_mapper.core.util.errors import Cancelled
from osgeo import ogr
from support import wkt

PIXEL = 17.0**2


def lakes_in(scaled, threshold=0.5, **options):
    """Return the lakes of scaled probability (H, W) uint8, or of a mask (H, W) bool."""
    if scaled.dtype == bool:
        scaled = scaled * np.uint8(PROBABILITY_SCALE)

    def read(window):
        column, row, width, height = window
        return scaled[row : row + height, column : column + width]

    height, width = scaled.shape
    grid = Grid(wkt(32645), 500000.0, 3500000.0, 17.0, 17.0, width, height, 17.0)
    return lakes_from_probability(read, grid, threshold, **options)


def plane_areas(lakes):
    """Return each lake's area in the CRS plane, in pixels."""
    return [ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings)).Area() / PIXEL for lake in lakes]


def disc(size, centre, radius):
    y, x = np.mgrid[0:size, 0:size]
    return np.hypot(x - centre[0], y - centre[1]) <= radius


def test_disc_has_the_area_of_its_pixels():
    mask = disc(200, (100, 100), 15)

    (lake,) = lakes_in(mask)

    assert plane_areas([lake]) == pytest.approx([mask.sum()], rel=1e-9)
    # At the central meridian UTM shrinks lengths by 0.9996.
    assert lake.area == pytest.approx(mask.sum() * PIXEL / 0.9996**2, rel=1e-4)


def test_ring_has_an_island():
    mask = disc(200, (100, 100), 40) & ~disc(200, (100, 100), 20)

    (lake,) = lakes_in(mask)

    assert len(lake.rings) == 2
    assert plane_areas([lake]) == pytest.approx([mask.sum()], rel=1e-9)


def test_checkerboard_is_as_many_lakes_as_black_squares():
    lakes = lakes_in(np.indices((8, 8)).sum(0) % 2 == 0)

    assert len(lakes) == 32
    assert plane_areas(lakes) == pytest.approx([1.0] * 32, rel=1e-9)


@settings(max_examples=40)
@given(mask=arrays(bool, (12, 15)))
def test_any_mask_keeps_every_pixel(mask):
    lakes = lakes_in(mask)

    assert sum(plane_areas(lakes)) == pytest.approx(mask.sum(), rel=1e-9)
    assert all(ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings)).IsValid() for lake in lakes)
    assert [lake.area for lake in lakes] == sorted((lake.area for lake in lakes), reverse=True)


def test_small_lakes_go_and_small_islands_are_filled():
    mask = np.zeros((100, 100), bool)
    mask[10:50, 10:50] = True
    mask[20:22, 20:22] = False  # 4 pixels
    mask[30:40, 30:40] = False  # 100 pixels
    mask[34:36, 34:36] = True  # a pond of 4 pixels on the larger island
    mask[70:73, 70:73] = True  # 9 pixels

    everything = lakes_in(mask)
    cleaned = lakes_in(mask, min_area=6 * PIXEL, min_island=6 * PIXEL)

    assert sorted(round(a) for a in plane_areas(everything)) == [4, 9, 1496]
    assert [round(a) for a in plane_areas(cleaned)] == [1500, 9]


def test_the_smallest_area_is_that_without_islands():
    mask = np.zeros((30, 30), bool)
    mask[5:15, 5:15] = True
    mask[7:13, 7:13] = False

    assert len(lakes_in(mask, min_area=63 * PIXEL)) == 1
    assert lakes_in(mask, min_area=65 * PIXEL) == []


def test_pond_on_a_filled_island_is_not_counted_twice():
    mask = np.zeros((100, 100), bool)
    mask[10:50, 10:50] = True
    mask[30:40, 30:40] = False
    mask[34:36, 34:36] = True
    mask[60:62, 60:62] = True  # a pond elsewhere stays

    lakes = lakes_in(mask, min_island=150 * PIXEL)

    assert [round(a) for a in plane_areas(lakes)] == [1600, 4]


@pytest.mark.parametrize(("threshold", "lakes"), [(0.005, 1), (0.5, 1), (0.505, 0), (1.0, 0)])
def test_threshold_is_inclusive(threshold, lakes):
    scaled = np.zeros((30, 30), np.uint8)
    scaled[10:20, 10:20] = PROBABILITY_SCALE // 2

    assert len(lakes_in(scaled, threshold)) == lakes


def test_missing_data_is_no_lake():
    scaled = np.full((10, 10), NODATA, np.uint8)
    scaled[2:4, 2:4] = PROBABILITY_SCALE

    assert plane_areas(lakes_in(scaled)) == pytest.approx([4])


def test_a_ring_file_holds_the_same_rings(tmp_path):
    mask = np.random.default_rng(0).random((60, 60)) < 0.6

    in_memory, in_file = lakes_in(mask), lakes_in(mask, ring_file=RingFile(tmp_path))

    assert len(in_memory) > 10
    for lake, stored in zip(in_memory, in_file):
        assert polygon_wkb(lake.rings) == polygon_wkb(stored.rings)
        assert lake.points == stored.points


def test_cancelling_ends_it():
    with pytest.raises(Cancelled):
        lakes_in(np.ones((10, 10), bool), cancelled=lambda: True)
