"""Running a model: one place that decides device and precision, and says so."""

from __future__ import annotations

import copy
import os

import numpy as np
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .errors import DeviceError
from .model import Model

DEVICES = ("automatic", "cpu", "cuda")


class Engine:
    """A model on a device, ready to turn RGB into lake probability.

    ``device`` is one of ``DEVICES``. ``description`` is one line for the log: which device and
    precision run, and why.
    """

    def __init__(self, model: Model, device: str = "automatic") -> None:
        self.card = model.card
        self.device, why = choose_device(device)
        self.description = f"{model.card.name} runs on {_name(self.device)} in 32-bit floats ({why})."
        if self.device.type == "cpu":
            # Left at its default inside QGIS, torch may see one core only.
            torch.set_num_threads(cores())
        network = fold_batch_norm(model.network).to(memory_format=torch.channels_last)
        self._network = network.to(self.device).eval()
        self._mean = torch.tensor(self.card.mean, device=self.device).view(1, 3, 1, 1)
        self._std = torch.tensor(self.card.std, device=self.device).view(1, 3, 1, 1)

    def probability(self, rgb: np.ndarray, valid: np.ndarray) -> np.ndarray:
        """Lake probability (H, W) float32 of RGB (H, W, 3) uint8 where ``valid`` (H, W) is true.

        Invalid pixels look neutral to the network; what comes out for them means nothing.
        """
        height, width = valid.shape
        with torch.inference_mode():
            x = torch.from_numpy(np.ascontiguousarray(rgb)).to(self.device)[None].permute(0, 3, 1, 2)
            x = (x.float() - self._mean) / self._std
            if not valid.all():
                x = x * torch.from_numpy(valid).to(self.device)
            x = x.contiguous(memory_format=torch.channels_last)
            try:
                lake = torch.softmax(self._network(x), 1)[0, 1]
                return lake.cpu().numpy()
            except torch.cuda.OutOfMemoryError as error:
                raise DeviceError(
                    f"{_name(self.device)} ran out of memory on a block of {width} × {height} pixels. "
                    "Close other programs that use it, or set DEVICE to cpu."
                ) from error


def fold_batch_norm(network: nn.Module) -> nn.Module:
    """A copy in evaluation mode with every convolution → batch norm pair made one convolution."""
    network = copy.deepcopy(network).eval()
    for module in network.modules():
        if not isinstance(module, nn.Sequential):
            continue
        for i in range(len(module) - 1):
            if isinstance(module[i], nn.Conv2d) and isinstance(module[i + 1], nn.BatchNorm2d):
                module[i] = fuse_conv_bn_eval(module[i], module[i + 1])
                module[i + 1] = nn.Identity()
    return network


def choose_device(device: str) -> tuple[torch.device, str]:
    """The device that one of ``DEVICES`` means here, and why; ``DeviceError`` when it is not there."""
    if device not in DEVICES:
        raise DeviceError(f"There is no device '{device}'; choose one of {', '.join(DEVICES)}.")
    if device == "cpu":
        return torch.device("cpu"), "asked for"
    if torch.cuda.is_available():
        return torch.device("cuda"), "asked for" if device == "cuda" else "CUDA GPU found"
    why = (
        "this PyTorch was installed without CUDA"
        if torch.version.cuda is None
        else "PyTorch has CUDA but finds no usable NVIDIA GPU or driver"
    )
    if device == "cuda":
        raise DeviceError(f"CUDA was asked for, but {why}. Set DEVICE to automatic or cpu.")
    return torch.device("cpu"), why


def _name(device: torch.device) -> str:
    if device.type == "cuda":
        return f"CUDA ({torch.cuda.get_device_name(device)})"
    return f"the CPU ({cores()} threads)"


def mixed_precision(device: torch.device) -> tuple[torch.dtype | None, str]:
    """The half precision that ``device`` has in hardware, or None, and a clause for the log."""
    if device.type == "cuda":
        # Emulated bfloat16, on GPUs before Ampere, is slower than full floats.
        has = torch.cuda.get_device_capability(device)[0] >= 8
    else:
        # Not public, so it may vanish: then full floats, which are always right.
        asked = (getattr(torch.cpu, f"_is_{name}_supported", None) for name in ("avx512_bf16", "amx_tile"))
        has = any(ask() for ask in asked if ask)
    if has:
        return torch.bfloat16, "mixed precision with bfloat16"
    return None, "32-bit floats, since bfloat16 is not in its hardware"


def cores() -> int:
    """Cores this process may use, which a container can limit; 1 at least."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Windows and macOS
        return os.cpu_count() or 1
