import numpy as np
import pytest
from lake_mapper.core.lakes.lake import Lake
from lake_mapper.core.lakes.review import rejected, rejected_note, review_order


def lake(area, confidence):
    return Lake([np.zeros((4, 2))], areas=[area], confidence=confidence)


def test_the_largest_doubtful_area_comes_first():
    lakes = [lake(10.0, 0.99), lake(5.0, 0.5), lake(5.0, 0.9), lake(5.0, 0.9), lake(1.0, float("nan"))]

    assert review_order(lakes) == [5, 1, 3, 4, 2]


@pytest.mark.parametrize(("value", "expected"), [("rejected", True), (" Rejected", True), ("accepted", False),
                                                 ("", False), (None, False)])  # fmt: skip
def test_only_rejected_lakes_are_rejected(value, expected):
    assert rejected({"review": value}) is expected
    assert not rejected({})


def test_the_note_counts_them():
    assert rejected_note(0, "lakes") == ""
    assert rejected_note(1, "lakes") == "1 lake of 'lakes' rejected in review: left out."
    assert rejected_note(1200, "lakes").startswith("1,200 lakes of 'lakes'")
