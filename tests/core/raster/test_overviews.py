"""Overviews that do not show what the raster holds are not read."""

from pathlib import Path

import numpy as np
import pytest
from lake_mapper.core.geo.grid import Window
from lake_mapper.core.raster.contrast import Stretch
from lake_mapper.core.raster.overviews import can_be_compared
from lake_mapper.core.raster.scene import RasterScene, scene_grid
from osgeo import gdal
from support import write_raster

SIDE = 1024
GEOTRANSFORM = (500000.0, 2.0, 0.0, 3500000.0, 0.0, -2.0)
RESAMPLINGS = ("NEAREST", "AVERAGE", "GAUSS", "CUBIC", "MODE")


@pytest.fixture
def fine(tmp_path):
    """A raster of 2 m pixels: dark lakes with shores and bright land with texture."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:SIDE, :SIDE]
    lake = np.sin(x / 70) + np.cos(y / 50) > 1
    values = np.where(lake, 40, 130)[None] + rng.normal(0, 25, (3, SIDE, SIDE))
    return write_raster(
        tmp_path / "a.tif", np.clip(values, 1, 255).astype(np.uint8), geotransform=GEOTRANSFORM
    )


def built(path, resampling="AVERAGE"):
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.BuildOverviews(resampling, [2, 4, 8, 16])
    return dataset


def read(path):
    scene = RasterScene(path)
    grid = scene_grid(scene, scene.bounds, 34.0)
    return scene, scene.reader(grid, 0).read(Window(0, 0, grid.width, grid.height))


def warned(scene):
    return any("overviews of the image do not show what it holds" in warning for warning in scene.warnings)


@pytest.mark.parametrize("resampling", RESAMPLINGS)
def test_overviews_of_any_kind_are_read(fine, resampling):
    built(fine, resampling).FlushCache()

    assert not warned(RasterScene(fine))


@pytest.mark.parametrize("rows", [slice(64, None), slice(None), slice(120, None)])
def test_overviews_that_are_empty_in_part_are_not_read(fine, rows):
    scene, whole = read(fine)
    assert not warned(scene)
    dataset = built(fine)
    for number in (1, 2, 3):
        band = dataset.GetRasterBand(number).GetOverview(2)
        values = band.ReadAsArray()
        values[rows] = 0
        band.WriteArray(values)
    dataset = band = None

    scene, pixels = read(fine)

    assert warned(scene)
    assert np.array_equal(pixels.rgb, whole.rgb)
    assert np.array_equal(pixels.valid, whole.valid)


def test_overviews_of_what_was_there_before_are_not_read(fine):
    dataset = built(fine)
    for number in (1, 2, 3):
        band = dataset.GetRasterBand(number)
        band.WriteArray(np.flipud(band.ReadAsArray()))
    dataset = band = None

    assert warned(RasterScene(fine))


@pytest.mark.parametrize("resampling", RESAMPLINGS)
def test_what_a_mask_hides_is_not_compared(fine, resampling):
    dataset = gdal.Open(fine, gdal.GA_Update)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    mask = np.full((SIDE, SIDE), 255, np.uint8)
    mask[:, 600:] = 0
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(mask)
    for number in (1, 2, 3):  # white there, which an average over data alone does not show
        values = dataset.GetRasterBand(number).ReadAsArray()
        values[mask == 0] = 255
        dataset.GetRasterBand(number).WriteArray(values)
    dataset.BuildOverviews(resampling, [2, 4, 8])
    dataset = None

    assert not warned(RasterScene(fine))


def test_overviews_that_cannot_be_read_are_not_read(fine):
    _, whole = read(fine)
    dataset = gdal.Open(fine)  # not to be updated, so they go into a file beside it
    dataset.BuildOverviews("AVERAGE", [2, 4, 8])
    dataset = None
    beside = Path(f"{fine}.ovr")
    beside.write_bytes(beside.read_bytes()[: beside.stat().st_size // 2])

    scene, pixels = read(fine)

    assert warned(scene)
    assert np.array_equal(pixels.rgb, whole.rgb)
    assert scene.fingerprint["overviews"] is False


@pytest.mark.parametrize("contrast", ["automatic", "none", "style"])
def test_the_contrast_does_not_matter(tmp_path, contrast):
    rng = np.random.default_rng(0)
    values = rng.normal(2000, 300, (3, SIDE, SIDE)).astype(np.float32)
    path = write_raster(tmp_path / "a.tif", values, geotransform=GEOTRANSFORM)
    built(path, "NEAREST").FlushCache()
    style = Stretch((1500,) * 3, (1600,) * 3, "")

    assert not warned(RasterScene(path, contrast=contrast, style=style))


def test_overviews_of_near_infrared_are_compared_as_well(tmp_path):
    rng = np.random.default_rng(0)
    values = rng.normal(2000, 300, (4, SIDE, SIDE)).astype(np.uint16)
    names = ("red", "green", "blue", "nir")
    path = write_raster(tmp_path / "a.tif", values, geotransform=GEOTRANSFORM, descriptions=names)
    dataset = built(path)
    band = dataset.GetRasterBand(4).GetOverview(1)
    band.WriteArray(np.zeros((band.YSize, band.XSize), np.uint16))
    dataset = band = None

    scene = RasterScene(path)
    assert scene.infrared
    assert warned(scene)


def test_what_a_server_shows_is_not_compared(fine):
    dataset = gdal.Open(fine)

    assert can_be_compared(dataset, [fine])
    assert not can_be_compared(dataset, [fine, "/vsicurl/http://localhost/a.tif"])


def test_a_raster_of_few_pixels_has_nothing_to_compare(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.full((3, 3, 40), 9, np.uint8))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.BuildOverviews("NEAREST", [2])
    dataset = None

    assert not warned(RasterScene(path))
