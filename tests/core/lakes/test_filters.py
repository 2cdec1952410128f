import math

import pytest
from lake_mapper.core.lakes.filters import without_unwanted
from lake_mapper.core.lakes.lake import Lake

LAKES = [
    Lake([], [9e6], elongation=2.0, confidence=0.9),
    Lake([], [2e6], elongation=12.0, confidence=0.8),
    Lake([], [1e6], elongation=3.0, confidence=0.4),
    Lake([], [1e5]),  # not known
]


@pytest.mark.parametrize(
    ("limits", "kept", "lines"),
    [
        ((None, None), [0, 1, 2, 3], []),
        ((10, None), [0, 2, 3], ["1 lake with 2.000 km² above MAX_ELONGATION 10: left out."]),
        ((None, 0.5), [0, 1, 3], ["1 lake with 1.000 km² below MIN_CONFIDENCE 0.5: left out."]),
        ((None, 0.8), [0, 1, 3], ["1 lake with 1.000 km² below MIN_CONFIDENCE 0.8: left out."]),
        ((12, 0.85), [0, 3], ["0 lakes with 0.000 km² above MAX_ELONGATION 12: left out.",
                              "2 lakes with 3.000 km² below MIN_CONFIDENCE 0.85: left out."]),
    ],
)  # fmt: skip
def test_lakes_beyond_a_limit_are_left_out_and_counted(limits, kept, lines):
    said = []

    found = without_unwanted(LAKES, *limits, said.append)

    assert found == [LAKES[k] for k in kept]
    assert said == lines
    assert math.isnan(LAKES[3].confidence)
