import numpy as np
import pytest
from lake_mapper.core.raster.masks import with_fills, with_scaled_mask
from lake_mapper.core.raster.nodata import Fill, NoData
from osgeo import gdal
from support import write_raster


@pytest.fixture
def values():
    found = np.random.default_rng(0).integers(100, 900, (3, 50, 60)).astype(np.int16)
    found[0, :10] = 0
    found[:, 20:25] = -9999
    found[1, 20:25] = 7
    return found


def virtual(path, values, **options):
    return gdal.Translate("", write_raster(path, values), format="VRT", noData="none", **options)


def seen(dataset):
    return dataset.GetRasterBand(1).GetMaskBand().ReadAsArray()


@pytest.mark.parametrize(
    "fills",
    [
        [Fill((0, 0, 0), any_band=True)],
        [Fill((0, 0, 0))],
        [Fill((-9999, 7, -9999))],
        [Fill((-9999, None, None)), Fill((0, None, None))],
        [Fill((0, 0, 0), any_band=True), Fill((-9999, 7, -9999)), Fill((100, 100, 100), any_band=True)],
    ],
)
def test_the_mask_hides_what_the_fills_say(tmp_path, values, fills):
    masked = with_fills(virtual(tmp_path / "a b&c.tif", values), fills)
    missing = NoData(tuple(fills)).missing(values)

    expected = np.ones((50, 60), bool) if missing is None else ~missing
    assert (seen(masked) == np.where(expected, 255, 0)).all()
    assert (masked.ReadAsArray() == values).all()
    assert (
        gdal.Warp("", masked, format="VRT", dstAlpha=True).ReadAsArray()[-1] > 0
    ).tolist() == expected.tolist()


def test_fills_are_hidden_beside_the_mask_that_there_is(tmp_path, values):
    once = with_fills(virtual(tmp_path / "a.tif", values), [Fill((0, 0, 0), any_band=True)])

    twice = with_fills(once, [Fill((-9999, 7, -9999))])

    assert (seen(twice) == np.where((values[0] == 0) | (values[1] == 7), 0, 255)).all()


def test_a_band_as_mask(tmp_path, values):
    values[2] = values[0] > 400
    dataset = virtual(tmp_path / "a.tif", values, bandList=[1, 2])

    masked = with_scaled_mask(dataset, str(tmp_path / "a.tif"), 3, 1)

    assert (seen(masked) == 255 * values[2]).all()
