import numpy as np
import pytest
import torch
from lake_mapper.core.engine import Engine, fold_batch_norm
from lake_mapper.core.errors import DeviceError
from lake_mapper.core.grid import Window, ground_grid
from lake_mapper.core.model import load_model
from lake_mapper.core.networks import build
from lake_mapper.core.scene import RasterScene
from support import SAMPLE


def test_folding_changes_nothing_but_speed():
    torch.manual_seed(0)
    network = build("LakeNet").train()
    network(torch.randn(4, 3, 64, 64))  # batch-norm statistics that are not trivial
    network.eval()
    x = torch.randn(1, 3, 96, 96)

    folded = fold_batch_norm(network)

    with torch.inference_mode():
        assert torch.allclose(folded(x), network(x), atol=1e-4)
    assert not any(isinstance(m, torch.nn.BatchNorm2d) for m in folded.modules())
    assert any(isinstance(m, torch.nn.BatchNorm2d) for m in network.modules())


@pytest.mark.parametrize("size", [(64, 64), (37, 101), (1, 1)])
def test_any_size_and_range(model, size):
    rgb = np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)

    p = Engine(model, "cpu").probability(rgb, np.ones(size, bool))

    assert p.shape == size
    assert p.dtype == np.float32
    assert (p >= 0).all()
    assert (p <= 1).all()


def test_what_lies_under_invalid_pixels_does_not_matter(model):
    rng = np.random.default_rng(0)
    rgb = rng.integers(0, 256, (96, 96, 3), np.uint8)
    valid = np.ones((96, 96), bool)
    valid[:, :40] = False
    other = np.where(valid[..., None], rgb, 0).astype(np.uint8)
    engine = Engine(model, "cpu")

    assert (engine.probability(rgb, valid) == engine.probability(other, valid)).all()


def test_device_choice_is_explained(model):
    if torch.cuda.is_available():
        pytest.skip("this computer has a CUDA GPU")

    assert "on the CPU" in Engine(model).description
    assert "without CUDA" in Engine(model).description or "no usable" in Engine(model).description
    with pytest.raises(DeviceError, match="Set DEVICE to automatic or cpu"):
        Engine(model, "cuda")
    with pytest.raises(DeviceError, match="no device 'tpu'"):
        Engine(model, "tpu")


def test_the_margin_of_the_bundled_model_is_wide_enough():
    """The mask in a block's centre hardly changes when the block sees far beyond its margin."""
    model = load_model()
    engine = Engine(model, "cpu")
    scene = RasterScene(SAMPLE)
    grid = ground_grid(scene.crs_wkt, scene.bounds, 17.0, scene.anchor)
    reader = scene.reader(grid, 0)
    core = Window(700, 700, 384, 384)
    masks = []
    for margin in (model.card.margin, 384):
        rgb, valid = reader.read(core.grown(margin))
        masks.append(engine.probability(rgb, valid)[margin:-margin, margin:-margin] >= 0.5)

    assert 0.05 < masks[1].mean() < 0.95
    assert (masks[0] == masks[1]).mean() >= 0.999
