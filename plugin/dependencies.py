"""Finding the packages that QGIS may not bring: PyTorch to run, OpenCV and others to train."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from qgis.core import QgsApplication

#: What each package is called when it is installed.
_PACKAGES = {
    "torch": "torch",
    "cv2": "opencv-python-headless==4.10.0.84",
    "PIL": "pillow",
    "matplotlib": "matplotlib",
    "distributed": "distributed",
}
EXTRACTING = ("torch",)
DATASETS = ("cv2", "PIL")
CLUSTER = ("distributed",)
TRAINING = ("torch", "cv2", "PIL", "matplotlib")


def site_folder() -> Path:
    """Where packages for Lake Mapper lie: ``LAKE_MAPPER_SITE``, or a folder in the user's profile."""
    given = os.environ.get("LAKE_MAPPER_SITE")
    return Path(given) if given else Path(QgsApplication.qgisSettingsDirPath()) / "lake_mapper" / "python"


def add_site_folder() -> None:
    """Append our folder at the *end* of ``sys.path``: QGIS's own NumPy and GDAL always win."""
    folder = str(site_folder())
    if folder not in sys.path:
        sys.path.append(folder)


def prefer_own(package: str) -> None:
    """Import ``package`` from our folder, though another one comes first on ``sys.path``.

    For pure Python packages that PyTorch needs newer than the system has: with Debian 12's SymPy its
    optimizers cannot be imported. What is imported already stays.
    """
    if package in sys.modules:
        return
    spec = importlib.machinery.PathFinder.find_spec(package, [str(site_folder())])
    if spec is None:
        return
    module = importlib.util.module_from_spec(spec)
    sys.modules[package] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[package]
        raise


def missing(needed: Sequence[str] = EXTRACTING) -> str:
    """One sentence that says what to run when a package is not there; empty when all is well."""
    absent = [_PACKAGES[name] for name in needed if importlib.util.find_spec(name) is None]
    if not absent:
        return ""
    python = "python3" if os.name != "nt" else "python"
    names = {"torch": "PyTorch", "distributed": "Dask (distributed)"}
    what = ", ".join(names.get(package, package.partition("=")[0]) for package in absent)
    return (
        f"Lake Mapper needs {what}, which {'is' if len(absent) == 1 else 'are'} not installed: run "
        f'{python} -m pip install --target "{site_folder()}" {" ".join(absent)} '
        "in the shell of this QGIS (on Windows the OSGeo4W Shell) and start QGIS again."
    )
