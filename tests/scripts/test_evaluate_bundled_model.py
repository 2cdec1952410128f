"""The table of scores, and what counts for which of its rows."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OpenCV is only there for training")

import evaluate_bundled_model as evaluation
from lake_data import WRONG_LABELS, Item
from lake_mapper.core.metrics.confusion import Confusion
from lake_mapper.core.models.model_file import load_model


def item(source: str, number: int, part: str) -> Item:
    return Item(source, number, Path(), Path(), part, kind="ESW" if source == "esw" else "")


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


def test_land_has_no_row():
    assert evaluation.groups(item("burn_scars_s2", 20240601, "test")) == []
    assert evaluation.groups(Item("tibet_falsecolour", 80, Path(), Path(), "test", kind="plateau")) == [
        "plateau, held out"
    ]
    assert evaluation.groups(item("s2lakes_more", 2000, "test")) == [
        "s2lakes_more 2000-2999 (dry mountains), held out"
    ]


def test_tables_go_where_the_page_says(tmp_path, monkeypatch, model):
    monkeypatch.setattr(evaluation, "DOCS", tmp_path)
    monkeypatch.setattr(evaluation, "BUNDLED", tmp_path / "lakenet.safetensors")
    page = tmp_path / "accuracy.md"
    page.write_text("a\n<!-- table: clips -->\nold\n<!-- end of table -->\nb\n")

    evaluation.install(model, {10.0: {"somewhere": Confusion(60, 10, 5, 125)}}, {"clips": "new"})

    assert page.read_text() == "a\n<!-- table: clips -->\nnew\n<!-- end of table -->\nb\n"
    assert load_model(tmp_path / "lakenet.safetensors").card.metrics["somewhere at 10 m"]["F1"] == 0.8889
    with pytest.raises(ValueError, match="no place for the table 'stability'"):
        evaluation.install(model, {}, {"stability": "new"})


@pytest.mark.parametrize("part", ["test", "validation"])
def test_the_worst_images_are_those_of_the_part(part, tmp_path, monkeypatch):
    picture = np.full((40, 40, 3), 90, np.uint8)
    label = np.zeros((40, 40), np.uint8)
    label[10:30, 10:30] = 1
    monkeypatch.setattr(Item, "read", lambda self: (picture, label))
    monkeypatch.setattr(evaluation, "lakes_in_a_run", lambda engine, rgb, known, ground: rgb[..., 0] > 255)
    pool = [item("esw", 14, "test"), item("esw", 53, "validation")]

    _, singles = evaluation.measure(None, pool, 10.0, part)
    evaluation.worst_picture(singles, tmp_path / "build" / "worst.jpg")

    assert [(iou, shown.part) for iou, shown, *_ in singles] == [(0.0, part)]
    assert (tmp_path / "build" / "worst.jpg").stat().st_size > 1000
