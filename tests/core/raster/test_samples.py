import numpy as np
import pytest
from lake_mapper.core.raster.samples import sample
from osgeo import gdal


def dataset(height, width, bands=3):
    found = gdal.GetDriverByName("MEM").Create("", width, height, bands, gdal.GDT_UInt16)
    found.WriteArray(np.arange(bands * height * width).reshape(bands, height, width) % 60000)
    return found


@pytest.mark.parametrize(("height", "width"), [(1, 1), (5, 3), (40, 63), (32, 32), (33, 63)])
def test_small_rasters_are_read_whole(height, width):
    found = sample(dataset(height, width))

    assert found.values.shape == (3, height * width)
    assert found.shape == (1, 1)
    assert found.seen.all()


@pytest.mark.parametrize(("height", "width"), [(64, 64), (100, 2000), (1200, 900)])
def test_windows_reach_all_corners_and_do_not_overlap(height, width):
    raster = dataset(height, width)
    found = sample(raster)

    first = found.values[0].tolist()
    assert {0, (width * height - 1) % 60000} <= set(first)
    assert len(found.windows) == found.values.shape[1] == found.shape[0] * found.shape[1] * 32 * 32
    assert found.values.shape[1] <= 24 * 24 * 32 * 32
    assert found.kinds == (gdal.GDT_UInt16,) * 3
