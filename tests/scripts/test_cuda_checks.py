"""The checks on a GPU, made on the CPU with few pixels, where neither GDAL nor QGIS is."""

import os
import subprocess
import sys

import pytest
from support import ROOT, without

pytest.importorskip("cv2", reason="OpenCV is only there for training")
import cuda_bench
import cuda_checks
from cuda_bench import Found, NotHere
from cuda_checks import main, result_of
from lake_mapper.core.inference.tiling import BLOCK_SIZE

BARE = without("osgeo", "qgis", "matplotlib", "safetensors")


def rows(output):
    """The name, result and figures of each check in the table."""
    lines = [line.strip("| ").split(" | ") for line in output.splitlines() if line.startswith("| ")]
    return lines[1:]


@pytest.mark.skipif(sys.platform != "linux", reason="the workers are forks")
def test_a_small_round_on_the_cpu_passes_without_gdal():
    options = ["--device", "cpu", "--small", "--networks", "LakeNet"]
    only = ["--only", "lakes", "memory", "evaluation", "answers", "training: workers"]
    done = subprocess.run(
        [sys.executable, "-c", BARE, str(ROOT / "scripts" / "cuda_checks.py"), *options, *only],
        env={**os.environ, "OMP_WAIT_POLICY": "PASSIVE"},
        capture_output=True,
        text=True,
    )

    found = rows(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(found) == 8
    assert {result for _, result, _ in found} <= {"passed", "not here"}
    assert "PyTorch" in done.stdout.splitlines()[0]
    figures = {name: text for name, _, text in found}
    assert figures["lakes, CPU in 32 bits"].startswith("100.0000 % of the pixels alike")
    assert "weights equal to the bit" in figures["training: workers and pieces"]


@pytest.fixture
def three_checks(monkeypatch):
    def broken():
        raise ZeroDivisionError("first line\nand | more")

    made = {"a": broken, "b": lambda: Found(True, "1 km"), "c": lambda: Found(False, "2 km")}
    monkeypatch.setattr(cuda_checks, "checks", lambda bench, networks: made)


def test_a_check_that_fails_stops_no_other(three_checks, capsys):
    assert main(["--device", "cpu", "--small", "--seconds", "1e9"]) == 1

    found = [
        (name, result, figures.rpartition(" (")[0]) for name, result, figures in rows(capsys.readouterr().out)
    ]
    assert found == [
        ("a", "**failed**", "ZeroDivisionError: first line and / more"),
        ("b", "passed", "1 km"),
        ("c", "**failed**", "2 km"),
    ]


def test_checks_can_be_chosen_and_pass_alone(three_checks, capsys):
    assert main(["--device", "cpu", "--small", "--seconds", "1e9", "--only", "b"]) == 0
    assert [name for name, *_ in rows(capsys.readouterr().out)] == ["b"]


def test_no_check_begins_after_the_time(three_checks, capsys):
    assert main(["--device", "cpu", "--small", "--seconds", "0"]) == 2
    assert [result for _, result, _ in rows(capsys.readouterr().out)] == ["not run"] * 3


def test_what_a_computer_lacks_is_no_failure():
    def lacking():
        raise NotHere("needs CUDA")

    assert result_of(lacking) == ("not here", "needs CUDA")


def test_without_a_gpu_it_says_so(monkeypatch, capsys):
    monkeypatch.setattr(cuda_checks.torch.cuda, "is_available", lambda: False)

    assert main([]) == 1
    assert "no CUDA GPU that PyTorch can use" in capsys.readouterr().out


def test_blocks_are_those_of_a_run():
    assert cuda_bench.BLOCK == BLOCK_SIZE
