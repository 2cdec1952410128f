"""The benchmark: what it trains, and that run folders of earlier versions can be continued."""

import json
import time

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OpenCV is only there for training")

from lake_mapper.core.datasets.dataset import open_dataset
from lake_mapper.core.datasets.split import SPLIT, Split
from lake_mapper.core.datasets.tile_files import save_image, save_label
from lake_mapper.core.evaluation import benchmark
from lake_mapper.core.evaluation.benchmark import (
    RESULT,
    SETTINGS,
    contenders,
    reproduce,
    training_budget,
)
from lake_mapper.core.util.errors import RunError, TrainingError

#: As run folders hold them since version 0.1: never to be changed.
PAPER = (
    "protocol=Protocol(epochs=70, batch_size=8, learning_rate=0.001, optimizer='adam', weight_decay=0.001, "
    "schedule='polynomial', loss='cross-entropy', views='published', black_corners=False, average=0.0, "
    "validation_share=0.0, encoder_factor=1.0, clip=0.0), pretrained=False)"
)
WRITTEN = [
    *(
        f"Contender(name='{name}', network='{name}', {PAPER}"
        for name in ("MSLWENet", "DeepLab V3+", "PSPNet", "MWEN", "Unet")
    ),
    "Contender(name='LakeNet (modern)', network='LakeNet', protocol=Protocol(epochs=70, batch_size=8, "
    "learning_rate=0.001, optimizer='adamw', weight_decay=0.01, schedule='warm-up', "
    "loss='cross-entropy and Jaccard', views='progressive', black_corners=False, average=0.998, "
    "validation_share=0.1, encoder_factor=0.4, clip=1.0), pretrained=True)",
]
FOLDERS = ["MSLWENet", "DeepLab_V3_", "PSPNet", "MWEN", "Unet", "LakeNet__modern_"]
EVALUATED = {
    "name": "MWEN",
    "card": {
        "name": "MWEN (plateau)", "network": "MWEN", "arguments": {}, "bands": ["red", "green", "blue"],
        "mean": [123.675, 116.28, 103.53], "std": [58.395, 57.12, 57.375], "classes": ["land", "lake"],
        "ground_resolution": 17.0, "ground_range": [13.6, 21.2], "margin": 128, "threshold": 0.5,
        "calibration": [1.0, 0.0], "training_data": ["plateau"], "licence": "", "metrics": {},
        "created": "2026-11-20",
    },
    "sha256": "0" * 8, "names": ["b"], "counts": [[10, 1, 2, 51]], "boundary": [[3, 4, 3, 5]],
    "threshold": 0.5, "device": "Runs on the CPU.", "pixels_per_second": float("nan"), "parameters": 1000,
    "gflops": 1.5,
}  # fmt: skip


@pytest.fixture
def dataset(tmp_path):
    folder = tmp_path / "plateau"
    for name in "ab":
        save_image(folder / "train_img" / f"{name}.png", np.zeros((8, 8, 3), np.uint8))
        save_label(folder / "train_label" / f"{name}.png", np.eye(8, dtype=np.uint8))
    return open_dataset(folder)


SIDES = Split(("a",), ("b",), "by hand")


def test_settings_are_written_as_they_always_were():
    assert [repr(entry) for entry in contenders(70, 8, bundled=True, pretrained=True)] == WRITTEN


@pytest.mark.parametrize("views", ["modern", "progressive"])
def test_a_run_folder_of_an_earlier_version_is_continued(dataset, tmp_path, views):
    run, log = tmp_path / "run", []
    settings = {
        "tiles": ["a", "b"], "split": [["a"], ["b"]], "seed": 3, "images": 100, "ground resolution": 17.0,
        "networks": [entry.replace("progressive", views) for entry in WRITTEN],
    }  # fmt: skip
    for folder in FOLDERS:
        (run / folder).mkdir(parents=True)
        (run / folder / RESULT).write_text(json.dumps(EVALUATED))
    (run / SETTINGS).write_text(json.dumps(settings))
    entries = contenders(70, 8, bundled=True, pretrained=True)

    results = reproduce(dataset, SIDES, entries, run, seed=3, images=100, log=log.append)

    assert log == [f"{entry.name} is finished already." for entry in entries]
    assert [result.counts.tolist() for result in results] == [[[10, 1, 2, 51]]] * 6
    assert results[0].card.ground_range == (13.6, 21.2)


