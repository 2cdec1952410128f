import numpy as np
import pytest
from lake_mapper.core.raster.nodata import undeclared_nodata
from osgeo import gdal, gdal_array


def rgb(kind, corner=None, where=np.s_[:, :20, :20], nodata=None):
    """Three bands of 60 × 60 noise, with one value in a corner."""
    values = np.random.default_rng(0).integers(40, 90, (3, 60, 60)).astype(kind)
    if corner is not None:
        values[where] = corner
    code = gdal_array.NumericTypeCodeToGDALTypeCode(values.dtype)
    dataset = gdal.GetDriverByName("MEM").Create("", 60, 60, 3, code)
    dataset.WriteArray(values)
    if nodata is not None:
        dataset.GetRasterBand(1).SetNoDataValue(nodata)
    return dataset


@pytest.mark.parametrize(
    ("kind", "corner", "expected"),
    [
        (np.uint8, None, None),
        (np.uint8, 0, "0"),
        (np.uint8, 255, None),  # a cloud, or snow
        (np.uint16, None, "0"),
        (np.uint16, 65535, "65535"),
        (np.uint16, 70, "0"),
        (np.int16, -9999, "-9999"),
        (np.int16, 32767, "32767"),
        (np.float32, None, "nan"),
        (np.float32, -9999.0, "-9999"),
        (np.float32, np.float32(-3.4e38), "-3.3999999521443642e+38"),
        (np.float32, np.finfo(np.float32).max, "3.4028234663852886e+38"),
        (np.float32, 0.5, "nan"),
    ],
)
def test_value_of_a_corner_by_the_type(kind, corner, expected):
    assert undeclared_nodata(rgb(kind, corner)) == expected


@pytest.mark.parametrize("where", [np.s_[:, :16, -16:], np.s_[:, -16:, :16], np.s_[:, -16:, -16:]])
def test_any_corner_counts(where):
    assert undeclared_nodata(rgb(np.uint8, 0, where)) == "0"


@pytest.mark.parametrize("where", [np.s_[:, :15, :15], np.s_[1:, :20, :20], np.s_[:, 20:40, 20:40]])
def test_a_corner_is_black_in_all_its_pixels_and_bands(where):
    assert undeclared_nodata(rgb(np.uint8, 0, where)) is None


def test_what_a_file_declares_is_left_to_gdal():
    assert undeclared_nodata(rgb(np.uint16, 65535, nodata=65535)) is None
    masked = rgb(np.uint16, 65535)
    masked.CreateMaskBand(gdal.GMF_PER_DATASET)
    assert undeclared_nodata(masked) is None


def test_rasters_smaller_than_a_corner():
    dataset = gdal.GetDriverByName("MEM").Create("", 5, 3, 3, gdal.GDT_Byte)

    assert undeclared_nodata(dataset) == "0"
