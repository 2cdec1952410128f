"""Outlines of lakes from people and other programs, made valid, and sentences on what was wrong."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from osgeo import ogr

from ..geo.crs import CoordinateLimits, spatial_reference
from ..geo.repair import cleaned, no_geos_warnings, polygons_in, why_lost
from ..geo.shared_areas import overlapping_pairs
from ..report.text import listed
from ..util.errors import Cancelled
from ..util.translation import tr

_NAMED = 5  # lakes in a sentence


@dataclass(frozen=True)
class Outline:
    """A polygon to measure: well-known binary of any kind, None without a geometry.

    ``values`` are what the layer knows of it, by names of ``FIELDS`` and "review"; what is missing or None is
    not known.
    """

    wkb: bytes | None
    values: Mapping[str, Any] = field(default_factory=dict)


class Outlines:
    """Polygons made valid: ``wkbs`` to write, and the ``parts`` of each to measure, none where that fails."""

    def __init__(
        self, outlines: Sequence[Outline], crs_wkt: str, cancelled: Callable[[], bool] = lambda: False
    ) -> None:
        self._limits = CoordinateLimits(crs_wkt)
        crs = spatial_reference(crs_wkt)
        turn = math.radians(360) / crs.GetAngularUnits()
        self._turn = turn if crs.IsGeographic() else math.inf  # in units of longitude
        self.wkbs: list[bytes | None] = []
        self.parts: list[list[ogr.Geometry]] = []
        self._valid: dict[int, bytes] = {}
        self._repaired: list[int] = []
        self._empty: list[int] = []
        self._wide: list[int] = []
        self._lost: list[int] = []
        with no_geos_warnings():
            for place, outline in enumerate(outlines):
                if cancelled():
                    raise Cancelled
                self._add(place, outline.wkb)

    def _add(self, place: int, wkb: bytes | None) -> None:
        self.wkbs.append(wkb)
        self.parts.append([])
        if not wkb:
            self._empty.append(place)
            return
        valid, was_invalid = cleaned(wkb, self._limits)
        if valid is None:
            self._lost.append(place)
            return
        shape = ogr.CreateGeometryFromWkb(valid)
        parts = list(polygons_in(shape))
        boxes = np.array([part.GetEnvelope() for part in parts])
        if (boxes[:, 1] - boxes[:, 0]).max() > self._turn / 2:
            self._wide.append(place)  # its edges could run either way around the Earth
            return
        self.wkbs[place] = valid
        self._valid[place] = valid
        self.parts[place] = _whole(parts, boxes, self._turn)
        if was_invalid:
            self._repaired.append(place)

    def notes(self, ids: Sequence[int], rows: Sequence[Sequence[Any]]) -> list[str]:
        """Return sentences on what was repaired, and what could not be measured, by their ids."""
        notes = []
        if self._repaired:
            areas = [
                tr("lake {number} has {area:,.5g} km²", number=ids[i], area=rows[i][1])
                for i in self._repaired
            ]
            notes.append(
                tr(
                    "Outlines that cross themselves or are otherwise not valid, repaired: {count} (now "
                    "{areas}). Look at them: a crossing that was meant otherwise gives another area.",
                    count=len(areas),
                    areas=listed(areas, _NAMED),
                )
            )
        for places, why in (
            (self._empty, tr("no geometry")),
            (self._lost, why_lost()),
            (self._wide, tr("wider than half the Earth: divide it at 180°, or let it go on beyond")),
        ):
            if places:
                notes.append(
                    tr(
                        "Not measured, but kept ({why}): {count} (lake_id {ids}).",
                        why=why,
                        count=len(places),
                        ids=listed([ids[i] for i in places], _NAMED),
                    )
                )
        return notes

    def overlapping(self, cancelled: Callable[[], bool] = lambda: False) -> list[tuple[int, int]]:
        """Return the places of polygons that overlap each other, in pairs."""
        if not self._valid:
            return []
        places = list(self._valid)
        polygons = [ogr.CreateGeometryFromWkb(wkb) for wkb in self._valid.values()]
        boxes = np.array([polygon.GetEnvelope() for polygon in polygons])
        areas = np.array([polygon.Area() for polygon in polygons])
        pairs = overlapping_pairs(list(self._valid.values()), boxes, areas, cancelled)
        return [(places[i], places[j]) for i, j in pairs]


def _whole(parts: list[ogr.Geometry], boxes: np.ndarray, turn: float) -> list[ogr.Geometry]:
    """Return the parts of a lake, joined where it was only divided at 180°, which is no shoreline."""
    nearly = 1e-9 * turn
    if not math.isfinite(turn) or len(parts) < 2:
        return parts
    if abs(boxes[:, 1].max() - turn / 2) > nearly or abs(boxes[:, 0].min() + turn / 2) > nearly:
        return parts
    together = ogr.Geometry(ogr.wkbMultiPolygon)
    for part, (west, *_) in zip(parts, boxes):
        for k in range(part.GetGeometryCount() if west < 0 else 0):
            ring = part.GetGeometryRef(k)
            for i in range(ring.GetPointCount()):
                ring.SetPoint_2D(i, ring.GetX(i) + turn, ring.GetY(i))
        together.AddGeometry(part)
    return list(polygons_in(together.UnionCascaded()))
