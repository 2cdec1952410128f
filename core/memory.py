"""How much memory this process has taken so far."""

from __future__ import annotations

import ctypes
import sys


def peak_memory() -> int | None:
    """The most memory (bytes) this process has held at once since it began; None where it is not told."""
    if sys.platform == "win32":
        return _peak_on_windows()
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


def _peak_on_windows() -> int | None:
    kernel = ctypes.WinDLL("kernel32")
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.K32GetProcessMemoryInfo.argtypes = [
        ctypes.c_void_p,
        ctypes.POINTER(_Counters),
        ctypes.c_uint32,
    ]
    counters = _Counters(size=ctypes.sizeof(_Counters))
    told = kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), counters, counters.size)
    return counters.peak_working_set if told else None
