"""The worked examples in docstrings give what they show."""

import doctest
from importlib import import_module

import pytest

WITH_EXAMPLES = ("elongation", "pixel_edges", "trace", "trace_block", "union_find", "zonal_statistics")


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_of_docstrings_give_what_they_show(name):
    found = doctest.testmod(import_module(f"lake_mapper.core.lakes.{name}"))

    assert found.attempted > 0
    assert found.failed == 0
