"""The output tiles of a run, computed by the workers of a Dask cluster (``dask.distributed``).

A worker needs this package, PyTorch and GDAL, but no QGIS, and the same paths of the image, the run folder
and the model. It loads this package from its own Python path, or from the folder where it lies here. Only
plain values and one small function travel, so the scheduler needs no more than Dask itself. A tile is written
whole or not at all: one that is computed twice, because a worker was lost, does no harm.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from osgeo import ogr

from ..geo.area_of_interest import AreaOfInterest
from ..geo.grid import Grid, Window
from ..raster.contrast import Stretch
from ..raster.scene import RasterScene
from ..util.errors import Cancelled, LakeMapperError, RunError
from ..util.gdal_context import gdal_raises
from ..util.translation import tr
from .run import Run, RunProgress
from .tiling import block_count
from .version import PACKAGE_PATH, release

if TYPE_CHECKING:
    from distributed import Client

#: How long to wait for the scheduler, and for its first worker, in seconds.
PATIENCE = 15.0
_POLL = 0.2


def compute_on_cluster(
    run: Run,
    address: str,
    *,
    model_path: str = "",
    device: str = "automatic",
    engine: str = "automatic",
    progress: Callable[[RunProgress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    log: Callable[[str], None] = lambda _: None,
) -> int:
    """Compute the missing output tiles of ``run`` on the cluster whose scheduler is at ``address``.

    As ``Run.compute``, with progress tile by tile: return how many there were. ``model_path`` (empty: the
    bundled model), ``device`` and ``engine`` are those of the workers. ``log`` gets lines for the log.
    ``RunError`` when Dask is not installed, the scheduler cannot be reached or has no workers, a worker
    cannot do this run, or a tile fails; ``Cancelled`` when ``cancelled`` returns true.
    """
    missing = run.unfinished()
    image = run.grid.image
    total = block_count(run.tiles, image)
    done = before = total - block_count(missing, image)
    progress(RunProgress(done, total, None))
    if not missing:
        return 0
    job = _job(run, model_path, device, engine)
    with _connected(address) as client:
        for worker, line in _prepared(client, job).items():
            log(tr("Worker {worker}: {line}", worker=worker, line=line))
        started = time.monotonic()
        call = _remote_call()
        futures = {
            client.submit(call, str(PACKAGE_PATH), "compute_tile", job, tile.name, pure=False): tile
            for tile in missing
        }
        waiting, has_workers = list(futures), True
        try:
            while waiting:
                if cancelled():
                    raise Cancelled
                finished = [future for future in waiting if _is_done(future)]
                waiting = [future for future in waiting if future not in finished]
                for future in finished:
                    done += block_count([futures[future]], image)
                    pace = (time.monotonic() - started) / (done - before)
                    progress(RunProgress(done, total, pace * (total - done)))
                had_workers, has_workers = has_workers, bool(client.scheduler_info()["workers"])
                if had_workers and not has_workers:
                    log(tr("The cluster has no workers left: waiting for one to come, or for you to cancel."))
                time.sleep(_POLL)
        finally:
            client.cancel(list(futures))  # a no-op for those that are done
    lost = [tile.name for tile in missing if not run.finished(tile)]
    if lost:
        raise RunError(
            tr(
                "The workers report that they are done, but {tile} is not in {folder}. Choose a RUN_FOLDER "
                "that all workers share under the same path.",
                tile=lost[0],
                folder=run.folder,
            )
        )
    return len(missing)


def _is_done(future: Any) -> bool:
    """Return whether an output tile is computed; ``RunError`` when it failed for good."""
    status = future.status  # read once: a result that is lost with its worker is pending again
    if status == "finished":
        sentence = future.result()["error"]
    elif status == "cancelled":
        sentence = tr("The scheduler has dropped the work, perhaps because it was restarted.")
    elif status == "error":
        sentence = tr("An output tile failed on the cluster: {why}", why=future.exception())
    else:
        return False
    if sentence:
        remedy = tr("Finished output tiles are kept; start the same run again to continue.")
        raise RunError(f"{sentence} {remedy}")
    return True


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    """Connect to the scheduler at ``address`` and check that its workers have our Python version."""
    try:
        from distributed import Client
    except ImportError as error:
        raise RunError(
            tr(
                "SCHEDULER is {address}, but dask.distributed is not installed ({why}). Install it with pip "
                "('distributed'), or leave SCHEDULER empty to compute on this machine.",
                address=address,
                why=error,
            )
        ) from error
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise RunError(
            tr(
                "The scheduler {address} cannot be reached ({why}). Check that it runs ('dask scheduler') "
                "and that SCHEDULER is its address, like tcp://host:8786. Leave SCHEDULER empty to compute "
                "on this machine.",
                address=address,
                why=error,
            )
        ) from error
    try:
        _check_workers(client, address)
        yield client
    finally:
        client.close()


def _check_workers(client: Client, address: str) -> None:
    """Raise ``RunError`` unless there is a worker, and all have the Python version of this machine."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise RunError(
            tr(
                "The scheduler {address} has no workers. Start some with 'dask worker {address}'.",
                address=address,
            )
        ) from error
    versions = cast("dict[str, Any]", client.get_versions())  # a coroutine in asynchronous clients only
    ours = versions["client"]["host"]["python"].split(".")[:2]
    for worker, found in {"": versions["scheduler"], **versions["workers"]}.items():
        theirs = found["host"]["python"].split(".")[:2]
        if theirs != ours:
            raise RunError(_other_python(worker, ".".join(theirs), ".".join(ours)))


