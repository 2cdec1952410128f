import sys

import pytest
import torch
from lake_mapper.core.inference.runtimes import (
    TorchRuntime,
    cores,
    fits_in_other_programs,
    fold_batch_norm,
    half_precision,
    out_of_memory,
)
from lake_mapper.core.models.networks import build
from lake_mapper.core.models.networks.lakenet import LakeNet
from torch import nn

CPU = torch.device("cpu")
needs_half = pytest.mark.skipif(
    half_precision(CPU) is None, reason="this processor does not compute 16-bit floats in hardware"
)


def with_statistics(network):
    """In evaluation mode, with batch-norm statistics that are not trivial."""
    torch.manual_seed(0)
    network.train()(torch.randn(4, 3, 64, 64))
    return network.eval()


def test_folding_changes_nothing_but_speed():
    network = with_statistics(build("LakeNet"))
    x = torch.randn(1, 3, 96, 96)

    folded = fold_batch_norm(network)

    with torch.inference_mode():
        assert torch.allclose(folded(x), network(x), atol=1e-4)
    assert not any(isinstance(m, nn.BatchNorm2d) for m in folded.modules())
    assert any(isinstance(m, nn.BatchNorm2d) for m in network.modules())


@pytest.mark.parametrize("precision", [torch.float32, pytest.param(torch.bfloat16, marks=needs_half)])
def test_a_margin_leaves_the_outer_pixels_out(precision):
    runtime = TorchRuntime(with_statistics(build("LakeNet")), CPU, precision)
    x = torch.randn(1, 3, 200, 136)

    with torch.inference_mode():
        whole, inside = runtime(x), runtime(x, 40)

    assert whole.dtype == torch.float32
    assert whole.shape == (200, 136)
    assert torch.allclose(inside, whole[40:-40, 40:-40], atol=1e-4 if precision == torch.float32 else 0.1)


@needs_half
def test_the_first_layers_alone_keep_32_bits(convolution_inputs):
    network = build("LakeNet").eval()
    in_full = sum(
        isinstance(module, nn.Conv2d) and name.startswith(network.full_precision)
        for name, module in network.named_modules()
    )

    TorchRuntime(network, CPU, torch.bfloat16)(torch.randn(1, 3, 64, 64))

    precisions = [weights.dtype for _, weights in convolution_inputs]
    assert 0 < in_full < len(precisions) / 2
    assert precisions == [torch.float32] * in_full + [torch.bfloat16] * (len(precisions) - in_full)


@pytest.mark.parametrize("api", ["fp32_precision", "allow_tf32"])
def test_a_gpu_uses_all_bits_of_32_bit_floats_and_other_programs_keep_their_setting(monkeypatch, api):
    cudnn, seen = torch.backends.cudnn, []
    newer = hasattr(cudnn, "conv")
    if api == "allow_tf32" and newer:
        monkeypatch.delattr(type(cudnn), "conv")
    elif api == "fp32_precision" and not newer:
        pytest.skip("this PyTorch has the older setting alone")
    where = cudnn.conv if api == "fp32_precision" else cudnn
    before = getattr(where, api)
    centre = LakeNet.centre

    def noting(self, x, margin):
        seen.append(getattr(where, api))
        return centre(self, x, margin)

    monkeypatch.setattr(LakeNet, "centre", noting)
    with torch.inference_mode():
        TorchRuntime(build("LakeNet").eval(), CPU)(torch.randn(1, 3, 64, 64))

    assert seen == ["ieee" if api == "fp32_precision" else False]
    assert getattr(where, api) == before in ("tf32", True)


def test_a_runtime_uses_all_cores_of_the_process():
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(1)
        TorchRuntime(build("LakeNet").eval(), CPU)
        assert torch.get_num_threads() == cores() >= 1
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize(
    "error, expected",
    [
        (MemoryError(), True),
        (torch.cuda.OutOfMemoryError("CUDA out of memory"), True),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"), True),
        (RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes"), True),
        (RuntimeError("CUDA error: out of memory"), True),
        (RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"), True),
        (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate(handle)"), True),
        (RuntimeError("GET was unable to find an engine to execute this computation"), True),
        (RuntimeError("Unable to find a valid cuDNN algorithm to run convolution"), True),
        (RuntimeError("CUDA error: unspecified launch failure"), False),
    ],
)
def test_errors_that_mean_memory_ran_out(error, expected):
    assert out_of_memory(error) == expected


@pytest.mark.parametrize("major, expected", [(6, None), (7, torch.float16), (8, torch.bfloat16)])
def test_the_16_bits_that_a_gpu_computes_in_hardware(monkeypatch, major, expected):
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: (major, 0))

    assert half_precision(torch.device("cuda")) is expected


@pytest.mark.parametrize(("names", "fits"), [(b"_ZNSs", False), (b"_ZNSt7__cxx1112basic_string", True)])
def test_an_openvino_with_the_text_strings_of_gcc_4_does_not_fit_in_qgis(tmp_path, monkeypatch, names, fits):
    (tmp_path / "libs").mkdir()
    (tmp_path / "libs" / "libopenvino.so.2520").write_bytes(b"\x7fELF" + bytes(5000) + names)

    monkeypatch.setattr(sys, "platform", "linux")
    assert fits_in_other_programs(tmp_path) == fits
    monkeypatch.setattr(sys, "platform", "win32")
    assert fits_in_other_programs(tmp_path)
    assert fits_in_other_programs(tmp_path / "installed by others")
