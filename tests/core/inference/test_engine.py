import subprocess
import sys

import numpy as np
import pytest
import torch
from lake_mapper.core.geo.grid import Window, ground_grid
from lake_mapper.core.inference import candidates, engine_speeds
from lake_mapper.core.inference import engine as engines
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.runtimes import TorchRuntime, half_precision
from lake_mapper.core.models.model_file import Model, ModelCard, load_model
from lake_mapper.core.models.networks import build
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.util.errors import Cancelled, DeviceError, ModelError
from support import ROOT, SAMPLE

needs_half = pytest.mark.skipif(
    half_precision(torch.device("cpu")) is None,
    reason="this processor does not compute 16-bit floats in hardware",
)


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


@pytest.mark.parametrize("choice", ["automatic", "full"])
def test_a_network_that_gives_no_numbers_is_refused_at_once(choice):
    broken = build("LakeNet").eval()
    with torch.no_grad():
        broken.head.weight.fill_(1e38)
    card = ModelCard(name="broken", network="LakeNet")
    engine = Engine(Model(broken, card, "0" * 8), "cpu", choice)
    rgb = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)

    with pytest.raises(ModelError, match="The model broken gives no probability"):
        engine.probability(rgb, np.ones((64, 64), bool))


@pytest.mark.parametrize("size", [(128, 192), (768, 768)])  # the larger is computed some rows at a time
@pytest.mark.parametrize("choice", ["full", pytest.param("half", marks=needs_half)])
def test_no_map_is_rearranged_on_its_way(model, choice, size, convolution_inputs):
    """Every convolution gets its map in the order and precision that it computes in."""
    Engine(model, "cpu", choice).seconds(*size)

    assert len(convolution_inputs) > 80  # of the first call, and of the timed one
    for given, weights in convolution_inputs:
        _, channels, height, width = given.shape
        assert given.stride() == (channels * height * width, 1, width * channels, channels)
        assert given.dtype == weights.dtype


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
        rgb, valid, _ = reader.read(core.grown(margin))
        masks.append(engine.probability(rgb, valid, margin) >= 0.5)

    assert 0.05 < masks[1].mean() < 0.95
    assert (masks[0] == masks[1]).mean() >= 0.999


@pytest.fixture(scope="module")
def block():
    """A real block with lake and land, and what 32-bit PyTorch makes of it: rgb, valid, probability."""
    scene = RasterScene(SAMPLE)
    grid = ground_grid(scene.crs_wkt, scene.bounds, 17.0, scene.anchor)
    rgb, valid, _ = scene.reader(grid, 0).read(Window(300, 300, 1100, 900))
    return rgb, valid, Engine(load_model(), "cpu", "full").probability(rgb, valid)


def agreement(found, block):
    _, valid, truth = block
    assert 0.05 < (truth[valid] >= 0.5).mean() < 0.95
    return ((found >= 0.5) == (truth >= 0.5))[valid].mean()


@needs_half
def test_16_bits_give_the_same_mask_on_a_real_scene(block):
    warnings = []

    engine = Engine(load_model(), "cpu", "half", warnings.append)
    found = engine.probability(*block[:2])

    assert agreement(found, block) >= 0.999
    assert warnings == []
    assert "16-bit" in engine.description


OPENVINO = ROOT / ".venv" / "openvino"  # where scripts/setup.sh puts it
PROGRAM = f"""
import sys
sys.path[:0] = [{str(OPENVINO)!r}, {str(ROOT / "scripts")!r}]
import package_path; package_path.load()
import numpy as np
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.models.model_file import Model, ModelCard, load_model
from lake_mapper.core.models.networks import build
given = np.load(sys.argv[1])
engine = Engine(load_model(), "cpu", "openvino", print)
np.save(sys.argv[2], engine.probability(given["rgb"], given["valid"]))
print(engine.description)
"""


