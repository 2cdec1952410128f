import dataclasses
import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from lake_mapper.core.geo.grid import Bounds, ground_grid
from lake_mapper.core.geo.wkb import polygon_wkb
from lake_mapper.core.inference.probability_raster import scaled_probability_reader
from lake_mapper.core.lakes.calibration import Calibration
from lake_mapper.core.lakes.lakes_of_run import lakes_of_run
from lake_mapper.core.lakes.vectorize import lakes_from_probability
from lake_mapper.core.lakes.zonal_statistics import add_zonal_statistics
from osgeo import gdal, ogr
from support import wkt, write_raster

PIXEL = 17.0**2


def plane_areas(lakes):
    """Each lake's area in the CRS plane, in pixels."""
    return [ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings)).Area() / PIXEL for lake in lakes]


def extracted(run, min_area=0.0, min_island=0.0):
    return lakes_of_run(run, 0.5, min_area, min_island, smooth=False)


def disc(size, centre, radius):
    y, x = np.mgrid[0:size, 0:size]
    return np.hypot(x - centre[0], y - centre[1]) <= radius


def test_disc_has_the_area_of_its_pixels(run_of):
    mask = disc(200, (100, 100), 15)

    (lake,) = extracted(run_of(mask))

    assert plane_areas([lake]) == pytest.approx([mask.sum()], rel=1e-9)
    # At the central meridian UTM shrinks lengths by 0.9996.
    assert lake.area == pytest.approx(mask.sum() * PIXEL / 0.9996**2, rel=1e-4)


def test_ring_has_an_island(run_of):
    mask = disc(200, (100, 100), 40) & ~disc(200, (100, 100), 20)

    (lake,) = extracted(run_of(mask))

    assert len(lake.rings) == 2
    assert plane_areas([lake]) == pytest.approx([mask.sum()], rel=1e-9)


def test_checkerboard_is_as_many_lakes_as_black_squares(run_of):
    mask = np.indices((8, 8)).sum(0) % 2 == 0

    lakes = extracted(run_of(mask))

    assert len(lakes) == 32
    assert plane_areas(lakes) == pytest.approx([1.0] * 32, rel=1e-9)


def test_lake_across_four_sheets_is_one_without_seams(run_of):
    mask = disc(2048, (1024, 1024), 100)

    (lake,) = extracted(run_of(mask, tile=1024))

    assert len(lake.rings) == 1
    assert plane_areas([lake]) == pytest.approx([mask.sum()], rel=1e-9)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mask=arrays(bool, (12, 15)))
def test_any_mask_keeps_every_pixel(mask, tmp_path_factory, mosaic_of):
    mosaic, grid = mosaic_of(tmp_path_factory.mktemp("any"), mask)

    lakes = lakes_from_probability(scaled_probability_reader(mosaic), grid, 0.5)

    assert sum(plane_areas(lakes)) == pytest.approx(mask.sum(), rel=1e-9)
    assert all(ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings)).IsValid() for lake in lakes)
    assert [lake.area for lake in lakes] == sorted((lake.area for lake in lakes), reverse=True)


@pytest.fixture
def mosaic_of():
    """A mask as a probability mosaic of one sheet, without a run."""
    from lake_mapper.core.geo.grid import Bounds, ground_grid
    from support import wkt, write_raster

    def make(folder, mask):
        height, width = mask.shape
        bounds = Bounds(500000, 3500000 - 17 * height, 500000 + 17 * width, 3500000)
        grid = ground_grid(wkt(32645), bounds, 17.0, (500000, 3500000))
        return write_raster(folder / "p.tif", mask[None].astype(np.uint8) * 200, nodata=255), grid

    return make


def test_small_lakes_go_and_small_islands_are_filled(run_of):
    mask = np.zeros((100, 100), bool)
    mask[10:50, 10:50] = True
    mask[20:22, 20:22] = False  # 4 pixels
    mask[30:40, 30:40] = False  # 100 pixels
    mask[34:36, 34:36] = True  # a pond of 4 pixels on the larger island
    mask[70:73, 70:73] = True  # 9 pixels

    everything = extracted(run_of(mask, name="a"))
    cleaned = extracted(run_of(mask, name="b"), min_area=6 * PIXEL, min_island=6 * PIXEL)

    assert sorted(round(a) for a in plane_areas(everything)) == [4, 9, 1496]
    assert [round(a) for a in plane_areas(cleaned)] == [1500, 9]


