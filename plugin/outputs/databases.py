"""Whether a table, or a new file, can be written where a database is, without a loss of what it holds."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path, PurePath
from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

from ..gui.translation import tr
from .destinations import destination_of, is_file, table_of

_GEOPACKAGE = ".gpkg"
#: Databases that SQLite opens.
_SQLITE = (_GEOPACKAGE, ".sqlite", ".db")
_WAIT = 1.0  # seconds: another program may write only for a moment
#: Tables of a GeoPackage, without those in which QGIS keeps styles and projects.
_CONTENTS = (
    "SELECT table_name FROM gpkg_contents "
    "WHERE table_name NOT IN ('layer_styles', 'qgis_projects', 'qgis_resources') ORDER BY table_name"
)


def unfit_database(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> str:
    """Return a sentence about the first output that a database cannot take, or would be lost by.

    Empty for none. A GeoPackage that is given as a file is replaced as one: it may hold one table.
    """
    for definition in algorithm.parameterDefinitions():
        if not definition.isDestination():
            continue
        name, destination = definition.name(), destination_of(parameters.get(definition.name()), context)
        found = table_of(destination)
        if found:
            sentence = _unfit_table(name, *found)
        else:
            sentence = _many_tables(name, destination) if is_file(destination) else ""
        if sentence:
            return sentence
    return ""


def _unfit_table(name: str, file: str, table: str) -> str:
    """Return why a table cannot be written to a database; empty where it can."""
    if not table:
        return tr(
            "{name} is a table of {path}, but has no name. Give it one, as in ogr:dbname='{path}' "
            'table="lakes" (geom).',
            name=name,
            path=file,
        )
    folder = Path(file).absolute().parent
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        return tr(
            "{name} is a table of {path}, but that folder does not exist, or you may not write there. Make "
            "the folder, or choose another.",
            name=name,
            path=file,
        )
    why = _refusal(Path(file))
    if not why:
        return ""
    return tr(
        "{name} cannot be written to the database {path} ({why}). Stop editing it, close it in other "
        "programs, check that you may write to it, or choose another file.",
        name=name,
        path=file,
        why=why,
    )


def _refusal(file: Path) -> str:
    """Return why nothing can be written to a database of SQLite now; empty where it can, or is none yet."""
    if not file.is_file() or file.suffix.lower() not in _SQLITE:
        return ""
    try:
        _ask(file, "rw", lambda database: database.executescript("BEGIN IMMEDIATE; ROLLBACK"))
    except sqlite3.Error as error:
        return tr("another program is writing to it") if "locked" in str(error) else str(error)
    return ""


def _many_tables(name: str, path: str) -> str:
    """Return a sentence about a GeoPackage that would be replaced with more than one table in it."""
    file = Path(path)
    if file.suffix.lower() != _GEOPACKAGE or not file.is_file():
        return ""
    try:
        tables = _ask(file, "ro", lambda database: [table for (table,) in database.execute(_CONTENTS)])
    except sqlite3.Error:
        return ""  # not a GeoPackage: nothing that could be named is lost
    if len(tables) < 2:
        return ""
    return tr(
        "{name} would replace {path} with all its tables: {tables}. Choose another file; or add a table to "
        "it, with 'Save to GeoPackage...' in the dialog, or as ogr:dbname='{path}' table=\"lakes\" (geom).",
        name=name,
        path=path,
        tables=", ".join(tables),
    )


def _ask(file: Path, mode: str, question: Callable[[sqlite3.Connection], Any]) -> Any:
    """Ask a database; ``sqlite3.Error`` where it does not answer."""
    address = f"{address_of(file.absolute())}?mode={mode}"
    with closing(sqlite3.connect(address, uri=True, timeout=_WAIT, isolation_level=None)) as database:
        return question(database)


def address_of(file: PurePath) -> str:
    """Return the URI by which SQLite opens a file; on a share of Windows it knows no name of a server."""
    uri = file.as_uri()
    return uri if uri.startswith("file:///") else uri.replace("file://", "file:////", 1)
