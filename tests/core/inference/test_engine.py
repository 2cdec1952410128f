import subprocess
import sys

import numpy as np
import pytest
import torch
from lake_mapper.core.geo.grid import Window, ground_grid
from lake_mapper.core.inference import engine as engines
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.onednn import FusedConvolution
from lake_mapper.core.inference.runtimes import TorchRuntime, fold_batch_norm, half_precision
from lake_mapper.core.models.model_file import load_model
from lake_mapper.core.models.networks import build, strips
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.util.errors import DeviceError
from support import ROOT, SAMPLE


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
    engine = Engine(model, "cpu", "full")

    assert (engine.probability(rgb, valid) == engine.probability(other, valid)).all()


@pytest.mark.parametrize("strip", [1 << 24, 1 << 16])
@pytest.mark.parametrize("engine", ["full", "half"])
def test_no_map_is_rearranged_on_its_way(model, engine, strip, monkeypatch):
    """Every convolution gets its map in the order and precision that it computes in."""
    monkeypatch.setattr(strips, "_BYTES", strip)
    if engine == "half" and half_precision(torch.device("cpu")) is None:
        pytest.skip("this processor does not compute 16-bit floats in hardware")
    running = Engine(model, "cpu", engine)
    running._proofs = 0
    size = 128, 192
    given = {}

    def take(name):
        return lambda module, x: given.update({name: x[0]})

    for name, module in running._runtime._network.named_modules():
        if isinstance(module, (FusedConvolution, torch.nn.Conv2d)):
            module.register_forward_pre_hook(take(name))
    running.probability(np.zeros((*size, 3), np.uint8), np.ones(size, bool))

    assert len(given) > 40
    for name, x in given.items():
        _, channels, height, width = x.shape
        assert x.stride() == (channels * height * width, 1, width * channels, channels), name
    precision = torch.float32 if engine == "full" else torch.bfloat16
    assert given["up2.mix.0"].dtype == precision


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
    engine = Engine(model, "cpu", "full")
    scene = RasterScene(SAMPLE)
    grid = ground_grid(scene.crs_wkt, scene.bounds, 17.0, scene.anchor)
    reader = scene.reader(grid, 0)
    core = Window(700, 700, 384, 384)
    masks = []
    for margin in (model.card.margin, 384):
        rgb, valid = reader.read(core.grown(margin))
        masks.append(engine.probability(rgb, valid, margin) >= 0.5)

    assert 0.05 < masks[1].mean() < 0.95
    assert (masks[0] == masks[1]).mean() >= 0.999


@pytest.fixture(scope="module")
def shore():
    """A real block with lake and land, and what 32-bit PyTorch makes of it: rgb, valid, probability."""
    scene = RasterScene(SAMPLE)
    grid = ground_grid(scene.crs_wkt, scene.bounds, 17.0, scene.anchor)
    rgb, valid = scene.reader(grid, 0).read(Window(300, 300, 1100, 900))
    return rgb, valid, Engine(load_model(), "cpu", "full").probability(rgb, valid)


def agreement(found, shore):
    _, valid, truth = shore
    assert 0.05 < (truth[valid] >= 0.5).mean() < 0.95
    return ((found >= 0.5) == (truth >= 0.5))[valid].mean()


def test_sixteen_bits_give_the_same_mask_on_a_real_scene(shore):
    if half_precision(torch.device("cpu")) is None:
        pytest.skip("this processor does not compute 16-bit floats in hardware")
    warnings = []

    engine = Engine(load_model(), "cpu", "half", warnings.append)
    found = engine.probability(*shore[:2])

    assert agreement(found, shore) >= 0.999
    assert warnings == []
    assert "16-bit" in engine.description


OPENVINO = ROOT / ".venv" / "openvino"  # where scripts/setup.sh puts it
PROGRAM = f"""
import sys
sys.path[:0] = [{str(OPENVINO)!r}, {str(ROOT / "scripts")!r}]
import package_path; package_path.load()
import numpy as np
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.models.model_file import load_model
block = np.load(sys.argv[1])
engine = Engine(load_model(), "cpu", "openvino", print)
np.save(sys.argv[2], engine.probability(block["rgb"], block["valid"]))
print(engine.description)
"""


