"""What is checked before lakes are compared: dates, places, images."""

import numpy as np
import pytest
from lake_mapper.core.geo.ellipsoid import Ellipsoid
from lake_mapper.core.tracking.lakes import Feature
from lake_mapper.core.tracking.ledger import ledger
from lake_mapper.core.tracking.track import track
from lake_mapper.core.util.errors import TrackingError
from osgeo import ogr, osr

from .histories import CELL, UTM, box, crs, feature, followed, lake, layer, moved

RADII = (900, 700, 650, 500, 420, 300)
LAKES = [lake(k * CELL, (k % 3) * CELL, radius, 2 + k % 4) for k, radius in enumerate(RADII)]


def test_the_shift_between_images_is_found():
    tracked = followed(LAKES, [moved(shape, 7, -4) for shape in LAKES])

    (shift,) = tracked.shifts
    assert (shift.east, shift.north) == pytest.approx((7, -4), abs=0.1)
    assert shift.lakes == len(LAKES)
    assert any("more than half a pixel (5.0 m)" in warning for warning in tracked.warnings)


def test_lakes_that_grow_do_not_look_like_a_shift():
    grown = [lake(k * CELL, (k % 3) * CELL, 1.2 * radius, 2 + k % 4) for k, radius in enumerate(RADII)]
    east = [shape.Union(moved(shape, 80, 0)) for shape in LAKES[:3]] + LAKES[3:]  # half of them, one side

    for later in (grown, east):
        (shift,) = followed(LAKES, later).shifts
        assert shift.length < 1.0


def test_a_corrected_shift_leaves_nothing_but_the_change():
    later = [moved(shape, 12, 9) for shape in LAKES]
    later[3] = moved(lake(3 * CELL, 0, 600, 5), 12, 9)

    plain, corrected = followed(LAKES, later), followed(LAKES, later, correct_shift=True)

    events = [row["event"] for row in ledger(corrected.history) if row["event"]]
    assert events.count("stable") == 5
    assert events.count("expanded") == 1
    for tracked, far in ((plain, True), (corrected, False)):
        boxes = [lakes.boxes[0] for lakes in tracked.history.dates]
        assert (abs(boxes[1] - boxes[0]).max() > 1) == far
    assert any("corrected" in note for note in corrected.notes)


def test_the_shift_is_in_metres_in_degrees_too():
    transform = osr.CoordinateTransformation(*map(_reference, (UTM, crs(4326))))
    degrees = []
    for shapes in (LAKES, [moved(shape, 7, -4) for shape in LAKES]):
        copies = [shape.Clone() for shape in shapes]
        for copy in copies:
            copy.Transform(transform)
        degrees.append(copies)
    tracked = track([layer(t, shapes, crs_wkt=crs(4326)) for t, shapes in enumerate(degrees)])

    # Grid north of the UTM zone is a little off true north.
    assert (tracked.shifts[0].east, tracked.shifts[0].north) == pytest.approx((7, -4), abs=0.2)


def _reference(wkt):
    reference = osr.SpatialReference()
    reference.ImportFromWkt(wkt)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def test_lakes_in_another_crs_are_the_same_lakes():
    other = crs(3857)
    transform = osr.CoordinateTransformation(*map(_reference, (UTM, other)))
    copies = [shape.Clone() for shape in LAKES]
    for copy in copies:
        copy.Segmentize(20)
        copy.Transform(transform)
    tracked = track([layer(0, LAKES), layer(1, copies, crs_wkt=other)])

    assert {row["event"] for row in ledger(tracked.history)} == {None, "stable"}
    one, two = (lakes.areas for lakes in tracked.history.dates)
    assert two == pytest.approx(one, rel=1e-6)


def test_areas_are_those_of_the_ellipsoid():
    tracked = followed([LAKES[0]], [LAKES[0]])
    points = LAKES[0].GetGeometryRef(0).GetPoints()

    (expected,), (length,) = Ellipsoid(UTM).ring_areas_lengths([np.array(points)[:, :2]])

    lakes = tracked.history.dates[0]
    assert lakes.areas[0] == pytest.approx(expected, rel=1e-6)
    assert lakes.perimeters[0] == pytest.approx(length, rel=1e-6)


