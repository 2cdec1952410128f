"""The lakes of a run with all their attributes, traced while the run is computed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np

from ..geo.ellipsoid import Ellipsoid
from ..geo.grid import Grid, Window
from ..inference.run import Run
from ..util.errors import Cancelled
from ..util.gdal_context import small_cache
from ..util.prefetch import prefetched
from .calibration import Calibration
from .elongation import elongations
from .lake import Lake, in_batches, measure
from .ring_file import RingFile
from .smooth import smoothed
from .vectorize import lakes_from_probability
from .zonal_statistics import add_zonal_statistics


def _unseen(window: Window, scaled: np.ndarray) -> None: ...


@contextmanager
def trace_while_computing(
    run: Run,
    *,
    threshold: float,
    min_area: float,
    min_island: float,
    smooth: bool,
    cancelled: Callable[[], bool] = lambda: False,
    seen: Callable[[Window, np.ndarray], None] = _unseen,
) -> Iterator[Callable[[], list[Lake]]]:
    """Yield a function that returns the lakes of a run, with all their attributes, largest first.

    Within the context the run is computed, here or by others: finished output tiles are traced meanwhile in a
    thread of their own, and the function waits for the rest. ``min_area`` and ``min_island`` are in m², see
    ``vectorize.lakes_from_probability``. ``seen`` gets each block once, with its scaled probability (H, W)
    uint8, in that thread, whoever has computed it and when.

        with trace_while_computing(run, ...) as lakes:
            run.compute(engine)
            found = lakes()
    """
    left, computed = threading.Event(), threading.Event()

    def over() -> bool:
        return left.is_set() or cancelled()

    def traced() -> list[Lake]:
        stored = run.scaled_probability_reader(over, computed.is_set)

        def read(window: Window) -> np.ndarray:
            scaled = stored(window)
            seen(window, scaled)
            return scaled

        return lakes_from_probability(
            read,
            run.grid,
            threshold,
            min_area=min_area,
            min_island=min_island,
            cancelled=over,
            ring_file=ring_file,
        )

    calibration, ring_file = Calibration(*run.model.card.calibration), RingFile(run.folder)
    with small_cache(), ThreadPoolExecutor(1, "lake-mapper-tracer") as thread:
        tracing = thread.submit(traced)

        def lakes() -> list[Lake]:
            computed.set()
            found = tracing.result()
            add_attributes(
                found,
                run.mosaic(),
                run.grid,
                calibration,
                threshold=threshold,
                smooth=smooth,
                cancelled=cancelled,
                ring_file=ring_file,
            )
            return found

        try:
            yield lakes
        finally:
            left.set()


def lakes_of_run(
    run: Run,
    *,
    threshold: float,
    min_area: float,
    min_island: float,
    smooth: bool,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Lake]:
    """Return the lakes of a finished run; see ``trace_while_computing``."""
    tracing = trace_while_computing(
        run,
        threshold=threshold,
        min_area=min_area,
        min_island=min_island,
        smooth=smooth,
        cancelled=cancelled,
    )
    with tracing as lakes:
        return lakes()


def add_attributes(
    lakes: list[Lake],
    mosaic: str,
    grid: Grid,
    calibration: Calibration,
    *,
    threshold: float,
    smooth: bool,
    cancelled: Callable[[], bool] = lambda: False,
    ring_file: RingFile | None = None,
) -> None:
    """Set all attributes of ``lakes``, traced from the raster ``mosaic``, and smooth their outlines.

    Smooth outlines, too, go to ``ring_file``, where it is given.
    """
    add_zonal_statistics(
        lakes, mosaic, grid, threshold=threshold, calibration=calibration, cancelled=cancelled
    )
    with prefetched(_measured(lakes, grid, smooth, cancelled)) as done:
        ellipsoid = Ellipsoid(grid.crs_wkt)
        for batch in done:
            for lake, value in zip(batch, elongations([lake.rings[0] for lake in batch], ellipsoid)):
                lake.elongation = value
                if smooth and ring_file:
                    lake.rings = ring_file.put(lake.rings)


def _measured(
    lakes: list[Lake], grid: Grid, smooth: bool, cancelled: Callable[[], bool]
) -> Iterator[list[Lake]]:
    """Yield the lakes in batches, smooth where that is wanted, in place."""
    ellipsoid = Ellipsoid(grid.crs_wkt)
    for batch in in_batches(lakes, lambda lake: lake.points):
        if cancelled():
            raise Cancelled
        if smooth:
            for lake, rings in zip(batch, smoothed([list(lake.rings) for lake in batch], grid)):
                lake.rings = rings
            measure(batch, ellipsoid)
        yield batch
