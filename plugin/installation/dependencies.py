"""Finds the packages that QGIS may not bring: PyTorch to run, OpenCV and others to train."""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from qgis.core import QgsApplication

from ..gui.translation import tr
from .pip_command import how_to_install, import_trouble, numpy_trouble, this_system

#: What pip installs for each module.
_PACKAGES = {
    "torch": "torch",
    "cv2": "opencv-python-headless==4.10.0.84",
    "PIL": "pillow",
    "matplotlib": "matplotlib",
    "distributed": "distributed",
    "openvino": "openvino",
}
_TITLES = {
    "torch": "PyTorch",
    "opencv-python-headless==4.10.0.84": "opencv-python-headless",
    "distributed": "Dask (distributed)",
    "openvino": "OpenVINO",
}
#: The first version with all that the code uses (``torch.cuda.OutOfMemoryError``), and the oldest tested.
OLDEST_TORCH = (1, 13)
EXTRACTING = ("torch",)
DATASETS = ("cv2", "PIL")
CLUSTER = ("distributed",)
FASTER = ("openvino",)
TRAINING = ("torch", "cv2", "PIL", "matplotlib")


def site_folder() -> Path:
    """Return the folder of our packages: ``LAKE_MAPPER_SITE``, or one in the user's profile."""
    given = os.environ.get("LAKE_MAPPER_SITE")
    return Path(given) if given else Path(QgsApplication.qgisSettingsDirPath()) / "lake_mapper" / "python"


def add_site_folder() -> None:
    """Append our folder at the *end* of ``sys.path``: QGIS's own NumPy and GDAL always win."""
    folder = str(site_folder())
    if folder not in sys.path:
        sys.path.append(folder)


def import_from_site_folder(package: str) -> None:
    """Import ``package`` from our folder, where it is there, though others come first on ``sys.path``.

    For pure Python packages of which PyTorch needs a newer version than the system has: with Debian 12's
    SymPy its optimizers cannot be imported. What is imported already stays.
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
    """Return what is missing and the command that installs it in this QGIS; empty when all is there."""
    absent = [_PACKAGES[name] for name in needed if importlib.util.find_spec(name) is None]
    if not absent:
        return ""
    what = ", ".join(_TITLES.get(package, package) for package in absent)
    sentence = (
        tr("Lake Mapper needs {what}, which is not installed.")
        if len(absent) == 1
        else tr("Lake Mapper needs {what}, which are not installed.")
    )
    return f"{sentence.format(what=what)} {how_to_install(absent, this_system(site_folder()))}"


def trouble(needed: Sequence[str] = EXTRACTING) -> str:
    """Return why a package does not work, and the remedy; empty when all do. Slow: it imports them."""
    sentence = missing(needed)
    if sentence:
        return sentence
    for name in needed:
        try:
            importlib.import_module(name)
        except Exception as error:  # whatever a broken package raises on import
            package = _PACKAGES[name]
            system = this_system(site_folder())
            return import_trouble(_TITLES.get(package, package), f"{error}", system)
    return torch_trouble(sys.modules["torch"]) if "torch" in needed else ""


def torch_trouble(torch: ModuleType) -> str:
    """Return why this PyTorch, which could be imported, cannot be used; empty when it can."""
    import numpy as np
    import osgeo

    system = this_system(site_folder())
    version = tuple(int(part) for part in re.findall(r"\d+", torch.__version__)[:2])
    if version < OLDEST_TORCH:
        oldest = ".".join(map(str, OLDEST_TORCH))
        sentence = tr("PyTorch {version} is too old: Lake Mapper needs {oldest} or later.")
        sentence = sentence.format(version=torch.__version__, oldest=oldest)
        return f"{sentence} {how_to_install(['torch'], system, upgrade=True)}"
    try:
        torch.from_numpy(np.zeros(1, np.float32)).numpy()
    except (RuntimeError, TypeError) as error:  # built for NumPy 1, and QGIS has NumPy 2
        return import_trouble("PyTorch", f"{error}", system)
    return numpy_trouble(np.__file__, osgeo.__file__, system)
