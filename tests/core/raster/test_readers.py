import cv2
import numpy as np
import pytest
from lake_mapper.core.geo.grid import Window, ground_grid
from lake_mapper.core.raster.readers import ParallelReader, WarpingReader
from lake_mapper.core.raster.scene import RasterScene
from osgeo import gdal
from support import SAMPLE, write_raster


def both(scene, resolution, window):
    """A window read by the reader of parallel rasters, and by GDAL's warper."""
    grid = ground_grid(scene.crs_wkt, scene.bounds, resolution, scene.anchor)
    source = scene.pixel_source()
    return ParallelReader(source, grid).read(window), WarpingReader(source, grid, 64).read(window)


def near(a, b):
    """Mean difference of the colours, but not beside missing data, where the warper weighs differently.

    It also takes a kernel of slightly another width, from the size of its own chunks.
    """
    inside = cv2.erode((a.valid & b.valid).astype(np.uint8), np.ones((7, 7))) > 0
    return np.abs(a.rgb[inside].astype(int) - b.rgb[inside]).mean()


@pytest.mark.parametrize("resolution", [13.0, 17.0, 30.0, 41.0, 60.0])
def test_agrees_with_gdals_warper_on_a_real_scene(resolution):
    """With a slanted edge to missing data, above and below the raster's own 30 m."""
    window = Window(-20, -20, 700, 900)

    ours, warped = both(RasterScene(SAMPLE), resolution, window)

    assert (ours.valid == warped.valid).mean() > 0.9995
    assert near(ours, warped) < (0.05 if resolution <= 30 else 0.6)
    assert 0.1 < ours.valid.mean() < 0.99


def test_agrees_with_the_warper_on_alpha_and_nan(tmp_path):
    rng = np.random.default_rng(0)
    values = np.kron(rng.integers(60, 200, (4, 30, 30)), np.ones((10, 10), int)).astype(np.uint8)
    values[3] = 255
    values[3, 40:90, 60:200] = 0
    alpha = write_raster(tmp_path / "alpha.tif", values)
    dataset = gdal.Open(alpha, gdal.GA_Update)
    dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    del dataset
    reflectance = values[:3] / np.float32(255)
    reflectance[:, 200:240, 20:90] = np.nan
    nan = write_raster(tmp_path / "nan.tif", reflectance)

    for path in (alpha, nan):
        scene = RasterScene(path, contrast="none")
        ours, warped = both(scene, scene.native_pixel * 1.3, Window(0, 0, 230, 230))
        assert (ours.valid == warped.valid).mean() > 0.995
        assert 0.7 < ours.valid.mean() < 0.98
        assert near(ours, warped) < 0.8


def shifted(path, share):
    """Some rows of a raster on a grid that lies ``share`` of a pixel further east, read by both readers.

    And where the centres of its columns lie on the raster.
    """
    scene = RasterScene(path, contrast="none")
    grid = ground_grid(scene.crs_wkt, scene.bounds, 17.0, (scene.anchor[0] + share * 17, scene.anchor[1]))
    source = scene.pixel_source()
    window = Window(0, 2, 30, 5)
    centres = (grid.west - scene.anchor[0]) / 17 + np.arange(30) + 0.5
    return [
        kind.read(window) for kind in (ParallelReader(source, grid), WarpingReader(source, grid, 8))
    ], centres


@pytest.mark.parametrize("share", [0.4, 0.6])
@pytest.mark.parametrize("alpha", [False, True])
def test_a_pixel_is_valid_when_at_least_half_of_it_is(tmp_path, share, alpha):
    values = np.full((3 + alpha, 40, 40), 90, np.uint8)
    values[3:] = 255
    values[3 if alpha else 0 :, :, 20:] = 0
    path = write_raster(tmp_path / "a.tif", values, nodata=None if alpha else 0)
    if alpha:
        dataset = gdal.Open(path, gdal.GA_Update)
        dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
        del dataset

    both_read, centres = shifted(path, share)

    for pixels in both_read:
        assert (pixels.valid == (centres < 20)).all()


