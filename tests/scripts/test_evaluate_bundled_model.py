"""The table of scores, and what counts for which of its rows."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OpenCV is only there for training")

import evaluate_bundled_model as evaluation
from lake_data import WRONG_LABELS, Item
from lake_mapper.core.metrics.confusion import Confusion


def item(source: str, number: int, part: str) -> Item:
    return Item(source, number, Path(), Path(), part)


def test_rows():
    wrong = min(WRONG_LABELS)

    assert evaluation.groups(item("esw", 14, "test")) == ["ESW, held out"]
    assert evaluation.groups(item("esw", 1, "train")) == []
    assert len(evaluation.groups(item("s2lakes", 2000, "test"))) == 2
    assert len(evaluation.groups(item("s2lakes", wrong, "test"))) == 1
    assert evaluation.groups(item("s2lakes", 7200, "validation")) == ["s2lakes, mostly India, validation"]


def test_table_is_in_percent():
    text = evaluation.table({10.0: {"somewhere": Confusion(60, 10, 5, 125)}})

    assert "| somewhere | 10 m | 92.50 | 92.31 | 85.71 | 14.29 | 84.64 | 80.00 | 88.89 |" in text


def test_coarser_labels_keep_majorities():
    label = np.zeros((170, 340), np.uint8)
    label[:, 170:] = 1
    rgb = np.zeros((170, 340, 3), np.uint8)

    small_rgb, small = evaluation.at_resolution(rgb, label, 17.0)

    assert small_rgb.shape == (100, 200, 3)
    assert (small[:, :100] == 0).all()
    assert (small[:, 100:] == 1).all()
    assert evaluation.at_resolution(rgb, label, 10.0)[1] is label
