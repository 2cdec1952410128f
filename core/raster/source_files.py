"""The files that a raster is read from, and whether they are still the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from osgeo import gdal

#: How GDAL calls files in archives on the disk.
_ARCHIVES = ("/vsizip/", "/vsitar/", "/vsigzip/", "/vsi7z/")
#: What QGIS and GDAL write into a virtual raster when they have looked at its values.
_STATISTICS = re.compile(r"\s*(?:<MDI key=\"STATISTICS_.*?</MDI>|<Histograms>.*?</Histograms>)", re.DOTALL)
_EMPTY = re.compile(r"\s*<Metadata>\s*</Metadata>|\s*<Metadata />")


def files_behind(path: str, dataset: gdal.Dataset) -> list[str]:
    """Return the files of a dataset besides ``path``: tiles of a mosaic, also of one that is a tile."""
    found: dict[str, None] = {}
    waiting = list(dataset.GetFileList() or ())
    while waiting:
        name = waiting.pop()
        # Statistics beside the image: QGIS writes them when it shows it.
        if name in found or name.endswith(".aux.xml"):
            continue
        found[name] = None
        if _is_virtual(name) and name != path and Path(name).exists():
            waiting += gdal.OpenEx(name, gdal.OF_RASTER).GetFileList() or ()
    return sorted(name for name in found if name != path)


def file_facts(path: str, behind: Sequence[str]) -> dict[str, Any]:
    """Return sizes and times of a raster's file and of those behind it, as a part of a scene's fingerprint.

    Where some are virtual rasters, a digest of the ``content`` is added: of their text without statistics,
    and of sizes and times of the others. See ``same_input``.
    """
    facts: dict[str, Any] = {"file": _size_and_time(path)}
    if behind:
        facts["files"] = [_size_and_time(name) for name in behind]
    if any(_is_virtual(name) for name in (path, *behind)):
        facts["content"] = hashlib.sha256(repr([_content(n) for n in (path, *behind)]).encode()).hexdigest()
    return facts


def same_input(before: object, now: Mapping[str, Any]) -> bool:
    """Whether two fingerprints are of the same pixels, read in the same way.

    The files must be the same, or, where both fingerprints know it, their ``content``: QGIS writes statistics
    into virtual rasters, and another GDAL may write down the same raster in another way.
    """
    if not isinstance(before, Mapping):
        return False
    known = "content" in before and before.get("content") == now.get("content")
    left_out = {"content", "file", "files"} if known else {"content"}
    one, other = ({k: v for k, v in each.items() if k not in left_out} for each in (before, now))
    return one == other


def _is_virtual(path: str) -> bool:
    return path.lower().endswith(".vrt")


def _content(path: str) -> object:
    """Return what tells the content of a file: the text of a virtual raster, else size and time."""
    if not (_is_virtual(path) and Path(path).exists()):
        return _size_and_time(path)
    # As GDAL writes it down, since QGIS lets GDAL write it anew when it adds statistics.
    text = gdal.OpenEx(path, gdal.OF_RASTER).GetMetadata("xml:VRT")[0]
    return _EMPTY.sub("", _STATISTICS.sub("", text))


def _size_and_time(path: str) -> list[int]:
    """Return size and time of a file, also in an archive; empty for what is none, such as /vsicurl/."""
    if path.startswith(_ARCHIVES):
        within = gdal.VSIStatL(path)
        return [within.size, within.mtime] if within else []
    try:
        status = Path(path).stat()
    except (OSError, ValueError):  # a virtual raster may be given by its text, too long for a name
        return []
    return [status.st_size, status.st_mtime_ns]
