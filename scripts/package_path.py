"""Import the repository root as the package ``lake_mapper``, whatever the checkout is called.

QGIS finds the plugin by its folder's name; scripts and tests run from any checkout. This is the one
place that bridges the two.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

try:
    from osgeo import gdal, ogr, osr
except ImportError:  # a computer that only trains has no GDAL, and needs none
    gdal = ogr = osr = None

ROOT = Path(__file__).resolve().parent.parent


def load() -> None:
    """Make ``import lake_mapper`` and its submodules work, and GDAL raise its errors."""
    if "lake_mapper" in sys.modules:
        return
    for module in filter(None, (gdal, ogr, osr)):
        module.UseExceptions()
    spec = importlib.util.spec_from_file_location(
        "lake_mapper", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["lake_mapper"] = module
    spec.loader.exec_module(module)
