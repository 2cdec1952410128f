import numpy as np
import pytest
from lake_mapper.core.geo.area_of_interest import AreaOfInterest
from lake_mapper.core.geo.grid import Bounds, ground_grid
from lake_mapper.core.inference.probability_raster import NODATA
from lake_mapper.core.inference.run import Run
from lake_mapper.core.lakes.lakes_of_run import lakes_of_run
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.util.errors import RunError, SceneError
from osgeo import gdal, ogr
from support import BlueIsLake, rgb_of, write_raster

WEST, NORTH, PIXEL = 500000.0, 3500000.0, 17.0


def box(left, top, right, bottom):
    """A rectangle given in pixels."""
    x = [WEST + c * PIXEL for c in (left, right)]
    y = [NORTH - r * PIXEL for r in (bottom, top)]
    ring = f"{x[0]} {y[0]}, {x[1]} {y[0]}, {x[1]} {y[1]}, {x[0]} {y[1]}, {x[0]} {y[0]}"
    return ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))")


@pytest.fixture
def scene(tmp_path):
    mask = np.zeros((1500, 2300), bool)
    mask[100:200, 100:300] = True  # reaches out of the area
    mask[400:450, 150:190] = True  # lies in it
    mask[1200:1300, 2000:2200] = True  # lies in another block
    return RasterScene(write_raster(tmp_path / "a.tif", rgb_of(mask)))


def lakes(scene, model, folder, area, engine):
    grid = ground_grid(scene.crs_wkt, scene.bounds, PIXEL, scene.anchor)
    run = Run(folder, scene, grid, model, tile_size=1024, area=area)
    run.compute(engine)
    return run, lakes_of_run(run, 0.5, 0, 0, smooth=False)


def test_lakes_are_cut_and_only_the_blocks_of_the_area_are_computed(scene, model, tmp_path):
    engine = BlueIsLake()

    run, found = lakes(scene, model, tmp_path / "run", AreaOfInterest([box(50, 50, 200, 600)]), engine)

    assert engine.calls == 1  # of six blocks
    assert sorted(lake.area for lake in found) == pytest.approx([2000 * 289, 10000 * 289], rel=2e-3)
    assert [lake.touches_nodata for lake in found] == [True, False]
    scaled = gdal.Open(run.mosaic()).ReadAsArray()
    assert (scaled != NODATA).sum() == 150 * 550


def test_whole_lakes_are_those_that_reach_into_the_area(scene, model, tmp_path):
    area = AreaOfInterest([box(250, 50, 260, 600), box(160, 430, 170, 440)])

    _, found = lakes(scene, model, tmp_path / "run", None, BlueIsLake())

    assert len(found) == 3
    inside = [round(lake.area / 289) for lake in found if area.intersects(lake.rings)]
    assert inside == pytest.approx([20000, 2000], rel=2e-3)


def test_bounds_and_digest():
    area, other = (
        AreaOfInterest([box(10, 20, 30, 40), box(50, 20, 60, 30)]),
        AreaOfInterest([box(10, 20, 30, 41)]),
    )

    assert area.bounds == Bounds(WEST + 170, NORTH - 680, WEST + 1020, NORTH - 340)
    assert area.digest == AreaOfInterest([box(10, 20, 30, 40), box(50, 20, 60, 30)]).digest != other.digest


def test_another_area_is_another_run(scene, model, tmp_path):
    lakes(scene, model, tmp_path / "run", AreaOfInterest([box(50, 50, 200, 600)]), BlueIsLake())

    with pytest.raises(RunError, match="different area"):
        lakes(scene, model, tmp_path / "run", AreaOfInterest([box(50, 50, 201, 600)]), BlueIsLake())


def test_no_polygon():
    with pytest.raises(SceneError, match="No polygon of the layer AOI lies over the image"):
        AreaOfInterest([])