def test_openvino_gives_the_same_mask_on_a_real_scene(shore, tmp_path):
    """In a process of its own: once imported, OpenVINO would run the other tests, too."""
    if not OPENVINO.exists():
        pytest.skip("OpenVINO is optional, and not installed")
    np.savez(tmp_path / "block.npz", rgb=shore[0], valid=shore[1])
    files = [str(tmp_path / "block.npz"), str(tmp_path / "found.npy")]

    done = subprocess.run([sys.executable, "-c", PROGRAM, *files], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert agreement(np.load(files[1]), shore) >= 0.9999
    (said,) = done.stdout.splitlines()
    assert "with OpenVINO" in said


class Runtime(TorchRuntime):
    """PyTorch in 32 bits that passes for another one, and does what it is told to."""

    exact = False
    on_call = staticmethod(lambda x: None)

    def __init__(self, network, margin):
        super().__init__(network, torch.device("cpu"))
        self.exact, self.name = False, "Another runtime"
        self.seen = []

    def __call__(self, x, margin=0):
        self.seen.append(tuple(x.shape[-2:]))
        result = self.on_call(x)
        return super().__call__(x, margin) if result is None else result


@pytest.fixture
def another(monkeypatch):
    """Make an engine whose first choice is a ``Runtime`` with such an ``on_call``; its warnings too."""

    def make(on_call, warnings):
        monkeypatch.setattr(engines, "find_spec", lambda name: True)
        monkeypatch.setattr(Runtime, "on_call", staticmethod(on_call))
        monkeypatch.setattr(engines, "OpenVINORuntime", Runtime)
        monkeypatch.setattr(engines, "half_precision", lambda device: None)
        return Engine(load_model(), "cpu", "automatic", warnings.append)

    return make


def test_sixteen_bits_in_hardware_come_before_openvino(monkeypatch, model):
    monkeypatch.setattr(engines, "find_spec", lambda name: True)
    monkeypatch.setattr(engines, "OpenVINORuntime", Runtime)

    def first(hardware, choice):
        monkeypatch.setattr(engines, "half_precision", lambda device: hardware)
        return Engine(model, "cpu", choice)._runtime.name

    assert first(torch.bfloat16, "automatic") == "PyTorch in 16-bit bfloats"
    assert first(None, "automatic") == "Another runtime"
    assert first(torch.bfloat16, "openvino") == "Another runtime"
    assert first(torch.bfloat16, "full") == "PyTorch in 32-bit floats"


def test_a_runtime_that_gives_other_answers_gives_way(another, shore):
    warnings = []
    engine = another(lambda x: torch.full(x.shape[-2:], 5.0), warnings)

    found = engine.probability(*shore[:2])

    assert (found == shore[2]).all()
    assert len(warnings) == 1
    assert "Another runtime on the CPU" in warnings[0]
    assert "other answers" in warnings[0]
    assert "going on with PyTorch in 32-bit floats" in warnings[0]
    assert "with PyTorch in 32-bit floats (Another runtime on the CPU" in engine.description


def test_values_that_are_no_numbers_give_way(another, shore):
    warnings = []

    found = another(lambda x: torch.full(x.shape[-2:], float("nan")), warnings).probability(*shore[:2])

    assert (found == shore[2]).all()
    assert len(warnings) == 1


def test_a_runtime_is_compared_until_lake_and_land_were_seen(another, shore):
    rgb, valid, _ = shore
    land = np.zeros((64, 64, 3), np.uint8) + np.array([150, 130, 110], np.uint8)
    warnings = []
    engine = another(lambda x: None, warnings)

    engine.probability(land, np.ones((64, 64), bool))
    engine.probability(rgb, valid)
    calls = len(engine._runtime.seen)
    engine.probability(rgb, valid)

    assert calls == 4  # each of the first two blocks was computed twice: in its middle, and as a whole
    assert len(engine._runtime.seen) == 5
    assert warnings == []


def test_a_driver_that_fails_gives_way_with_one_warning(another, shore):
    def fail(x):
        raise RuntimeError("CUDA error: unspecified launch failure\nand more")

    warnings = []
    engine = another(fail, warnings)

    found = [engine.probability(*shore[:2]) for _ in range(2)]

    assert (found[0] == shore[2]).all()
    assert (found[1] == shore[2]).all()
    assert len(warnings) == 1
    assert "failed (CUDA error: unspecified launch failure); going on with" in warnings[0]


def test_blocks_are_computed_in_parts_where_memory_is_short(another, shore):
    def small_only(x):
        if x.shape[-1] * x.shape[-2] > 900_000:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")

    warnings = []
    engine = another(small_only, warnings)

    found = engine.probability(*shore[:2])

    assert agreement(found, shore) >= 0.999
    assert max(h * w for h, w in engine._runtime.seen[-4:]) <= 900_000
    assert len(warnings) == 1
    assert "going on with parts of a block" in warnings[0]
    assert engine._runtime.name == "Another runtime"


def test_no_memory_even_for_parts_gives_way_and_in_the_end_says_so(another, shore, monkeypatch):
    def never(x):
        raise torch.cuda.OutOfMemoryError("CUDA out of memory")

    warnings = []
    found = another(never, warnings).probability(*shore[:2])

    assert (found == shore[2]).all()
    assert "ran out of memory; going on with PyTorch in 32-bit floats" in warnings[-1]
    monkeypatch.setattr(TorchRuntime, "__call__", lambda self, x, margin=0: never(x))
    with pytest.raises(DeviceError, match="ran out of memory. Close other programs"):
        Engine(load_model(), "cpu", "full").probability(*shore[:2])


def test_a_broken_package_gives_way_with_one_warning(shore, tmp_path, monkeypatch):
    (tmp_path / "openvino.py").write_text("raise ImportError('libtbb.so.12: cannot open shared object file')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "openvino", raising=False)
    warnings = []

    engine = Engine(load_model(), "cpu", "openvino", warnings.append)

    assert len(warnings) == 1
    assert "libtbb.so.12" in warnings[0]
    assert "PyTorch" in engine.description
    assert agreement(engine.probability(*shore[:2]), shore) >= 0.999


def test_engines_that_are_not_there_are_refused_when_asked_for(model, monkeypatch):
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    monkeypatch.setattr(engines, "half_precision", lambda device: None)

    with pytest.raises(DeviceError, match="OpenVINO was asked for, but is not installed. Set ENGINE"):
        Engine(model, "cpu", "openvino")
    with pytest.raises(DeviceError, match="16-bit floats were asked for, but the CPU"):
        Engine(model, "cpu", "half")
    with pytest.raises(DeviceError, match="no engine 'fast'"):
        Engine(model, "cpu", "fast")
    assert "32-bit floats" in Engine(model, "cpu").description
