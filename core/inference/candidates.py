"""The engines that a computer may have: what makes each, and in which order they are taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib.util import find_spec
from typing import NamedTuple

import torch

from ..models.networks import Network
from ..util.errors import DeviceError
from ..util.translation import tr
from .runtimes import OpenVINORuntime, Runtime, TorchRuntime, device_name, half_precision, title_of

#: The fastest that is there and gives the same answers; PyTorch in 32 or in 16 bits; OpenVINO.
ENGINES = ("automatic", "full", "half", "openvino")
#: One that is taken later in the usual order goes first where it is faster than by this share: measurements
#: differ by a few percent each time, and the same computer should give the same lakes.
_CLEARLY_FASTER = 0.1


class Candidate(NamedTuple):
    """One of ``ENGINES`` on a device; ``title`` is for the log, ``make`` may raise anything."""

    choice: str
    device: torch.device
    title: str
    make: Callable[[], Runtime]


def candidates(network: Network, margin: int, device: torch.device, choice: str) -> list[Candidate]:
    """Return the engines that are possible, in the usual order; ``DeviceError`` where one is not there.

    ``choice`` is one of ``ENGINES``; what can replace it comes after it, last PyTorch in 32 bits on the CPU.
    """
    half = half_precision(device)
    has_openvino = find_spec("openvino") is not None
    if choice not in ENGINES:
        choices = ", ".join(ENGINES)
        raise DeviceError(
            tr("There is no engine '{engine}'; choose one of {choices}.", engine=choice, choices=choices)
        )
    if choice == "openvino" and device.type != "cpu":
        raise DeviceError(tr("OpenVINO was asked for, but runs on the CPU only. Set DEVICE to cpu."))
    if choice == "openvino" and not has_openvino:
        raise DeviceError(
            tr(
                "OpenVINO was asked for, but is not installed. Set ENGINE to automatic, or install the "
                "package openvino."
            )
        )
    if choice == "half" and half is None:
        raise DeviceError(
            tr(
                "16-bit floats were asked for, but {device} does not compute them in hardware. Set ENGINE "
                "to automatic.",
                device=device_name(device),
            )
        )
    cpu = torch.device("cpu")
    openvino = Candidate("openvino", cpu, "OpenVINO", partial(OpenVINORuntime, network, margin))
    found = [openvino] if choice == "openvino" else []
    for where in dict.fromkeys((device, cpu)):
        precision = half_precision(where)
        if precision is not None and choice != "full":
            found.append(_torch("half", network, where, precision))
        if has_openvino and choice == "automatic" and where == cpu:
            found.append(openvino)
        found.append(_torch("full", network, where, torch.float32))
    return found


def _torch(choice: str, network: Network, device: torch.device, precision: torch.dtype) -> Candidate:
    return Candidate(choice, device, title_of(precision), partial(TorchRuntime, network, device, precision))


def fastest_first(found: list[Candidate], speeds: Mapping[str, float]) -> list[Candidate]:
    """Return ``found`` with those of the first device ordered by speed (of a choice; 0 where it failed)."""
    left = [candidate for candidate in found if candidate.device == found[0].device]
    others, ordered = found[len(left) :], []
    while left:
        enough = max(speeds[candidate.choice] for candidate in left) / (1 + _CLEARLY_FASTER)
        ordered.append(next(candidate for candidate in left if speeds[candidate.choice] >= enough))
        left.remove(ordered[-1])
    return ordered + others
