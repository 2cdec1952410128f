"""Lakes of any layer come out valid, measured, in one CRS and in one order."""

import numpy as np
import pytest
from lake_mapper.core.geo.ellipsoid import Ellipsoid
from lake_mapper.core.tracking.lakes import Feature, Lakes, lakes_of
from lake_mapper.core.tracking.track import track
from lake_mapper.core.util.errors import Cancelled, TrackingError
from osgeo import ogr

from .histories import LAKES, UTM, box, crs, feature, followed, layer, reprojected, rows


def test_lakes_in_another_crs_are_the_same_lakes():
    other = crs(3857)
    tracked = track([layer(0, LAKES), layer(1, reprojected(LAKES, other, 20), crs_wkt=other)])

    assert {row["event"] for row in rows(tracked)} == {None, "stable"}
    one, two = (lakes.areas for lakes in tracked.history.dates)
    assert two == pytest.approx(one, rel=1e-6)


def test_areas_are_those_of_the_ellipsoid():
    tracked = followed([LAKES[0]], [LAKES[0]])
    points = LAKES[0].GetGeometryRef(0).GetPoints()

    (expected,), (length,) = Ellipsoid(UTM).ring_areas_lengths([np.array(points)[:, :2]])

    lakes = tracked.history.dates[0]
    assert lakes.areas[0] == pytest.approx(expected, rel=1e-6)
    assert lakes.perimeters[0] == pytest.approx(length, rel=1e-6)


def test_an_error_of_the_layer_is_taken_and_else_that_of_the_shoreline():
    tracked = track([layer(0, [feature(LAKES[0], error=1234.0)]), layer(1, [LAKES[0]])])

    one, two = tracked.history.dates
    assert one.errors[0] == 1234.0
    assert two.errors[0] == pytest.approx(two.perimeters[0] * 0.6872 * 10 / 2)


def test_outlines_that_cross_themselves_are_repaired_and_counted():
    bow = ogr.CreateGeometryFromWkt(
        "POLYGON((500000 3400000,501000 3401000,501000 3400000,500000 3401000,500000 3400000))"
    )
    line = ogr.CreateGeometryFromWkt("LINESTRING(500000 3400000,501000 3401000)")
    tracked = track([layer(0, [bow, line]), layer(1, [bow])])

    told = " ".join(tracked.warnings)
    assert (
        "Invalid polygons of 'lakes 2000-01-01' (such as outlines that cross themselves), repaired: 1."
        in told
    )
    assert "Polygons of 'lakes 2000-01-01' left out" in told
    assert len(tracked.history.dates[0]) == 1
    assert tracked.history.dates[0].areas[0] == pytest.approx(0.5e6, rel=1e-2)


def test_the_order_is_by_area_whatever_the_order_of_features():
    found = [lakes_of(layer(0, shapes), UTM) for shapes in (LAKES, LAKES[::-1])]

    assert found[0].wkbs == found[1].wkbs
    assert (np.diff(found[0].areas) < 0).all()


def test_a_multipolygon_is_one_lake():
    both = box(0, 0, 1000, 1000).Union(box(2000, 0, 3000, 500))

    lakes = lakes_of(layer(0, [both]), UTM)

    assert len(lakes) == 1
    assert lakes.planar[0] == 1.5e6
    assert lakes.areas[0] == pytest.approx(1.5e6 / 0.9996**2, rel=1e-3)
    assert lakes.boxes[0].tolist() == list(both.GetEnvelope())


def test_lakes_of_several_dates_are_gathered_with_all_that_is_known():
    one = lakes_of(layer(0, [LAKES[0], feature(LAKES[1], "b", touches_edge=True)]), UTM)
    two = lakes_of(layer(1, [feature(LAKES[2], "c", error=5.0, touches_nodata=True)]), UTM)

    both = Lakes.gathered([(two, 0), (one, 1)])

    assert both.source_ids == ["c", "b"]
    assert both.wkbs == [two.wkbs[0], one.wkbs[1]]
    assert both.errors.tolist() == [5.0, one.errors[1]]
    assert both.incomplete.tolist() == [True, True]
    assert (both.edge.tolist(), both.nodata.tolist()) == ([False, True], [True, False])


@pytest.mark.parametrize("features", [[], [Feature(b"no polygon")]])
def test_a_layer_without_lakes_is_refused(features):
    with pytest.raises(TrackingError, match="holds no lake"):
        lakes_of(layer(0, features), UTM)


def test_cancelling_stops():
    with pytest.raises(Cancelled):
        lakes_of(layer(0, LAKES), UTM, lambda: True)
    with pytest.raises(Cancelled):
        followed(LAKES, LAKES, cancelled=lambda: True)
