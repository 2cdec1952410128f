import numpy as np
import pytest
from lake_mapper.core.raster.bands import choose_bands
from lake_mapper.core.raster.infrared_band import InfraredBand, choose_infrared, scaled
from lake_mapper.core.raster.nodata import NoData
from lake_mapper.core.util.errors import SceneError
from osgeo import gdal

BGR = [gdal.GCI_BlueBand, gdal.GCI_GreenBand, gdal.GCI_RedBand]
RGB = BGR[::-1]


def raster(count: int, descriptions=(), colours=(), kind=gdal.GDT_UInt16) -> gdal.Dataset:
    dataset = gdal.GetDriverByName("MEM").Create("", 8, 8, count, kind)
    for number in range(1, count + 1):
        dataset.GetRasterBand(number).SetColorInterpretation(gdal.GCI_Undefined)
    for i, text in enumerate(descriptions, start=1):
        dataset.GetRasterBand(i).SetDescription(text)
    for i, colour in enumerate(colours, start=1):
        dataset.GetRasterBand(i).SetColorInterpretation(colour)
    return dataset


def infrared(dataset: gdal.Dataset, asked: str = "") -> int:
    found = choose_infrared(dataset, choose_bands(dataset, asked), asked)
    return found.number if found else 0


@pytest.mark.parametrize(
    ("descriptions", "expected"),
    [
        (["B2", "B3", "B4", "B8"], 4),
        (["B02", "B03", "B04", "B08", "B8A"], 4),
        (["B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12"], 7),
        (["B2", "B3", "B4", "B5", "B6", "B7", "B8A", "B11", "B12"], 7),  # at 20 m there is no B8
        (["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B11", "B12"], 8),
        (["B4, central wavelength 665 nm", "B3", "B2", "B8, central wavelength 842 nm"], 4),
        (["SR_B1", "SR_B2", "SR_B3", "SR_B4", "SR_B5", "SR_B6", "SR_B7"], 5),  # Landsat 8 and 9
        (["SR_B2", "SR_B3", "SR_B4"], 0),
        (["B2", "B3", "B4", "B5", "B6", "B7"], 4),
        (["B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "B11"], 4),  # Landsat 8: B8 is panchromatic
        (["SR_B1", "SR_B2", "SR_B3", "SR_B4", "SR_B5", "SR_B7"], 4),  # Landsat 4 to 7
        (["blue", "green", "red", "nir"], 4),
        (["coastal_blue", "blue", "green_i", "green", "yellow", "red", "rededge", "nir"], 8),
        (["R", "G", "B", "N"], 4),  # NAIP in Earth Engine
        (["red", "green", "blue", "nir08", "nir"], 5),
        (["red", "green", "blue", "NIR2", "NIR1"], 5),
        (["red", "green", "blue", "Narrow NIR", "Near Infrared"], 5),
        (["red", "green", "blue", "NIR narrow"], 4),
        (["red", "green", "blue", "Shortwave infrared"], 0),
        (["red", "green", "blue", "swir1"], 0),
        (["B8 Red edge", "Red", "Green", "Blue"], 0),
        (["red", "green", "blue", "depth"], 0),
        (["red", "green", "blue", ""], 4),
        (["Band_1", "Band_2", "Band_3", "Band_4"], 4),  # counted, not named: the usual order
        ([""] * 3, 0),
        ([""] * 4, 4),
        ([""] * 5, 5),
        ([""] * 6, 4),
        ([""] * 7, 5),
        ([""] * 8, 0),
        ([""] * 10, 7),
        ([""] * 12, 8),
    ],
)
def test_descriptions_and_the_usual_order(descriptions, expected):
    assert infrared(raster(len(descriptions), descriptions)) == expected


def test_eight_bits():
    photograph, with_alpha = (raster(4, kind=gdal.GDT_Byte, colours=RGB) for _ in range(2))
    with_alpha.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    with_alpha.GetRasterBand(4).SetDescription("nir")

    assert infrared(photograph) == 4
    assert infrared(with_alpha) == 0
    assert infrared(raster(6, kind=gdal.GDT_Byte)) == 0  # its colours are the first three: who knows


def test_order_counts_only_where_the_colours_are_in_it():
    assert infrared(raster(4, colours=BGR)) == infrared(raster(4, colours=RGB)) == 4
    assert infrared(raster(4, colours=[gdal.GCI_Undefined, *BGR])) == 0
    assert infrared(raster(6, colours=RGB)) == 0
    assert infrared(raster(1)) == 0


def test_wavelengths():
    named = raster(5)
    for number, value in enumerate(("665", "560", "490", "865", "842"), start=1):
        named.GetRasterBand(number).SetMetadataItem("wavelength", value)
    short_wave = raster(4)
    for number, value in enumerate(("0.665", "0.56", "0.49", "1.61"), start=1):
        short_wave.GetRasterBand(number).SetMetadataItem("wavelength", value)

    assert infrared(named) == infrared(named, "1;2;3") == 5
    assert infrared(short_wave, "1;2;3") == 0


@pytest.mark.skipif(not hasattr(gdal, "GCI_NIRBand"), reason="GDAL before 3.10")
def test_colour_interpretation():
    assert infrared(raster(5, colours=[*RGB, gdal.GCI_Undefined, gdal.GCI_NIRBand])) == 5


def test_asked():
    assert infrared(raster(9), "1;2;3;7") == 7
    assert infrared(raster(4), "3;2;1") == 0  # the order alone is no reason against what was asked
    assert infrared(raster(4, ["B2", "B3", "B4", "B8"]), "3;2;1") == 4
    assert infrared(raster(4, ["B2", "B3", "B4", "B8"]), "4;3;2") == 0  # shown as red: false colours


def test_asked_for_a_band_that_is_a_colour_or_not_there():
    for asked, sentence in (("1;2;3;3", "must be another band"), ("1;2;3;9", "band 9.* has 4 bands")):
        with pytest.raises(SceneError, match=sentence):
            infrared(raster(4), asked)


def two_bands(values: np.ndarray, kind=gdal.GDT_Byte) -> gdal.Dataset:
    dataset = gdal.GetDriverByName("MEM").Create("", values.shape[2], values.shape[1], 2, kind)
    dataset.WriteArray(values)
    return dataset


def test_the_scale_does_not_depend_on_the_sensors_factor_and_offset():
    values = np.random.default_rng(0).integers(10, 200, (2, 64, 64)).astype(np.float32)
    band = InfraredBand(4, "by its description")

    plain, other = np.empty_like(values), np.empty_like(values)
    for given, out in ((values, plain), (30 * values + 5000, other)):
        scaled(band, two_bands(given, gdal.GDT_Float32), NoData()).together(*given, out=out)

    assert plain == pytest.approx(other, abs=1e-4)
    assert -0.1 < plain.min() < 0.02 and 0.98 < plain.max() < 1.1


def test_a_mask_or_an_empty_band_is_not_infrared():
    rng = np.random.default_rng(0)
    values = rng.integers(1, 200, (2, 64, 64))
    mask, empty = values.copy(), values.copy()
    mask[0], empty[0] = np.where(rng.random((64, 64)) < 0.5, 255, 0), 7
    by_order, named = InfraredBand(4, "the usual order", guessed=True), InfraredBand(4, "as BANDS names it")

    assert scaled(by_order, two_bands(values), NoData())
    assert scaled(by_order, two_bands(mask), NoData()) is None
    assert scaled(named, two_bands(mask), NoData())
    assert scaled(named, two_bands(empty), NoData()) is None
