import numpy as np
import pytest
from lake_mapper.core.util.gdal_context import gdal_raises, small_cache, take_from_memory
from osgeo import gdal, ogr, osr

MODULES = (gdal, ogr, osr)


@pytest.fixture
def without_exceptions():
    for module in reversed(MODULES):
        module.DontUseExceptions()
    yield
    for module in MODULES:
        module.UseExceptions()


def test_gdal_raises_inside_and_is_as_before_afterwards(without_exceptions):
    with gdal_raises():
        assert all(m.GetUseExceptions() for m in MODULES)
        with pytest.raises(RuntimeError):
            gdal.Open("/nothing.tif")
    assert not any(m.GetUseExceptions() for m in MODULES)


def test_gdal_is_as_before_after_an_error(without_exceptions):
    with pytest.raises(ZeroDivisionError), gdal_raises():
        _ = 1 / 0

    assert not any(m.GetUseExceptions() for m in MODULES)


def test_exceptions_that_were_on_stay_on():
    with gdal_raises():
        pass

    assert all(m.GetUseExceptions() for m in MODULES)


@pytest.mark.parametrize("before", [64 * 2**20, 1024 * 2**20])
def test_the_cache_is_limited_inside_and_never_made_larger(before):
    usual = gdal.GetCacheMax()
    gdal.SetCacheMax(before)
    try:
        with small_cache():
            assert gdal.GetCacheMax() == min(before, 256 * 2**20)
        assert gdal.GetCacheMax() == before
    finally:
        gdal.SetCacheMax(usual)


def test_a_file_is_taken_out_of_memory_with_its_sidecar():
    path = "/vsimem/lake_mapper_test/picture.png"
    memory = gdal.GetDriverByName("MEM").Create("", 3, 2, 1, gdal.GDT_Byte)
    memory.WriteArray(np.full((2, 3), 7, np.uint8))
    memory.SetProjection('LOCAL_CS["somewhere"]')
    gdal.GetDriverByName("PNG").CreateCopy(path, memory)
    assert len(gdal.ReadDir("/vsimem/lake_mapper_test")) == 2

    content = take_from_memory(path)

    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert not [name for name in gdal.ReadDir("/vsimem/lake_mapper_test") or () if name.strip(".")]