def test_pond_on_a_filled_island_is_not_counted_twice(run_of):
    mask = np.zeros((100, 100), bool)
    mask[10:50, 10:50] = True
    mask[30:40, 30:40] = False
    mask[34:36, 34:36] = True

    lakes = extracted(run_of(mask), min_island=150 * PIXEL)

    assert [round(a) for a in plane_areas(lakes)] == [1600]


def test_edge_and_missing_data_are_told(run_of):
    mask = np.zeros((100, 120), bool)
    mask[40:50, :10] = True  # at the left edge
    mask[20:30, 50:60] = True  # beside missing data
    mask[70:80, 50:60] = True  # free
    mask[10:20, 100:120] = True  # at the right edge
    valid = np.ones_like(mask)
    valid[10:40, 60:62] = False

    lakes = {round(lake.rings[0][:, 0].min() - 500000): lake for lake in extracted(run_of(mask, valid=valid))}

    assert {x: lake.touches_edge for x, lake in lakes.items()} == {0: True, 850: False, 1700: True}
    free, beside = sorted(
        (lake for lake in extracted(run_of(mask, valid=valid, name="b")) if not lake.touches_edge),
        key=lambda lake: lake.touches_nodata,
    )
    assert (free.touches_nodata, beside.touches_nodata) == (False, True)


def test_confidence_is_the_mean_probability_also_across_sheets(run_of, tmp_path):
    mask = np.zeros((1100, 1100), bool)
    mask[1000:1050, 1000:1050] = True
    run = run_of(mask)
    scaled = {0: 120, 1: 140, 1024: 160}
    from osgeo import gdal

    for tile in run.tiles:  # other probabilities in each sheet
        dataset = gdal.Open(str(run.path(tile)), gdal.GA_Update)
        values = dataset.ReadAsArray()
        values[values == 200] = scaled[tile.window.column] + (tile.window.row > 0) * 10
        dataset.WriteArray(values)
        del dataset

    (lake,) = extracted(run)

    n = {"nw": 24 * 24, "ne": 24 * 26, "sw": 26 * 24, "se": 26 * 26}
    mean = (n["nw"] * 120 + n["ne"] * 160 + n["sw"] * 130 + n["se"] * 170) / 2500 / 200
    assert lake.confidence == pytest.approx(mean, rel=1e-9)


def with_probability(run, scaled):
    """The run with its stored probabilities replaced by those of (H, W) levels."""
    for tile in run.tiles:
        column, row, width, height = tile.window
        dataset = gdal.Open(str(run.path(tile)), gdal.GA_Update)
        dataset.WriteArray(scaled[row : row + height, column : column + width])
        del dataset
    return run


def test_confidence_is_calibrated(run_of):
    run = with_probability(run_of(np.zeros((60, 60), bool)), np.pad(np.full((20, 20), 160, np.uint8), 20))
    card = dataclasses.replace(run.model.card, calibration=(0.5, -1.0))
    run.model = dataclasses.replace(run.model, card=card)

    (lake,) = extracted(run)

    assert lake.confidence == pytest.approx(1 / (1 + math.exp(-(0.5 * math.log(0.8 / 0.2) - 1))), abs=1e-6)


def test_doubtful_pixels_count_in_the_lake_and_beside_it(run_of):
    scaled = np.zeros((100, 100), np.uint8)
    scaled[20:40, 20:40] = 200
    scaled[20:40, 36:40] = 110  # in the lake: 80 pixels
    scaled[20:40, 40:45] = 90  # beside it: 100 pixels
    scaled[28:30, 28:30] = 80  # on an island: 4 pixels
    scaled[60:70, 60:70] = 90  # alone: of no lake
    scaled[20:40, 10:20] = 20  # surely land

    (lake,) = extracted(with_probability(run_of(np.zeros((100, 100), bool)), scaled))

    assert lake.uncertain / (lake.area / 396) == pytest.approx(184, rel=1e-6)


