import dataclasses
import math
import time

import numpy as np
import pytest
from lake_mapper.core.geo.grid import ground_grid
from lake_mapper.core.geo.wkb import polygon_wkb
from lake_mapper.core.inference.run import Run
from lake_mapper.core.lakes.lakes_of_run import lakes_of_run, trace_while_computing
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.util.errors import Cancelled, RunError
from osgeo import gdal
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
        def scaled_probability_reader(self, *told):
            read = super().scaled_probability_reader(*told)

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


def test_a_tile_that_is_damaged_after_the_computation_is_not_waited_for(run_of):
    run = run_of(np.ones((50, 50), bool))
    run.path(run.tiles[0]).write_bytes(b"cut")

    with pytest.raises(RunError, match="sheet_0000_0000.tif was damaged"):
        lakes_of_run(run, **ALL, smooth=False)


def with_probability(run, scaled):
    """Return the run with its probabilities replaced by scaled ones (H, W)."""
    for tile in run.tiles:
        column, row, width, height = tile.window
        run._write(tile, np.ascontiguousarray(scaled[row : row + height, column : column + width]))
    return run


def test_attributes_do_not_depend_on_the_output_tiles(run_of):
    y, x = np.mgrid[0:1100, 0:2100]
    scaled = (100 + 99 * np.sin(x / 37) * np.sin(y / 53)).astype(np.uint8)
    scaled[500:520, 1000:1100] = 255

    small, large = (
        lakes_of_run(
            with_probability(run_of(np.zeros(scaled.shape, bool), tile=size, name=str(size)), scaled),
            **ALL,
            smooth=True,
        )
        for size in (1024, 4096)
    )

    def statistics(lakes):
        return [
            (k.uncertain, k.confidence, k.touches_edge, k.touches_nodata, k.elongation, k.areas)
            for k in lakes
        ]

    assert statistics(small) == statistics(large)
    assert any(lake.touches_nodata for lake in small)
    assert sum(lake.uncertain for lake in small) > 0


def test_confidence_is_calibrated_as_the_model_card_says(run_of):
    run = with_probability(run_of(np.zeros((60, 60), bool)), np.pad(np.full((20, 20), 160, np.uint8), 20))
    card = dataclasses.replace(run.model.card, calibration=(0.5, -1.0))
    run.model = dataclasses.replace(run.model, card=card)

    (lake,) = lakes_of_run(run, **ALL, smooth=False)

    assert lake.confidence == pytest.approx(1 / (1 + math.exp(-(0.5 * math.log(0.8 / 0.2) - 1))), abs=1e-6)


def test_smooth_lakes_touch_the_edge_as_those_along_pixels_do(run_of):
    mask = np.zeros((100, 100), bool)
    mask[:30, :30] = True
    mask[50:80, 1:30] = True  # one pixel from the edge
    run = run_of(mask)

    smooth, stairs = (lakes_of_run(run, **ALL, smooth=smooth) for smooth in (True, False))

    assert [lake.touches_edge for lake in smooth] == [lake.touches_edge for lake in stairs] == [True, False]
    assert [len(lake.rings[0]) for lake in smooth] != [len(lake.rings[0]) for lake in stairs]


def test_degrees_and_utm_give_the_same_lakes(run_of, tmp_path, model):
    """A scene warped to degrees has the lakes of its original, within 1 %."""
    y, x = np.mgrid[0:400, 0:400]
    mask = np.hypot(x - 150, y - 120) <= 60
    mask |= (np.hypot(x - 250, y - 280) <= 80) & (np.hypot(x - 250, y - 280) > 30)
    original = run_of(mask)
    path = str(tmp_path / "degrees.tif")
    gdal.Warp(
        path, original.scene.path, dstSRS="EPSG:4326", resampleAlg="bilinear", dstAlpha=True
    ).FlushCache()
    scene = RasterScene(path, bands="1;2;3")
    grid = ground_grid(scene.crs_wkt, scene.bounds, 17.0, scene.anchor)
    copy = Run(tmp_path / "copy", scene, grid, model)
    copy.compute(BlueIsLake())

    ours = lakes_of_run(original, **ALL, smooth=False)
    theirs = lakes_of_run(copy, threshold=0.5, min_area=20 * 17.0**2, min_island=0, smooth=False)

    assert len(ours) == len(theirs) == 2
    for a, b in zip(ours, theirs):
        assert b.area == pytest.approx(a.area, rel=0.01)


def test_each_block_is_seen_once_whoever_has_computed_it(tmp_path, scene, model):
    run = start(tmp_path / "run", scene, model)
    run.compute(BlueIsLake(), only={run.tiles[0].name})
    start(tmp_path / "run", scene, model).compute(BlueIsLake())  # the rest, by another computer
    pixels = np.zeros((run.grid.height, run.grid.width), int)
    whole = gdal.Open(run.mosaic()).ReadAsArray()

    def seen(window, scaled):
        column, row, width, height = window
        inside = np.s_[row : row + height, column : column + width]
        pixels[inside] += 1
        assert (scaled == whole[inside]).all()

    with trace_while_computing(run, **ALL, smooth=False, seen=seen) as lakes:
        lakes()

    assert (pixels == 1).all()
