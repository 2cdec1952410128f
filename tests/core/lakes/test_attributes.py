import datetime

import numpy as np
import pytest
from lake_mapper.core.geo.ellipsoid import Ellipsoid
from lake_mapper.core.lakes.attributes import FIELDS, attributes
from lake_mapper.core.lakes.lake import Lake
from support import wkt


def test_fields_are_those_of_the_contract():
    assert [f.name for f in FIELDS] == [
        "lake_id", "area_km2", "area_error_km2", "perimeter_km", "islands", "confidence", "compactness",
        "lon", "lat", "touches_edge", "touches_nodata", "date", "model", "elongation",
    ]  # fmt: skip


def test_attributes_of_a_square_with_an_island():
    ellipsoid = Ellipsoid(wkt(32645))
    corner = np.array([500000, 3500000])
    square = np.array([(0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0)], float)
    rings = [square + corner, square[::-1] * 0.2 + corner + 400]
    areas, lengths = ellipsoid.ring_areas_lengths(rings)
    lake = Lake(rings, list(areas), list(lengths), confidence=0.98765, touches_edge=True, elongation=1.2732)
    day = datetime.date(2020, 5, 18)

    row = dict(zip((f.name for f in FIELDS), attributes(lake, 3, ellipsoid, 17.0, date=day, model="m")))

    assert row["area_km2"] == pytest.approx(0.96 / 0.9996**2, abs=1e-5)
    assert row["perimeter_km"] == pytest.approx(4.8 / 0.9996, abs=1e-3)
    assert row["compactness"] == pytest.approx(4 * np.pi * 0.96 / 4.8**2, abs=1e-3)
    assert row["area_error_km2"] == pytest.approx(4802 * 0.6872 * 17 / 2 / 1e6, abs=1e-5)
    assert (row["lake_id"], row["islands"], row["confidence"]) == (3, 1, 0.988)
    assert (row["touches_edge"], row["touches_nodata"], row["date"], row["model"]) == (True, False, day, "m")
    assert row["elongation"] == 1.3
    assert row["lon"] == pytest.approx(87.005, abs=0.01)
    assert row["lat"] == pytest.approx(31.63, abs=0.01)
