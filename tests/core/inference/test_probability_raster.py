import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.geo.grid import Grid, Window
from lake_mapper.core.inference.probability_raster import (
    NODATA,
    PROBABILITY_SCALE,
    check_readable,
    scaled_probability,
    scaled_probability_reader,
    write_scaled_probability,
)
from osgeo import gdal
from support import wkt


@given(st.floats(0, 1, width=32))
def test_a_byte_is_within_a_quarter_percent_of_its_probability(probability):
    scaled = scaled_probability(np.full((1, 1), probability, np.float32))

    assert scaled.dtype == np.uint8
    assert scaled[0, 0] / PROBABILITY_SCALE == pytest.approx(probability, abs=0.00251)


def test_one_half_is_kept_exactly_and_no_probability_looks_like_missing_data():
    scaled = scaled_probability(np.array([[0, 0.5, 1]], np.float32))

    assert scaled.tolist() == [[0, 100, 200]]
    assert NODATA not in range(PROBABILITY_SCALE + 1)


@pytest.fixture
def written(tmp_path):
    """A file of the window at column 3, row 2 of a grid, with its bytes."""
    scaled = np.random.default_rng(0).integers(0, 201, (300, 500), np.uint8)
    scaled[:10] = NODATA
    grid = Grid(wkt(32645), 500000.0, 3500000.0, 17.0, 16.0, 1000, 1000, 17.0)
    path = tmp_path / "probability.tif"
    write_scaled_probability(str(path), scaled, grid, Window(3, 2, 500, 300))
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
