import pytest
from lake_mapper.core.raster.bands import choose_bands
from lake_mapper.core.raster.infrared_band import choose_infrared
from osgeo import gdal


def stack(names):
    dataset = gdal.GetDriverByName("MEM").Create("", 2, 2, len(names), gdal.GDT_UInt16)
    for number, name in enumerate(names, start=1):
        dataset.GetRasterBand(number).SetDescription(name)
    return dataset


def sr(*numbers):
    return [f"SR_B{n}" for n in numbers]


LANDSAT_5 = (3, 2, 1, 4)
SURE = [
    ("Landsat 4 to 7", [*sr(1, 2, 3, 4, 5, 7), "SR_ATMOS_OPACITY", "ST_B6", "QA_PIXEL"], LANDSAT_5),
    ("Landsat 4 to 7", [*sr(1, 2, 3, 4, 5, 7), "QA_PIXEL"], LANDSAT_5),
    ("Landsat 4 to 7", [*sr(1, 2, 3, 4), "SR_CLOUD_QA"], LANDSAT_5),
    ("Landsat 4 to 7", [*sr(1, 2, 3), "ST_B6"], (3, 2, 1, None)),
    ("Landsat 4 to 7", ["B1", "B2", "B3", "B4", "B5", "B6_VCID_1", "B6_VCID_2", "B7", "B8"], LANDSAT_5),
    ("Landsat 4 to 7", ["B1", "B2", "B3", "B4", "B5", "B7", "ndwi"], LANDSAT_5),
    ("Landsat 4 to 7", [f"LT05_L2SP_147037_20100531_SR_B{n}" for n in (1, 2, 3, 4, 5, 7)], LANDSAT_5),
    ("Landsat 8 or 9", [*sr(1, 2, 3, 4, 5, 6, 7), "SR_QA_AEROSOL", "ST_B10", "QA_PIXEL"], (4, 3, 2, 5)),
    ("Landsat 8 or 9", [*sr(2, 3, 4, 5), "ST_B10"], (3, 2, 1, 4)),
    ("Landsat 8 or 9", ["B2", "B3", "B4", "B5", "B6", "B7", "B10", "B11"], (3, 2, 1, 4)),
    ("Landsat 8 or 9", [f"LC08_L2SP_147037_20200531_02_T1_SR_B{n}" for n in range(2, 8)], (3, 2, 1, 4)),
    ("Sentinel-2", [f"B{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, "8A", 9, 11, 12)], (4, 3, 2, 8)),
    ("Sentinel-2", ["B2", "B3", "B4", "B8", "SCL", "MSK_CLDPRB"], (3, 2, 1, 4)),
    ("Sentinel-2", ["B4", "B3", "B2", "QA60"], (1, 2, 3, None)),
    ("Sentinel-2", [f"T45RVL_20200831T045701_B{n}_10m" for n in ("02", "03", "04", "08")], (3, 2, 1, 4)),
    ("Sentinel-2", ["B02", "B03", "B04", "B8A", "B11", "B12"], (3, 2, 1, 4)),
    ("MODIS", [f"sur_refl_b0{n}" for n in range(1, 8)], (1, 4, 3, 2)),
    ("MODIS", [f"Nadir_Reflectance_Band{n}" for n in range(1, 8)], (1, 4, 3, 2)),
]  # fmt: skip


@pytest.mark.parametrize(("sensor", "names", "expected"), SURE)
@pytest.mark.parametrize("spelling", [str, str.lower])
def test_names_that_tell_the_sensor(sensor, names, expected, spelling):
    dataset = stack([spelling(name) for name in names])

    bands = choose_bands(dataset)
    infrared = choose_infrared(dataset, bands)

    assert (*bands[:3], infrared and infrared.number) == expected
    assert bands.why == f"by their descriptions ({sensor})"
    assert not bands.guessed


@pytest.mark.parametrize(("names", "expected"), [(sr(1, 2, 3, 4), (3, 2, 1)), (sr(1, 2, 3, 4, 5), (4, 3, 2))])
def test_names_of_two_sensors_are_a_warning_and_no_infrared_is_taken(names, expected):
    dataset = stack(names)

    bands = choose_bands(dataset)

    assert bands[:3] == expected
    assert bands.guessed
    assert "may be those of Landsat" in bands.why
    assert "set BANDS" in bands.why
    assert choose_infrared(dataset, bands) is None


@pytest.mark.parametrize(
    "names", [["ndwi", "mndwi", "awei"], ["QA_PIXEL", "ST_B10", "a"], ["VV", "VH", "angle"]]
)
def test_names_without_numbers_of_colours_tell_nothing(names):
    assert choose_bands(stack(names)).why.startswith("the first three")
