"""The GPU's memory: how much is taken at most, and a limit to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch


def mib(size: float) -> str:
    return f"{size / 2**20:,.0f} MiB"


class Peak:
    """The most GPU memory in bytes that tensors took, and that PyTorch held for them."""

    allocated = reserved = 0

    @property
    def text(self) -> str:
        if not self.reserved:
            return ""
        return f"; GPU memory at most {mib(self.allocated)} in use, {mib(self.reserved)} held"


@contextmanager
def peak_memory(device: torch.device) -> Iterator[Peak]:
    """Measure the peak of the GPU's memory inside; nothing on the CPU."""
    peak = Peak()
    if device.type == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
    yield peak
    if device.type == "cuda":
        torch.cuda.synchronize()
        peak.allocated, peak.reserved = torch.cuda.max_memory_allocated(), torch.cuda.max_memory_reserved()


@contextmanager
def at_most(size: float) -> Iterator[None]:
    """Let PyTorch hold no more than ``size`` bytes of the GPU inside."""
    torch.cuda.empty_cache()
    torch.cuda.set_per_process_memory_fraction(min(1.0, size / torch.cuda.mem_get_info()[1]))
    try:
        yield
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
        torch.cuda.empty_cache()
