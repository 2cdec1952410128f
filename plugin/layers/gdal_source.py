"""What GDAL opens of a raster layer of QGIS."""

from __future__ import annotations

import re

from qgis.core import QgsProviderRegistry

#: What QGIS appends to the path of a raster; any other ``|`` is a part of a name.
_SETTING = re.compile(r"\|(?:option|credential):[^|]*")


def gdal_source(source: str) -> tuple[str, list[str]]:
    """Return the path, or other name, that GDAL opens for a source of a layer, and its open options."""
    options = QgsProviderRegistry.instance().decodeUri("gdal", source).get("openOptions")
    return _SETTING.sub("", source), options or []
