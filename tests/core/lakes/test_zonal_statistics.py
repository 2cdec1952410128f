import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from lake_mapper.core.geo.grid import Grid
from lake_mapper.core.inference.probability_raster import NODATA, scaled_probability_reader
from lake_mapper.core.lakes.calibration import Calibration
from lake_mapper.core.lakes.vectorize import lakes_from_probability
from lake_mapper.core.lakes.zonal_statistics import add_zonal_statistics
from lake_mapper.core.util.errors import Cancelled
from support import wkt, write_raster

RASTER = "/vsimem/zonal_statistics.tif"


def lakes_with_statistics(scaled, min_island=0.0, **options):
    """Return the lakes of scaled probability (H, W) uint8, largest first."""
    write_raster(RASTER, scaled[None], nodata=NODATA)
    height, width = scaled.shape
    grid = Grid(wkt(32645), 500000.0, 3500000.0, 17.0, 17.0, width, height, 17.0)
    lakes = lakes_from_probability(scaled_probability_reader(RASTER), grid, 0.5, min_island=min_island)
    add_zonal_statistics(lakes, RASTER, grid, **options)
    return lakes


def uncertain_pixels(lake, pixels):
    """Return how many pixels are uncertain, of a lake with so many of its own."""
    return lake.uncertain / (lake.area / pixels)


def test_edge_and_missing_data_are_recorded():
    scaled = np.zeros((100, 120), np.uint8)
    scaled[40:50, :10] = 200  # at the left edge
    scaled[10:20, 100:120] = 200  # at the right edge, larger
    scaled[:12, 20:30] = 200  # at the upper edge, larger
    scaled[85:, 20:30] = 200  # at the lower edge, larger
    scaled[20:30, 50:59] = 200  # beside missing data
    scaled[70:78, 50:60] = 200  # free
    scaled[10:40, 59:62] = NODATA

    lakes = lakes_with_statistics(scaled)

    assert [lake.touches_edge for lake in lakes] == [True, True, True, True, False, False]
    assert [lake.touches_nodata for lake in lakes] == [False, False, False, False, True, False]


def test_a_lake_whose_island_the_edge_cuts_touches_it():
    scaled = np.zeros((60, 100), np.uint8)
    scaled[:30, :30] = 200
    scaled[:10, 10:20] = 0  # an island at the upper edge
    scaled[10:50, 70:100] = 200
    scaled[20:30, 98:100] = 0  # land at the right edge, the lake around it too
    scaled[35:55, 1:30] = 200  # one pixel from the edge
    scaled[40:45, 1:10] = 0

    lakes = lakes_with_statistics(scaled)

    assert [lake.touches_edge for lake in lakes] == [True, True, False]


def test_confidence_is_the_mean_probability_also_across_blocks():
    scaled = np.zeros((110, 110), np.uint8)
    scaled[60:70, 60:64], scaled[60:70, 64:70] = 120, 160

    (lake,) = lakes_with_statistics(scaled, block_size=64)

    assert lake.confidence == pytest.approx((4 * 0.6 + 6 * 0.8) / 10, rel=1e-9)


def test_confidence_leaves_out_the_missing_data_of_a_filled_island():
    scaled = np.zeros((30, 30), np.uint8)
    scaled[5:25, 5:25] = 160
    scaled[10:12, 10:12] = NODATA

    (lake,) = lakes_with_statistics(scaled, min_island=5 * 17.0**2)

    assert len(lake.rings) == 1
    assert lake.confidence == pytest.approx(0.8, abs=1e-6)
    assert lake.touches_nodata


def test_confidence_is_calibrated():
    scaled = np.pad(np.full((20, 20), 160, np.uint8), 20)

    (lake,) = lakes_with_statistics(scaled, calibration=Calibration(0.5, -1.0))

    assert lake.confidence == pytest.approx(1 / (1 + math.exp(-(0.5 * math.log(0.8 / 0.2) - 1))), abs=1e-6)


def test_uncertain_pixels_count_in_the_lake_and_beside_it():
    scaled = np.zeros((100, 100), np.uint8)
    scaled[20:40, 20:40] = 200
    scaled[20:40, 36:40] = 110  # in the lake: 80 pixels
    scaled[20:40, 40:45] = 90  # beside it: 100 pixels
    scaled[28:30, 28:30] = 80  # on an island: 4 pixels
    scaled[60:70, 60:70] = 90  # alone: of no lake
    scaled[20:40, 10:20] = 20  # surely land

    (lake,) = lakes_with_statistics(scaled)

    assert uncertain_pixels(lake, 396) == pytest.approx(184, rel=1e-6)


def test_uncertain_pixels_count_up_to_32_pixels_away():
    scaled = np.zeros((40, 120), np.uint8)
    scaled[10:20, 20:50] = 200
    scaled[10:20, 50:110] = 90

    (lake,) = lakes_with_statistics(scaled)

    assert uncertain_pixels(lake, 300) == pytest.approx(10 * 32, rel=1e-6)


def test_uncertain_pixels_between_two_lakes_go_to_the_nearer_one():
    scaled = np.zeros((40, 100), np.uint8)
    scaled[10:20, 10:30] = 200
    scaled[10:20, 41:71] = 200
    scaled[10:20, 30:41] = 90
    scaled[10, 30:41] = 0

    large, small = lakes_with_statistics(scaled)

    assert uncertain_pixels(large, 300) == pytest.approx(9 * 6, rel=1e-6)  # as far from both: the larger
    assert uncertain_pixels(small, 200) == pytest.approx(9 * 5, rel=1e-6)


@settings(max_examples=40)
@given(
    scaled=arrays(np.uint8, (14, 60), elements=st.sampled_from([0, 60, 90, 110, 200, NODATA])),
    block_size=st.integers(1, 50),
)
def test_statistics_do_not_depend_on_the_block_size(scaled, block_size):
    def statistics(block_size):
        lakes = lakes_with_statistics(scaled, calibration=Calibration(0.7, -0.6), block_size=block_size)
        return [(k.uncertain, k.confidence, k.touches_edge, k.touches_nodata) for k in lakes]

    assert statistics(block_size) == statistics(60)


def test_cancelling_ends_it():
    with pytest.raises(Cancelled):
        lakes_with_statistics(np.full((10, 10), 200, np.uint8), cancelled=lambda: True)


def test_no_lakes():
    assert lakes_with_statistics(np.zeros((10, 10), np.uint8)) == []
