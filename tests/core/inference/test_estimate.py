import subprocess
import sys

import pytest
from lake_mapper.core.geo.grid import Window
from lake_mapper.core.inference.estimate import Trial, estimate, try_block
from lake_mapper.core.inference.memory import peak_memory
from support import ROOT, SAMPLE

TRIAL = Trial(pixels=1280 * 1280, seconds=2.0, memory=700_000_000)


def test_a_block_takes_what_was_tried_and_margins_count():
    one = estimate([Window(0, 0, 1024, 1024)], 128, TRIAL)
    four = estimate([Window(0, 0, 2048, 2048)], 128, TRIAL)
    small = estimate([Window(0, 0, 384, 384)], 128, TRIAL)

    assert (one.blocks, one.network_seconds) == (1, pytest.approx(2))
    assert (four.blocks, four.network_seconds) == (4, pytest.approx(8))
    assert small.network_seconds == pytest.approx(2 * 640**2 / 1280**2)


def test_tracing_takes_time_by_the_pixel_without_margins():
    one = estimate([Window(0, 0, 1024, 1024)], 128, TRIAL)
    twelve = estimate([Window(0, 0, 4096, 3072)], 0, TRIAL)

    # docs/scale.md: 0.11 to 0.12 s of the CPU for a million pixels where lakes are many.
    assert 0.08 < one.tracing_seconds / (1024**2 / 1e6) < 0.2
    assert twelve.tracing_seconds == pytest.approx(12 * one.tracing_seconds)
    assert "then up to 2 s to trace and measure" in twelve.sentence


def test_memory_grows_with_the_output_tile_and_hardly_with_the_raster():
    small, large = (
        estimate([Window(column, 0, 4096, 4096) for column in range(0, count * 4096, 4096)], 128, TRIAL)
        for count in (1, 50)
    )

    assert TRIAL.memory < small.memory < large.memory < 1.4 * small.memory


def test_the_sentence_has_blocks_time_and_memory():
    sentence = estimate([Window(0, 0, 4096, 4096)], 128, TRIAL).sentence

    assert "16 blocks" in sentence
    assert "32 s in the network" in sentence
    assert "GB of memory" in sentence
    assert "memory" not in estimate([Window(0, 0, 9, 9)], 1, TRIAL._replace(memory=None)).sentence


def test_nothing_left_takes_nothing():
    assert estimate([], 128, TRIAL)[:3] == (0, 0, 0)


def test_trial_is_of_the_largest_block(model):
    asked = []

    class Engine:
        card = model.card

        def seconds(self, height, width, margin):
            asked.append((height, width, margin))
            return 0.5

    margin = model.card.margin
    trial = try_block(Engine(), [Window(0, 0, 300, 200), Window(0, 0, 3000, 1500)])

    assert asked == [(1024 + 2 * margin, 1024 + 2 * margin, margin)]
    assert trial.pixels == (1024 + 2 * margin) ** 2
    assert trial.seconds == 0.5
    assert trial.memory == pytest.approx(peak_memory(), rel=0.1)


PROGRAM = f"""
import sys, tempfile
sys.path[:0] = [{str(ROOT / "scripts")!r}]
import package_path; package_path.load()
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.estimate import estimate, try_block
from lake_mapper.core.lakes.lakes_of_run import lakes_of_run
from lake_mapper.core.geo.grid import ground_grid
from lake_mapper.core.inference.memory import peak_memory
from lake_mapper.core.models.model_file import load_model
from lake_mapper.core.inference.run import Run
from lake_mapper.core.raster.scene import RasterScene
model = load_model(); engine = Engine(model); scene = RasterScene({str(SAMPLE)!r})
grid = ground_grid(scene.crs_wkt, scene.bounds, 15, scene.anchor)
with tempfile.TemporaryDirectory() as folder:
    run = Run(folder, scene, grid, model, tile_size=1024)
    windows = [tile.window for tile in run.unfinished()]
    expected = estimate(windows, model.card.margin, try_block(engine, windows))
    run.compute(engine)
    lakes_of_run(run, threshold=0.5, min_area=5000, min_island=2500, smooth=True)
print(expected.memory, peak_memory())
"""


def test_memory_of_a_real_run_is_as_expected():
    """In a process of its own, whose peak is its own."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    expected, real = map(int, done.stdout.split())
    assert 0.7 * expected < real < 1.1 * expected
