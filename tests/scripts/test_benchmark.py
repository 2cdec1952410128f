"""The scenes that speed is measured on hold what they should, and each measurement finds lakes in them."""

import benchmark
import numpy as np
import pytest
from benchmark_scenes import GAP, SAMPLE, WATER, many_lakes, synthetic_mosaic, virtual_mosaic
from osgeo import gdal, ogr
from plateau_scene import BLEND, PIECE, ground


def test_a_virtual_mosaic_is_copies_of_the_sample_with_gaps(tmp_path):
    sample = gdal.Open(str(SAMPLE)).ReadAsArray()
    _, height, width = sample.shape

    mosaic = gdal.Open(str(virtual_mosaic(tmp_path, 2 * width))).ReadAsArray()

    assert (mosaic[:, :height, :width] == sample).all()
    assert (mosaic[:, :height, width : width + GAP] == 0).all()
    assert (mosaic[:, :height, width + GAP :] == sample[:, :, : width - GAP]).all()


@pytest.mark.parametrize("water", WATER.values())
def test_synthetic_probability_has_its_share_of_water_everywhere(tmp_path, water):
    scaled = gdal.Open(str(synthetic_mosaic(tmp_path, water, 600, side=256))).ReadAsArray()

    assert (scaled[:256, :256] == scaled[256:512, 256:512]).all()
    assert (scaled[:256, :256] >= 100).mean() == pytest.approx(water, abs=0.01)


def test_tracing_is_measured_on_lakes(tmp_path):
    found = benchmark.tracing(str(synthetic_mosaic(tmp_path, WATER["many lakes"], 512, side=512)))

    assert found["lakes"] > 10
    assert found["seconds"] > 0 and found["peak_GiB"] > 0


def test_tracking_is_measured_on_lakes_of_another_size():
    areas = np.array(
        [[ogr.CreateGeometryFromWkb(lake.wkb).Area() for lake in many_lakes(50, date)] for date in (0, 1)]
    )

    assert (areas[0] != areas[1]).all()
    assert "all, s" in benchmark.tracking(50)


def test_the_plateau_has_its_share_of_water_and_no_seam():
    land = [np.full((PIECE, PIECE, 3), value, np.float32) for value in (100, 120)]
    lake = np.full((PIECE, PIECE, 3), 110, np.float32)
    lake[64:192, 64:192] = 10
    share = (128 / PIECE) ** 2

    image = ground(land, [(lake, share)], water=0.05, across=8)

    assert image.shape == (3, 8 * (PIECE - BLEND), 8 * (PIECE - BLEND))
    assert (image[0] < 60).mean() == pytest.approx(0.05 * (PIECE / (PIECE - BLEND)) ** 2, rel=0.4)
    assert set(np.unique(image[0])) >= {10, 100, 110, 120}
    steps = np.abs(np.diff(image[:, :, [-1, 0]].astype(int)))
    assert steps.max() <= 8


def test_steps_of_training_are_measured_with_our_gradients_and_without(monkeypatch, capsys):
    import benchmark_training

    before = benchmark_training.DepthwiseConvolution.forward
    monkeypatch.setattr(benchmark_training, "NETWORKS", {"LakeNet": benchmark_training.NETWORKS["LakeNet"]})
    monkeypatch.setattr(benchmark_training, "SIDE", 32)

    benchmark_training.training_table(repeats=1)

    rows = [line.split("|")[1].strip() for line in capsys.readouterr().out.splitlines()[2:]]
    assert rows == ["LakeNet", "LakeNet, PyTorch's own gradients"]
    assert benchmark_training.DepthwiseConvolution.forward is before
