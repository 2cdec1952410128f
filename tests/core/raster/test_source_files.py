import os

import numpy as np
import pytest
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.raster.source_files import same_input
from osgeo import gdal
from support import write_raster

#: As people write them: not as GDAL would.
BY_HAND = """<VRTDataset rasterYSize="60" rasterXSize="50"><SRS>EPSG:32645</SRS>
<GeoTransform>500000, 17, 0, 3500000, 0, -17</GeoTransform>
{bands}</VRTDataset>"""
BAND = (
    '<VRTRasterBand dataType="Byte" band="{0}"><SimpleSource><SourceFilename relativeToVRT="1">tile.tif'
    "</SourceFilename><SourceBand>{0}</SourceBand></SimpleSource></VRTRasterBand>"
)


@pytest.fixture(params=["built", "by hand", "nested"])
def mosaic(tmp_path, request):
    """A virtual mosaic of tile.tif, of three kinds."""
    write_tile(tmp_path, 0)
    path = tmp_path / "mosaic.vrt"
    if request.param == "by hand":
        path.write_text(BY_HAND.format(bands="".join(BAND.format(n) for n in (1, 2, 3))))
    else:
        gdal.BuildVRT(str(path), [str(tmp_path / "tile.tif")]).FlushCache()
    if request.param == "nested":
        inner, path = path, tmp_path / "outer.vrt"
        gdal.BuildVRT(str(path), [str(inner)]).FlushCache()
    return path


def write_tile(folder, seed):
    write_raster(folder / "tile.tif", np.random.default_rng(seed).integers(1, 255, (3, 60, 50), np.uint8))


def fingerprint(path):
    return RasterScene(path, contrast="none").fingerprint


def look_at(path):
    """Do as QGIS does when it shows a layer: statistics and a histogram go into the .vrt when it closes."""
    dataset = gdal.Open(str(path))
    dataset.GetRasterBand(1).ComputeStatistics(False)
    dataset.GetRasterBand(2).GetDefaultHistogram(force=1)
    del dataset


def test_statistics_in_a_mosaic_leave_it_the_same_input(mosaic, tmp_path):
    before, text = fingerprint(mosaic), mosaic.read_text()
    for path in tmp_path.glob("*.vrt"):
        look_at(path)

    assert "STATISTICS_MEAN" in mosaic.read_text() != text
    assert same_input(before, fingerprint(mosaic))


def test_a_replaced_tile_and_another_mosaic_are_noticed(mosaic, tmp_path):
    before = fingerprint(mosaic)

    write_tile(tmp_path, 1)
    os.utime(tmp_path / "tile.tif", (1, 1))
    assert not same_input(before, fingerprint(mosaic))


def test_a_mosaic_that_reads_its_tile_in_another_way_is_noticed(mosaic):
    before = fingerprint(mosaic)
    dataset = gdal.Open(str(mosaic), gdal.GA_Update)
    dataset.GetRasterBand(1).SetNoDataValue(7)
    del dataset

    assert not same_input(before, fingerprint(mosaic))


def test_a_run_from_before_there_was_a_digest_goes_on_while_the_files_are_the_same(mosaic):
    now = fingerprint(mosaic)
    before = {key: value for key, value in now.items() if key != "content"}
    assert same_input(before, now)

    look_at(mosaic)

    assert not same_input(before, fingerprint(mosaic))


def test_another_gdal_may_write_the_same_mosaic_in_another_way(mosaic):
    now = fingerprint(mosaic)

    assert same_input({**now, "content": "0" * 64}, now)


@pytest.mark.parametrize("damaged", [None, [], 5, "input", {}])
def test_what_is_no_fingerprint_is_another_input(mosaic, damaged):
    assert not same_input(damaged, fingerprint(mosaic))


def test_a_plain_raster_needs_no_digest(tmp_path):
    write_tile(tmp_path, 0)
    before = fingerprint(tmp_path / "tile.tif")
    assert "content" not in before

    os.utime(tmp_path / "tile.tif", (1, 1))
    assert not same_input(before, fingerprint(tmp_path / "tile.tif"))
