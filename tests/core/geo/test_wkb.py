"""OGR reads what we write, and we read what OGR writes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.geo.wkb import (
    line_points,
    line_wkb,
    multipolygon_wkb,
    polygon_rings,
    polygon_wkb,
)
from osgeo import ogr

coordinates = st.floats(-1e7, 1e7)
lines = st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=20).map(np.array)
rings = lines.map(lambda xy: np.vstack([xy, xy[:1]]))
polygons = st.lists(rings, min_size=1, max_size=4)


def points_of(geometry):
    return np.array([geometry.GetPoint_2D(i) for i in range(geometry.GetPointCount())])


def parts_of(geometry):
    return [geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount())]


def same(found, expected):
    assert len(found) == len(expected)
    for one, other in zip(found, expected):
        assert np.array_equal(one, other)


def by_ogr(wkb):
    """The geometry that OGR reads, and the bytes that OGR writes of it."""
    geometry = ogr.CreateGeometryFromWkb(wkb)
    return geometry, bytes(geometry.ExportToWkb(ogr.wkbNDR))


@given(lines)
def test_a_line_goes_through_ogr_and_back(xy):
    geometry, wkb = by_ogr(line_wkb(xy))

    assert geometry.GetGeometryType() == ogr.wkbLineString
    assert np.array_equal(points_of(geometry), xy)
    assert wkb == line_wkb(xy)
    assert np.array_equal(line_points(wkb), xy)


@given(polygons)
def test_a_polygon_goes_through_ogr_and_back(polygon):
    geometry, wkb = by_ogr(polygon_wkb(polygon))

    assert geometry.GetGeometryType() == ogr.wkbPolygon
    same([points_of(ring) for ring in parts_of(geometry)], polygon)
    assert wkb == polygon_wkb(polygon)
    (found,) = polygon_rings(wkb)
    same(found, polygon)


@given(st.lists(polygons, max_size=4))
def test_a_multipolygon_goes_through_ogr_and_back(parts):
    geometry, wkb = by_ogr(multipolygon_wkb([polygon_wkb(part) for part in parts]))

    assert geometry.GetGeometryType() == ogr.wkbMultiPolygon
    found = polygon_rings(wkb)
    assert len(found) == len(parts)
    for one, other, polygon in zip(found, parts, parts_of(geometry)):
        same(one, other)
        same([points_of(ring) for ring in parts_of(polygon)], other)


@pytest.mark.parametrize("kind", [np.float32, int])
def test_points_of_any_type_and_order_in_memory_are_written_as_they_are(kind):
    xy = np.array([[1, 2], [30, 4], [5, 60], [1, 2]], kind)

    for points in (xy, np.asfortranarray(xy), xy[::-1]):
        geometry, _ = by_ogr(polygon_wkb([points]))
        assert np.array_equal(points_of(geometry.GetGeometryRef(0)), points)
