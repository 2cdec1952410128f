"""Labels read back: counted as they are, and a sentence for each way in which they can be wrong."""

import pytest
from lake_mapper.core.accuracy.labelled import NEEDED, check_fields, read_labels
from lake_mapper.core.util.errors import AccuracyError

from .maps import as_points, drawn


@pytest.fixture(scope="module")
def found():
    return drawn(points=200, minimum=40)


@pytest.fixture
def points(found):
    return as_points(found)


def refused(points) -> str:
    with pytest.raises(AccuracyError) as caught:
        read_labels(points)
    return str(caught.value)


def test_counts_are_those_of_the_labels(points):
    for point in points[:7]:
        point["label"] = " Cannot  TELL "
    points[7]["label"] = points[7]["label"].upper()

    labelled = read_labels(points)

    assert labelled.not_told.sum() == 7
    assert labelled.sample.points.sum() == len(points) - 7
    counts = labelled.sample.counts.sum(0)
    assert counts[0, 0] == sum(p["map_class"] == p["label"].lower() == "lake" for p in points[7:])
    assert counts[1, 0] == sum(p["map_class"] == "land" and p["label"].lower() == "lake" for p in points[7:])
    assert labelled.names == ["lake", "lake near the shore", "land near a lake", "other land"]
    assert labelled.lake_km2 == pytest.approx(5.004, abs=0.001)
    assert labelled.sample.total_area == pytest.approx(100.08, abs=0.1)  # half a pixel all around


def test_points_without_label_are_counted_and_named(points):
    for point in points[10:20]:
        point["label"] = None

    sentence = refused(points)

    assert "10 of 200 points are not labelled (point_id 11, 12, 13, 14, 15, …)" in sentence
    assert "cannot tell" in sentence


def test_other_words_are_named(points):
    points[3]["label"] = "pond"

    assert "otherwise than lake, land, cannot tell (point_id 4), such as 'pond'" in refused(points)


@pytest.mark.parametrize(
    ("field", "value"),
    [("stratum", "other land!"), ("strat_km2", 5.0), ("map_class", "water"), ("map_km2", None), ("lon", "x")],
)
def test_edited_fields_are_noticed(points, field, value):
    points[5][field] = value

    assert "changed or lost since they were drawn (point_id 6)" in refused(points)


def test_moved_points_are_noticed_and_rounding_is_not(points):
    lon, lat = points[8]["at"]
    points[8]["at"] = (lon + 1e-7, lat - 1e-7)
    read_labels(points)

    points[8]["at"] = (lon, lat + 2e-5)  # 2 m

    assert "1 points were moved (point_id 9)" in refused(points)


def test_deleted_and_copied_points_are_noticed(points):
    assert "some were deleted" in refused(points[1:])
    assert "more than once (point_id 1, 1)" in refused([*points, dict(points[0])])
    assert "those of a whole stratum were deleted" in refused(
        [point for point in points if point["stratum"] != "other land"]
    )
    assert "POINTS is empty" in refused([])


def test_a_stratum_needs_two_points(points):
    shore = [point for point in points if point["stratum"] == "land near a lake"]
    for point in shore[1:]:
        point["label"] = "cannot tell"

    assert "Fewer than two points are labelled lake or land in: land near a lake" in refused(points)


def test_missing_fields_are_named():
    check_fields(iter(NEEDED))
    with pytest.raises(AccuracyError, match="POINTS lacks the fields stratum, check"):
        check_fields([name for name in NEEDED if name not in ("stratum", "check")])
