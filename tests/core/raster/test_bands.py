import pytest
from lake_mapper.core.raster.bands import choose_bands
from lake_mapper.core.util.errors import SceneError
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
        (["Red Edge", "Blue", "Green", "Red", "NIR"], (4, 3, 2)),
        (["R", "G", "B", "NIR"], (1, 2, 3)),
        (["SR_B1", "SR_B2", "SR_B3", "SR_B4", "SR_B5", "SR_B7"], (3, 2, 1)),  # Landsat 4 to 7
        (["B1", "B2", "B3", "B4", "B5", "B7"], (3, 2, 1)),
        (["SR_B1", "SR_B2", "SR_B3", "SR_B4", "SR_B5", "SR_B6", "SR_B7"], (4, 3, 2)),  # Landsat 8 and 9
        (["Band_1", "Band_2", "Band_3", "Band_4"], (3, 2, 1)),  # counted, not named: the usual order
        (["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B11", "B12"], (4, 3, 2)),
        (["Near infra-red", "Red", "Green", "Blue"], (2, 3, 4)),
        (["SWIR", "Near Infra Red", "Red", "Green", "Blue"], (3, 4, 5)),
        (["Coastal Blue", "Blue", "Green", "Yellow", "Red", "Red Edge", "NIR1", "NIR2"], (5, 3, 2)),
        (["B1 Ultra Blue", "B2 Blue", "B3 Green", "B4 Red", "B5 NIR"], (4, 3, 2)),
        ([""] * 4, (3, 2, 1)),
        ([""] * 6, (3, 2, 1)),
        ([""] * 7, (4, 3, 2)),
        ([""] * 13, (4, 3, 2)),
        ([""] * 9, (1, 2, 3)),
    ],
)
def test_descriptions(descriptions, expected):
    assert choose_bands(raster(len(descriptions), descriptions))[:3] == expected


def test_alpha_is_no_band_of_a_stack():
    for count, expected in ((4, (1, 2, 3)), (5, (3, 2, 1)), (8, (4, 3, 2))):
        colours = [gdal.GCI_GrayIndex, *[gdal.GCI_Undefined] * (count - 2), gdal.GCI_AlphaBand]
        assert choose_bands(raster(count, colours=colours))[:3] == expected


def test_a_palette_has_its_own_colours():
    dataset = gdal.GetDriverByName("MEM").Create("", 2, 2, 1, gdal.GDT_Byte)
    dataset.GetRasterBand(1).SetColorTable(gdal.ColorTable())

    assert choose_bands(dataset) == (1, 1, 1, "the colours of its palette", False)


def test_guesses_are_called_so():
    assert choose_bands(raster(6)).guessed
    assert choose_bands(raster(9)).guessed
    assert not choose_bands(raster(3)).guessed
    assert not choose_bands(raster(4, ["B2", "B3", "B4", "B8"])).guessed


def test_four_bands_of_eight_bits_are_a_photograph_with_infrared():
    dataset = gdal.GetDriverByName("MEM").Create("", 2, 2, 4, gdal.GDT_Byte)

    assert choose_bands(dataset)[:3] == (1, 2, 3)


BGR = [gdal.GCI_BlueBand, gdal.GCI_GreenBand, gdal.GCI_RedBand]
RGB = BGR[::-1]


def test_colour_interpretation_where_no_name_tells():
    assert choose_bands(raster(4, ["a", "b", "c", "d"], [*BGR, gdal.GCI_Undefined]))[:3] == (3, 2, 1)


def test_the_first_band_of_a_colour_counts():
    assert choose_bands(raster(5, ["a", "b", "c", "d", "e"], [*BGR, *BGR[:2]]))[:3] == (3, 2, 1)


def test_descriptions_win_over_colours_that_many_programs_write_unasked():
    agreed = choose_bands(raster(4, ["B2", "B3", "B4", "B8"], BGR))
    torn = choose_bands(raster(4, ["B2", "B3", "B4", "B8"], RGB))

    assert agreed[:3] == torn[:3] == (3, 2, 1)
    assert not agreed.guessed
    assert torn.guessed
    assert "colour interpretation says 1, 2, 3" in torn.why


def test_wavelengths_in_nanometres_and_micrometres():
    nanometres, micrometres, infrared, beside = (raster(4) for _ in range(4))
    for dataset, values in (
        (nanometres, ("842", "664.6", "492.4", "559.8")),
        (micrometres, ("0.842", "0.6646", "0.4924", "0.5598")),
        (infrared, ("842", "1610", "2190", "945")),
        (beside, ("710", "605", "440", "842")),  # nearest to red, green and blue, but not near
    ):
        for number, value in enumerate(values, start=1):
            dataset.GetRasterBand(number).SetMetadataItem("wavelength", value)

    assert choose_bands(nanometres)[:3] == choose_bands(micrometres)[:3] == (2, 4, 3)
    assert "wavelengths" in choose_bands(nanometres).why
    assert "wavelengths" not in choose_bands(infrared).why
    assert "wavelengths" not in choose_bands(beside).why


def test_single_band_is_grey():
    assert choose_bands(raster(1))[:3] == (1, 1, 1)


def test_asked():
    assert choose_bands(raster(7), "4; 3;2")[:3] == (4, 3, 2)


@pytest.mark.parametrize("asked", ["4;3", "red;green;blue", "1;2;3;4;5", "1.5;2;3"])
def test_malformed(asked):
    with pytest.raises(SceneError, match="three band numbers"):
        choose_bands(raster(7), asked)


def test_band_that_is_not_there():
    with pytest.raises(SceneError, match=r"band 8.* has 7 bands"):
        choose_bands(raster(7), "8;3;2")
