"""Learning curves: what was reached when, and with how many operations."""

import math
from dataclasses import replace

import pytest

pytest.importorskip("cv2", reason="OpenCV is only there for training")

import learning_curves
from learning_curves import Curve

SLOW = Curve("slow", 300.0, [10, 20, 30], [0.5, 0.75, 0.82], [4.0, 8.0, 12.4])


def test_a_score_is_reached_where_it_first_is():
    assert SLOW.reached(0.7) == (20, 8.0, 6.0)  # 20 tiles × 300 billion operations
    assert SLOW.reached(0.9) is None
    assert learning_curves.table([SLOW]).splitlines()[2] == (
        "| slow | 20 tiles, 8 s, 6 TFLOP | 30 tiles, 12 s, 9 TFLOP | not reached | 82.0 |"
    )


def test_a_log_without_the_seconds_in_the_network_gives_none():
    old = replace(SLOW, seconds=[math.nan] * 3)

    assert "| 20 tiles, 6 TFLOP | 30 tiles, 9 TFLOP |" in learning_curves.table([old])


def test_the_picture_is_drawn(tmp_path):
    pytest.importorskip("matplotlib")
    learning_curves.draw([SLOW, SLOW], tmp_path / "curves.png")

    assert (tmp_path / "curves.png").read_bytes().startswith(b"\x89PNG")
