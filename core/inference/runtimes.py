"""Ways of running a network: PyTorch on a device in a precision, or OpenVINO. The answers are the same.

A runtime takes normalised RGB (1, 3, H, W), 32-bit floats, on its ``device``, and returns the log-odds of
lake, 32-bit floats, on the CPU: (H, W), or only those of the pixels that lie ``margin`` or more inside the
edges.
"""

from __future__ import annotations

import copy
import mmap
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar, cast

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from ..models.networks import Network
from ..report.text import counted
from ..util.errors import DeviceError
from ..util.translation import tr
from .onednn import fuse


class Runtime(Protocol):
    """What runs a network; ``name`` is for the log.

    ``exact`` is true of PyTorch in 32-bit floats, with which the others are compared.
    """

    name: str
    device: torch.device
    exact: bool

    def __call__(self, x: Tensor, margin: int = 0) -> Tensor: ...


class TorchRuntime:
    """PyTorch, with the network's weights and maps in ``precision``."""

    def __init__(
        self, network: Network, device: torch.device, precision: torch.dtype = torch.float32
    ) -> None:
        if device.type == "cpu":
            # Left at its default inside QGIS, torch may see one core only.
            torch.set_num_threads(cores())
        self.device, self.exact = device, precision == torch.float32
        self.name = title_of(precision)
        # PyTorch's annotations lack this argument of Module.to.
        folded: Network = fold_batch_norm(network).to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._network = fuse(folded) if device.type == "cpu" else folded
        if not self.exact:
            for name, module in self._network.named_modules():
                if isinstance(module, _WEIGHTED):
                    if not name.startswith(network.full_precision):
                        module.to(precision)
                    module.register_forward_pre_hook(_cast_to_weights)

    def __call__(self, x: Tensor, margin: int = 0) -> Tensor:
        with _all_bits():
            return _log_odds(self._network(x.contiguous(memory_format=torch.channels_last), margin)).cpu()


class OpenVINORuntime:
    """OpenVINO on the CPU, compiled from the network: at once for ``margin``, for others when they come.

    In 32-bit floats: by default it would take 16 bits for all layers, also those of ``full_precision``.
    """

    device = torch.device("cpu")
    exact = False

    def __init__(self, network: Network, margin: int) -> None:
        import openvino

        if not fits_in_other_programs(Path(openvino.__file__).parent):
            raise DeviceError(
                tr(
                    "OpenVINO {version} would crash QGIS: install OpenVINO 2026 or later",
                    version=_release(openvino.__version__),
                )
            )
        self._openvino, self._network = openvino, fold_batch_norm(network)
        self._compiled = {margin: self._compile(margin)}
        self.name = tr("OpenVINO {version} in 32-bit floats", version=_release(openvino.__version__))

    def __call__(self, x: Tensor, margin: int = 0) -> Tensor:
        if margin not in self._compiled:
            self._compiled[margin] = self._compile(margin)
        (height, width), stride = x.shape[-2:], self._network.stride
        padded = nn.functional.pad(x, (0, -width % stride, 0, -height % stride))
        logits = torch.from_numpy(self._compiled[margin]([padded.contiguous().numpy()])[0])
        return _log_odds(logits)[: height - 2 * margin, : width - 2 * margin]

    def _compile(self, margin: int) -> Callable:
        stride = self._network.stride
        side = (2 * margin // stride + 4) * stride  # larger than both margins
        example = torch.zeros(1, 3, side, side)
        unpadded = Unpadded(self._network, margin)
        converted = self._openvino.convert_model(unpadded, example_input=example, input=[1, 3, -1, -1])
        settings = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": cores(),
            "INFERENCE_PRECISION_HINT": "f32",
        }
        return self._openvino.Core().compile_model(converted, "CPU", settings)


def fits_in_other_programs(openvino: Path) -> bool:
    """Return whether the OpenVINO in that folder can run inside QGIS, as far as can be told.

    On Linux, those of PyPI before 2026 have the text strings of GCC 4. Some of their functions have the same
    names as functions of QGIS, with the strings of GCC 5 and later; Linux takes QGIS's, and the program ends
    with "free(): invalid pointer". The names of all functions are in the library, so that a look tells.
    """
    libraries = sorted((openvino / "libs").glob("libopenvino.so*")) if sys.platform == "linux" else []
    for library in libraries:
        with library.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            if content.find(b"St7__cxx11") < 0:
                return False
    return True


