"""The table of an evaluation: a row for each model on all tiles and on each subset."""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Mapping, Sequence
from typing import Any

from ..util.atomic_files import atomic_write
from .evaluate import SCORES, WITH_INTERVAL, ModelResult

#: The value of ``tiles`` in the row of all tiles.
ALL = "all"
COLUMNS = (
    "model",
    "network",
    "tiles",
    "tile_count",
    *SCORES,
    *(f"{score}_{end}" for score in WITH_INTERVAL for end in ("low", "high")),
    "threshold",
    "parameters_millions",
    "GFLOPs",
    "Mpx_per_s",
)


def table_rows(
    results: Sequence[ModelResult],
    subsets: Mapping[str, Sequence[str]] | None = None,
    source_of: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Return rows with ``COLUMNS``: every model on all tiles, then on each subset (its name → tile names).

    Scores and intervals are in percent; see ``ModelResult.scores`` for ``source_of``. A subset without any
    of the tiles has no rows.
    """
    rows = []
    everywhere: dict[str, Sequence[str] | None] = {ALL: None}
    for title, names in {**everywhere, **(subsets or {})}.items():
        for result in results:
            part = result if names is None else result.only(names)
            if not part.names:
                continue
            percent = {name: 100 * value for name, value in part.scores(source_of).items()}
            rows.append(
                {
                    "model": result.name,
                    "network": result.network,
                    "tiles": title,
                    "tile_count": len(part.names),
                    **{name: percent[name] for name in COLUMNS if name in percent},
                    "threshold": result.threshold,
                    "parameters_millions": result.parameters / 1e6,
                    "GFLOPs": result.gflops,
                    "Mpx_per_s": result.pixels_per_second / 1e6,
                }
            )
    return rows


def text_of(column: str, value: Any) -> str:
    """Return a value of the table as text: two decimals, thresholds as they are, empty for nan."""
    if not isinstance(value, float):
        return str(value)
    if math.isnan(value):
        return ""
    return f"{value:g}" if column == "threshold" else f"{value:.2f}"


def write_table(path: str | os.PathLike, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write ``table_rows`` as CSV (UTF-8, comma, decimal point), whole or not at all."""
    with atomic_write(path) as unfinished, open(unfinished, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows({name: text_of(name, row[name]) for name in COLUMNS} for row in rows)