def test_a_folder_with_other_settings_is_refused(dataset, tmp_path):
    assert reproduce(dataset, SIDES, [], tmp_path / "run", seed=0) == []

    assert Split.load(tmp_path / "run" / SPLIT) == SIDES
    assert reproduce(dataset, SIDES, [], tmp_path / "run", seed=0) == []
    with pytest.raises(RunError, match="holds another run: its seed and images differ"):
        reproduce(dataset, SIDES, [], tmp_path / "run", seed=1, images=5)


def test_finished_scores_of_other_labels_are_not_taken_for_those_of_todays(dataset, tmp_path):
    reproduce(dataset, SIDES, [], tmp_path / "run")
    save_label(dataset.tiles[0].label, np.zeros((8, 8), np.uint8))

    with pytest.raises(RunError, match="holds another run: its images and labels differ"):
        reproduce(dataset, SIDES, [], tmp_path / "run")


def test_networks_may_come_later_but_keep_their_settings(dataset, tmp_path):
    run = tmp_path / "run"
    (run / "MWEN").mkdir(parents=True)
    (run / "MWEN" / RESULT).write_text(json.dumps(EVALUATED))
    all_six = contenders(70, 8, bundled=True, pretrained=True)
    mwen = [entry for entry in all_six if entry.name == "MWEN"]

    assert reproduce(dataset, SIDES, mwen, run)[0].name == "MWEN"
    assert reproduce(dataset, SIDES, all_six[:5], run, only=[])[0].name == "MWEN"
    assert reproduce(dataset, SIDES, mwen, run)[0].name == "MWEN"
    assert json.loads((run / SETTINGS).read_text())["networks"] == [WRITTEN[3], *WRITTEN[:3], WRITTEN[4]]
    with pytest.raises(RunError, match="holds another run: its epochs and batch size differ"):
        reproduce(dataset, SIDES, contenders(60, 4, bundled=False, pretrained=False), run)


def test_missing_weights_of_imagenet_are_known_before_hours_of_training(dataset, tmp_path, monkeypatch):
    monkeypatch.setattr("lake_mapper.core.training.train.imagenet_weights", lambda: None)

    with pytest.raises(TrainingError, match="set PRETRAINED to false"):
        reproduce(dataset, SIDES, contenders(70, 8, bundled=True, pretrained=True), tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_reader_of_chinese_reads_which_settings_differ(dataset, tmp_path, chinese):
    reproduce(dataset, SIDES, [], tmp_path / "run", seed=0)

    with pytest.raises(RunError, match="其随机种子和学习的样本总次数不同。请选择空文件夹"):
        reproduce(dataset, SIDES, [], tmp_path / "run", seed=1, images=5)


@pytest.mark.parametrize("text", ["null", "[]", "5", "{", ""])
def test_settings_that_are_none_are_damaged(dataset, tmp_path, text):
    (tmp_path / SETTINGS).write_text(text)

    with pytest.raises(RunError, match="settings.json is damaged"):
        reproduce(dataset, SIDES, [], tmp_path)


def test_a_budget_is_described_and_many_epochs_on_a_cpu_are_a_warning():
    entries = contenders(20, 8, bundled=False, pretrained=False)

    budget, none = training_budget(entries, 50, 100, "cpu")
    epochs, warning = training_budget(entries, None, 100, "cpu")

    assert budget.startswith("50 tiles seen by each network (0.5 epochs) on cpu: a budget")
    assert "which are 7,000 tiles" in budget
    assert none == ""
    assert epochs == "20 epochs of 100 tiles on cpu; the paper trained for 70."
    assert "each network is to see 2,000 tiles" in warning
    assert "BUDGET_IMAGES" in warning


def test_the_speed_of_a_network_is_measured(tmp_path, monkeypatch):
    monkeypatch.setattr(benchmark, "_SECONDS", 0.2)
    for name in "abcd":
        save_image(tmp_path / "train_img" / f"{name}.png", np.zeros((64, 64, 3), np.uint8))
        save_label(tmp_path / "train_label" / f"{name}.png", np.eye(64, dtype=np.uint8))
    entry = contenders(70, 2, bundled=True, pretrained=False)[-1]

    began = time.monotonic()
    seconds = benchmark.seconds_of_a_tile(entry, open_dataset(tmp_path).tiles)

    assert 0 < seconds < (time.monotonic() - began) / 4
