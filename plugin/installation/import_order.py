"""Decides from where packages are imported that both QGIS and our folder have.

The rule: PyTorch, OpenVINO and the packages that these two need come from our folder, where pip put versions
that fit together. All others come from QGIS where it has them: NumPy, GDAL, Qt and whatever was built for
them. What is loaded already stays, wherever it came from.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import re
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.metadata import Distribution
from pathlib import Path
from types import ModuleType

from ..gui.translation import tr
from .profile_folder import site_folder

#: What PyTorch and OpenVINO need; Debian 12 has a SymPy that is too old for PyTorch. None was built for NumPy
#: or GDAL. setuptools, which PyTorch names too, is not needed to run it.
NEEDED = (
    "sympy", "mpmath", "typing_extensions", "networkx", "jinja2", "markupsafe", "filelock", "fsspec",
    "packaging", "openvino_telemetry",
)  # fmt: skip
FROM_OUR_FOLDER = ("torch", "torchgen", "functorch", "openvino", *NEEDED)


class _FromOurFolder(MetaPathFinder):
    """Finds ``FROM_OUR_FOLDER`` in our folder before Python looks at ``sys.path``."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return _in_our_folder(name) if name in FROM_OUR_FOLDER else None


_finder = _FromOurFolder()


def add_site_folder() -> None:
    """Let Python find packages in our folder: by the rule, and for what QGIS lacks at the end of the path."""
    folder = str(site_folder())
    if folder not in sys.path:
        sys.path.append(folder)
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)


def leave_import_order() -> None:
    """Let Python look for all packages along its path again; the folder stays at its end."""
    if _finder in sys.meta_path:
        sys.meta_path.remove(_finder)


def _in_our_folder(name: str) -> importlib.machinery.ModuleSpec | None:
    """Return where a package of our folder is; None where it is not, or is an empty folder."""
    spec = importlib.machinery.PathFinder.find_spec(name, [str(site_folder())])
    return spec if spec is not None and spec.origin is not None else None


def version_of(name: str) -> tuple[str, Path] | None:
    """Return the version of a package and the folder that has it, without importing it; None without it."""
    loaded = sys.modules.get(name)
    file = getattr(loaded, "__file__", None)
    if file is None:
        spec = importlib.util.find_spec(name) if loaded is None else None
        file = spec.origin if spec is not None else None
    if file is None:
        return None
    folder = Path(file).parent if Path(file).stem != "__init__" else Path(file).parent.parent
    # Descriptions may be wrong: Debian 12's of mpmath says 0.0.0, and pip leaves the one before an upgrade.
    described = [found.version for found in Distribution.discover(name=name, path=[str(folder)])]
    version = getattr(loaded, "__version__", None) or max(described, key=_numbers, default="")
    return str(version), folder


def loaded_before() -> list[str]:
    """Return the packages that came from elsewhere, before we could choose, though our folder has them."""
    return [
        name
        for name in FROM_OUR_FOLDER
        if name in sys.modules
        and _in_our_folder(name) is not None
        and not Path(getattr(sys.modules[name], "__file__", None) or "").is_relative_to(site_folder())
    ]


def loaded_too_old() -> str:
    """Return which package that PyTorch needs was loaded in a version too old for it, and the remedy.

    Empty where there is none.
    """
    there = loaded_before()
    for name, needed in _least_versions() if there else ():
        version, folder = (version_of(name) if name in there else None) or (needed, "")
        if _numbers(version) < _numbers(needed):
            return tr(
                "{package} {version} of {folder} was loaded before Lake Mapper could choose, by QGIS or by "
                "another plugin. PyTorch needs {needed} or later: training and OpenVINO may fail. Start QGIS "
                "again. If this message comes again, disable the plugin that loads {package}."
            ).format(package=name, version=version, folder=folder, needed=needed)
    return ""


def _least_versions() -> Iterator[tuple[str, str]]:
    """Yield the packages that those in our folder need, with the oldest version that they name."""
    for name in FROM_OUR_FOLDER:
        for found in Distribution.discover(name=name, path=[str(site_folder())]):
            for requirement in found.requires or ():
                match = re.match(r"([\w.-]+)[^;]*[>~=]=\s*([\d.]+)", requirement)
                if match and "extra ==" not in requirement:
                    yield match[1].replace("-", "_").lower(), match[2]


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]
