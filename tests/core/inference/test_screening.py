import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from lake_mapper.core.geo.grid import Bounds, Window, ground_grid
from lake_mapper.core.inference.cells import SIDE, grown, known_cells, rectangles
from lake_mapper.core.inference.probability_raster import NODATA
from lake_mapper.core.inference.run import Run
from lake_mapper.core.inference.screening import Screening
from lake_mapper.core.models.model_file import Model, ModelCard, load_model, save_model
from lake_mapper.core.models.networks.lakenet import LakeNet
from lake_mapper.core.models.networks.screening import ScreeningNetwork
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.util.errors import RunError
from osgeo import gdal
from support import BlueIsLake, write_raster

CARD = ModelCard("test", "LakeNet", margin=64, screening_limit=0.0)


@pytest.fixture(scope="module")
def screened():
    """A model whose screening network has random weights."""
    torch.manual_seed(0)
    network = LakeNet().eval().requires_grad_(False)
    return Model(network, CARD, "0" * 8, ScreeningNetwork().eval().requires_grad_(False))


class WhereBlue:
    """The screening of a test: water may be in cells with a pixel that is quite blue."""

    def may_hold_water(self, rgb, valid, correction=None):
        margin = CARD.margin
        inside = rgb[margin : len(rgb) - margin, margin : rgb.shape[1] - margin, 2]
        return known_cells(inside >= 100)


@pytest.fixture
def scene(tmp_path):
    """2300 × 1500 pixels with three lakes, a weak one and a place without data."""
    blue = np.full((1500, 2300), 40, np.uint8)
    blue[100:180, 300:420] = blue[700:900, 1000:1100] = blue[1300:1310, 2200:2230] = 255
    blue[600:640, 300:340] = 90
    values = np.stack([np.full_like(blue, 50), np.full_like(blue, 60), blue])
    values[:, 140:150, 340:420] = 0
    path = write_raster(tmp_path / "scene.tif", values, nodata=0)
    return RasterScene(path, contrast="none")


def run_in(folder, scene, model, bounds=None, tile_size=1024, screening=True):
    grid = ground_grid(scene.crs_wkt, bounds or scene.bounds, 17.0, scene.anchor, image=scene.bounds)
    run = Run(folder, scene, grid, model, tile_size=tile_size, screening=screening)
    if screening:
        run._screening = WhereBlue()
    return run


def probability(run):
    run.compute(BlueIsLake())
    return gdal.Open(run.mosaic()).ReadAsArray()


def test_the_network_looks_only_where_water_may_be(tmp_path, scene, screened):
    run = run_in(tmp_path / "a", scene, screened)
    found = probability(run)
    whole = probability(run_in(tmp_path / "b", scene, screened, screening=False))

    assert ((found >= 100) == (whole >= 100)).all()  # the lakes, and nodata
    assert ((found == NODATA) == (whole == NODATA)).all()
    assert found[620, 320] == 0 and whole[620, 320] == 71
    assert (found[found != 0] == whole[found != 0]).all()
    looked_at = (found != 0).mean()
    assert run.looked_at / run.pixels == pytest.approx(looked_at, abs=0.01)
    assert looked_at < 0.05


def test_the_network_s_smallest_answer_is_more_than_none(tmp_path, screened):
    blue = np.zeros((300, 300), np.uint8)
    blue[100, 100] = 255
    values = np.stack([np.full_like(blue, 50), np.full_like(blue, 60), blue])
    scene = RasterScene(write_raster(tmp_path / "a.tif", values), contrast="none")

    found = probability(run_in(tmp_path / "run", scene, screened))

    assert set(np.unique(found)) == {0, 1, 200}
    assert (found[64:128, 64:128] > 0).all() and found.astype(bool).sum() == SIDE**2


def test_tiles_and_parts_have_the_same_bytes(tmp_path, scene, screened):
    whole = probability(run_in(tmp_path / "a", scene, screened))
    west, north = scene.anchor
    part = Bounds(west + 17 * 310, north - 17 * 1405, west + 17 * 2100, north - 17 * 105)

    assert (probability(run_in(tmp_path / "b", scene, screened, tile_size=2048)) == whole).all()
    assert (probability(run_in(tmp_path / "c", scene, screened, part)) == whole[105:1405, 310:2100]).all()


def test_a_run_with_screening_is_another_one(tmp_path, scene, screened):
    run_in(tmp_path / "run", scene, screened)

    run_in(tmp_path / "run", scene, screened)
    with pytest.raises(RunError, match="holds another run.*screening"):
        run_in(tmp_path / "run", scene, screened, screening=False)
    assert json.loads((tmp_path / "run" / "manifest.json").read_text())["screening"] is True


@pytest.mark.parametrize("height, width", [(64, 64), (100, 333), (1024, 70)])
def test_every_cell_of_a_block_is_answered(screened, height, width):
    margin = CARD.margin
    shape = height + 2 * margin, width + 2 * margin
    rgb, valid = np.full((*shape, 3), 90, np.uint8), np.ones(shape, bool)
    cells = -(-height // SIDE), -(-width // SIDE)

    everywhere, nowhere = (
        Screening(replace(screened, card=replace(CARD, screening_limit=limit))) for limit in (-99.0, 99.0)
    )

    assert everywhere.may_hold_water(rgb, valid).shape == cells
    assert everywhere.may_hold_water(rgb, valid).all()
    assert not nowhere.may_hold_water(rgb, valid).any()
    correction = np.zeros((height, width), np.float32)
    correction[40:43, 40:43] = 2.0
    assert nowhere.may_hold_water(rgb, valid, correction).sum() == 1


def test_rectangles_lie_in_the_block_and_hold_the_cells():
    cells = np.zeros((4, 5), bool)
    cells[0, 0] = cells[3, 4] = True

    found = rectangles(cells, Window(1024, 2048, 300, 200), 0)

    assert found == [Window(1024, 2048, 64, 64), Window(1280, 2240, 44, 8)]
    assert grown(cells).sum() == 8


def test_the_file_of_a_model_holds_its_screening(tmp_path, screened):
    save_model(tmp_path / "a.safetensors", screened.network, CARD, half=False, screening=screened.screening)

    model = load_model(tmp_path / "a.safetensors")

    assert model.screening_fault == ""
    assert model.card.screening_limit == 0.0
    expected = screened.screening.state_dict()
    for name, tensor in model.screening.state_dict().items():
        assert torch.equal(tensor, expected[name])


@pytest.mark.parametrize("fault", ["not a number", "another network", "no limit"])
def test_a_damaged_screening_is_told_and_left_out(tmp_path, screened, fault):
    screening, card = ScreeningNetwork(), CARD
    if fault == "not a number":
        screening.head.bias.data[:] = float("nan")
    elif fault == "another network":
        screening = ScreeningNetwork(width=8)
    else:
        card = replace(CARD, screening_limit=None)
    save_model(tmp_path / "a.safetensors", screened.network, card, half=False, screening=screening)

    model = load_model(tmp_path / "a.safetensors")

    assert model.screening is None
    assert "screening network in" in model.screening_fault and "cannot be used" in model.screening_fault


def test_a_model_without_one_has_no_fault(tmp_path, screened):
    save_model(tmp_path / "a.safetensors", screened.network, replace(CARD, screening_limit=None))

    model = load_model(tmp_path / "a.safetensors")

    assert model.screening is None and model.screening_fault == ""
