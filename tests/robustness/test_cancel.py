"""Cancel is obeyed, also after the computing: scripts/cancel_times.py measures how soon."""

import os
import subprocess
import sys

import numpy as np
import pytest

pytest.importorskip("qgis", reason="QGIS's Python modules are not installed")
from lake_mapper.core.util.errors import Cancelled
from support import ROOT


def test_writing_the_probability_can_be_cancelled(run_of, tmp_path):
    run = run_of(np.ones((3000, 3000), bool))
    asked = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 1

    with pytest.raises(Cancelled):
        run.export(tmp_path / "p.tif", cancelled)

    assert list(tmp_path.glob("*p.tif*")) == []
    run.export(tmp_path / "p.tif", lambda: False)
    assert (tmp_path / "p.tif").exists()


def test_writing_rows_can_be_cancelled():
    from lake_mapper.plugin.algorithms.base import LakeMapperAlgorithm
    from qgis.core import QgsFeedback

    feedback, written = QgsFeedback(), []

    with pytest.raises(Cancelled):
        for row in LakeMapperAlgorithm.until_cancelled(range(10), feedback):
            written.append(row)
            if row == 4:
                feedback.cancel()

    assert written == [0, 1, 2, 3, 4]


def test_the_times_of_cancelling_are_measured_and_short():
    pytest.importorskip("PIL")
    program = str(ROOT / "scripts" / "cancel_times.py")
    small = ["--only", "tracklakes", "--moments", "3", "--side", "256"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

    done = subprocess.run([sys.executable, program, *small], capture_output=True, text=True, env=environment)

    rows = [line.split("|")[1:-1] for line in done.stdout.splitlines() if line.startswith("| tracklakes")]
    assert rows, done.stderr
    assert all(float(busy) < 2 for *_, busy in rows)
