import errno
import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
from lake_mapper.core.geo.area_of_interest import AreaOfInterest
from lake_mapper.core.geo.grid import ground_grid
from lake_mapper.core.inference.probability_raster import NODATA
from lake_mapper.core.inference.run import Run
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.util.errors import Cancelled, RunError
from lake_mapper.core.util.temporary_folder import TemporaryFolder
from osgeo import gdal, ogr
from support import ROOT, BlueIsLake, english_in, rgb_of, write_raster


@pytest.fixture
def scene(tmp_path):
    """2300 × 1500 pixels: 2 × 3 output tiles of 1024."""
    rng = np.random.default_rng(3)
    mask = np.kron(rng.random((30, 46)) < 0.4, np.ones((50, 50))) > 0
    return RasterScene(write_raster(tmp_path / "scene.tif", rgb_of(mask)))


def start(folder, scene, model, tile_size=1024, area=None):
    grid = ground_grid(scene.crs_wkt, scene.bounds, scene.native_pixel, scene.anchor)
    return Run(folder, scene, grid, model, tile_size=tile_size, area=area)


def area_of(scene, left, top, right, bottom):
    """A rectangle given in pixels of 17 m."""
    west, north = scene.anchor
    x, y = (west + 17 * left, west + 17 * right), (north - 17 * bottom, north - 17 * top)
    ring = f"{x[0]} {y[0]}, {x[1]} {y[0]}, {x[1]} {y[1]}, {x[0]} {y[1]}, {x[0]} {y[0]}"
    return AreaOfInterest([ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))")])


def test_a_real_network_gives_the_same_probability_in_any_layout(tmp_path, model):
    from lake_mapper.core.inference.engine import Engine

    values = np.random.default_rng(5).integers(0, 256, (3, 1100, 1300), np.uint8)
    scene = RasterScene(write_raster(tmp_path / "noise.tif", values))
    mosaics = []
    for tile_size in (1024, 2048):
        run = start(tmp_path / str(tile_size), scene, model, tile_size)
        run.compute(Engine(model, "cpu"))
        mosaics.append(gdal.Open(run.mosaic()).ReadAsArray())

    assert len(np.unique(mosaics[0])) > 10
    assert (mosaics[0] == mosaics[1]).all()


def test_finished_output_tiles_are_never_computed_again(tmp_path, scene, model):
    first = start(tmp_path / "run", scene, model)
    assert first.compute(BlueIsLake()) == 6
    before = {tile.name: first.path(tile).stat().st_mtime_ns for tile in first.tiles}
    lost = first.path(first.tiles[4])
    lost.unlink()

    again = start(tmp_path / "run", scene, model)
    engine = BlueIsLake()

    assert again.compute(engine) == 1
    assert engine.calls == 1
    after = {tile.name: again.path(tile).stat().st_mtime_ns for tile in again.tiles}
    assert {name for name in after if after[name] != before[name]} == {lost.name}


def test_cancelling_keeps_whole_output_tiles_only(tmp_path, scene, model):
    run = start(tmp_path / "run", scene, model)
    engine = BlueIsLake()

    with pytest.raises(Cancelled):
        run.compute(engine, cancelled=lambda: engine.calls >= 3)

    assert engine.calls == 3
    names = sorted(p.name for p in run.folder.iterdir())
    assert all(run.finished(tile) for tile in run.tiles if tile.name in names)
    assert not [name for name in names if "unfinished" in name]
    assert start(tmp_path / "run", scene, model).compute(BlueIsLake()) == 6 - (len(names) - 1)


def test_killed_run_resumes(tmp_path, scene, model):
    """A process that is killed in the middle loses at most the tiles it had not finished."""
    program = textwrap.dedent(f"""
        import sys, time
        sys.path[:0] = [{str(ROOT / "tests")!r}, {str(ROOT / "scripts")!r}]
        import package_path; package_path.load()
        import torch
        from support import BlueIsLake
        from lake_mapper.core.geo.grid import ground_grid
        from lake_mapper.core.models.model_file import Model, ModelCard
        from lake_mapper.core.inference.run import Run
        from lake_mapper.core.raster.scene import RasterScene
        scene = RasterScene({scene.path!r})
        grid = ground_grid(scene.crs_wkt, scene.bounds, scene.native_pixel, scene.anchor)
        run = Run({str(tmp_path / "run")!r}, scene, grid,
                  Model(None, ModelCard(name="test", network="LakeNet", margin=32), "0" * 8), tile_size=1024)
        class Slow(BlueIsLake):
            def probability(self, rgb, valid, margin=0):
                if self.calls == 3:
                    print("stuck", flush=True)
                    time.sleep(60)
                return super().probability(rgb, valid, margin)
        run.compute(Slow())
    """)
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"stuck\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    run = start(tmp_path / "run", scene, model)
    finished = sum(run.finished(tile) for tile in run.tiles)
    engine = BlueIsLake()

    assert 2 <= finished <= 3
    assert run.compute(engine) == engine.calls == 6 - finished
    whole = start(tmp_path / "whole", scene, model)
    whole.compute(BlueIsLake())
    assert [run.path(tile).read_bytes() for tile in run.tiles] == [
        whole.path(tile).read_bytes() for tile in whole.tiles
    ]