def test_only_the_common_area_is_compared():
    footprint = box(-2000, -2000, 2.5 * CELL, 3 * CELL).ExportToWkt()
    tracked = track([layer(0, LAKES, footprint=footprint), layer(1, LAKES[:3])])

    by_event = {}
    for row in ledger(tracked.history):
        by_event.setdefault((row["event"], row["counted"]), []).append(row["lake_id"])
    assert len(by_event["stable", True]) == 3
    assert len(by_event["vanished", False]) == 3
    assert any("3 lakes of 'lakes 2000-01-01'" in note for note in tracked.notes)


def test_an_area_without_any_lake_of_an_image_is_refused():
    far = (bytes(box(1e5, 1e5, 1e5 + 10, 1e5 + 10).ExportToWkb()), UTM)
    footprint = box(-2000, -2000, 2.5 * CELL, 3 * CELL).ExportToWkt()

    with pytest.raises(TrackingError, match="share no ground"):
        track([layer(0, LAKES, footprint=footprint), layer(1, LAKES)], area=[far])


def test_different_pixels_and_grids_are_told():
    finer = track([layer(0, LAKES), layer(1, LAKES, pixel=30.0)])
    grids = [(500_000.0, 3_500_000.0, 10.0, -10.0), (500_003.0, 3_500_000.0, 10.0, -10.0)]
    shifted = track([layer(t, LAKES, pixel_grid=grid) for t, grid in enumerate(grids)])
    same = track([layer(t, LAKES, pixel_grid=grids[0]) for t in range(2)])

    assert any("10 m and 30 m" in warning for warning in finer.warnings)
    assert any("different pixel grids" in note for note in shifted.notes)
    assert not any("different pixel grids" in note for note in same.notes)


def test_many_lakes_gone_at_once_are_doubted():
    tracked = followed(LAKES, [LAKES[0]])

    assert any("5 lakes" in warning and "look at both images" in warning for warning in tracked.warnings)
    assert not followed(LAKES, LAKES[:5]).warnings


def test_an_error_of_the_layer_is_taken_and_else_that_of_the_shore():
    tracked = track([layer(0, [feature(LAKES[0], error=1234.0)]), layer(1, [LAKES[0]])])

    one, two = tracked.history.dates
    assert one.errors[0] == 1234.0
    assert two.errors[0] == pytest.approx(two.perimeters[0] * 0.6872 * 10 / 2)


def test_crossing_shores_are_repaired_and_counted():
    bow = ogr.CreateGeometryFromWkt(
        "POLYGON((500000 3400000,501000 3401000,501000 3400000,500000 3401000,500000 3400000))"
    )
    line = ogr.CreateGeometryFromWkt("LINESTRING(500000 3400000,501000 3401000)")
    tracked = track([layer(0, [bow, line]), layer(1, [bow])])

    assert any(
        "Invalid polygons of 'lakes 2000-01-01'" in note and "repaired: 1." in note for note in tracked.notes
    )
    assert any("Polygons of 'lakes 2000-01-01' left out" in note for note in tracked.notes)
    assert len(tracked.history.dates[0]) == 1
    assert tracked.history.dates[0].areas[0] == pytest.approx(0.5e6, rel=1e-2)


def test_lakes_of_one_date_that_overlap_are_told():
    tracked = followed([box(0, 0, 1000, 1000), box(500, 0, 1500, 1000)], [box(0, 0, 1500, 1000)])

    assert any("1 pairs of lakes" in warning and "counted twice" in warning for warning in tracked.warnings)


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ([layer(0, LAKES)], "two or more dates"),
        ([layer(0, LAKES), layer(0, LAKES)], "have the same date, 2000-01-01"),
        ([layer(0, LAKES), layer(1, [])], "holds no lake"),
        ([layer(0, LAKES), layer(1, [Feature(b"no polygon")])], "holds no lake"),
        ([layer(0, LAKES, crs_wkt=""), layer(1, LAKES)], "no coordinate reference system"),
        ([layer(0, LAKES), layer(1, LAKES, crs_wkt="")], "no coordinate reference system"),
        ([layer(0, LAKES), layer(1, [lake(40 * CELL, 0, 300)])], "do not overlap anywhere"),
    ],
)
def test_what_cannot_be_compared_is_refused(layers, said):
    with pytest.raises(TrackingError, match=said):
        track(layers)


def test_cancelling_stops():
    from lake_mapper.core.util.errors import Cancelled

    with pytest.raises(Cancelled):
        followed(LAKES, LAKES, cancelled=lambda: True)
