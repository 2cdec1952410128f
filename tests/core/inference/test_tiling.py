import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.geo.grid import Grid, Window
from lake_mapper.core.inference.tiling import BLOCK_SIZE, block_count, inference_blocks, output_tiles


def grid_of(width, height):
    return Grid("", 0.0, 0.0, 17.0, 17.0, width, height, 17.0)


sizes = st.integers(1, 9000)


@given(sizes, sizes, st.sampled_from([1024, 2048, 4096]))
def test_tiles_and_their_blocks_cover_each_pixel_once(width, height, tile_size):
    tiles = output_tiles(grid_of(width, height), tile_size)
    blocks = [block for tile in tiles for block in inference_blocks(tile.window)]

    for windows in ([tile.window for tile in tiles], blocks):
        assert sum(window.width * window.height for window in windows) == width * height
        columns = {window.column for window in windows}
        assert len({(window.column, window.row) for window in windows}) == len(windows)
        assert max(window.column + window.width for window in windows) == width
        assert max(window.row + window.height for window in windows) == height
        assert all(window.column + window.width in columns | {width} for window in windows)
    assert block_count(tiles) == len(blocks)


@given(sizes, sizes)
def test_blocks_lie_on_one_lattice_whatever_the_tile_size(width, height):
    layouts = [
        {
            block
            for tile in output_tiles(grid_of(width, height), size)
            for block in inference_blocks(tile.window)
        }
        for size in (1024, 2048, 4096)
    ]

    assert layouts[0] == layouts[1] == layouts[2]
    assert all(b.column % BLOCK_SIZE == 0 and b.row % BLOCK_SIZE == 0 for b in layouts[0])


def test_tiles_come_row_by_row_under_names_that_stay():
    tiles = output_tiles(grid_of(5000, 1025), 1024)

    assert [tile.name for tile in tiles[:2]] == ["sheet_0000_0000.tif", "sheet_0000_0001.tif"]
    assert tiles[-1].name == "sheet_0001_0004.tif"
    assert tiles[-1].window == Window(4096, 1024, 904, 1)
    starts = np.array([(tile.window.row, tile.window.column) for tile in tiles])
    assert (starts == starts[np.lexsort((starts[:, 1], starts[:, 0]))]).all()


@pytest.mark.parametrize("width, height, blocks", [(1, 1, 1), (1024, 1024, 1), (1025, 2048, 4)])
def test_a_tile_has_as_many_blocks_as_it_needs(width, height, blocks):
    found = inference_blocks(Window(4096, 8192, width, height))

    assert len(found) == blocks
    assert found[0][:2] == (4096, 8192)
    assert max(block.width for block in found) <= BLOCK_SIZE
