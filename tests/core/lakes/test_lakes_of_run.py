import time

import numpy as np
import pytest
from lake_mapper.core.geo.grid import ground_grid
from lake_mapper.core.geo.wkb import polygon_wkb
from lake_mapper.core.inference.run import Run
from lake_mapper.core.lakes.lakes_of_run import lakes_of_run, trace_while_computing
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.util.errors import Cancelled
from support import BlueIsLake, rgb_of, write_raster

ALL = {"threshold": 0.5, "min_area": 0, "min_island": 0}


@pytest.fixture
def scene(tmp_path):
    """2300 × 1500 pixels: 2 × 3 output tiles of 1024."""
    rng = np.random.default_rng(3)
    mask = np.kron(rng.random((30, 46)) < 0.4, np.ones((50, 50))) > 0
    return RasterScene(write_raster(tmp_path / "scene.tif", rgb_of(mask)))


def start(folder, scene, model, tile_size=1024, kind=Run):
    grid = ground_grid(scene.crs_wkt, scene.bounds, scene.native_pixel, scene.anchor)
    return kind(folder, scene, grid, model, tile_size=tile_size)


@pytest.mark.parametrize("smooth", [False, True])
def test_the_output_tile_size_does_not_change_the_lakes(tmp_path, scene, model, smooth):
    found = []
    for tile_size in (1024, 2048, 4096):
        run = start(tmp_path / str(tile_size), scene, model, tile_size)
        run.compute(BlueIsLake())
        found.append([polygon_wkb(lake.rings) for lake in lakes_of_run(run, **ALL, smooth=smooth)])

    assert len(found[0]) > 20
    assert found[0] == found[1] == found[2]


def test_lakes_are_traced_while_output_tiles_are_computed(tmp_path, scene, model):
    unfinished_then = []

    class Watched(Run):
        def scaled_probability_reader(self, cancelled):
            read = super().scaled_probability_reader(cancelled)

            def watched(window):
                scaled = read(window)
                unfinished_then.append(len(self.unfinished()))
                return scaled

            return watched

    class Slow(BlueIsLake):
        def probability(self, rgb, valid, margin=0):
            time.sleep(0.5)
            return super().probability(rgb, valid, margin)

    run = start(tmp_path / "run", scene, model, kind=Watched)
    with trace_while_computing(run, **ALL, smooth=False) as lakes:
        run.compute(Slow())
        meanwhile = lakes()

    afterwards = lakes_of_run(run, **ALL, smooth=False)
    assert unfinished_then[0] > 0
    assert [lake.areas for lake in meanwhile] == [lake.areas for lake in afterwards]
    assert [lake.confidence for lake in meanwhile] == [lake.confidence for lake in afterwards]


def test_a_stop_does_not_wait_for_lakes(tmp_path, scene, model):
    run = start(tmp_path / "run", scene, model)
    stopped = []

    with pytest.raises(KeyError), trace_while_computing(run, **ALL, smooth=False):
        raise KeyError  # the computation fails
    with (
        pytest.raises(Cancelled),
        trace_while_computing(run, **ALL, smooth=False, cancelled=lambda: bool(stopped)) as lakes,
    ):
        stopped.append(True)
        lakes()
