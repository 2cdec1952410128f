"""What pixels in and near a lake give it, where the truth is counted by hand."""

import numpy as np
import pytest
from lake_mapper.core.geo.grid import Grid
from lake_mapper.core.lakes.lake import Lake
from lake_mapper.core.lakes.zonal_statistics import add_zonal_statistics
from support import write_raster

#: Scaled probabilities, of 200: water, and land that may be water.
SURE, UNCERTAIN = 200, 90


@pytest.mark.parametrize("block_size", [16, 1024])
def test_uncertain_pixels_count_up_to_32_pixels_from_the_lake(tmp_path, block_size):
    """A river of 45 uncertain pixels runs into a lake of 3 × 3: its last 32 pixels belong to the lake."""
    scaled = np.zeros((9, 64), np.uint8)
    scaled[3:6, 3:6] = SURE
    scaled[4, 6:51] = UNCERTAIN
    mosaic = write_raster(tmp_path / "probability.tif", scaled[None])
    corners = [(3, -3), (6, -3), (6, -6), (3, -6), (3, -3)]
    lake = Lake([10.0 * np.array(corners)], areas=[900.0])
    grid = Grid("", 0.0, 0.0, pixel_x=10.0, pixel_y=10.0, width=64, height=9, ground_pixel=10.0)

    add_zonal_statistics([lake], mosaic, grid, block_size=block_size)

    assert lake.uncertain == pytest.approx(32 * 100)