def test_another_run_in_the_folder_is_refused(tmp_path, scene, model):
    start(tmp_path / "run", scene, model)

    with pytest.raises(RunError, match="holds another run.*output tile size"):
        start(tmp_path / "run", scene, model, 2048)


def test_another_run_is_refused_in_chinese_and_its_manifest_stays_english(tmp_path, scene, model, chinese):
    start(tmp_path / "run", scene, model)

    with pytest.raises(RunError, match="中是另一次运行（不同之处：输出瓦片大小）。请选择空文件夹") as refused:
        start(tmp_path / "run", scene, model, 2048)

    assert english_in(str(refused.value)) == []
    assert (tmp_path / "run" / "manifest.json").read_text().isascii()


def test_damaged_manifest_and_unusable_folder(tmp_path, scene, model):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "manifest.json").write_text("{")
    (tmp_path / "file").write_text("")

    with pytest.raises(RunError, match="damaged"):
        start(tmp_path / "run", scene, model)
    with pytest.raises(RunError, match="cannot be written"):
        start(tmp_path / "file" / "run", scene, model)
    with pytest.raises(RunError, match="multiple of 1024"):
        start(tmp_path / "other", scene, model, 1000)


def test_a_full_disk_keeps_finished_output_tiles(tmp_path, model):
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(small)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("cannot mount a small disk here: " + mounted.stderr.decode().strip())
    try:
        values = np.random.default_rng(5).integers(0, 256, (3, 1500, 2300), np.uint8)
        scene = RasterScene(write_raster(tmp_path / "noise.tif", values))
        run = start(small / "run", scene, model)

        with pytest.raises(RunError, match="disk .* is full"):
            run.compute(BlueIsLake())

        assert 1 <= sum(run.finished(tile) for tile in run.tiles) < 6
        assert not list(run.folder.glob("*unfinished*"))
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_no_network_for_blocks_without_data(tmp_path, model):
    values = np.zeros((3, 1500, 2300), np.uint16)
    values[:, 200:260, 100:180] = 300
    scene = RasterScene(write_raster(tmp_path / "a.tif", values))
    run = start(tmp_path / "run", scene, model)
    engine = BlueIsLake()

    run.compute(engine)

    assert engine.calls == 1
    assert (gdal.Open(run.mosaic()).ReadAsArray() != 255).sum() == 60 * 80


def test_only_the_area_of_interest_is_computed(tmp_path, scene, model):
    run, engine = start(tmp_path / "run", scene, model, area=area_of(scene, 50, 50, 200, 600)), BlueIsLake()
    run.compute(engine)

    assert engine.calls == 1  # of six inference blocks
    has_data = gdal.Open(run.mosaic()).ReadAsArray() != NODATA
    assert has_data[50:600, 50:200].all()
    assert has_data.sum() == 150 * 550


def test_another_area_is_another_run(tmp_path, scene, model):
    start(tmp_path / "run", scene, model, area=area_of(scene, 50, 50, 200, 600))

    start(tmp_path / "run", scene, model, area=area_of(scene, 50, 50, 200, 600))
    for area in (area_of(scene, 50, 50, 201, 600), None):
        with pytest.raises(RunError, match="different area"):
            start(tmp_path / "run", scene, model, area=area)


def test_export_is_one_whole_raster(run_of, tmp_path):
    mask = np.zeros((1100, 1200), bool)
    mask[500:600, 100:300] = True
    run = run_of(mask)

    run.export(tmp_path / "probability.tif")

    raster = gdal.Open(str(tmp_path / "probability.tif"))
    assert (raster.ReadAsArray() * raster.GetRasterBand(1).GetScale() == mask).all()
    with pytest.raises(RunError, match=r"\.tif"):
        run.export(tmp_path / "probability.png")
    with pytest.raises(RunError, match="cannot be written"):
        run.export(tmp_path / "probability.tif" / "below a file.tif")


def test_manifest_says_what_made_it(run_of):
    run = run_of(np.zeros((50, 50), bool))

    manifest = json.loads((run.folder / "manifest.json").read_text())

    assert manifest["model"]["name"] == "test"
    assert manifest["input"]["size"] == [50, 50]


def with_infrared(tmp_path, infrared):
    """Nowhere is the network sure (blue is half): a part of the image is dark in infrared, a part bright."""
    values = np.full((4, 300, 400), 32768, np.uint16)  # four bands of 8 bits would be written with alpha
    values[3] = 256 * infrared
    names = ["red", "green", "blue", "nir"]
    return RasterScene(write_raster(tmp_path / "nir.tif", values, descriptions=names), contrast="none")