def _other_python(worker: str, theirs: str, ours: str) -> str:
    """Return a sentence on the Python of a worker, empty for the scheduler, and that of this machine."""
    if worker:
        return tr(
            "The worker {worker} runs Python {theirs}, but this machine Python {ours}. Dask needs the same "
            "on all: start it from a Python of that version.",
            worker=worker,
            theirs=theirs,
            ours=ours,
        )
    return tr(
        "The scheduler runs Python {theirs}, but this machine Python {ours}. Dask needs the same on all: "
        "start it from a Python of that version.",
        theirs=theirs,
        ours=ours,
    )


def _prepared(client: Client, job: dict[str, Any]) -> dict[str, str]:
    """Let each worker load what it needs: return what runs the network on each.

    ``RunError`` for the first that cannot do this run.
    """
    answers = client.run(_remote_call(), str(PACKAGE_PATH), "prepare", job, on_error="return")
    for worker, answer in answers.items():
        error = str(answer) if isinstance(answer, BaseException) else answer["error"]
        if error:
            raise RunError(tr("The worker {worker} cannot do this run. {why}", worker=worker, why=error))
    return {worker: answer["description"] for worker, answer in answers.items()}


def _remote_call() -> Callable[..., dict[str, Any]]:
    """Return the function that workers run: it finds the package, then calls a function of this module.

    A function within a function is sent by value, so that neither the scheduler nor a fresh worker has to
    know the package in order to receive it.
    """

    def call(package_path: str, name: str, *arguments: Any) -> dict[str, Any]:
        import importlib
        import importlib.util
        import os
        import sys

        if "lake_mapper" not in sys.modules and importlib.util.find_spec("lake_mapper") is None:
            init = os.path.join(package_path, "__init__.py")  # noqa: PTH118 (nothing from outside travels)
            if not os.path.exists(init):  # noqa: PTH110
                return {
                    "error": "It finds no package lake_mapper, neither on its Python path nor in "
                    f"{package_path}. Put the plugin's folder there, or its parent on PYTHONPATH."
                }
            spec: Any = importlib.util.spec_from_file_location(  # never None: the file is there
                "lake_mapper", init, submodule_search_locations=[package_path]
            )
            package = importlib.util.module_from_spec(spec)
            sys.modules["lake_mapper"] = package
            spec.loader.exec_module(package)
        try:
            module = importlib.import_module("lake_mapper.core.inference.dask_cluster")
        except ImportError as error:
            return {"error": f"It cannot load Lake Mapper ({error}). Install what is missing there."}
        return getattr(module, name)(*arguments)

    return call


def version() -> str:
    """Return the package's version and a digest of the code that computes, to compare workers by."""
    digest = hashlib.sha256()
    for path in sorted((PACKAGE_PATH / "core").rglob("*.py")):
        digest.update(path.relative_to(PACKAGE_PATH).as_posix().encode() + path.read_bytes())
    return f"{release()} ({digest.hexdigest()[:12]})"


