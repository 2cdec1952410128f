"""How much water lakes share."""

import pytest
from lake_mapper.core.tracking.lakes import lakes_of
from lake_mapper.core.tracking.overlaps import overlaps
from lake_mapper.core.util.errors import Cancelled

from .histories import UTM, box, layer


def lakes(*shapes):
    return lakes_of(layer(0, shapes), UTM)


def test_shared_areas_are_parts_of_the_smaller_lake():
    large, small, touching = box(0, 0, 2000, 1000), box(1500, 0, 2500, 500), box(-1000, 0, 0, 900)

    found = overlaps(lakes(large), lakes(small, touching))

    assert (found.i.tolist(), found.j.tolist()) == ([0], [1])  # the smaller of the later lakes comes last
    assert found.area[0] == pytest.approx(500 * 500)
    assert found.share[0] == pytest.approx(0.5)


def test_a_lake_with_many_small_ones_inside_is_found_in_either_order():
    """More than one neighbour: the large polygon is prepared once."""
    inside = [box(100 * k, 100, 100 * k + 50, 150) for k in range(1, 9)]
    beside = box(3000, 0, 3500, 500)
    large = box(0, 0, 2000, 1000).Union(box(1900, 900, 4000, 1000))

    for one, two in ((lakes(large), lakes(*inside, beside)), (lakes(*inside, beside), lakes(large))):
        found = overlaps(one, two)
        assert found.area == pytest.approx([50 * 50] * 8)
        assert found.share == pytest.approx([1] * 8)


def test_cancelling_stops():
    with pytest.raises(Cancelled):
        overlaps(lakes(box(0, 0, 9, 9)), lakes(box(0, 0, 9, 9)), lambda: True)