def test_infrared_decides_where_the_network_does_not(tmp_path, model):
    scene = with_infrared(tmp_path, np.where(np.arange(400) < 200, 20, 250))
    run, alone = start(tmp_path / "a", scene, model), start(tmp_path / "b", scene.without_infrared(), model)
    for each in (run, alone):
        each.compute(BlueIsLake())
    fused, colours = (gdal.Open(each.mosaic()).ReadAsArray() for each in (run, alone))

    assert (colours == 100).all()
    assert fused[:, :200].min() > 130 and fused[:, 200:].max() < 50


def test_a_run_with_infrared_does_not_continue_without(tmp_path, model):
    scene = with_infrared(tmp_path, np.where(np.arange(400) < 200, 20, 250))
    start(tmp_path / "run", scene, model)

    start(tmp_path / "run", scene, model)
    with pytest.raises(RunError, match="holds another run"):
        start(tmp_path / "run", scene.without_infrared(), model)


def test_the_manifest_of_colours_alone_says_nothing_of_infrared(tmp_path, scene, model):
    start(tmp_path / "run", scene, model)

    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert "fusion" not in manifest and "infrared" not in manifest["input"]


def tiles_of(run):
    return {tile.name: (run.folder / tile.name).read_bytes() for tile in run.tiles}


@pytest.mark.parametrize("share", [0.0, 0.5, 0.9, 1.0])
def test_output_tiles_that_a_power_cut_has_torn_are_computed_again(tmp_path, scene, model, share):
    run = start(tmp_path / "run", scene, model)
    run.compute(BlueIsLake())
    whole = tiles_of(run)
    cut, zeroed, *_ = (run.folder / name for name in whole)
    cut.write_bytes(whole[cut.name][: int(share * len(whole[cut.name]))][:-1])
    kept = min(int(share * len(whole[zeroed.name])), len(whole[zeroed.name]) - 1)
    zeroed.write_bytes(whole[zeroed.name][:kept] + bytes(len(whole[zeroed.name]) - kept))

    again = start(tmp_path / "run", scene, model)
    assert [tile.name for tile in again.damaged()] == [cut.name, zeroed.name]
    assert again.compute(BlueIsLake()) == 2

    assert tiles_of(again) == whole


def test_tiles_from_before_checksums_are_not_computed_again(tmp_path, scene, model):
    run = start(tmp_path / "run", scene, model)
    run.compute(BlueIsLake())
    for tile in run.tiles:
        path = str(run.folder / tile.name)
        values = gdal.Open(path).ReadAsArray()
        write_raster(path, values[None], geotransform=run.grid.geotransform(tile.window))
    again = start(tmp_path / "run", scene, model)

    assert again.compute(BlueIsLake()) == 0


def test_a_link_in_the_place_of_the_mosaic_is_not_followed(run_of, tmp_path):
    run = run_of(np.zeros((50, 50), bool))
    precious = tmp_path / "precious"
    precious.write_text("kept")
    (run.folder / "probability.vrt").symlink_to(precious)

    assert (gdal.Open(run.mosaic()).ReadAsArray() == 0).all()
    assert precious.read_text() == "kept"


def test_statistics_that_qgis_writes_into_a_mosaic_do_not_make_another_run(tmp_path, scene, model):
    path = str(tmp_path / "mosaic.vrt")
    gdal.BuildVRT(path, [scene.path]).FlushCache()
    start(tmp_path / "run", RasterScene(path), model)
    dataset = gdal.Open(path)
    dataset.GetRasterBand(1).ComputeStatistics(False)
    del dataset

    start(tmp_path / "run", RasterScene(path), model)
    gdal.BuildVRT(path, [scene.path], resampleAlg="cubic", xRes=34, yRes=34).FlushCache()
    with pytest.raises(RunError, match="different input"):
        start(tmp_path / "run", RasterScene(path), model)


@pytest.mark.parametrize("text", ["null", "[]", "5", "{", ""])
def test_a_manifest_that_is_none_is_damaged(tmp_path, scene, model, text):
    (tmp_path / "manifest.json").write_text(text)

    with pytest.raises(RunError, match="is damaged"):
        start(tmp_path, scene, model)


def test_a_full_folder_for_temporary_files_keeps_nothing_and_says_so(tmp_path, scene, model, monkeypatch):
    def full(self, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    with TemporaryFolder(tmp_path) as folder:
        run = start(folder, scene, model)
        monkeypatch.setattr(Path, "write_bytes", full)
        with pytest.raises(RunError, match="nothing is kept.*set RUN_FOLDER"):
            run.compute(BlueIsLake())