def _job(run: Run, model_path: str, device: str, engine: str) -> dict[str, Any]:
    """Return what a worker must know of a run, as plain values."""
    scene = run.scene
    if not isinstance(scene, RasterScene):
        raise RunError(
            tr(
                "The layer '{name}' is rendered by QGIS, which the workers of a cluster do not have. Leave "
                "SCHEDULER empty, or save the layer as a GeoTIFF that the workers can read.",
                name=scene.name,
            )
        )
    return {
        "version": version(),
        "folder": str(run.folder.absolute()),
        "tile_size": run.tile_size,
        "image": scene.path,
        "bands": scene.band_numbers,
        "infrared": scene.infrared is not None,
        "stretch": [list(scene.stretch.low), list(scene.stretch.high), scene.stretch.why],
        "crs": scene.crs_wkt,
        "nodata": scene.additional_nodata,
        "options": list(scene.options),
        "grid": {**vars(run.grid), "whole": list(run.grid.whole) if run.grid.whole else None},
        "area": run.area.wkbs if run.area else None,
        "model": str(Path(model_path).absolute()) if model_path else "",
        "sha256": run.model.sha256,
        "device": device,
        "engine": engine,
    }


# What follows runs on workers, which have no QGIS and so no other language than English.

_ONE_AT_A_TIME = threading.Lock()  # an output tile uses all cores, and the memory of one
_prepared_job: dict[str, Any] = {}


def prepare(job: dict[str, Any]) -> dict[str, str]:
    """Load what ``job`` needs on this worker: return a ``description`` of what runs, or an ``error``."""
    with _ONE_AT_A_TIME, gdal_raises():
        try:
            return {"error": "", "description": _ready(job)[1].description}
        except (LakeMapperError, ImportError, RuntimeError) as error:
            return {"error": str(error)}


def compute_tile(job: dict[str, Any], name: str) -> dict[str, str]:
    """Compute one output tile on this worker, unless it is there: return an ``error``, or an empty one."""
    with _ONE_AT_A_TIME, gdal_raises():
        try:
            run, engine = _ready(job)
            run.compute(engine, cancelled=_dropped(), only={name})
        except LakeMapperError as error:
            return {"error": str(error)}
        except Cancelled:
            return {"error": "The work was cancelled."}
    return {"error": ""}


def _ready(job: dict[str, Any]) -> tuple[Run, Any]:
    """Return the run and the engine of ``job``; those of the latest job are kept."""
    if _prepared_job.get("job") == job:
        return _prepared_job["ready"]
    from ..models.model_file import BUNDLED, load_model
    from .engine import Engine

    if version() != job["version"]:
        raise RunError(
            f"It has Lake Mapper {version()}, but this machine {job['version']}. Install the same there, and "
            "start the worker again."
        )
    model = load_model(job["model"] or BUNDLED)
    if model.sha256 != job["sha256"]:
        raise RunError(
            f"Its model {job['model'] or BUNDLED} is another one (SHA-256 {model.sha256[:12]}…, not "
            f"{job['sha256'][:12]}…). Copy the model file to it."
        )
    stretch = Stretch(tuple(job["stretch"][0]), tuple(job["stretch"][1]), job["stretch"][2])
    scene = RasterScene(
        job["image"],
        job["bands"],
        "style",
        style=stretch,
        crs_wkt=job["crs"],
        nodata=job["nodata"],
        options=job["options"],
    )
    scene = scene if job["infrared"] else scene.without_infrared()
    area = AreaOfInterest([ogr.CreateGeometryFromWkb(wkb) for wkb in job["area"]]) if job["area"] else None
    if not (Path(job["folder"]) / "manifest.json").exists():
        raise RunError(
            f"The run folder {job['folder']} is not there. Choose a RUN_FOLDER that all workers share under "
            "the same path."
        )
    grid = Grid(**job["grid"])
    grid = replace(grid, whole=Window(*grid.whole) if grid.whole else None)  # a plain list on its way
    run = Run(
        job["folder"], scene, grid, model,
        tile_size=job["tile_size"], area=area,
    )  # fmt: skip
    _prepared_job.update(job=job, ready=(run, Engine(model, job["device"], job["engine"])))
    return _prepared_job["ready"]


def _dropped() -> Callable[[], bool]:
    """Return a function that tells whether the scheduler has dropped the present task.

    It has when the task was cancelled, or its client is gone.
    """
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()

    def dropped() -> bool:
        task = worker.state.tasks.get(key)
        return task is None or task.state == "cancelled"

    return dropped
