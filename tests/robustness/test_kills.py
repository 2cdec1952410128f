"""A few kills of each job; scripts/robustness_kills.py does many."""

import os
import sys
from pathlib import Path

import pytest

if not hasattr(os, "fork"):
    pytest.skip("kills need forks", allow_module_level=True)
sys.path.insert(0, str(Path(__file__).parent))
from kills import JOBS, Found, contents, forked, kill, wait


@pytest.mark.parametrize("name", ["extract", "track", pytest.param("train", marks=pytest.mark.slow)])
def test_nothing_is_lost_or_half_written(tmp_path, name):
    *_, found = kill(JOBS[name], tmp_path, 3)

    assert found == Found(found.kills, found.resumed, different=0, half_written=0, left_over=0)
    assert found.kills == 3


def test_three_processes_in_one_run_folder_give_what_one_gives(tmp_path):
    job, inputs, alone, together = JOBS["extract"], *(tmp_path / name for name in ("a", "b", "c"))
    for folder in (inputs, alone, together):
        folder.mkdir()
    wait(forked(lambda: job.make(inputs)))
    wait(forked(lambda: job.run(inputs, alone)))

    processes = [forked(lambda: job.run(inputs, together)) for _ in range(3)]

    assert [wait(process) for process in processes] == [0, 0, 0]
    assert contents(job, together) == contents(job, alone) != {}
    assert not list(together.rglob("*.unfinished"))