def _release(version: str) -> str:
    """Return the release alone of a version like "2026.4.1-22982-f0b29fd5abc-releases/2026/4"."""
    return version.split("-")[0]


class Unpadded(nn.Module):
    """A network without padding, for sizes that are multiples of its stride.

    Tracing would freeze the amount of padding. The logits are those of ``Network.centre``.
    """

    def __init__(self, network: Network, margin: int = 0) -> None:
        super().__init__()
        self.network, self.margin = network, margin

    def forward(self, x: Tensor) -> Tensor:
        return self.network.centre(x, self.margin)


_Module = TypeVar("_Module", bound=nn.Module)
#: What PyTorch says of memory that ran out where it raises a plain RuntimeError: on the CPU, in a library of
#: CUDA, and where cuDNN finds no way to compute a convolution in the memory that is left.
_NO_MEMORY = (
    "can't allocate memory",
    "not enough memory",
    "out of memory",
    "_STATUS_ALLOC_FAILED",
    "unable to find an engine to execute",
    "Unable to find a valid cuDNN algorithm",
)
_WEIGHTED = (nn.Conv2d, nn.ConvTranspose2d, nn.BatchNorm2d, nn.Linear)


def _cast_to_weights(module: nn.Module, inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """Cast the input of a layer to the precision of its weights."""
    return (inputs[0].to(cast(Tensor, module.weight).dtype),)


@contextmanager
def _all_bits() -> Iterator[None]:
    """Let cuDNN use all bits of 32-bit floats: by default it leaves out 13 of them (TF32) on new GPUs."""
    cudnn = torch.backends.cudnn
    # Before PyTorch 2.9 there is only the older setting. Reading that one where a program has set both kinds
    # is an error.
    where, name, exact = (
        (cudnn.conv, "fp32_precision", "ieee") if hasattr(cudnn, "conv") else (cudnn, "allow_tf32", False)
    )
    before = getattr(where, name)
    setattr(where, name, exact)
    try:
        yield
    finally:
        setattr(where, name, before)


def _log_odds(logits: Tensor) -> Tensor:
    return logits[0, 1].float() - logits[0, 0].float()


def title_of(precision: torch.dtype) -> str:
    """Return what PyTorch with weights of ``precision`` is called in the log."""
    return {
        torch.float32: tr("PyTorch in 32-bit floats"),
        torch.bfloat16: tr("PyTorch in 16-bit bfloats"),
        torch.float16: tr("PyTorch in 16-bit floats"),
    }[precision]


def device_name(device: torch.device) -> str:
    """Return what a device is called in the log."""
    if device.type == "cuda":
        return f"CUDA ({torch.cuda.get_device_name(device)})"
    return tr("the CPU ({threads})", threads=counted(cores(), "thread"))


def half_precision(device: torch.device) -> torch.dtype | None:
    """Return the 16-bit precision that ``device`` computes in hardware; None where that would be emulated."""
    if device.type == "cuda":
        major = torch.cuda.get_device_capability(device)[0]
        return torch.bfloat16 if major >= 8 else torch.float16 if major == 7 else None
    # These functions are not public and may vanish: then 32-bit floats, which are always right.
    checks = (getattr(torch.cpu, f"_is_{name}_supported", None) for name in ("avx512_bf16", "amx_tile"))
    return torch.bfloat16 if any(check() for check in checks if check) else None


def out_of_memory(error: BaseException) -> bool:
    """Return whether ``error`` means that memory ran out."""
    return isinstance(error, (MemoryError, torch.cuda.OutOfMemoryError)) or any(
        sentence in str(error) for sentence in _NO_MEMORY
    )


def fold_batch_norm(network: _Module) -> _Module:
    """Return a copy in evaluation mode with each pair of convolution and batch norm made one convolution."""
    network = copy.deepcopy(network).eval()
    for module in network.modules():
        if not isinstance(module, nn.Sequential):
            continue
        for i in range(len(module) - 1):
            convolution, norm = module[i], module[i + 1]
            if isinstance(convolution, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                module[i], module[i + 1] = fuse_conv_bn_eval(convolution, norm), nn.Identity()
    return network


def cores() -> int:
    """Return how many cores this process may use, which a container can limit; 1 at least."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Windows and macOS
        return os.cpu_count() or 1
