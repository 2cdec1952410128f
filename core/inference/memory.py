"""The memory of this process: keeping what it will need again, and how much it has taken at most."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Of mallopt in glibc's <malloc.h>.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
#: What glibc itself arrives at in a program that has freed something large, and no more than that.
_USUAL = {_MMAP_THRESHOLD: 32 * 2**20, _TRIM_THRESHOLD: 64 * 2**20}
_KEPT = {_MMAP_THRESHOLD: 2**30, _TRIM_THRESHOLD: 2**31 - 1}


@contextmanager
def memory_kept() -> Iterator[None]:
    """Keep memory that is freed inside with the process until the end, where glibc manages it (Linux).

    Otherwise the maps of each layer of a network come as fresh pages from the system, which has to clear
    them, and go back at once: a third of the time. On other systems nothing happens.
    """
    libc = _glibc()
    if libc is None:
        yield
        return
    for option, value in _KEPT.items():
        libc.mallopt(option, value)
    try:
        yield
    finally:
        for option, value in _USUAL.items():
            libc.mallopt(option, value)
        libc.malloc_trim(0)


def give_back() -> None:
    """Give free memory back to the system inside ``memory_kept``, after a step that took unusually much."""
    libc = _glibc()
    if libc is not None:
        libc.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    """Return the C library where it is glibc; musl has neither of its two functions."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    return libc if hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim") else None


def peak_memory() -> int | None:
    """Return the most memory (bytes) this process has held at once; None where the system does not know."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.K32GetProcessMemoryInfo.argtypes = [
            ctypes.c_void_p,
            ctypes.POINTER(_Counters),
            ctypes.c_uint32,
        ]
        counters = _Counters(size=ctypes.sizeof(_Counters))
        found = kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), counters, counters.size)
        return counters.peak_working_set if found else None
    import resource

    # Kilobytes on Linux, bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak


class _Counters(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS of the Windows API."""

    _fields_ = [  # noqa: RUF012 (as ctypes wants it)
        ("size", ctypes.c_uint32),
        ("page_faults", ctypes.c_uint32),
        ("peak_working_set", ctypes.c_size_t),
        *((f"other_{number}", ctypes.c_size_t) for number in range(7)),
    ]
