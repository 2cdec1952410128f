"""The mapped ground limits what is assessed, and the log says what lies outside."""

from .maps import GROUND, LAKES, box, map_area


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
