"""What is mapped of an image does not change what is found there."""

import tempfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_mapper.core.geo.area_of_interest import AreaOfInterest
from lake_mapper.core.geo.grid import Bounds, Window, ground_grid
from lake_mapper.core.inference.probability_raster import NODATA
from lake_mapper.core.inference.run import Run
from lake_mapper.core.models.model_file import Model, ModelCard
from lake_mapper.core.raster.scene import RasterScene
from osgeo import gdal, ogr
from support import wkt, write_raster

SIZE = 2300, 1500
PIXEL = 17.0


class Surroundings:
    """An engine that is moved by all that it is shown, as networks are."""

    def probability(self, rgb, valid, margin=0):
        height, width = valid.shape
        inside = rgb[margin : height - margin, margin : width - margin, 2].astype(np.float32) / 255
        return np.clip(inside * 0.5 + rgb.mean() / 510 + valid.mean() / 10, 0, 1)


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """Noise with patches of missing data."""
    rng = np.random.default_rng(8)
    values = rng.integers(1, 256, (3, SIZE[1], SIZE[0]), np.uint8)
    values[:, np.kron(rng.random((15, 23)) < 0.2, np.ones((100, 100))) > 0] = 0
    return RasterScene(write_raster(tmp_path_factory.mktemp("part") / "noise.tif", values, nodata=0))


MODEL = Model(None, ModelCard(name="test", network="LakeNet", margin=32), "0" * 8)


def probability(scene, bounds=None, area=None, tile_size=1024, **options):
    """The run's grid and its scaled probability."""
    grid = ground_grid(scene.crs_wkt, bounds or scene.bounds, PIXEL, scene.anchor, image=scene.bounds)
    with tempfile.TemporaryDirectory() as folder:
        run = Run(folder, scene, grid, MODEL, tile_size=tile_size, area=area, **options)
        run.compute(Surroundings())
        return grid, gdal.Open(run.mosaic()).ReadAsArray()


@pytest.fixture(scope="module")
def whole(scene):
    return probability(scene)[1]


@st.composite
def parts(draw):
    """The first and the last column, the first and the last row of a part."""
    columns, rows = (
        sorted(draw(st.lists(st.integers(0, size), min_size=2, max_size=2, unique=True))) for size in SIZE
    )
    return *columns, *rows


def bounds_of(scene, left, right, top, bottom, shift=0.0):
    west, north = scene.anchor[0] + shift, scene.anchor[1] - shift
    return Bounds(west + PIXEL * left, north - PIXEL * bottom, west + PIXEL * right, north - PIXEL * top)


@settings(max_examples=12)
@given(part=parts(), tile_size=st.sampled_from([1024, 2048]), shift=st.sampled_from([0.0, 0.4 * PIXEL]))
def test_an_extent_has_the_bytes_of_the_whole_image(scene, whole, part, tile_size, shift):
    left, right, top, bottom = part
    within = bounds_of(scene, *part, shift=shift).intersection(scene.bounds)

    grid, found = probability(scene, within, tile_size=tile_size)

    assert found.shape == (bottom - top, right - left)
    assert (grid.image.column, grid.image.row) == (-left, -top)
    assert (found == whole[top:bottom, left:right]).all()


@settings(max_examples=6)
@given(part=parts())
def test_an_area_of_interest_has_the_bytes_of_the_whole_image(scene, whole, part):
    left, right, top, bottom = part
    west, south, east, north = bounds_of(scene, *part)
    corners = f"{west} {south}, {east} {south}, {east} {north}, {west} {south}"
    area = AreaOfInterest([ogr.CreateGeometryFromWkt(f"POLYGON(({corners}))")])

    grid, found = probability(scene, area.bounds, area)

    inside = area.mask(grid, Window(0, 0, grid.width, grid.height))
    assert (found[inside] == whole[top:bottom, left:right][inside]).all()
    assert (found[~inside] == NODATA).all()


def test_the_whole_extent_is_the_whole_image(scene):
    grid = ground_grid(scene.crs_wkt, scene.bounds, PIXEL, scene.anchor, image=scene.bounds)
    nearly = scene.bounds._replace(east=scene.bounds.east - 0.3 * PIXEL)

    assert grid.whole is None
    assert ground_grid(scene.crs_wkt, nearly, PIXEL, scene.anchor, image=scene.bounds) == grid


def test_a_part_has_the_pixels_of_the_image_in_degrees_too():
    image = Bounds(90.0, 30.0, 92.0, 32.0)
    part = Bounds(90.1, 31.7, 90.3, 31.9)

    whole = ground_grid(wkt(4326), image, PIXEL, (90.0, 32.0))
    found = ground_grid(wkt(4326), part, PIXEL, (90.0, 32.0), image=image)

    assert (found.pixel_x, found.pixel_y) == (whole.pixel_x, whole.pixel_y)
    assert found.of_image() == whole


def test_a_part_of_a_large_image_has_pixels_of_its_own():
    """In the world in degrees, or in Web Mercator, 17 m are not the same everywhere."""
    image = Bounds(60.0, 0.0, 120.0, 60.0)
    part = Bounds(90.0, 50.0, 90.5, 50.5)

    found = ground_grid(wkt(4326), part, PIXEL, (60.0, 60.0), image=image)

    assert found == ground_grid(wkt(4326), part, PIXEL, (60.0, 60.0))
    assert found.whole is None
