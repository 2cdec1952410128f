"""All numbers of an assessment, for reports, tables and scripts."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ..util.atomic_files import atomic_write
from ..util.errors import AccuracyError
from ..util.translation import tr
from .estimator import Estimate, area, area_interval, overall_accuracy, producers_accuracy, users_accuracy
from .labelled import Labelled
from .strata import CLASSES

_LAKE = CLASSES.index("lake")
#: Columns of the table.
COLUMNS = ("measure", "class", "unit", "estimate", "standard_error", "low_95", "high_95")


@dataclass(frozen=True)
class Assessment:
    """How accurate a map is, from its labelled points; areas are in km²."""

    labelled: Labelled

    @cached_property
    def overall(self) -> Estimate:
        """Share of the ground whose class is right."""
        return overall_accuracy(self.labelled.sample)

    @cached_property
    def users(self) -> list[Estimate]:
        """User's accuracy of each of ``CLASSES``: what share of it in the map is right."""
        return [users_accuracy(self.labelled.sample, k) for k in range(len(CLASSES))]

    @cached_property
    def producers(self) -> list[Estimate]:
        """Producer's accuracy of each of ``CLASSES``: what share of it is in the map."""
        return [producers_accuracy(self.labelled.sample, k) for k in range(len(CLASSES))]

    @cached_property
    def lake_area(self) -> Estimate:
        """Area of lakes as the labels have it, whatever the map says."""
        return area(self.labelled.sample, _LAKE)

    @cached_property
    def lake_interval(self) -> tuple[float, float]:
        """95 % interval of the area of lakes, also where few points are wrong."""
        return area_interval(self.labelled.sample, _LAKE)

    def lake_area_if(self, all_lakes: bool) -> float:
        """Return the area of lakes if all points that could not be told were lakes, or else land."""
        sample = self.labelled.sample
        counts = sample.counts.copy()
        # What the map has there does not matter for the area.
        counts[:, 0, _LAKE if all_lakes else 1 - _LAKE] += self.labelled.not_told
        return area(replace(sample, counts=counts), _LAKE).value

    def rows(self) -> Iterator[dict[str, object]]:
        """Yield the rows of the table, by ``COLUMNS``."""
        yield _row("overall accuracy", "", "share", self.overall)
        for k, name in enumerate(CLASSES):
            yield _row("user's accuracy", name, "share", self.users[k])
        for k, name in enumerate(CLASSES):
            yield _row("producer's accuracy", name, "share", self.producers[k])
        yield dict(
            zip(COLUMNS, ("mapped area", "lake", "km2", round(self.labelled.lake_km2, 6), None, None, None))
        )
        yield _row("adjusted area", "lake", "km2", self.lake_area)
        low, high = self.lake_interval
        yield {
            **_row("adjusted area, score interval", "lake", "km2", self.lake_area),
            "low_95": round(low, 6),
            "high_95": round(high, 6),
        }

    def write_table(self, path: str | os.PathLike) -> None:
        """Write the table as CSV (UTF-8, comma, decimal point), whole or not at all.

        ``AccuracyError`` when the file cannot be written.
        """
        try:
            with atomic_write(path) as part, open(part, "w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, COLUMNS)
                writer.writeheader()
                writer.writerows(self.rows())
        except OSError as error:
            raise AccuracyError(
                tr(
                    "The table cannot be written to {path} ({why}). Choose another place, or free some "
                    "space.",
                    path=path,
                    why=error.strerror,
                )
            ) from error


def _row(measure: str, name: str, unit: str, estimate: Estimate) -> dict[str, object]:
    if np.isnan(estimate.value):  # no point is mapped so, or labelled so
        return dict(zip(COLUMNS, (measure, name, unit, None, None, None, None)))
    # What cannot be is no part of an interval: less than nothing, more than all.
    most = 1.0 if unit == "share" else np.inf
    low, high = np.clip((estimate.value - estimate.half_width, estimate.value + estimate.half_width), 0, most)
    return dict(
        zip(
            COLUMNS,
            (measure, name, unit, *(round(float(v), 6) for v in (estimate.value, estimate.error, low, high))),
        )
    )
