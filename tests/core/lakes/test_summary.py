import numpy as np
import pytest
from lake_mapper.core.geo.ellipsoid import Ellipsoid
from lake_mapper.core.geo.wkb import polygon_wkb
from lake_mapper.core.lakes.area_error import area_error, total_error
from lake_mapper.core.lakes.lake import Lake, measure
from lake_mapper.core.lakes.summary import SUMMARY_FIELDS, summary
from osgeo import ogr
from support import wkt

CRS, PIXEL = wkt(32645), 10.0


def ring(left, width, height):
    x, y = left + np.array([0, 0, width, width, 0.0]), 3500000 + np.array([0, height, height, 0, 0.0])
    return np.stack([500000 + x, y], axis=1)


def polygon(*box):
    return ogr.CreateGeometryFromWkb(polygon_wkb([ring(*box)]))


@pytest.fixture
def lakes():
    """Lakes of 4 km², 0.25 km² and 0.16 km² side by side, the last one cut."""
    found = [Lake([ring(left, side, side)]) for left, side in ((0, 2000), (3000, 500), (5000, 400))]
    measure(found, Ellipsoid(CRS))
    found[-1].touches_edge = True
    return found


def rows(*arguments):
    names = [field.name for field in SUMMARY_FIELDS]
    return [dict(zip(names, row)) for row in summary(*arguments)]


def test_all_lakes_and_those_of_each_size(lakes):
    everything, small, large = rows(lakes, PIXEL, CRS)

    assert (everything["totals"], everything["lakes"], everything["cut_lakes"]) == ("all lakes", 3, 1)
    assert everything["area_km2"] == pytest.approx(4.41, rel=1e-3)
    assert everything["area_error_km2"] == pytest.approx(total_error(lakes, PIXEL) / 1e6, abs=1e-5)
    assert (small["from_km2"], small["to_km2"], small["lakes"]) == (0.1, 1, 2)
    assert (large["from_km2"], large["to_km2"], large["lakes"]) == (1, 10, 1)
    assert small["area_km2"] + large["area_km2"] == pytest.approx(everything["area_km2"], abs=2e-5)


def test_a_polygon_has_the_part_of_a_lake_that_lies_in_it(lakes):
    half = polygon(-100, 1100, 5000)  # the left half of the first lake
    others = [polygon(2900, 700, 5000), polygon(4900, 600, 5000)]
    west, east, none = rows(
        lakes, PIXEL, CRS, [("1 west", [half]), ("2", others), ("3", [polygon(9e4, 9, 9)])]
    )[3:]

    error = area_error(lakes[0], PIXEL) / 1e6
    assert (west["polygon"], west["lakes"]) == ("1 west", 1)
    assert west["area_km2"] == pytest.approx(2.0, rel=1e-3)
    assert west["area_error_km2"] == pytest.approx(error / 2, rel=1e-2)
    assert (east["lakes"], east["cut_lakes"]) == (2, 1)
    assert east["area_km2"] == pytest.approx(0.41, rel=1e-3)
    assert east["area_error_km2"] == pytest.approx(total_error(lakes[1:], PIXEL) / 1e6, abs=1e-5)
    assert (none["lakes"], none["area_km2"], none["area_error_km2"]) == (0, 0, 0)


@pytest.mark.parametrize("shift", [-1e-6, 0, 1e-6])
def test_a_polygon_that_was_divided_at_180_degrees_is_one(lakes, shift):
    halves = [polygon(-100, 1100, 5000), polygon(1000 + shift, 1100, 5000)]

    (row,) = rows(lakes, PIXEL, CRS, [("1", halves)])[3:]

    assert (row["lakes"], row["area_km2"]) == (1, pytest.approx(4.0, rel=1e-3))


def test_no_lakes_give_a_total_of_nothing():
    assert [row["area_km2"] for row in rows([], PIXEL, CRS, [("1", [polygon(0, 9, 9)])])] == [0, 0]
