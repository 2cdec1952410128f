"""Finds the packages that QGIS may not bring: PyTorch to run, OpenCV and others to train."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from collections.abc import Sequence
from types import ModuleType

from ..gui.translation import tr
from .import_order import loaded_too_old
from .pip_command import cannot_be_loaded, how_to_install, import_trouble, numpy_trouble, this_system
from .profile_folder import site_folder

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
            package = _TITLES.get(_PACKAGES[name], _PACKAGES[name])
            why, too_old = f"{error}".strip() or type(error).__name__, loaded_too_old()
            if too_old:
                return f"{cannot_be_loaded(package, why)} {too_old}"
            return import_trouble(package, why, this_system(site_folder()))
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
