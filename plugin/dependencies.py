"""Finding PyTorch, the one package that QGIS does not bring."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

from qgis.core import QgsApplication


def site_folder() -> Path:
    """Where packages for Lake Mapper lie: ``LAKE_MAPPER_SITE``, or a folder in the user's profile."""
    given = os.environ.get("LAKE_MAPPER_SITE")
    return Path(given) if given else Path(QgsApplication.qgisSettingsDirPath()) / "lake_mapper" / "python"


def add_site_folder() -> None:
    """Append our folder at the *end* of ``sys.path``: QGIS's own NumPy and GDAL always win."""
    folder = str(site_folder())
    if folder not in sys.path:
        sys.path.append(folder)


def missing() -> str:
    """One sentence that says what to run when PyTorch is not there; empty when all is well."""
    if importlib.util.find_spec("torch") is not None:
        return ""
    python = "python3" if os.name != "nt" else "python"
    return (
        "Lake Mapper needs PyTorch, which is not installed: run "
        f'{python} -m pip install --target "{site_folder()}" torch '
        "in the shell of this QGIS (on Windows the OSGeo4W Shell) and start QGIS again."
    )
