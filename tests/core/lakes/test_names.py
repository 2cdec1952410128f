"""Names by largest shared area, by points within, by points beside; the same in any order."""

import itertools

import pytest
from lake_mapper.core.lakes.names import NEAR, KnownLake, names_of
from lake_mapper.core.util.errors import SceneError
from osgeo import ogr
from support import wkt

UTM = wkt(32645)


def square(x, y, side):
    return f"POLYGON(({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))"


def wkb(text):
    return bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb(ogr.wkbNDR))


def named(lakes, known, crs=UTM):
    """Return the names in every order of the known lakes, which must not matter, and the notes."""
    known = [KnownLake(wkb(text), name, name.lower()) for text, name in known]
    found = [
        names_of([wkb(lake) for lake in lakes], UTM, order, crs) for order in itertools.permutations(known)
    ]
    assert all(each == found[0] for each in found)
    return [name for name, _ in found[0].names], found[0].notes


BIG, SMALL = square(500000, 3500000, 1000), square(500700, 3500000, 1000)


def test_the_largest_shared_area_names_a_lake():
    names, notes = named(
        [BIG], [(square(500000, 3500000, 600), "West"), (square(500650, 3500000, 300), "East")]
    )

    assert names == ["West"]
    assert "Several known lakes in one, for 1" in notes[1]


def test_parts_of_a_known_lake_all_have_its_name():
    parts = [square(500000, 3500000, 300), square(500500, 3500000, 300), square(600000, 3500000, 300)]

    names, notes = named(parts, [(BIG, "Whole")])

    assert names == ["Whole", "Whole", None]
    assert notes == ["2 of 3 lakes are known lakes of KNOWN_LAKES."]


def test_a_sliver_of_a_neighbour_is_not_enough():
    assert named([BIG], [(square(500950, 3500000, 1000), "Neighbour")])[0] == [None]


def test_known_lakes_may_have_another_crs():
    in_degrees = "POLYGON((87 31.6,87.02 31.6,87.02 31.64,87 31.64,87 31.6))"

    assert named([BIG], [(in_degrees, "Far")], wkt(4326))[0] == ["Far"]


def test_of_points_within_the_one_farthest_from_the_shore_names_it():
    points = [
        ("POINT(500010 3500500)", "Bay"),
        ("POINT(500400 3500500)", "Lake"),
        ("POINT(500300 3499000)", "No"),
    ]

    assert named([BIG], points)[0] == ["Lake"]


def test_a_point_beside_names_the_nearest_lake_unless_it_lies_in_another():
    beside = [
        (f"POINT(500500 {3500000 - NEAR + 1})", "Beside"),
        (f"POINT(500500 {3500000 - NEAR - 1})", "Away"),
    ]
    neighbour = square(501050, 3500000, 500)

    names, notes = named([BIG], beside)
    assert names == ["Beside"]
    assert any("1 named by a known point that lies beside" in note for note in notes)
    assert named([BIG, neighbour], [("POINT(501060 3500200)", "Neighbour")])[0] == [None, "Neighbour"]
    assert named([BIG, neighbour], [("POINT(501010 3500200)", "Between")])[0] == ["Between", None]


def test_polygons_count_before_points_and_lines_do_not():
    known = [
        (BIG, "Polygon"),
        ("POINT(500500 3500500)", "Point"),
        ("LINESTRING(500000 3500000,500100 3500000)", "L"),
    ]

    names, notes = named([BIG], known)

    assert names == ["Polygon"]
    assert "1 features of KNOWN_LAKES are no polygons or points" in notes[-1]


def test_without_a_crs_there_is_a_sentence():
    with pytest.raises(SceneError, match="KNOWN_LAKES has no coordinate reference system"):
        named([BIG], [(BIG, "A")], "")


def test_lakes_that_go_on_beyond_180_degrees_are_named():
    ours = [wkb(square(180.1, 68, 0.1)), wkb(square(181.1, 68, 0.1)), wkb(square(179.8, 68, 0.1))]
    polygon, point = square(-179.9, 68, 0.1), "POINT(-178.85 68.05)"
    known = [KnownLake(wkb(polygon), "East", "1"), KnownLake(wkb(point), "Far east", "2")]

    naming = names_of(ours, wkt(4326), known, wkt(4326))

    assert [name for name, _ in naming.names] == ["East", "Far east", None]
