"""Whether an output would be written over an input, or over another output, however they are spelled."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from osgeo import gdal
from qgis.core import (
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProperty,
    QgsProviderRegistry,
)

from ...core.raster.source_files import files_behind
from ...core.util.atomic_files import parts_of
from ...core.util.gdal_context import gdal_raises
from ..gui.translation import tr
from .destinations import destination_of, is_file, table_of

#: Kinds of parameters that name what is read.
_READ = ("raster", "vector", "source", "layer", "multilayer", "file")
#: GDAL's prefixes of paths: /vsizip/, /vsisubfile/0_100,
_VIRTUAL = re.compile(r"/vsi[a-z0-9_]+/(?:\d+(?:_\d+)?,)?\{?")
#: Folders and suffixes of what is read from a folder of labelled tiles.
_TILE_FOLDERS, _LISTS = ("train_img", "train_label", "trian_label"), (".json", ".txt")


class _Place(NamedTuple):
    """A file, and the table in it, empty where the whole file is meant."""

    file: Path
    table: str = ""

    def is_over(self, other: _Place) -> bool:
        """Whether writing here would change what is there; both files exist."""
        if not self.file.samefile(other.file):
            return False
        return not self.table or self.table.casefold() == other.table.casefold()


def overwritten(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> str:
    """Return a sentence about the first output that lies over an input or another output; empty for none.

    Links, other spellings of a path, archives and the files that a mosaic is made of are looked through. It
    looks up layers: call it on the main thread.
    """
    definitions = algorithm.parameterDefinitions()
    written = {
        d.name(): _outputs(destination_of(parameters.get(d.name()), context))
        for d in definitions
        if d.isDestination()
    }
    for (name, places), (other, places_of_other) in combinations(written.items(), 2):
        if places and places_of_other and _absolute(places[0]) == _absolute(places_of_other[0]):
            sentence = tr("{name} and {other} are both {path}. Give one of them another name.")
            return sentence.format(name=name, other=other, path=places[0].file)
    # Most outputs are new files: then no input has to be opened.
    there = {name: [p for p in places if _exists(p.file)] for name, places in written.items()}
    if not any(there.values()):
        return ""
    for definition in definitions:
        if definition.type() not in _READ or definition.name() == "RUN_FOLDER":
            continue
        texts = _texts(parameters.get(definition.name()), context)
        read = [place for text in texts for place in _inputs(text) if _exists(place.file)]
        for name, places in there.items():
            for place in places:
                if any(place.is_over(other) or _is_tile(place.file, other.file) for other in read):
                    sentence = tr("{name} is {path}, but {other} is read from there. Choose another place.")
                    return sentence.format(name=name, path=place.file, other=definition.name())
    return ""


def _outputs(destination: str) -> list[_Place]:
    """Return what a destination names: a file with its parts, or a table."""
    found = table_of(destination)
    if found:
        file, table = found
        return [_Place(Path(file), table)]
    if not is_file(destination):
        return []
    file = _local(
        str(QgsProviderRegistry.instance().decodeUri("ogr", destination).get("path") or destination)
    )
    return [_Place(path) for path in (file, *parts_of(file))]


def _absolute(place: _Place) -> tuple[str, str]:
    return os.path.realpath(place.file), place.table.casefold()


def _texts(value: Any, context: QgsProcessingContext) -> Iterator[tuple[str, str]]:
    """Yield provider and source of all that a parameter names; the provider is empty for a plain path."""
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each, context)
        return
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source
    if isinstance(value, QgsProperty):
        value, _ = value.valueAsString(context.expressionContext())
    if isinstance(value, str) and value:
        for text in value.split(";") if not _exists(value) else [value]:
            layer = QgsProcessingUtils.mapLayerFromString(text, context, False)
            yield from [("", text)] if layer is None else _texts(layer, context)
    elif isinstance(value, QgsMapLayer):
        yield value.providerType(), value.source()


def _inputs(source: tuple[str, str]) -> Iterator[_Place]:
    """Yield the files that a source is read from."""
    provider, text = source
    parts = QgsProviderRegistry.instance().decodeUri(provider or "ogr", text)
    path, table = str(parts.get("path") or text), str(parts.get("layerName") or "")
    yield _Place(_local(path), table)
    try:
        with gdal_raises():
            dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_VECTOR)
            if not table and dataset.GetLayerCount():  # then QGIS takes the first
                yield _Place(_local(path), dataset.GetLayer(0).GetName())
            yield from (_Place(_local(file), table) for file in files_behind(path, dataset))
    except RuntimeError:
        return  # no file that GDAL opens


def _exists(path: str | Path) -> bool:
    """Whether a file exists; not where its name is too long for one, as the text of a virtual raster."""
    return os.path.exists(path)  # noqa: PTH110 (pathlib raises an exception then)


def _local(text: str) -> Path:
    """Return the file on the disk that a path of GDAL or QGIS leads to."""
    virtual = False
    while found := _VIRTUAL.match(text):
        text, virtual = text[found.end() :].replace("}", ""), True
    path = Path(text.removeprefix("file://"))
    while virtual and not path.exists() and path != path.parent:
        path = path.parent  # out of the archive
    return path


def _is_tile(output: Path, folder: Path) -> bool:
    """Whether an output is one of the files that are read from a folder of labelled tiles."""
    if not folder.is_dir() or not output.is_file():
        return False
    parent, folder = Path(os.path.realpath(output)).parent, Path(os.path.realpath(folder))
    return (parent.name in _TILE_FOLDERS and parent.parent == folder) or (
        parent == folder and output.suffix.lower() in _LISTS
    )
