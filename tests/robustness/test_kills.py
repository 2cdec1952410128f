"""A few kills of each job; scripts/robustness_kills.py does many."""

import os
import sys
from pathlib import Path

import pytest

if not hasattr(os, "fork"):
    pytest.skip("kills need forks", allow_module_level=True)
sys.path.insert(0, str(Path(__file__).parent))
from kills import JOBS, Found, kill


@pytest.mark.parametrize("name", ["extract", "track", pytest.param("train", marks=pytest.mark.slow)])
def test_nothing_is_lost_or_half_written(tmp_path, name):
    *_, found = kill(JOBS[name], tmp_path, 5)

    assert found == Found(found.kills, found.resumed, different=0, half_written=0, left_over=0)
    assert found.kills == 5
