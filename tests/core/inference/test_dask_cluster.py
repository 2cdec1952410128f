"""A run on real workers: processes of their own that know neither QGIS nor, at first, the package."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import torch

distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed")

from lake_mapper.core.geo.area_of_interest import AreaOfInterest
from lake_mapper.core.geo.grid import ground_grid
from lake_mapper.core.inference import dask_cluster
from lake_mapper.core.inference.dask_cluster import compute_on_cluster
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.run import Run
from lake_mapper.core.models.model_file import ModelCard, load_model, save_model
from lake_mapper.core.models.networks import build
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.util.errors import Cancelled, RunError
from osgeo import ogr
from support import write_raster


@pytest.fixture(scope="module")
def model_path(tmp_path_factory):
    """A model that looks twice."""
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("model") / "small.safetensors"
    card = ModelCard(name="small", network="LakeNet", margin=32, second_look=20.0)
    save_model(path, build("LakeNet").eval(), card)
    return str(path)


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """2300 × 1500 pixels: 6 output tiles of 1024."""
    values = np.random.default_rng(7).integers(0, 4000, (3, 1500, 2300), np.uint16)
    values[:, :200, :200] = 0
    return write_raster(tmp_path_factory.mktemp("image") / "image.tif", values)


@pytest.fixture
def workers(tmp_path):
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        local_directory=str(tmp_path / "dask"),
    ) as local:
        yield local


def start(folder, image, model_path, area=None, tile_size=1024):
    """A run of the image without its first and last hundred columns."""
    scene = RasterScene(image, "3;2;1", "percentile")
    inset = 100 * scene.native_pixel
    part = scene.bounds._replace(west=scene.bounds.west + inset, east=scene.bounds.east - inset)
    grid = ground_grid(scene.crs_wkt, part, scene.native_pixel, scene.anchor, image=scene.bounds)
    model = load_model(model_path)
    return Run(folder, scene, grid, model, tile_size=tile_size, area=area)


def tiles(run):
    return {tile.name: run.path(tile).read_bytes() for tile in run.tiles}


def triangle():
    return AreaOfInterest(
        [ogr.CreateGeometryFromWkt("POLYGON((505000 3499000,530000 3498000,520000 3478000,505000 3499000))")]
    )


def test_a_killed_worker_changes_nothing(tmp_path, image, model_path, workers):
    alone = start(tmp_path / "alone", image, model_path, triangle())
    alone.compute(Engine(alone.model, "cpu"))
    shared = start(tmp_path / "shared", image, model_path, triangle())
    killed, seen, log = [], [], []

    def progress(now):
        seen.append(now.done)
        if now.done == 1 and not killed:
            killed.append(workers.workers[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    count = compute_on_cluster(
        shared,
        workers.scheduler_address,
        model_path=model_path,
        device="cpu",
        progress=progress,
        log=log.append,
    )

    assert killed and killed[0] not in [worker.pid for worker in workers.workers.values()]
    assert count == 6 and seen == sorted(seen) and seen[-1] == 6
    assert tiles(shared) == tiles(alone)
    assert sum("small runs on the CPU" in line for line in log) == 2
    assert compute_on_cluster(shared, "tcp://nobody:1") == 0  # nothing is left to do


def test_cancelling_stops_workers_within_an_output_tile(tmp_path, model_path, workers):
    values = np.random.default_rng(7).integers(0, 4000, (3, 2048, 2304), np.uint16)
    image = write_raster(tmp_path / "image.tif", values)
    run = start(tmp_path / "run", image, model_path, tile_size=2048)
    large, small = run.tiles  # of 4 blocks, and of 2 that are an eighth as wide
    done = []

    with pytest.raises(Cancelled):
        compute_on_cluster(
            run,
            workers.scheduler_address,
            model_path=model_path,
            device="cpu",
            progress=lambda now: done.append(now.done),
            cancelled=lambda: run.finished(small),
        )

    def tasks_held(dask_worker):
        return len(dask_worker.state.tasks)

    with distributed.Client(workers, set_as_default=False) as client:
        until = time.monotonic() + 60
        while any(client.run(tasks_held).values()) and time.monotonic() < until:
            time.sleep(0.1)
        assert not any(client.run(tasks_held).values())
    assert run.finished(small) and not run.path(large).exists()
    assert max(done) <= 2


def test_what_a_worker_lacks_is_an_error_before_work_starts(
    tmp_path, image, model_path, workers, monkeypatch
):
    model = tmp_path / "model.safetensors"
    shutil.copy(model_path, model)
    run = start(tmp_path / "run", image, model)
    address = workers.scheduler_address

    def sentence(device="cpu"):
        with pytest.raises(RunError) as raised:
            compute_on_cluster(run, address, model_path=str(model), device=device)
        return str(raised.value)

    save_model(model, build("LakeNet").eval(), ModelCard(name="another", network="LakeNet", margin=32))
    assert "is another one (SHA-256" in sentence()
    model.unlink()
    assert "cannot be read" in sentence()
    shutil.copy(model_path, model)
    if not torch.cuda.is_available():
        assert "CUDA" in sentence("cuda")
    monkeypatch.setattr(dask_cluster, "version", lambda: "9.9 (0)")
    assert "but this machine 9.9 (0)" in sentence()
    monkeypatch.undo()
    shutil.rmtree(run.folder)
    assert "run folder" in sentence()
    assert not run.folder.exists()


def test_a_scheduler_that_is_missing_or_has_no_workers_is_an_error(tmp_path, image, model_path, monkeypatch):
    run = start(tmp_path / "run", image, model_path)
    monkeypatch.setattr(dask_cluster, "PATIENCE", 2.0)

    for address in ("tcp://127.0.0.1:9", "nonsense", "odd://127.0.0.1:1"):
        with pytest.raises(RunError, match="cannot be reached"):
            compute_on_cluster(run, address)
    with (
        distributed.LocalCluster(n_workers=0, processes=True, dashboard_address=None) as empty,
        pytest.raises(RunError, match="has no workers"),
    ):
        compute_on_cluster(run, empty.scheduler_address)


def test_without_dask_the_error_names_the_package(tmp_path, image, model_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(RunError, match="not installed"):
        compute_on_cluster(start(tmp_path / "run", image, model_path), "tcp://127.0.0.1:8786")


def test_a_scheduler_and_a_worker_that_know_nothing_of_the_package(tmp_path, image, model_path):
    """Started by Dask's own commands, from another folder."""
    file = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m"]
    quiet = {"cwd": tmp_path, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = ["distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", file]
    worker = ["distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--scheduler-file", file]
    processes = [subprocess.Popen([*dask, *scheduler], **quiet), subprocess.Popen([*dask, *worker], **quiet)]
    try:
        until = time.monotonic() + 30
        while not file.exists() and time.monotonic() < until:
            time.sleep(0.1)
        run = start(tmp_path / "run", image, model_path)

        address = json.loads(file.read_text())["address"]
        assert compute_on_cluster(run, address, model_path=model_path, device="cpu") == 6
        assert all(map(run.finished, run.tiles))
    finally:
        for process in processes:
            process.terminate()
            process.wait()


@pytest.mark.parametrize("infrared", [True, False])
def test_workers_read_the_infrared_that_the_run_reads(tmp_path, model_path, infrared):
    values = np.random.default_rng(7).integers(1, 4000, (4, 64, 64), np.uint16)
    image = write_raster(tmp_path / "image.tif", values, descriptions=["B4", "B3", "B2", "B8"])
    scene = RasterScene(image, contrast="percentile")
    scene = scene if infrared else scene.without_infrared()
    grid = ground_grid(scene.crs_wkt, scene.bounds, scene.native_pixel, scene.anchor)
    run = Run(tmp_path / "run", scene, grid, load_model(model_path))
    job = json.loads(json.dumps(dask_cluster._job(run, model_path, "cpu", "full")))

    theirs, _ = dask_cluster._ready(job)

    assert theirs.scene.fingerprint == scene.fingerprint
    assert (theirs.scene.infrared is not None) == infrared


def test_workers_decide_alike_what_is_no_data(tmp_path, model_path):
    values = np.random.default_rng(7).integers(10, 4000, (3, 64, 64), np.uint16)
    values[:, 20:40, 20:40] = 7
    scene = RasterScene(write_raster(tmp_path / "image.tif", values), contrast="percentile", nodata=7.0)
    grid = ground_grid(scene.crs_wkt, scene.bounds, scene.native_pixel, scene.anchor)
    run = Run(tmp_path / "run", scene, grid, load_model(model_path))

    theirs, _ = dask_cluster._ready(json.loads(json.dumps(dask_cluster._job(run, model_path, "cpu", "full"))))

    assert theirs.scene.fingerprint == scene.fingerprint
    assert theirs.scene.nodata.fills == scene.nodata.fills
