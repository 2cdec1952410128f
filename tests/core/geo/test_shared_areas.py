import numpy as np
from lake_mapper.core.geo.shared_areas import overlapping_pairs, shared_areas
from osgeo import ogr


def box(x, y, side):
    text = f"POLYGON(({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))"
    return bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb(ogr.wkbNDR))


def test_each_pair_has_the_area_that_it_shares():
    large, inside, across = box(0, 0, 10), box(1, 1, 2), box(9, 9, 3)
    pairs = np.array([0, 0, 1]), np.array([0, 1, 1])

    assert shared_areas([large, box(50, 50, 1)], [inside, across], pairs).tolist() == [4, 1, 0]


def test_neighbours_that_touch_do_not_overlap():
    boxes = [(0, 0, 10), (10, 0, 10), (15, 5, 1), (19.99999999, 0, 10)]
    polygons = [box(*one) for one in boxes]
    bounds = np.array([(x, x + side, y, y + side) for x, y, side in boxes])

    assert overlapping_pairs(polygons, bounds, np.array([100.0, 100, 1, 100])) == [(1, 2)]
