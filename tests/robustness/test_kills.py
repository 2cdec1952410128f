"""A few kills of each job; scripts/robustness_kills.py does many.

In processes of their own: one that has threads, as that of the tests has, must not be forked.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

if not hasattr(os, "fork"):
    pytest.skip("kills need forks", allow_module_level=True)


def run(*command):
    return subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("name", ["extract", "track", pytest.param("train", marks=pytest.mark.slow)])
def test_nothing_is_lost_or_half_written(name):
    done = run(ROOT / "scripts" / "robustness_kills.py", "--kills", 3, "--jobs", name)

    assert done.returncode == 0, done.stdout + done.stderr
    cells = [cell.strip() for cell in done.stdout.splitlines()[-1].strip("|").split("|")]
    assert cells[:2] == [name, "3"]
    assert cells[3:] == ["0", "0", "0"]


def test_three_processes_in_one_run_folder_give_what_one_gives(tmp_path):
    done = run(Path(__file__).parent / "three_processes.py", tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
