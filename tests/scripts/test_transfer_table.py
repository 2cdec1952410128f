"""The table of starts: each is what it is called, and all see as many tiles."""

import sys

import pytest

pytest.importorskip("cv2", reason="OpenCV is only there for training")

import transfer_table
from lake_mapper.core.datasets.dataset import Dataset
from lake_mapper.core.datasets.split import Split
from standin_benchmark import Standin


def test_each_start_is_what_it_is_called(tmp_path, monkeypatch, capsys):
    tasks = []

    def standin(file):
        return Standin(file.stem, "", Dataset(tmp_path, ()), Split((), (), "by hand"), {}, {})

    class Result:
        def scores(self, source_of):
            return {"MIoU": 0.5, "MIoU_low": 0.4, "MIoU_high": 0.6, "lake_IoU": 0.25}

    monkeypatch.setattr(Dataset, "only", lambda self, names: self)
    monkeypatch.setattr(transfer_table, "unpacked", standin)
    monkeypatch.setattr(transfer_table, "train", lambda task, folder, log: tasks.append((task, folder)))
    monkeypatch.setattr(transfer_table, "load_model", lambda path: path)
    monkeypatch.setattr(transfer_table, "evaluate", lambda *args: Result())
    monkeypatch.setattr(sys, "argv", ["transfer_table.py", "--folder", str(tmp_path), "--images", "40"])
    transfer_table.main()

    made = {}  # folder → what was trained into it
    for task, folder in tasks:
        if task.initial:  # made before, on the other stand-in, from ImageNet
            assert made[task.initial.parent].data != task.data
            assert made[task.initial.parent].pretrained
        made[folder] = task
    assert [(task.data, task.pretrained, bool(task.initial)) for task, _ in tasks] == [
        ("esw", True, False), ("s2lakes", True, False),
        ("esw", False, True), ("s2lakes", False, True),
        ("esw", False, False), ("s2lakes", False, False),
    ]  # fmt: skip
    assert {task.images for task, _ in tasks} == {40}
    assert "| s2lakes | Kaiming | 50.0 | 40.0 to 60.0 | 25.0 |" in capsys.readouterr().out
