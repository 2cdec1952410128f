"""The speeds of engines on this computer, remembered in a file from one run to the next."""

from __future__ import annotations

import json
import math
import os
import platform
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import torch

from ..util.atomic_files import atomic_write
from .runtimes import cores
from .version import release


class EngineSpeeds:
    """Speeds (million pixels a second) of one of ``ENGINES`` each, for a device, a model and versions.

    They are kept in the file ``path``, which need not be there. One that is damaged counts as empty, and one
    that cannot be written is left: then engines are tried again the next time.
    """

    def __init__(self, path: str | os.PathLike, device: torch.device, model_sha256: str) -> None:
        self.path = Path(path)
        what = torch.cuda.get_device_name(device) if device.type == "cuda" else f"{cores()} threads"
        self._key = f"{processor()}, {what}, model {model_sha256}"
        self._versions = {"lake_mapper": release(), "torch": torch.__version__, "openvino": _openvino()}

    def read(self) -> dict[str, float]:
        """Return the speed of each engine that was tried, 0 where it failed; empty where none is remembered.

        None is after an update. An OpenVINO that is gone does not count as one.
        """
        entry = self._entries().get(self._key)
        if not isinstance(entry, dict) or not isinstance(entry.get("speeds"), dict):
            return {}
        before, now = entry.get("versions"), self._versions.items()
        if not isinstance(before, dict) or any(v is not None and before.get(name) != v for name, v in now):
            return {}
        try:
            speeds = {str(choice): float(speed) for choice, speed in entry["speeds"].items()}
        except (TypeError, ValueError):
            return {}
        return speeds if all(math.isfinite(speed) and speed >= 0 for speed in speeds.values()) else {}

    def write(self, speeds: Mapping[str, float]) -> None:
        """Remember ``speeds`` in place of those before."""
        rounded = {choice: round(speed, 2) for choice, speed in speeds.items()}
        entries = {**self._entries(), self._key: {"versions": self._versions, "speeds": rounded}}
        with suppress(OSError), atomic_write(self.path) as unfinished:
            unfinished.write_text(json.dumps(entries, indent=1), encoding="utf-8")

    def _entries(self) -> dict[str, Any]:
        try:
            entries = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return entries if isinstance(entries, dict) else {}


def processor() -> str:
    """Return the name of this computer's processor, and the instructions that PyTorch uses of it."""
    name = platform.processor()
    with suppress(OSError):  # Linux; elsewhere there is no such file
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), name)
    capability = getattr(getattr(torch.backends, "cpu", None), "get_cpu_capability", lambda: "")()
    return f"{name or platform.machine()} {capability}".strip()


def _openvino() -> str | None:
    """Return the version of OpenVINO; None without it. pip may leave descriptions of versions before."""
    return " ".join(sorted({found.version for found in distributions(name="openvino")})) or None
