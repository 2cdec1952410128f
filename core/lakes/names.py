"""Names of lakes, from a layer of known lakes such as HydroLAKES or a national inventory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from osgeo import ogr

from ..geo.box_index import overlapping_boxes
from ..geo.crs import CoordinateLimits, check_of_earth
from ..geo.ellipsoid import Ellipsoid
from ..geo.grid import Bounds
from ..geo.repair import cleaned, no_geos_warnings
from ..geo.reprojection import Reprojection
from ..geo.shared_areas import shared_areas
from ..geo.wkb import polygon_rings
from ..util.errors import SceneError
from ..util.fields import Field
from ..util.gdal_context import gdal_raises
from ..util.translation import tr

NAME_FIELDS = (
    Field("name", str, "name of the known lake that this is"),
    Field("known_id", str, "its id in the layer of known lakes"),
)
#: A known lake is one of ours when they share at least this much of the smaller one.
_LEAST_SHARE = 0.1
#: Metres from a shoreline within which a point beside a lake names it: points of gazetteers lie on shores.
NEAR = 100.0
_POINTS = (ogr.wkbPoint, ogr.wkbMultiPoint)


class KnownLake(NamedTuple):
    """A known lake: well-known binary of a polygon or a point, its name and id, either of them may be ""."""

    wkb: bytes
    name: str
    known_id: str


class Naming(NamedTuple):
    """Values of ``NAME_FIELDS`` for each lake, None where they are not known, and sentences for the log."""

    names: list[tuple[str | None, str | None]]
    notes: list[str]


def check_known_crs(known_wkt: str) -> None:
    """Raise ``SceneError`` where known lakes in the CRS ``known_wkt`` have no place on the Earth."""
    if not known_wkt:
        raise SceneError(
            tr(
                "KNOWN_LAKES has no coordinate reference system, so its lakes have no place. Set it in the "
                "layer's properties, or leave KNOWN_LAKES empty."
            )
        )
    check_of_earth(known_wkt, "KNOWN_LAKES")


@gdal_raises()
def names_of(
    lakes: Sequence[bytes],
    crs_wkt: str,
    known: Sequence[KnownLake],
    known_wkt: str,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> Naming:
    """Return the name of each lake, valid polygons as well-known binary in ``crs_wkt``.

    A lake is the known polygon that it shares most area with, and of known points within it that farthest
    from its shoreline; a lake without either is the nearest point within ``NEAR`` of it, unless that lies in
    another. So parts of one known lake all have its name. Ties are broken by name and id, never by the order
    of layers.

    ``SceneError`` where the known lakes have no CRS of the Earth.
    """
    check_known_crs(known_wkt)
    boxes = _boxes(lakes)
    reprojection = Reprojection(known_wkt, crs_wkt, _extent(boxes))
    in_order = sorted(known, key=lambda one: one[1:] + one[:1])
    polygons, points, lost = _placed(in_order, known_wkt, reprojection)
    found: list[KnownLake | None] = [None] * len(lakes)
    several: set[int] = set()
    beside = 0
    if lakes:
        if polygons:
            several |= _by_area(lakes, boxes, polygons, found, cancelled)
        if points:
            more, beside = _by_points(lakes, boxes, points, found, Ellipsoid(crs_wkt))
            several |= more
    names = [(one.name or None, one.known_id or None) if one else (None, None) for one in found]
    notes = [
        tr(
            "{known} of {all} lakes are known lakes of KNOWN_LAKES.",
            known=sum(one is not None for one in found),
            all=len(lakes),
        )
    ]
    if several:
        notes.append(
            tr(
                "Several known lakes in one, for {count}: the one with the largest shared area names it, of "
                "points the one farthest from the shoreline.",
                count=len(several),
            )
        )
    if beside:
        notes.append(
            tr(
                "{count} named by a known point that lies beside the lake, at most {distance:g} m away.",
                count=beside,
                distance=NEAR,
            )
        )
    if lost:
        notes.append(
            tr(
                "{count} features of KNOWN_LAKES are no polygons or points that can be used: left out.",
                count=lost,
            )
        )
    return Naming(names, notes)


def _placed(
    known: Sequence[KnownLake], known_wkt: str, reprojection: Reprojection
) -> tuple[list[KnownLake], list[KnownLake], int]:
    """Return known polygons and known points in the CRS of the lakes, and how many cannot be used."""
    limits = CoordinateLimits(known_wkt)
    polygons, points, lost = [], [], 0
    with no_geos_warnings():
        for one in known:
            geometry = ogr.CreateGeometryFromWkb(bytes(one.wkb))
            if ogr.GT_Flatten(geometry.GetGeometryType()) in _POINTS:
                geometry.FlattenTo2D()
                try:
                    moved = reprojection(geometry)
                except RuntimeError:
                    lost += 1
                    continue
                points += [one._replace(wkb=bytes(point.ExportToWkb())) for point in _single(moved)]
            else:
                wkb, _ = cleaned(one.wkb, limits, reprojection)
                if wkb is None:
                    lost += 1
                else:
                    polygons.append(one._replace(wkb=wkb))
    return polygons, points, lost


def _single(geometry: ogr.Geometry) -> list[ogr.Geometry]:
    count = geometry.GetGeometryCount()
    return [geometry.GetGeometryRef(i).Clone() for i in range(count)] if count else [geometry]


def _boxes(wkbs: Sequence[bytes]) -> np.ndarray:
    return np.array([ogr.CreateGeometryFromWkb(wkb).GetEnvelope() for wkb in wkbs], float).reshape(-1, 4)


def _extent(boxes: np.ndarray) -> Bounds | None:
    if not len(boxes):
        return None
    (west, south), (east, north) = boxes[:, ::2].min(0), boxes[:, 1::2].max(0)
    return Bounds(west, south, east, north)


def _by_area(
    lakes: Sequence[bytes],
    boxes: np.ndarray,
    polygons: Sequence[KnownLake],
    found: list[KnownLake | None],
    cancelled: Callable[[], bool],
) -> set[int]:
    """Set the known polygon of each lake in ``found``; return the lakes that several are."""
    wkbs = [one.wkb for one in polygons]
    i, j = overlapping_boxes(boxes, _boxes(wkbs))
    shared = shared_areas(lakes, wkbs, (i, j), cancelled)
    sizes = [np.array([ogr.CreateGeometryFromWkb(wkb).Area() for wkb in of]) for of in (lakes, wkbs)]
    enough = shared >= _LEAST_SHARE * np.minimum(sizes[0][i], sizes[1][j])
    several: set[int] = set()
    best: dict[int, float] = {}
    for lake, other, area in zip(i[enough].tolist(), j[enough].tolist(), shared[enough].tolist()):
        if lake in best:
            several.add(lake)
        if area > best.get(lake, 0.0):  # the first of equals: they are in the order of their names
            best[lake] = area
            found[lake] = polygons[other]
    return several


def _by_points(
    lakes: Sequence[bytes],
    boxes: np.ndarray,
    points: Sequence[KnownLake],
    found: list[KnownLake | None],
    ellipsoid: Ellipsoid,
) -> tuple[set[int], int]:
    """Set the known point of each lake without a name; return the lakes with several, and how many beside."""
    shapes = [ogr.CreateGeometryFromWkb(one.wkb) for one in points]
    places = np.array([(shape.GetX(), shape.GetY()) for shape in shapes])
    size = max(float((boxes[:, 1::2] - boxes[:, ::2]).max()), 1e-9)
    scales = ellipsoid.metres_per_unit_at(places, np.full(len(places), size / 100))
    reach = NEAR / scales
    around = np.column_stack([places[:, 0], places[:, 0], places[:, 1], places[:, 1]])
    around += np.column_stack([-reach[:, 0], reach[:, 0], -reach[:, 1], reach[:, 1]])
    inside: dict[int, list[tuple[float, int]]] = {}
    near: dict[int, tuple[float, int]] = {}  # of each point outside: the distance, and the lake
    lying_in: set[int] = set()
    for lake, k in zip(*(values.tolist() for values in overlapping_boxes(boxes, around))):
        distance = _distance(lakes[lake], places[k], scales[k])
        if ogr.CreateGeometryFromWkb(lakes[lake]).Contains(shapes[k]):
            inside.setdefault(lake, []).append((-distance, k))
            lying_in.add(k)
        elif distance <= NEAR:
            near[k] = min(near.get(k, (np.inf, 0)), (distance, lake))
    unnamed = {lake for lake, one in enumerate(found) if one is None}
    for lake in unnamed & inside.keys():
        found[lake] = points[min(inside[lake])[1]]
    beside: dict[int, tuple[float, int]] = {}
    for k, (distance, lake) in near.items():
        if k not in lying_in and found[lake] is None:
            beside[lake] = min(beside.get(lake, (np.inf, 0)), (distance, k))
    for lake, (_, k) in beside.items():
        found[lake] = points[k]
    return {lake for lake in unnamed & inside.keys() if len(inside[lake]) > 1}, len(beside)


def _distance(lake: bytes, place: np.ndarray, scale: np.ndarray) -> float:
    """Return how far in metres a place (x, y) is from the shoreline; ``scale`` are metres in a unit there."""
    least = np.inf
    for rings in polygon_rings(lake):
        for ring in rings:
            metres = (ring - place) * scale
            start, edge = metres[:-1], np.diff(metres, axis=0)
            length = np.maximum((edge**2).sum(1), 1e-12)
            along = np.clip(-(start * edge).sum(1) / length, 0.0, 1.0)
            least = min(least, float(np.hypot(*(start + along[:, None] * edge).T).min()))
    return float(least)
