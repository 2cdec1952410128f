"""Lakes are compared only where the images of all dates show the ground."""

import numpy as np
import pytest
from lake_mapper.core.tracking.common_area import common_area, compared_within
from lake_mapper.core.tracking.lakes import lakes_of
from lake_mapper.core.tracking.track import track
from lake_mapper.core.util.errors import TrackingError
from osgeo import ogr

from .histories import CELL, LAKES, UTM, box, crs, layer, rows


def test_the_common_area_is_what_all_footprints_share():
    common = common_area([None, box(0, 0, 3000, 3000), box(1000, 1000, 5000, 5000)])

    assert common.GetEnvelope() == box(1000, 1000, 3000, 3000).GetEnvelope()
    assert common.Area() == 4e6
    assert common_area([None, None]) is None


def test_a_lake_that_leaves_the_common_area_is_outside():
    lakes = lakes_of(layer(0, [box(0, 0, 1000, 900), box(2000, 0, 3000, 800)]), UTM)

    assert compared_within(lakes, box(-1, -1, 2500, 2000)).outside.tolist() == [False, True]
    assert not np.any(compared_within(lakes, None).outside)


def test_only_the_common_area_is_compared():
    footprint = box(-2000, -2000, 2.5 * CELL, 3 * CELL).ExportToWkt()
    tracked = track([layer(0, LAKES, footprint=footprint), layer(1, LAKES[:3])])

    by_event = {}
    for row in rows(tracked):
        by_event.setdefault((row["event"], row["counted"]), []).append(row["lake_id"])
    assert len(by_event["stable", True]) == 3
    assert len(by_event["vanished", False]) == 3
    assert any("3 lakes of 'lakes 2000-01-01'" in note for note in tracked.notes)


def test_an_area_without_any_lake_of_an_image_is_refused():
    far = (bytes(box(1e5, 1e5, 1e5 + 10, 1e5 + 10).ExportToWkb()), UTM)
    footprint = box(-2000, -2000, 2.5 * CELL, 3 * CELL).ExportToWkt()

    with pytest.raises(TrackingError, match="share no ground"):
        track([layer(0, LAKES, footprint=footprint), layer(1, LAKES)], area=[far])


def test_an_area_elsewhere_is_refused_without_footprints_too():
    far = (bytes(box(1e5, 1e5, 1e5 + 10, 1e5 + 10).ExportToWkb()), UTM)

    with pytest.raises(TrackingError, match="No lake lies wholly in AREA"):
        track([layer(0, LAKES), layer(1, LAKES)], area=[far])


def test_an_area_around_the_world_leaves_all_lakes():
    world = ogr.CreateGeometryFromWkt("POLYGON((-180 -60,180 -60,180 60,-180 60,-180 -60))")

    tracked = track([layer(0, LAKES), layer(1, LAKES)], area=[(bytes(world.ExportToWkb()), crs(4326))])

    assert not tracked.history.dates[0].outside.any()
