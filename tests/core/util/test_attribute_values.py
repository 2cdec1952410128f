import pytest
from lake_mapper.core.util.attribute_values import number_of, truth_of


@pytest.mark.parametrize(
    ("value", "expected"), [(1, 1.0), ("2.5", 2.5), (None, None), ("x", None), (float("nan"), None)]
)
def test_numbers_may_be_text(value, expected):
    assert number_of(value) == expected


@pytest.mark.parametrize("value", [True, 1, 1.0, "1", "1.0", -1, "true", "T", "yes"])
def test_what_says_yes(value):
    assert truth_of(value)


@pytest.mark.parametrize("value", [False, 0, 0.0, "0", "0.0", "no", "", None, float("nan")])
def test_what_says_no(value):
    assert not truth_of(value)
