"""The ledger's rows: areas, changes, events, parents and flags."""

import math

import pytest
from lake_mapper.core.tracking.track import track

from .histories import CELL, box, by_source, feature, followed, lake, layer, rows


def test_one_lake_keeps_its_id_while_it_grows_and_shrinks():
    tracked = followed([lake(0, 0, 300)], [lake(0, 0, 330)], [lake(0, 0, 200)], [lake(0, 0, 200)])

    found = rows(tracked)

    assert {row["lake_id"] for row in found} == {1}
    assert [row["event"] for row in found] == [None, "expanded", "shrunk", "stable"]
    areas = [row["area_km2"] for row in found]
    assert found[1]["change_km2"] == pytest.approx(areas[1] - areas[0], abs=2e-6)
    assert found[1]["change_pct"] == pytest.approx(21.0, abs=0.01)
    assert found[1]["change_km2_per_year"] == pytest.approx((areas[1] - areas[0]) * 365.25 / 366, abs=2e-6)
    assert found[2]["since_first_km2"] == pytest.approx(areas[2] - areas[0], abs=2e-6)
    assert [row["significant"] for row in found] == [None, True, True, False]


def test_new_and_vanished_and_back_again():
    stays, other = lake(0, 0, 300), lake(CELL, 0, 200)
    tracked = followed([stays, other], [stays, lake(0, CELL, 250)], [stays, other])

    second, third = rows(tracked, 1), rows(tracked, 2)

    assert [(row["lake_id"], row["event"]) for row in second] == [(1, "stable"), (2, "vanished"), (3, "new")]
    assert second[1]["area_km2"] == 0
    assert second[1]["change_pct"] == -100
    assert [(row["lake_id"], row["event"]) for row in third] == [(1, "stable"), (2, "new"), (3, "vanished")]
    assert third[1]["flags"] == "returned"


def test_a_split_names_its_parent_and_the_larger_part_keeps_the_id():
    whole = box(0, 0, 2000, 1000)
    tracked = followed([whole], [box(0, 0, 700, 1000), box(800, 0, 2000, 1000)])

    found = by_source(tracked, 1)

    assert {row["event"] for row in found.values()} == {"split"}
    assert {row["parents"] for row in found.values()} == {"1"}
    assert (found["1"]["lake_id"], found["0"]["lake_id"]) == (1, 2)
    # The strip of 100 × 1000 m that fell dry is the change of both together (planar scale 0.9996).
    lost = -0.1 / 0.9996**2
    assert [row["family_change_km2"] for row in found.values()] == pytest.approx([lost] * 2, abs=1e-4)


def test_a_merger_names_its_parents_and_where_the_others_went():
    tracked = followed([box(0, 0, 700, 1000), box(800, 0, 2000, 1000)], [box(0, 0, 2000, 1000)])

    found = {row["lake_id"]: row for row in rows(tracked, 1)}

    assert found[1]["event"] == found[2]["event"] == "merged"
    assert found[1]["parents"] == "1;2"
    assert (found[2]["area_km2"], found[2]["merged_into"]) == (0, "1")
    assert found[1]["family_change_km2"] == found[2]["family_change_km2"] > 0


def test_lakes_cut_at_any_date_are_listed_and_left_out_of_totals():
    cut = feature(lake(CELL, 0, 500), "cut", touches_edge=True)
    tracked = track(
        [layer(0, [lake(0, 0, 300), cut]), layer(1, [lake(0, 0, 300), feature(lake(CELL, 0, 500), "whole")])]
    )

    found = by_source(tracked, 1)
    totals = tracked.history.totals()

    assert not found["whole"]["counted"]
    assert found["0"]["counted"]
    assert rows(tracked, 0)[0]["flags"] == "cut by the edge"
    assert [area / 1e6 for area, _ in totals] == pytest.approx([found["0"]["area_km2"]] * 2, abs=1e-6)


@pytest.mark.parametrize(("errors", "significant"), [(1.9, False), (2.0, True)])
def test_a_change_is_significant_beyond_its_95_percent_interval(errors, significant):
    """1.96 standard errors: a change of 1.9 is within, one of 2.0 beyond."""
    small, large = box(0, 0, 1000, 1000), box(0, 0, 1100, 1000)
    change, _ = followed([small], [large]).history.total_change()
    each = change / errors / math.sqrt(2)

    tracked = followed([feature(small, error=each)], [feature(large, error=each)])

    (row,) = rows(tracked, 1)
    assert row["family_change_km2"] == pytest.approx(errors * row["family_error_km2"], rel=1e-4)
    assert row["significant"] is significant
    assert row["event"] == ("expanded" if significant else "stable")
    assert tracked.history.lineages()[0].significant is significant