def test_the_corners_of_an_image_are_as_valid_as_its_sides(tmp_path):
    """The last pixel of the grid reaches 0.2 pixels of 30 m beyond the image, in the east and the south."""
    values = np.random.default_rng(0).integers(30, 200, (3, 350, 350), dtype=np.uint8)
    scene = RasterScene(
        write_raster(tmp_path / "a.tif", values, geotransform=(5e5, 30, 0, 35e5, 0, -30)), contrast="none"
    )
    grid = ground_grid(scene.crs_wkt, scene.bounds, 17.0, scene.anchor)

    pixels = scene.reader(grid, 8).read(Window(0, 0, grid.width, grid.height).grown(8))

    assert (grid.width, grid.height) == (618, 618)
    assert pixels.valid[8:-8, 8:-8].all()
    assert pixels.valid.sum() == 618 * 618


def test_missing_values_do_not_colour_their_neighbours(tmp_path):
    values = np.full((3, 40, 40), 128 / 255, np.float32)
    values[:, :, 20:] = np.nan

    for pixels in shifted(write_raster(tmp_path / "a.tif", values), 0.4)[0]:
        assert set(pixels.rgb[pixels.valid].ravel()) == {128}


def test_rotated_south_up_and_far_finer_rasters_are_warped(tmp_path):
    values = np.full((3, 60, 60), 90, np.uint8)
    places = {
        "parallel": (5e5, 17.0, 0.0, 35e5, 0.0, -17.0),
        "rotated": (5e5, 15.0, 3.0, 35e5, 3.0, -15.0),
        "south_up": (5e5, 17.0, 0.0, 35e5, 0.0, 17.0),
        "fine": (5e5, 2.0, 0.0, 35e5, 0.0, -2.0),
    }

    kinds = {}
    for name, place in places.items():
        scene = RasterScene(write_raster(tmp_path / f"{name}.tif", values, geotransform=place))
        grid = ground_grid(scene.crs_wkt, scene.bounds, 17.0, scene.anchor)
        kinds[name] = type(scene.reader(grid, 8))

    assert kinds.pop("parallel") is ParallelReader
    assert set(kinds.values()) == {WarpingReader}


def waves(x, y):
    """Grey of ground that has the same detail in all directions, at places in metres."""
    rng = np.random.default_rng(0)
    value = np.zeros_like(x)
    for length, turn, phase in zip(
        rng.uniform(60, 400, 40), rng.uniform(0, np.pi, 40), rng.uniform(0, 6, 40)
    ):
        value += np.sin(2 * np.pi * (x * np.cos(turn) + y * np.sin(turn)) / length + phase)
    return np.clip(120 + 14 * value, 3, 250)


CENTRE = (760_000.0, 3_400_000.0)


def seen(path, degrees, pixel=10.0, side=600, mirrored=False, points=False):
    """Write an image of the waves whose rows are turned by so many degrees."""
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    down = -1 if mirrored else 1
    across, along = (cos * pixel, sin * pixel), (down * sin * pixel, -down * cos * pixel)
    x0, y0 = (c - side / 2 * (a + b) for c, a, b in zip(CENTRE, across, along))
    transform = (x0, across[0], along[0], y0, across[1], along[1])
    i, j = np.meshgrid(np.arange(side) + 0.5, np.arange(side) + 0.5)
    grey = waves(
        x0 + i * transform[1] + j * transform[2] - CENTRE[0],
        y0 + i * transform[4] + j * transform[5] - CENTRE[1],
    )
    values = np.repeat(np.rint(grey).astype(np.uint8)[None], 3, 0)
    if not points:
        return write_raster(path, values, geotransform=transform)
    places = [(c, r) for c in (0, side) for r in (0, side)]
    gcps = [
        gdal.GCP(x0 + c * transform[1] + r * transform[2], y0 + c * transform[4] + r * transform[5], 0, c, r)
        for c, r in places
    ]
    plain = write_raster(path.with_suffix(".plain.tif"), values, geotransform=None)
    gdal.Translate(str(path), plain, GCPs=gcps, outputSRS="EPSG:32645")
    return str(path)


