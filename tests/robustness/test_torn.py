"""Files that are read again, as a power cut may leave them: cut short, or with zeros at their end."""

import json

import numpy as np
import pytest
from lake_mapper.core.datasets.dataset import tile_sources
from lake_mapper.core.datasets.split import Split, random_split
from lake_mapper.core.geo.grid import Grid, Window
from lake_mapper.core.inference.probability_raster import is_whole, write_scaled_probability
from lake_mapper.core.inference.run import Run
from lake_mapper.core.models.model_file import load_model, save_model
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.training.checkpoint import load_checkpoint, save_checkpoint
from lake_mapper.core.util.errors import LakeMapperError
from support import rgb_of, wkt, write_raster

torch = pytest.importorskip("torch")
GRID = Grid(wkt(32645), 500000.0, 3500000.0, 17.0, 17.0, 300, 200, 17.0)
WINDOW = Window(0, 0, 300, 200)


def torn(content):
    """Yield what a power cut may make of a file: nothing, a part, zeros in the place of its end."""
    for share in (0.0, 0.01, 0.3, 0.5, 0.8, 0.97):
        kept = int(share * len(content))
        yield content[:kept]
        yield content[:kept] + bytes(len(content) - kept)
    yield content[:-1]
    yield content[:-1] + b"\0"


def refused(read, path):
    """Whether reading a file ends in a sentence that names it, and not in another exception."""
    try:
        read(path)
    except LakeMapperError as error:
        assert path.name in str(error)
        return True
    return False


def write_tile(path):
    scaled = np.random.default_rng(0).integers(0, 201, (200, 300), np.uint8)
    write_scaled_probability(str(path), scaled, GRID, WINDOW)


def write_state(path):
    save_checkpoint(path, {"step": 3, "network": {"w": torch.arange(999.0)}})


def write_split(path):
    random_split([f"tile_{i}" for i in range(50)], 0).save(path)


@pytest.mark.parametrize(
    ("name", "write", "read"),
    [("checkpoint.pt", write_state, load_checkpoint), ("split.json", write_split, Split.load)],
)
def test_a_torn_file_is_named_and_never_taken_for_whole(tmp_path, name, write, read):
    path = tmp_path / name
    write(path)
    content = path.read_bytes()
    read(path)

    for damaged in torn(content):
        path.write_bytes(damaged)
        assert refused(read, path), len(damaged)


def test_a_torn_output_tile_is_not_finished(tmp_path):
    path = tmp_path / "sheet_0000_0000.tif"
    write_tile(path)
    content = path.read_bytes()
    assert is_whole(path, GRID, WINDOW)

    for damaged in torn(content):
        path.write_bytes(damaged)
        assert not is_whole(path, GRID, WINDOW), len(damaged)


def test_a_torn_manifest_is_named(tmp_path, model):
    scene = RasterScene(write_raster(tmp_path / "a.tif", rgb_of(np.zeros((50, 60), bool))))
    grid = Grid(scene.crs_wkt, *scene.anchor, 17.0, 17.0, 60, 50, 17.0)

    def start(path):
        Run(path.parent, scene, grid, model)

    path = tmp_path / "run" / "manifest.json"
    start(path)
    content = path.read_bytes()

    for damaged in torn(content):
        path.write_bytes(damaged)
        assert refused(start, path), len(damaged)


def test_a_torn_model_is_named(tmp_path, model):
    """All but zeros in its weights, which only their size tells: the model that ships has a checksum."""
    path = tmp_path / "m.safetensors"
    save_model(path, model.network, model.card)
    content = path.read_bytes()

    for share in (0.0, 0.001, 0.5, 0.999):
        path.write_bytes(content[: int(share * len(content))])
        assert refused(load_model, path), share


def test_a_torn_list_of_sources_counts_as_none(tmp_path):
    path = tmp_path / "dataset.json"
    path.write_text(json.dumps({"tiles": {f"t{i}": {"source": "a"} for i in range(9)}}))
    assert len(tile_sources(tmp_path)) == 9
    content = path.read_bytes()

    for damaged in torn(content):
        path.write_bytes(damaged)
        assert tile_sources(tmp_path) is None
