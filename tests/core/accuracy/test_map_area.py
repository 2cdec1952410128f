"""The mapped ground limits what is assessed, and the log says what lies outside."""

import pytest
from lake_mapper.core.accuracy.map_area import MapArea
from lake_mapper.core.util.errors import SceneError
from osgeo import ogr

from .maps import GROUND, LAKES, UTM, box, crs, map_area, wkb


def test_what_lies_outside_the_mapped_ground_is_left_out_and_said():
    area = map_area(lakes=[LAKES[0], box(9000, 4000, 12_000, 5000)], grounds=[GROUND])

    assert round(area.lake_area / 1e6, 2) == 5.0
    assert "2.00" in area.notes[-1]
    assert area.notes[-1].endswith("km² of LAKES lie outside the mapped ground: left out.")


def test_ground_of_several_lakes_counts_once_and_neighbours_that_touch_are_no_overlap():
    later = box(2000, 1000, 4000, 3000)  # half of the first lake again
    neighbour = box(8000, 7000, 9000, 8000)

    twice, beside = map_area(lakes=[*LAKES, later, LAKES[1]]), map_area(lakes=[*LAKES, neighbour])

    assert round(twice.lake_area / 1e6, 2) == 7.01
    assert list(twice.notes) == [
        "Lakes overlap, as those of several dates do, in 2 places: that ground counts once."
    ]
    assert round(beside.lake_area / 1e6, 2) == 6.0
    assert list(beside.notes) == []


def test_nothing_is_said_where_all_lakes_lie_inside():
    assert list(map_area().notes) == []


@pytest.mark.parametrize("west", [-180, -60])
def test_an_area_around_the_world_leaves_the_ground_that_was_mapped(west):
    world = ogr.CreateGeometryFromWkt(f"POLYGON(({west} -60,180 -60,180 60,{west} 60,{west} -60))")

    area = MapArea([wkb(lake) for lake in LAKES], UTM, [([wkb(world)], crs(4326)), ([wkb(GROUND)], UTM)])

    assert area.ground.Area() == pytest.approx(map_area().ground.Area(), rel=1e-6)
    assert area.lake_area == pytest.approx(map_area().lake_area, rel=1e-6)


def test_a_layer_without_polygons_is_not_said_to_lack_a_crs():
    with pytest.raises(SceneError, match="LAKES holds no polygons"):
        MapArea([wkb(ogr.CreateGeometryFromWkt("POINT(0 0)"))], "", [])
