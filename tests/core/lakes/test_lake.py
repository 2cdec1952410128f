import numpy as np
import pytest
from lake_mapper.core.geo.ellipsoid import Ellipsoid
from lake_mapper.core.lakes.lake import Lake, in_batches, joined, measure
from lake_mapper.core.lakes.ring_file import RingFile
from support import wkt

SQUARE = np.array([(0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0)], float)


def test_area_leaves_islands_out_and_perimeter_holds_their_shoreline():
    lake = Lake([SQUARE, 0.2 * SQUARE + 400], areas=[1e6, 4e4], lengths=[4000, 800])

    assert lake.area == 9.6e5
    assert lake.perimeter == 4800


def test_points_are_those_of_all_rings_in_memory_or_in_a_file(tmp_path):
    rings = [SQUARE, 0.2 * SQUARE + 400]

    assert Lake(rings).points == Lake(RingFile(tmp_path).put(rings)).points == 10


def test_many_lakes_are_measured_as_each_alone():
    ellipsoid = Ellipsoid(wkt(32645))
    origin = np.array([500000, 3500000])
    rings = [[origin + SQUARE, origin + 0.2 * SQUARE + 400], [origin + 5000 + 2 * SQUARE]]
    lakes = [Lake(of_one) for of_one in rings]

    measure(lakes, ellipsoid)

    for lake, of_one in zip(lakes, rings):
        areas, lengths = ellipsoid.ring_areas_lengths(of_one)
        assert lake.areas == pytest.approx(areas.tolist(), rel=1e-9)
        assert lake.lengths == pytest.approx(lengths.tolist(), rel=1e-9)


def test_batches_end_with_the_item_that_fills_them():
    items = [1, 1 << 15, 5, 1 << 14, 1 << 14, 7]

    assert list(in_batches(items, points=lambda item: item)) == [items[:2], items[2:5], items[5:]]


def test_parts_together_are_one_lake_with_the_rings_of_the_largest():
    small = Lake([SQUARE], areas=[1e6], lengths=[4000])
    large = Lake([2 * SQUARE, SQUARE], areas=[4e6, 1e5], lengths=[8000, 800])

    lake = joined([small, large])

    assert lake.rings is large.rings
    assert (lake.area, lake.perimeter, len(lake.areas) - 1) == (4.9e6, 12800, 1)
