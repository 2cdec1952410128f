"""Prefetching, whole files, GDAL manners, pictures and the report."""

import threading
import time

import numpy as np
import pytest
from lake_mapper.core.lakes.lakes_of_run import lakes_of_run
from lake_mapper.core.lakes.overlay import coarser, lakes_over_image
from lake_mapper.core.report.html import png
from lake_mapper.core.util.atomic_files import atomic_write
from lake_mapper.core.util.gdal_context import gdal_raises
from lake_mapper.core.util.prefetch import prefetched
from osgeo import gdal, ogr, osr


def test_prefetched_hands_over_items_errors_and_its_thread():
    def items():
        yield threading.current_thread().name
        yield 2
        raise ValueError("late")

    with prefetched(items()) as found:
        assert next(found) == "lake-mapper-reader"
        assert next(found) == 2
        with pytest.raises(ValueError, match="late"):
            next(found)


def test_prefetched_stops_when_left_early():
    made = []

    def endless():
        while True:
            made.append(None)
            yield None

    with prefetched(endless(), depth=2) as found:
        next(found)
    count = len(made)
    time.sleep(0.3)

    assert count == len(made) <= 5
    assert "lake-mapper-reader" not in [t.name for t in threading.enumerate()]


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    with pytest.raises(ZeroDivisionError), atomic_write(tmp_path / "a.txt") as unfinished:
        unfinished.write_text("half")
        _ = 1 / 0
    assert list(tmp_path.iterdir()) == []

    with atomic_write(tmp_path / "a.txt") as unfinished:
        unfinished.write_text("whole")
        assert not (tmp_path / "a.txt").exists()
    assert [p.read_text() for p in tmp_path.iterdir()] == ["whole"]


def test_gdal_exceptions_are_as_before_afterwards():
    modules = (gdal, ogr, osr)
    for module in reversed(modules):
        module.DontUseExceptions()
    try:
        with gdal_raises():
            assert all(m.GetUseExceptions() for m in modules)
            with pytest.raises(RuntimeError):
                gdal.Open("/nothing.tif")
        assert not any(m.GetUseExceptions() for m in modules)
    finally:
        for module in modules:
            module.UseExceptions()


def test_picture_shows_the_lake_where_it_is(run_of):
    mask = np.zeros((200, 300), bool)
    mask[50:100, 100:200] = True
    run = run_of(mask)
    lakes = lakes_of_run(run, 0.5, 0, 0, False)

    rgb = lakes_over_image(run.scene, run.grid, lakes, longest=150)

    assert rgb.shape == (100, 150, 3)
    red = (rgb == (255, 60, 60)).all(2)
    rows, columns = np.nonzero(red)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == pytest.approx((25, 50, 50, 100), abs=1)
    assert png(rgb)[:8] == b"\x89PNG\r\n\x1a\n"


def test_coarser_grid_covers_the_same_ground(run_of):
    grid = run_of(np.zeros((200, 300), bool)).grid

    assert coarser(grid, 7).bounds == pytest.approx(grid.bounds)
