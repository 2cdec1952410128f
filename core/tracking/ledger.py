"""The ledger: a row for each lake and date, with what changed since the previous and the first date."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..util.fields import Field
from .history import Z95, History, Step
from .lakes import Lakes

_DAYS = 365.25
_EVENTS = "stable, expanded, shrunk, new, vanished, split or merged; empty at the first date"

LEDGER_FIELDS = (
    Field("lake_id", int, "number of the lake, the same at all dates"),
    Field("date", datetime.date, "date of the lake layer"),
    Field("layer", str, "name of the lake layer"),
    Field("source_id", str, "lake_id of the lake in that layer, or its feature id"),
    Field("event", str, f"what happened since the previous date: {_EVENTS}"),
    Field("area_km2", float, "water surface on the ellipsoid, islands not counted, km²; 0 when it has ended"),
    Field("area_error_km2", float, "standard error (1 sigma) of the area, km²"),
    Field("change_km2", float, "area minus that of the same lake_id at the previous date, km²"),
    Field("change_pct", float, "that change in % of the area at the previous date"),
    Field("change_km2_per_year", float, "that change per year of 365.25 days, km²"),
    Field("family_change_km2", float, "change of all lakes it split into or merged from, km²"),
    Field("family_error_km2", float, "combined standard error (1 sigma) of family_change_km2, km²"),
    Field("significant", bool, "family_change_km2 is beyond 1.96 combined standard errors"),
    Field("since_first_km2", float, "area minus that of the same lake_id at the first date of all, km²"),
    Field("since_first_pct", float, "that change in % of the area at the first date"),
    Field("since_first_km2_per_year", float, "that change per year of 365.25 days, km²"),
    Field("parents", str, "lake_id at the previous date of what split or merged, with ; between"),
    Field("merged_into", str, "lake_id of the lakes that took this one up, with ; between"),
    Field("counted", bool, "in the totals: neither it nor a lake it is joined to was cut at any date"),
    Field("flags", str, "what else is to be known, with ; between"),
    Field("start_date", datetime.date, "the row holds from this date"),
    Field("end_date", datetime.date, "until this one, the next date; the last row for a day"),
    Field("name", str, "what people call the lake, by the latest layer that names it"),
    Field("known_id", str, "its id in a layer of known lakes, by the latest layer that has one"),
)  # fmt: skip


def ledger(history: History) -> Iterator[dict[str, Any]]:
    """Yield rows, date by date, sorted by lake_id; keys and units are those of ``LEDGER_FIELDS``.

    Values are int, float (areas rounded to 1 m²), bool, str, ``datetime.date``, or None where there is
    nothing to compare with.
    """
    names, known_ids = history.names(), history.known_ids()
    for t in range(len(history.dates)):
        rows = list(_rows(history, t))
        for row in sorted(rows, key=lambda row: row["lake_id"]):
            row["name"] = names.get(row["lake_id"], "")
            row["known_id"] = known_ids.get(row["lake_id"], "")
            yield row


def _rows(history: History, t: int) -> Iterator[dict[str, Any]]:
    lakes, ids = history.dates[t], history.ids[t].tolist()
    step = history.steps[t - 1] if t else None
    before = {number: i for i, number in enumerate(history.ids[t - 1].tolist())} if t else {}
    first = {number: i for i, number in enumerate(history.ids[0].tolist())}
    families = dict(_family_changes(history, t)) if t else {}
    for j, number in enumerate(ids):
        row = _row(
            history,
            t,
            number,
            area=float(lakes.areas[j]),
            error=float(lakes.errors[j]),
            before=before.get(number),
            first=first.get(number),
        )
        row["source_id"] = lakes.source_ids[j]
        flags = _incomplete(lakes, j)
        if history.returned[t][j]:
            flags.append("returned")
        if step:
            parents = step.parents[j]
            row.update(families["later", j])
            row["event"] = _event(step, j, row)
            if row["event"] in ("split", "merged"):
                row["parents"] = _ids(history.ids[t - 1][parents])
            if row["event"] == "merged" and any(len(step.children[i]) > 1 for i in parents):
                flags.append("split too")
        row["counted"], row["flags"] = bool(history.counted[t][j]), "; ".join(flags)
        yield row
    if not step:
        return
    living = set(ids)
    for number, i in before.items():
        if number in living:
            continue
        row = _row(history, t, number, before=i, first=first.get(number))
        row.update(families["earlier", i])
        children = step.children[i]
        row["event"] = "merged" if children else "vanished"
        row["merged_into"] = _ids(history.ids[t][children])
        row["counted"] = bool(history.counted[t - 1][i])
        row["flags"] = "; ".join(_incomplete(history.dates[t - 1], i))
        yield row


def _row(
    history: History,
    t: int,
    number: int,
    *,
    area: float = 0.0,
    error: float = 0.0,
    before: int | None,
    first: int | None,
) -> dict[str, Any]:
    """Return what any row has; ``before`` and ``first`` are indices at the previous and the first date."""
    dates = history.dates
    row: dict[str, Any] = {field.name: None for field in LEDGER_FIELDS}
    row.update(lake_id=number, date=dates[t].date, layer=dates[t].name)
    row.update(
        source_id="",
        parents="",
        merged_into="",
        area_km2=_km2(area),
        area_error_km2=_km2(error),
        start_date=dates[t].date,
    )
    last = t + 1 == len(dates)
    row["end_date"] = dates[t].date + datetime.timedelta(1) if last else dates[t + 1].date
    for prefix, since, index in (("change", t - 1, before), ("since_first", 0, first)):
        if t:
            old = 0.0 if index is None else float(dates[since].areas[index])
            years = (dates[t].date - dates[since].date).days / _DAYS
            row[f"{prefix}_km2"] = _km2(area - old)
            row[f"{prefix}_pct"] = round(100 * (area - old) / old, 2) if old else None
            row[f"{prefix}_km2_per_year"] = _km2((area - old) / years)
    return row


def _family_changes(history: History, t: int) -> Iterator[tuple[tuple[str, int], dict[str, Any]]]:
    """Yield ("earlier" or "later", index of a lake) and the change of its family up to date ``t``."""
    earlier, later = history.dates[t - 1], history.dates[t]
    for before, after in history.steps[t - 1].families:
        change = later.areas[after].sum() - earlier.areas[before].sum()
        error = math.sqrt((later.errors[after] ** 2).sum() + (earlier.errors[before] ** 2).sum())
        facts = {
            "family_change_km2": _km2(change),
            "family_error_km2": _km2(error),
            "significant": bool(abs(change) > Z95 * error),
        }
        for i in before:
            yield ("earlier", i), facts
        for j in after:
            yield ("later", j), facts


def _event(step: Step, j: int, row: Mapping[str, Any]) -> str:
    """Return what happened to a later lake."""
    parents = step.parents[j]
    if not parents:
        return "new"
    if len(parents) > 1:
        return "merged"
    if len(step.children[parents[0]]) > 1:
        return "split"
    if not row["significant"]:
        return "stable"
    return "expanded" if row["family_change_km2"] > 0 else "shrunk"


def _incomplete(lakes: Lakes, i: int) -> list[str]:
    """Return the flags of a lake that was not seen whole."""
    flags = (
        ("cut by the edge", lakes.edge),
        ("beside missing data", lakes.nodata),
        ("outside the common area", lakes.outside),
    )
    return [text for text, column in flags if column[i]]


def _ids(numbers: Iterable[int]) -> str:
    return ";".join(str(number) for number in sorted(numbers))


def _km2(square_metres: float) -> float:
    return round(float(square_metres) / 1e6, 6) + 0.0  # no -0.0
