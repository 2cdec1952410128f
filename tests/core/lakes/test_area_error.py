import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.lakes.area_error import area_error, shoreline_error, total_error
from lake_mapper.core.lakes.lake import Lake


def test_shoreline_error_of_hanshaw_and_bookhagen():
    assert shoreline_error(10_000, 30) == pytest.approx(10_000 / 30 * 0.6872 * 30**2 / 2)


@given(uncertain=st.floats(0, 1e9), more=st.floats(1, 1e9), perimeter=st.floats(1, 1e6))
def test_error_grows_with_uncertainty_and_is_never_less_than_either_part(uncertain, more, perimeter):
    def error(of):
        return area_error(Lake([], [1e6], [perimeter], uncertain=of), 17.0)

    assert error(0) == pytest.approx(shoreline_error(perimeter, 17.0))
    assert error(uncertain + more) > error(uncertain)
    assert error(uncertain) >= uncertain / 2


def test_errors_of_several_lakes_add_in_quadrature():
    lakes = [Lake([], [1e6], [0.0], uncertain=2 * error) for error in (3e4, 4e4)]

    assert total_error(lakes, 17.0) == pytest.approx(5e4)
    assert total_error([], 17.0) == 0
