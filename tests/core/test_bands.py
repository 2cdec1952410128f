import pytest
from lake_mapper.core.bands import choose_bands
from lake_mapper.core.errors import SceneError
from osgeo import gdal


def raster(count: int, descriptions=(), colours=()) -> gdal.Dataset:
    dataset = gdal.GetDriverByName("MEM").Create("", 2, 2, count, gdal.GDT_UInt16)
    for i, text in enumerate(descriptions, start=1):
        dataset.GetRasterBand(i).SetDescription(text)
    for i, colour in enumerate(colours, start=1):
        dataset.GetRasterBand(i).SetColorInterpretation(colour)
    return dataset


@pytest.mark.parametrize(
    ("descriptions", "expected"),
    [
        (["B2", "B3", "B4", "B8"], (3, 2, 1)),
        (["B02", "B03", "B04", "B08"], (3, 2, 1)),
        (["SR_B2", "SR_B3", "SR_B4"], (3, 2, 1)),
        (["blue", "green", "red", "nir"], (3, 2, 1)),
        (["B8 Red edge", "Red", "Green", "Blue"], (2, 3, 4)),
        (["something", "else", "again"], (1, 2, 3)),
        ([""] * 4, (3, 2, 1)),
        ([""] * 6, (3, 2, 1)),
        ([""] * 7, (4, 3, 2)),
        ([""] * 13, (4, 3, 2)),
        ([""] * 9, (1, 2, 3)),
    ],
)
def test_descriptions(descriptions, expected):
    assert choose_bands(raster(len(descriptions), descriptions))[:3] == expected


def test_guesses_are_called_so():
    assert choose_bands(raster(6)).guessed
    assert not choose_bands(raster(3)).guessed
    assert not choose_bands(raster(4, ["B2", "B3", "B4", "B8"])).guessed


def test_four_bands_of_eight_bits_are_a_photograph_with_infrared():
    dataset = gdal.GetDriverByName("MEM").Create("", 2, 2, 4, gdal.GDT_Byte)

    assert choose_bands(dataset)[:3] == (1, 2, 3)


def test_colour_interpretation_wins():
    colours = [gdal.GCI_BlueBand, gdal.GCI_GreenBand, gdal.GCI_RedBand, gdal.GCI_Undefined]

    assert choose_bands(raster(4, ["B4", "B3", "B2", "B8"], colours))[:3] == (3, 2, 1)


def test_single_band_is_grey():
    assert choose_bands(raster(1))[:3] == (1, 1, 1)


def test_asked():
    assert choose_bands(raster(7), "4; 3;2")[:3] == (4, 3, 2)


@pytest.mark.parametrize("asked", ["4;3", "red;green;blue", "1;2;3;4", "1.5;2;3"])
def test_malformed(asked):
    with pytest.raises(SceneError, match="three band numbers"):
        choose_bands(raster(7), asked)


def test_band_that_is_not_there():
    with pytest.raises(SceneError, match=r"band 8.* has 7 bands"):
        choose_bands(raster(7), "8;3;2")
