"""Disks that fill at any byte of an output: what was there before stays, or the new output is whole."""

import subprocess
import sys
from pathlib import Path

import pytest
from lake_mapper.core.geo.geopackage import write_geopackage
from lake_mapper.core.lakes.attributes import FIELDS
from lake_mapper.core.training.checkpoint import load_checkpoint, save_checkpoint
from lake_mapper.core.util.errors import LakeMapperError
from osgeo import gdal, ogr
from support import wkt

torch = pytest.importorskip("torch")
#: Kilobytes of disks: from one that holds nothing of an output to one that holds all of it.
SIZES = (8, 12, 20, 32, 48, 64, 80, 100, 120, 140, 160, 200, 250, 300, 400, 600, 1000, 2000)
OLD = b"of last year"


@pytest.fixture
def disk(tmp_path):
    """Make a disk of so many kB; skip the test where that is not possible."""
    mounted = []

    def make(kilobytes):
        folder = tmp_path / str(kilobytes)
        folder.mkdir()
        options = ["-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
        done = subprocess.run(["mount", *options], capture_output=True, text=True)
        if done.returncode:
            pytest.skip("cannot mount a small disk here: " + done.stderr.strip())
        mounted.append(folder)
        return folder

    yield make
    for folder in mounted:
        subprocess.run(["umount", str(folder)], check=True)


def lakes(count=400):
    row = [1, 0.5, 0.1, 1.0, 0, 0.9, 0.5, 90.0, 30.0, False, False, None, "test", 1.5]
    values = [row[i] if i < len(row) else None for i in range(len(FIELDS))]
    for x in range(count):
        shape = ogr.CreateGeometryFromWkt(f"POLYGON(({x} 0,{x + 1} 0,{x + 1} 1,{x} 0))")
        yield bytes(shape.ExportToWkb()), values


def write_lakes(path):
    write_geopackage(path, "lakes", wkt(32645), FIELDS, features=lakes())


def read_lakes(path):
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    return sum(1 for _ in dataset.GetLayer(0)) == 400


STATE = {"step": 3, "network": {"w": torch.arange(60_000.0)}}


def write_state(path):
    save_checkpoint(path, STATE)


def read_state(path):
    return torch.equal(load_checkpoint(path)["network"]["w"], STATE["network"]["w"])


@pytest.mark.parametrize(
    ("name", "write", "is_right"),
    [("lakes.gpkg", write_lakes, read_lakes), ("checkpoint.pt", write_state, read_state)],
)
def test_an_output_is_whole_or_the_old_one_stays(disk, name, write, is_right):
    outcomes = set()
    for kilobytes in SIZES:
        path = disk(kilobytes) / name
        path.write_bytes(OLD)
        try:
            write(path)
            outcomes.add("whole")
            assert is_right(path)
        except LakeMapperError as error:
            outcomes.add("refused")
            assert "cannot be written" in str(error)
            assert path.read_bytes() == OLD
        assert [p.name for p in path.parent.iterdir()] == [name]

    assert outcomes == {"whole", "refused"}


SLOW = [pytest.param(suffix, marks=pytest.mark.slow) for suffix in (".geojson", ".kml", ".shp")]


@pytest.mark.parametrize("suffix", [".gpkg", ".csv", ".fgb", *SLOW])
def test_a_layer_with_style_and_metadata_is_whole_or_the_old_one_stays(disk, suffix):
    """In QGIS, in a process of its own: two applications of Qt cannot be in one."""
    folders = [str(disk(kilobytes)) for kilobytes in SIZES]
    program = [sys.executable, str(Path(__file__).with_name("layers_on_full_disks.py")), suffix, *folders]

    done = subprocess.run(program, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert set(done.stdout.split()) == {"whole", "refused"}
