import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.geo.grid import Grid, Window
from lake_mapper.core.inference.probability_raster import (
    NODATA,
    PROBABILITY_SCALE,
    check_readable,
    is_whole,
    mosaic_xml,
    scaled_probability,
    scaled_probability_reader,
    write_scaled_probability,
)
from lake_mapper.core.inference.tiling import output_tiles
from osgeo import gdal
from support import wkt, write_raster


@given(st.floats(0, 1, width=32))
def test_a_byte_is_within_a_quarter_percent_of_its_probability(probability):
    scaled = scaled_probability(np.full((1, 1), probability, np.float32))

    assert scaled.dtype == np.uint8
    assert scaled[0, 0] / PROBABILITY_SCALE == pytest.approx(probability, abs=0.00251)


def test_one_half_is_kept_exactly_and_no_probability_looks_like_missing_data():
    scaled = scaled_probability(np.array([[0, 0.5, 1]], np.float32))

    assert scaled.tolist() == [[0, 100, 200]]
    assert NODATA not in range(PROBABILITY_SCALE + 1)


GRID = Grid(wkt(32645), 500000.0, 3500000.0, 17.0, 16.0, 1000, 1000, 17.0)
WINDOW = Window(3, 2, 500, 300)


@pytest.fixture
def written(tmp_path):
    """A file of the window at column 3, row 2 of a grid, with its bytes."""
    scaled = np.random.default_rng(0).integers(0, 201, (300, 500), np.uint8)
    scaled[:10] = NODATA
    path = tmp_path / "probability.tif"
    write_scaled_probability(str(path), scaled, GRID, WINDOW)
    return path, scaled


def test_a_window_is_read_as_it_was_written(written):
    path, scaled = written

    read = scaled_probability_reader(str(path))

    assert (read(Window(0, 0, 500, 300)) == scaled).all()
    assert (read(Window(100, 5, 20, 30)) == scaled[5:35, 100:120]).all()


def test_the_file_lies_on_its_grid_and_scales_to_probability(written):
    dataset = gdal.Open(str(written[0]))
    band = dataset.GetRasterBand(1)

    assert dataset.GetGeoTransform() == (500051.0, 17.0, 0.0, 3499968.0, 0.0, -16.0)
    assert "UTM zone 45N" in dataset.GetProjection()
    assert band.GetScale() == 1 / PROBABILITY_SCALE
    assert band.GetNoDataValue() == NODATA
    assert band.GetDescription() == "lake probability"


def test_a_file_that_was_cut_short_is_found(written):
    path, _ = written
    check_readable(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])

    with pytest.raises(RuntimeError):
        check_readable(path)


def test_a_file_as_it_was_written_is_whole_and_every_byte_counts(written):
    path, _ = written
    assert is_whole(path, GRID, WINDOW)
    content = path.read_bytes()

    for place in np.random.default_rng(1).integers(0, len(content), 50):
        changed = bytearray(content)
        changed[place] ^= 1
        path.write_bytes(changed)
        assert not is_whole(path, GRID, WINDOW), place


@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
def test_a_file_that_was_cut_or_zeroed_is_not_whole(written, share):
    path, _ = written
    content = path.read_bytes()
    kept = int(share * len(content))

    for damaged in (content[:kept], content[:-1], content[:kept] + bytes(len(content) - kept)):
        path.write_bytes(damaged)
        assert not is_whole(path, GRID, WINDOW)


def test_no_file_and_another_place_are_not_whole(written, tmp_path):
    assert not is_whole(tmp_path / "nothing.tif", GRID, WINDOW)
    assert not is_whole(written[0], GRID, Window(4, 2, 500, 300))


def from_before_checksums(path, values, window=WINDOW):
    bands = np.atleast_3d(values.T).T
    write_raster(path, bands, geotransform=GRID.geotransform(window))
    return path


def test_a_tile_from_before_checksums_is_whole_when_its_pixels_can_be_read(tmp_path):
    path = from_before_checksums(tmp_path / "a.tif", np.full((300, 500), 200, np.uint8))
    assert is_whole(path, GRID, WINDOW)

    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    assert not is_whole(path, GRID, WINDOW)


@pytest.mark.parametrize(
    "values",
    [
        np.full((300, 500), 0.5, np.float32),
        np.full((300, 500), 201, np.uint8),
        np.zeros((3, 300, 500), np.uint8),
        np.zeros((500, 300), np.uint8),
    ],
    ids=["floats", "no level", "three bands", "another size"],
)
def test_what_is_no_lake_probability_is_not_whole(tmp_path, values):
    assert not is_whole(from_before_checksums(tmp_path / "a.tif", values), GRID, WINDOW)


def test_a_mosaic_of_tiles_is_one_raster(tmp_path):
    scaled = np.random.default_rng(0).integers(0, 201, (1000, 1000), np.uint8)
    tiles = output_tiles(GRID, 600)
    for tile in tiles:
        column, row, width, height = tile.window
        part = scaled[row : row + height, column : column + width]
        write_scaled_probability(str(tmp_path / tile.name), part, GRID, tile.window)

    (tmp_path / "probability.vrt").write_text(mosaic_xml(GRID, tiles))

    mosaic = gdal.Open(str(tmp_path / "probability.vrt"))
    band = mosaic.GetRasterBand(1)
    assert (mosaic.ReadAsArray() == scaled).all()
    assert mosaic.GetGeoTransform() == GRID.geotransform()
    assert mosaic.GetSpatialRef().GetAuthorityCode(None) == "32645"
    assert (band.GetScale(), band.GetNoDataValue()) == (1 / PROBABILITY_SCALE, NODATA)
    assert band.GetDescription() == "lake probability"
