"""Labelled points read back: checked, and counted by stratum, class of the map, and label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..report.text import comma_separated
from ..util.errors import AccuracyError
from ..util.translation import tr
from .estimator import Sample
from .points import LABELS, POINT_FIELDS, check_of
from .strata import CLASSES, NAMES, title_of

#: A point that lies further from where it was drawn was moved; formats keep about a centimetre.
_MOVED = 1.0  # metres
_METRES_PER_DEGREE = 111_320.0
#: Fields without which nothing can be estimated.
NEEDED = tuple(field.name for field in POINT_FIELDS if field.name != "note")
_NAMED = 5


@dataclass(frozen=True)
class Labelled:
    """What labelled points say.

    ``sample`` has the points that are lake or land, ``names`` those of its strata, ``not_told`` (strata,) how
    many could not be told. ``lake_km2`` is the mapped area of lakes; areas of ``sample`` are in km².
    """

    sample: Sample
    names: Sequence[str]
    not_told: np.ndarray
    lake_km2: float


def check_fields(names: Iterable[str]) -> None:
    """Raise ``AccuracyError`` where a layer lacks fields that points have."""
    there = set(names)
    missing = [name for name in NEEDED if name not in there]
    if missing:
        raise AccuracyError(
            tr(
                "POINTS lacks the fields {fields}. Choose the points that 'Points to check a map' drew, with "
                "all their fields.",
                fields=comma_separated(missing),
            )
        )


def read_labels(points: Sequence[Mapping[str, Any]]) -> Labelled:
    """Check and count labelled points.

    Each has the values of ``POINT_FIELDS`` and, as ``at``, its longitude and latitude on WGS 84.
    ``AccuracyError`` says which points are not labelled, labelled otherwise, moved, edited or copied, and
    where some are missing or too few.
    """
    if not points:
        raise AccuracyError(tr("POINTS is empty. Choose the points that 'Points to check a map' drew."))
    _check_labels(points)
    _check_as_drawn(points)
    drawn = {str(point["stratum"]): point for point in points}
    names = [name for name in NAMES if name in drawn]
    counts = np.zeros((len(names), len(CLASSES), len(CLASSES)), int)
    not_told = np.zeros(len(names), int)
    for point in points:
        h, label = names.index(str(point["stratum"])), label_of(point)
        if label in CLASSES:
            counts[h, CLASSES.index(str(point["map_class"])), CLASSES.index(label)] += 1
        else:
            not_told[h] += 1
    few = [name for name, n in zip(names, counts.sum((1, 2))) if n < 2]
    if few:
        raise AccuracyError(
            tr(
                "Fewer than two points are labelled lake or land in: {strata}. An error bar needs two; about "
                "50 make a good one. Draw more with 'Points to check a map'.",
                strata=comma_separated(map(title_of, few)),
            )
        )
    areas = np.array([float(drawn[name]["strat_km2"]) for name in names])
    return Labelled(Sample(CLASSES, areas, counts), names, not_told, float(points[0]["map_km2"]))


def label_of(point: Mapping[str, Any]) -> str:
    """Return the label of a point in small letters; empty where it has none."""
    return " ".join(str(point["label"] or "").lower().split())


def _check_labels(points: Sequence[Mapping[str, Any]]) -> None:
    unlabelled = [point for point in points if not label_of(point)]
    if unlabelled:
        raise AccuracyError(
            tr(
                "{count} of {all} points are not labelled ({ids}). Without them the estimate would be wrong, "
                "since those left are often the difficult ones. Label them; where the image does not show "
                "what is there, as '{label}'.",
                count=len(unlabelled),
                all=len(points),
                ids=_ids(unlabelled),
                label=LABELS[-1],
            )
        )
    strange = [point for point in points if label_of(point) not in LABELS]
    if strange:
        raise AccuracyError(
            tr(
                "{count} points are labelled otherwise than {labels} ({ids}), such as '{label}'. Correct "
                "these labels.",
                count=len(strange),
                labels=comma_separated(LABELS),
                ids=_ids(strange),
                label=strange[0]["label"],
            )
        )


def _check_as_drawn(points: Sequence[Mapping[str, Any]]) -> None:
    edited = [point for point in points if not _is_as_drawn(point)]
    if edited:
        raise AccuracyError(
            tr(
                "{count} points have values that were changed or lost since they were drawn ({ids}): only "
                "label and note may change. Take the other fields from the layer as it was drawn.",
                count=len(edited),
                ids=_ids(edited),
            )
        )
    moved = [point for point in points if _distance(point) > _MOVED]
    if moved:
        raise AccuracyError(
            tr(
                "{count} points were moved ({ids}). Only points at random places give an estimate: move them "
                "back to their lon and lat, and label what is there.",
                count=len(moved),
                ids=_ids(moved),
            )
        )
    times = Counter(int(point["point_id"]) for point in points)
    twice = [point for point in points if times[int(point["point_id"])] > 1]
    if twice:
        raise AccuracyError(
            tr(
                "Points are there more than once ({ids}): POINTS holds copies, or points of two drawings. "
                "Keep each point of one drawing once.",
                ids=_ids(twice),
            )
        )
    of_stratum = Counter(str(point["stratum"]) for point in points)
    for point in points:
        there, drawn = of_stratum[str(point["stratum"])], int(point["strat_n"])
        if there != drawn:
            raise AccuracyError(
                tr(
                    "Of {drawn} points in '{stratum}' {there} are there: some were deleted or filtered out, "
                    "or come from another drawing. Use all points that were drawn.",
                    drawn=drawn,
                    stratum=point["stratum"],
                    there=there,
                )
            )
    if len(points) != int(points[0]["total_n"]):
        raise AccuracyError(
            tr(
                "Of {drawn} points {there} are there: those of a whole stratum were deleted or filtered out. "
                "Use all points that were drawn.",
                drawn=points[0]["total_n"],
                there=len(points),
            )
        )


def _is_as_drawn(point: Mapping[str, Any]) -> bool:
    try:
        return check_of(point) == str(point["check"]) and point["stratum"] in NAMES
    except (TypeError, ValueError):
        return False


def _distance(point: Mapping[str, Any]) -> float:
    """Return how far a point lies from where it was drawn, in m; short ways only."""
    lon, lat = point["at"]
    east = (lon - float(point["lon"]) + 180) % 360 - 180
    north = lat - float(point["lat"])
    east *= np.cos(np.radians(lat))
    return float(np.hypot(east, north) * _METRES_PER_DEGREE)


def _ids(points: Sequence[Mapping[str, Any]]) -> str:
    """Return the first point ids."""
    ids = [point["point_id"] for point in points[:_NAMED]]
    return f"point_id {comma_separated(ids if len(points) <= _NAMED else [*ids, '…'])}"
