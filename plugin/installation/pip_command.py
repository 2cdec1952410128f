"""The pip command that installs missing packages: the one for this QGIS on this system."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..gui.translation import tr

#: PyTorch's own index of small builds without CUDA.
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
CUDA_INDEX_HELP = "https://pytorch.org/get-started/locally/"
VC_RUNTIME = "https://aka.ms/vs/17/release/vc_redist.x64.exe"
_FLATPAK = "flatpak run --command=python3 org.qgis.qgis"


class System(NamedTuple):
    """A computer and its QGIS, as far as installing packages goes.

    ``os`` is "linux", "windows" or "macos"; ``python`` what runs the Python of QGIS; ``site`` the folder
    for our packages; ``numpy`` the version that QGIS has (empty: unknown); ``nvidia`` whether there is an
    NVIDIA driver; ``pip`` whether that Python has pip.
    """

    os: str
    flatpak: bool
    python: str
    site: str
    numpy: str = ""
    nvidia: bool = False
    pip: bool = True


def this_system(site: Path) -> System:
    """Return the system we run on; ``site`` is the folder for our packages."""
    kind = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    numpy = sys.modules.get("numpy")
    return System(
        kind,
        Path("/.flatpak-info").exists(),
        own_python(kind, sys.executable, sys.prefix, "{}.{}".format(*sys.version_info)),
        str(site),
        getattr(numpy, "__version__", ""),
        has_nvidia(),
        importlib.util.find_spec("pip") is not None,
    )


def own_python(kind: str, executable: str, prefix: str, version: str) -> str:
    """Return the command of QGIS's Python ``version`` ("3.12"); the others are values of ``sys``.

    In a QGIS with a window ``executable`` may be QGIS itself, or a Python that only happens to come first on
    the PATH; so ``prefix``, where Python's library was found, is looked at first.
    """
    if kind == "windows":
        return "python"  # of the OSGeo4W Shell, which also sets the paths that it needs
    parent = Path(executable).parent
    for folder in (Path(prefix) / "bin", parent / "bin", parent):
        for name in (f"python{version}", "python3", "python"):
            if (folder / name).is_file():
                return str(folder / name)
    return "python3"


def has_nvidia() -> bool:
    """Return whether a driver for NVIDIA GPUs is installed."""
    if sys.platform == "win32":
        return (Path(os.environ.get("SYSTEMROOT", "C:/Windows")) / "System32" / "nvcuda.dll").is_file()
    return Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None


def how_to_install(packages: Sequence[str], system: System, upgrade: bool = False) -> str:
    """Return the command that installs ``packages``, where to run it, and how much it downloads.

    ``packages`` are requirements of pip; ``upgrade`` replaces what is there. QGIS's NumPy has precedence over
    one that comes along, and is named so that pip chooses builds that work with it.
    """
    torch = "torch" in packages
    others = [package for package in packages if package != "torch"]
    others += [f"numpy=={system.numpy}"] if others and system.numpy else []
    where, python = _shell(system)
    command = f'{python} -m pip install {"--upgrade " if upgrade else ""}--target "{system.site}"'
    # PyTorch's index also holds what PyTorch needs, but nothing else. Two indexes in one command could give a
    # package of the same name from the wrong one.
    apart = bool(torch and others and system.os == "linux")
    words = ["torch"] if apart else [*(["torch"] if torch else []), *others]
    then = f"\n{command} {' '.join(others)}" if apart else ""
    note, more = "", ""
    if torch and system.os == "linux":
        option = f"--index-url {CPU_INDEX}"
        if system.nvidia:
            note = tr("This is PyTorch for NVIDIA GPUs, a download of about 3 GB.")
            more = tr("For the smaller one for the CPU, about 200 MB, add {option} after 'install'.")
        else:
            command += f" {option}"
            note = tr("This is PyTorch for the CPU, a download of about 200 MB.")
            more = tr("For the one for NVIDIA GPUs, about 3 GB, leave out {option}.")
        more = more.format(option=option)
    elif torch:
        largest = 250 if system.os == "windows" else 150
        note = tr("This is PyTorch for the CPU, a download of at most about {largest} MB.")
        note = note.format(largest=largest)
        if system.os == "windows" and system.nvidia:
            more = tr("For the NVIDIA GPU add the --index-url that {address} shows for CUDA.")
            more = more.format(address=CUDA_INDEX_HELP)
    after = " ".join(filter(None, (note, more, tr("Then start QGIS again."))))
    return f"{where}\n{command} {' '.join(words)}{then}\n{after}"  # on a line of its own it is easy to copy


def _shell(system: System) -> tuple[str, str]:
    """Return where to type a command ("Open a terminal and run:"), and the command of QGIS's Python there."""
    if system.os == "windows":
        return tr("Open the OSGeo4W Shell (in the Start menu, next to QGIS) and run:"), system.python
    where = tr("Open a terminal and run:")
    if system.flatpak:
        return where, _FLATPAK
    if not system.pip and system.os == "linux":
        first = tr("Install pip first (on Debian and Ubuntu: sudo apt install python3-pip).")
        where = f"{first} {where}"
    return where, f'"{system.python}"' if " " in system.python else system.python


def cannot_be_loaded(package: str, error: str) -> str:
    """Return that ``package`` cannot be imported; ``error`` is Python's."""
    what = tr("{package} is installed but cannot be loaded ({error}).")
    return what.format(package=package, error=error.strip().splitlines()[-1])


def import_trouble(package: str, error: str, system: System) -> str:
    """Return why ``package``, which is there, cannot be imported, and the remedy; ``error`` is Python's."""
    lower = error.lower()
    what = cannot_be_loaded(package, error)
    if any(code in lower for code in ("winerror 126", "winerror 1114", "dll load failed")):
        why = tr(
            "Usually the Microsoft Visual C++ runtime is missing or too old: install {address}, restart the "
            "computer, and try again."
        )
        return f"{what} {why.format(address=VC_RUNTIME)}"
    again = how_to_install(["torch"] if package == "PyTorch" else [package], system, upgrade=True)
    if "numpy" in lower or "_array_api" in lower:
        why = tr("It was built for another NumPy than QGIS's{version}: a newer version works with both.")
        return f"{what} {why.format(version=_version(system))} {again}"
    return f"{what} {tr('Its installation is not complete, or not for this Python.')} {again}"


def numpy_trouble(numpy_file: str, gdal_file: str, system: System) -> str:
    """Return a warning when NumPy was loaded from our folder; empty when it is QGIS's.

    A folder from which GDAL came, too, is QGIS's own: on Debian 13 PyTorch is there, and our folder may be
    set to it.
    """
    if not Path(numpy_file).is_relative_to(system.site) or Path(gdal_file).is_relative_to(system.site):
        return ""
    return tr(
        "NumPy{version} was loaded from {folder} and not from QGIS, whose GDAL may not work with it: "
        "something puts that folder before QGIS's own. Take it out of PYTHONPATH, or delete the folder "
        "'numpy' there, and start QGIS again."
    ).format(version=_version(system), folder=system.site)


def _version(system: System) -> str:
    return f" {system.numpy}" if system.numpy else ""