def test_openvino_gives_the_same_mask_on_a_real_scene(block, tmp_path):
    """In a process of its own: once imported, OpenVINO would run the other tests, too."""
    if not OPENVINO.exists():
        pytest.skip("OpenVINO is optional, and not installed")
    np.savez(tmp_path / "block.npz", rgb=block[0], valid=block[1])
    files = [str(tmp_path / "block.npz"), str(tmp_path / "found.npy")]

    done = subprocess.run([sys.executable, "-c", PROGRAM, *files], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert agreement(np.load(files[1]), block) >= 0.9999
    (description,) = done.stdout.splitlines()  # no warning
    assert "with OpenVINO" in description


class Runtime(TorchRuntime):
    """PyTorch in 32 bits that passes for another runtime; ``on_call`` may raise, or answer in its place."""

    on_call = staticmethod(lambda x: None)

    def __init__(self, network, margin):
        super().__init__(network, torch.device("cpu"))
        self.exact, self.name = False, "Another runtime"

    def __call__(self, x, margin=0):
        result = self.on_call(x)
        return super().__call__(x, margin) if result is None else result


@pytest.fixture
def another(monkeypatch):
    """Make an engine whose first choice is a ``Runtime`` with such an ``on_call``; its warnings too."""

    def make(on_call, warnings):
        monkeypatch.setattr(candidates, "find_spec", lambda name: True)
        monkeypatch.setattr(Runtime, "on_call", staticmethod(on_call))
        monkeypatch.setattr(candidates, "OpenVINORuntime", Runtime)
        monkeypatch.setattr(candidates, "half_precision", lambda device: None)
        return Engine(load_model(), "cpu", "automatic", warnings.append)

    return make


def test_16_bits_in_hardware_come_before_openvino(monkeypatch, model):
    monkeypatch.setattr(candidates, "find_spec", lambda name: True)
    monkeypatch.setattr(candidates, "OpenVINORuntime", Runtime)

    def first(hardware, choice):
        monkeypatch.setattr(candidates, "half_precision", lambda device: hardware)
        return Engine(model, "cpu", choice).description

    assert "with PyTorch in 16-bit bfloats" in first(torch.bfloat16, "automatic")
    assert "with Another runtime" in first(None, "automatic")
    assert "with Another runtime" in first(torch.bfloat16, "openvino")
    assert "with PyTorch in 32-bit floats" in first(torch.bfloat16, "full")


def test_a_runtime_that_gives_other_answers_is_replaced(another, block):
    warnings = []
    engine = another(lambda x: torch.full(x.shape[-2:], 5.0), warnings)

    found = engine.probability(*block[:2])

    assert (found == block[2]).all()
    assert len(warnings) == 1
    assert "Another runtime on the CPU" in warnings[0]
    assert "other answers" in warnings[0]
    assert "going on with PyTorch in 32-bit floats" in warnings[0]
    assert "with PyTorch in 32-bit floats (Another runtime on the CPU" in engine.description


def test_a_runtime_whose_values_are_no_numbers_is_replaced(another, block):
    warnings = []

    found = another(lambda x: torch.full(x.shape[-2:], float("nan")), warnings).probability(*block[:2])

    assert (found == block[2]).all()
    assert len(warnings) == 1


def test_a_runtime_is_compared_until_lake_and_land_were_seen(another, block):
    rgb, valid, _ = block
    land = np.zeros((64, 64, 3), np.uint8) + np.array([150, 130, 110], np.uint8)
    warnings, calls = [], []
    engine = another(lambda x: calls.append(x.shape), warnings)

    # A block that is compared is computed twice: in its middle, and as a whole.
    for pixels, expected in (((land, np.ones((64, 64), bool)), 2), ((rgb, valid), 2), ((rgb, valid), 1)):
        calls.clear()
        engine.probability(*pixels)
        assert len(calls) == expected
    assert warnings == []


def test_at_most_four_blocks_without_both_lake_and_land_are_compared(another):
    calls = []
    engine = another(lambda x: calls.append(x.shape), [])
    land = np.zeros((64, 64, 3), np.uint8) + np.array([150, 130, 110], np.uint8)

    for _ in range(6):
        engine.probability(land, np.ones((64, 64), bool))

    assert len(calls) == 2 * 4 + 2


def test_a_runtime_that_fails_is_replaced_with_one_warning(another, block):
    def fail(x):
        raise RuntimeError("CUDA error: unspecified launch failure\nand more")

    warnings = []
    engine = another(fail, warnings)

    found = [engine.probability(*block[:2]) for _ in range(2)]

    assert (found[0] == block[2]).all()
    assert (found[1] == block[2]).all()
    assert len(warnings) == 1
    assert "failed (CUDA error: unspecified launch failure); going on with" in warnings[0]


def test_a_runtime_that_fails_says_so_in_chinese(another, block, chinese):
    warnings = []

    def fail(x):
        raise RuntimeError("broken")

    engine = another(fail, warnings)
    engine.probability(*block[:2])

    assert warnings[0].startswith("本机 CPU（")
    assert "上的 Another runtime运行失败（broken）；改为在本机 CPU（" in warnings[0]
    assert "上以 PyTorch（32 位浮点）运行（" in engine.description


def test_blocks_are_computed_in_parts_where_memory_is_short(another, block):
    computed = []

    def small_only(x):
        if x.shape[-1] * x.shape[-2] > 900_000:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
        computed.append(x.shape)

    warnings = []
    engine = another(small_only, warnings)

    found = engine.probability(*block[:2])

    assert agreement(found, block) >= 0.999
    assert len(computed) >= 4
    assert len(warnings) == 1
    assert "going on with parts of a block" in warnings[0]
    assert "with Another runtime" in engine.description


def test_no_memory_even_for_parts_is_an_error_in_the_end(another, block, monkeypatch):
    def never(x):
        raise torch.cuda.OutOfMemoryError("CUDA out of memory")

    warnings = []
    found = another(never, warnings).probability(*block[:2])

    assert (found == block[2]).all()
    assert "ran out of memory; going on with PyTorch in 32-bit floats" in warnings[-1]
    monkeypatch.setattr(TorchRuntime, "__call__", lambda self, x, margin=0: never(x))
    with pytest.raises(DeviceError, match="ran out of memory. Close other programs"):
        Engine(load_model(), "cpu", "full").probability(*block[:2])


def test_a_gpu_without_memory_leaves_the_work_to_the_cpu_with_two_warnings(another, block, monkeypatch):
    def never(x):
        raise torch.cuda.OutOfMemoryError("CUDA out of memory")

    def on_a_gpu(network, margin, device, choice):
        gpu = torch.device("cuda")
        runtime = Runtime(network, margin)
        return [
            candidates.Candidate("half", gpu, "16 bits", lambda: runtime),
            candidates.Candidate("full", gpu, "32 bits", lambda: runtime),
            candidates.Candidate("full", device, "CPU", lambda: TorchRuntime(network, device)),
        ]

    monkeypatch.setattr(engines, "candidates", on_a_gpu)
    warnings = []

    found = another(never, warnings).probability(*block[:2])

    assert (found == block[2]).all()
    assert len(warnings) == 2
    assert "going on with parts of a block" in warnings[0]
    assert "ran out of memory; going on with PyTorch in 32-bit floats on the CPU" in warnings[1]


def test_a_broken_package_is_replaced_with_one_warning(block, tmp_path, monkeypatch):
    (tmp_path / "openvino.py").write_text("raise ImportError('libtbb.so.12: cannot open shared object file')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "openvino", raising=False)
    warnings = []

    engine = Engine(load_model(), "cpu", "openvino", warnings.append)

    assert len(warnings) == 1
    assert "libtbb.so.12" in warnings[0]
    assert "PyTorch" in engine.description
    assert agreement(engine.probability(*block[:2]), block) >= 0.999


def test_engines_that_are_missing_are_refused_when_asked_for(model, monkeypatch):
    monkeypatch.setattr(candidates, "find_spec", lambda name: None)
    monkeypatch.setattr(candidates, "half_precision", lambda device: None)

    with pytest.raises(DeviceError, match="OpenVINO was asked for, but is not installed. Set ENGINE"):
        Engine(model, "cpu", "openvino")
    with pytest.raises(DeviceError, match="16-bit floats were asked for, but the CPU"):
        Engine(model, "cpu", "half")
    with pytest.raises(DeviceError, match="no engine 'fast'"):
        Engine(model, "cpu", "fast")
    assert "32-bit floats" in Engine(model, "cpu").description


@pytest.fixture
def three_engines(monkeypatch, model, tmp_path):
    """An engine on a computer with all three, whose speeds are these: make(speeds), warnings, log."""
    warnings, log = [], []
    monkeypatch.setattr(candidates, "find_spec", lambda name: True)
    monkeypatch.setattr(candidates, "OpenVINORuntime", Runtime)
    monkeypatch.setattr(candidates, "half_precision", lambda device: torch.bfloat16)

    def make(choice="automatic", path=tmp_path / "speeds.json", **speeds):
        def speed_of(engine, candidate, cancelled):
            assert speeds, "no engine is to be tried"
            return speeds[candidate.choice]

        warnings.clear()
        log.clear()
        monkeypatch.setattr(Engine, "_speed_of", speed_of)
        return Engine(model, "cpu", choice, warnings.append, info=log.append, speeds_file=path)

    return make, warnings, log


def test_the_fastest_engine_is_taken_and_remembered(three_engines):
    make, warnings, log = three_engines
    engine = make(half=4.4, openvino=6.1, full=2.04)
    assert "with PyTorch in 16-bit bfloats" in engine.description

    engine.take_fastest(64)

    assert "with Another runtime" in engine.description
    compared = (
        "OpenVINO 6.1, PyTorch in 16-bit bfloats 4.4, PyTorch in 32-bit floats 2.0 million pixels a second"
    )
    assert log == [f"Tried on this computer: {compared}; the first is used.", engine.description]
    again = make()
    again.take_fastest(64)
    assert "with Another runtime" in again.description
    assert log == [f"Remembered for this computer: {compared}; the first is used."]
    assert warnings == []


def test_what_is_remembered_is_measured_again_when_asked(three_engines):
    make, _, log = three_engines
    make(half=4, openvino=6, full=2).take_fastest()

    engine = make(half=6, openvino=4, full=2)
    engine.take_fastest()

    assert "with PyTorch in 16-bit bfloats" in engine.description
    assert log[0].startswith("Tried on this computer: PyTorch in 16-bit bfloats 6.0, OpenVINO 4.0,")


@pytest.mark.parametrize(
    ("blocks", "choice", "path"), [(63, "automatic", None), (64, "half", None), (64, "automatic", "")]
)
def test_no_engine_is_tried_where_that_does_not_pay(three_engines, blocks, choice, path):
    make, _, log = three_engines
    engine = make(choice) if path is None else make(choice, path)

    engine.take_fastest(blocks)

    assert "with PyTorch in 16-bit bfloats" in engine.description
    assert log == []


def test_an_engine_that_has_gone_is_told_once(three_engines, monkeypatch):
    make, warnings, _ = three_engines
    make(half=4, openvino=6, full=2).take_fastest()
    monkeypatch.setattr(candidates, "find_spec", lambda name: None)
    monkeypatch.setattr(engine_speeds, "_openvino", lambda: None)

    engine = make()

    assert "with PyTorch in 16-bit bfloats" in engine.description
    assert len(warnings) == 1
    assert "OpenVINO was the fastest engine on this computer, but is not there any more" in warnings[0]
    make().take_fastest(64)
    assert warnings == []


def test_an_engine_that_fails_when_it_is_tried_is_told_and_not_taken(model, monkeypatch, tmp_path):
    def fail(network, margin):
        raise ValueError("tracing failed.") from ImportError("cannot import name 'equal_valued' from 'sympy'")

    monkeypatch.setattr(candidates, "find_spec", lambda name: True)
    monkeypatch.setattr(candidates, "OpenVINORuntime", fail)
    monkeypatch.setattr(candidates, "half_precision", lambda device: None)
    monkeypatch.setattr(engines, "_TRIED_SIDE", 64)
    warnings, log = [], []
    path = tmp_path / "speeds.json"

    engine = Engine(model, "cpu", warn=warnings.append, info=log.append, speeds_file=path)
    warnings.clear()
    engine.take_fastest()

    assert warnings == [
        "OpenVINO cannot be used here (tracing failed: cannot import name 'equal_valued' from 'sympy'). "
        "'Check installation' tries it again."
    ]
    assert "PyTorch in 32-bit floats" in log[0]
    assert "OpenVINO" not in log[0]
    warnings.clear()
    assert "32-bit floats" in Engine(model, "cpu", warn=warnings.append, speeds_file=path).description
    assert warnings == []


def test_trying_engines_can_be_cancelled(model, monkeypatch, tmp_path):
    monkeypatch.setattr(candidates, "half_precision", lambda device: torch.bfloat16)
    engine = Engine(model, "cpu", speeds_file=tmp_path / "speeds.json")

    with pytest.raises(Cancelled):
        engine.take_fastest(cancelled=lambda: True)

    assert not (tmp_path / "speeds.json").exists()


def test_an_engine_that_gave_way_is_not_said_to_be_asked_for(model, monkeypatch):
    monkeypatch.setattr(candidates, "find_spec", lambda name: True)
    monkeypatch.setattr(candidates, "OpenVINORuntime", lambda network, margin: 1 / 0)

    description = Engine(model, "cpu", "openvino").description

    assert "(OpenVINO cannot be used here)" in description
    assert "asked for" not in description