def test_doubt_between_two_lakes_goes_to_the_nearer_one(run_of):
    scaled = np.zeros((40, 100), np.uint8)
    scaled[10:20, 10:30] = 200
    scaled[10:20, 40:70] = 200
    scaled[10:20, 30:40] = 90
    scaled[10, 30:40] = 0

    large, small = extracted(with_probability(run_of(np.zeros((40, 100), bool)), scaled))

    assert large.uncertain == pytest.approx(small.uncertain, rel=1e-3)
    assert large.uncertain / (large.area / 300) == pytest.approx(45, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(
    scaled=arrays(np.uint8, (14, 60), elements=st.sampled_from([0, 60, 90, 110, 200])),
    block=st.integers(1, 50),
)
def test_facts_do_not_depend_on_blocks(scaled, block, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    grid = ground_grid(wkt(32645), Bounds(500000, 3499762, 501020, 3500000), 17.0, (500000, 3500000))
    mosaic = write_raster(folder / "p.tif", scaled[None], nodata=255)
    rough = Calibration(0.7, -0.6)

    def facts(block):
        lakes = lakes_from_probability(scaled_probability_reader(mosaic), grid, 0.5)
        add_zonal_statistics(lakes, mosaic, grid, calibration=rough, block_size=block)
        return [(k.uncertain, k.confidence, k.touches_edge, k.touches_nodata) for k in lakes]

    assert facts(block) == facts(60)


def test_attributes_do_not_depend_on_the_sheets(run_of):
    y, x = np.mgrid[0:1100, 0:2100]
    scaled = (100 + 99 * np.sin(x / 37) * np.sin(y / 53)).astype(np.uint8)
    scaled[500:520, 1000:1100] = 255

    small, large = (
        lakes_of_run(
            with_probability(run_of(np.zeros(scaled.shape, bool), tile=n, name=str(n)), scaled),
            0.5,
            0,
            0,
            True,
        )
        for n in (1024, 4096)
    )

    def facts(lakes):
        return [
            (k.uncertain, k.confidence, k.touches_edge, k.touches_nodata, k.elongation, k.areas)
            for k in lakes
        ]

    assert facts(small) == facts(large)
    assert any(lake.touches_nodata for lake in small)
    assert sum(lake.uncertain for lake in small) > 0


def test_edge_is_told_of_smooth_shores_and_of_lakes_whose_island_is_there(run_of):
    mask = np.zeros((100, 100), bool)
    mask[:30, :30] = True
    mask[:10, 10:20] = False  # an island that the edge cuts
    mask[50:80, 1:30] = True  # one pixel from the edge
    mask[60:70, 1:10] = False
    mask[50:80, 70:100] = True
    mask[60:70, 98:100] = False  # land at the edge, the lake around it too

    lakes = lakes_of_run(run_of(mask), 0.5, 0, 0, smooth=True)

    assert [lake.touches_edge for lake in lakes].count(True) == 2
    (off,) = (lake for lake in lakes if not lake.touches_edge)
    assert off.rings[0][:, 0].max() < 500000 + 31 * 17


@pytest.mark.parametrize(("threshold", "lakes"), [(0.005, 1), (0.5, 1), (0.505, 0), (1.0, 0)])
def test_threshold_is_inclusive(run_of, threshold, lakes):
    run = run_of(np.zeros((30, 30), bool))
    from osgeo import gdal

    dataset = gdal.Open(str(run.path(run.tiles[0])), gdal.GA_Update)
    values = dataset.ReadAsArray()
    values[10:20, 10:20] = 100
    dataset.WriteArray(values)
    del dataset

    assert len(lakes_of_run(run, threshold, 0, 0, False)) == lakes


def test_degrees_and_utm_give_the_same_lakes(run_of, tmp_path, model):
    """A scene warped to degrees has the lakes of its original, within 1 %."""
    from lake_mapper.core.geo.grid import ground_grid
    from lake_mapper.core.inference.run import Run
    from lake_mapper.core.raster.scene import RasterScene
    from osgeo import gdal
    from support import BlueIsLake

    mask = disc(400, (120, 150), 60) | disc(400, (280, 250), 80) & ~disc(400, (280, 250), 30)
    original = run_of(mask)
    path = str(tmp_path / "degrees.tif")
    gdal.Warp(
        path, original.scene.path, dstSRS="EPSG:4326", resampleAlg="bilinear", dstAlpha=True
    ).FlushCache()
    scene = RasterScene(path, bands="1;2;3")
    grid = ground_grid(scene.crs_wkt, scene.bounds, 17.0, scene.anchor)
    copy = Run(tmp_path / "copy", scene, grid, model)
    copy.compute(BlueIsLake())

    ours, theirs = extracted(original), extracted(copy, min_area=20 * PIXEL)

    assert len(ours) == len(theirs) == 2
    for a, b in zip(ours, theirs):
        assert b.area == pytest.approx(a.area, rel=0.01)