def error(path, resolution):
    """How far what is read lies from the ground, root mean square in grey levels, off the image's border."""
    scene = RasterScene(path, contrast="none")
    grid = ground_grid(scene.crs_wkt, scene.bounds, resolution, scene.anchor)
    pixels = scene.reader(grid, 64).read(Window(0, 0, grid.width, grid.height))
    x, y = np.meshgrid(np.arange(grid.width) + 0.5, np.arange(grid.height) + 0.5)
    x, y = grid.west + x * grid.pixel_x - CENTRE[0], grid.north - y * grid.pixel_y - CENTRE[1]
    middle = (np.abs(x) < 1500) & (np.abs(y) < 1500)
    assert pixels.valid[middle].all()
    return float(np.sqrt(((pixels.rgb[..., 0][middle] - waves(x, y)[middle]) ** 2).mean()))


@pytest.mark.parametrize("resolution", [10.0, 17.0])
@pytest.mark.parametrize("points", [False, True])
@pytest.mark.parametrize("degrees", [13, 45, 90, 180])
def test_a_turned_image_is_as_sharp_as_one_that_is_not(tmp_path, degrees, points, resolution):
    upright = error(seen(tmp_path / "upright.tif", 0), resolution)
    turned = error(seen(tmp_path / "turned.tif", degrees, points=points), resolution)

    # Between pixels something is lost. GDAL's own scale would lose 7 to 19 grey levels.
    assert turned < upright + 2


@pytest.mark.parametrize("pixel", [2.0, 10.0])
def test_mirrored_and_far_finer_images_are_as_sharp(tmp_path, pixel):
    side = int(6000 / pixel)
    upright = error(seen(tmp_path / "upright.tif", 0), 17.0)

    assert error(seen(tmp_path / "mirrored.tif", 0, pixel, side, mirrored=True), 17.0) < upright + 0.1
    finer = seen(tmp_path / "finer.tif", 0, pixel, side)
    assert error(finer, 17.0) < upright + 0.1
    dataset = gdal.Open(finer, gdal.GA_Update)
    dataset.BuildOverviews("AVERAGE", [2, 4, 8])
    del dataset
    assert error(finer, 17.0) < upright + 2  # an overview of 16 m is averaged twice


def test_infrared_lies_beside_green_on_one_scale(tmp_path):
    rng = np.random.default_rng(2)
    values = np.kron(rng.integers(500, 3000, (4, 20, 20)), np.ones((10, 10), int)).astype(np.uint16)
    scene = RasterScene(write_raster(tmp_path / "a.tif", values, descriptions=["B4", "B3", "B2", "B8"]))
    window = Window(10, 5, 100, 90)

    for resolution in (17.0, 25.0):
        ours, warped = both(scene, resolution, window)
        assert ours.infrared.shape == (2, 90, 100)
        # As for colours, the warper's kernel is of slightly another width.
        assert np.abs(ours.infrared - warped.infrared).mean() < (1e-4 if resolution == 17 else 0.02)
    band = scene.infrared
    own = both(scene, 17.0, window)[0].infrared
    expected = values[[3, 1], 5:95, 10:110]
    assert own == pytest.approx((expected - band.low) / (band.high - band.low), abs=1e-5)


def test_missing_infrared_makes_no_hole(tmp_path):
    rng = np.random.default_rng(2)
    numbers = rng.integers(500, 3000, (4, 200, 200)).astype(np.uint16)
    numbers[3, 50:80] = 0
    numbers[:, 150:] = 0
    floats = numbers / np.float32(3000)
    floats[3, 50:80] = np.nan
    names = ["B4", "B3", "B2", "B8"]
    for path in (
        write_raster(tmp_path / "declared.tif", numbers, nodata=0, descriptions=names),
        write_raster(tmp_path / "undeclared.tif", numbers, descriptions=names),
        write_raster(tmp_path / "nan.tif", floats, descriptions=names, nodata=0),
    ):
        scene = RasterScene(path, contrast="none")
        alone = both(scene.without_infrared(), 17.0, Window(0, 0, 200, 200))
        for pixels, colours in zip(both(scene, 17.0, Window(0, 0, 200, 200)), alone):
            there = np.isfinite(pixels.infrared).all(0)
            assert not there[50:80].any() and not there[150:].any(), path
            assert there[:50].all() and there[80:150].all(), path
            assert pixels.valid[:150].all() and not pixels.valid[150:].any()
            assert (pixels.valid == colours.valid).all() and (pixels.rgb == colours.rgb).all()
            assert colours.infrared is None
