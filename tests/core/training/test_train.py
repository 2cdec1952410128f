"""From tiles to a model file: every network learns eight tiles; what is written fits the rest."""

import hashlib
import sys
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import torch

cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")

from lake_mapper.core.datasets.tile_files import read_label, save_label
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.metrics.confusion import Confusion, confusion, scores
from lake_mapper.core.models.model_file import load_model
from lake_mapper.core.models.networks import NETWORKS
from lake_mapper.core.training import train as train_module
from lake_mapper.core.training.checkpoint import load_checkpoint
from lake_mapper.core.training.loop import BEST, CHECKPOINT, CONTENT, LOG
from lake_mapper.core.training.protocol import MODERN, PAPER
from lake_mapper.core.training.train import CURVES, MODEL, Task, hold_back, train
from lake_mapper.core.util.errors import Cancelled, TrainingError

QUICK = replace(PAPER, batch_size=4, epochs=30, weight_decay=0.0)


def overall_accuracy(path, tiles):
    engine = Engine(load_model(path), "cpu")
    total = Confusion(0, 0, 0, 0)
    for tile in tiles:
        rgb, label = tile.read()
        everywhere = np.ones(label.shape, bool)
        total = total.plus(confusion(engine.probability(rgb, everywhere) > 0.5, label == 1, everywhere))
    return scores(total)["OA"]


@pytest.mark.parametrize("network", NETWORKS)
def test_every_network_learns_eight_tiles(network, easy_tiles, tmp_path):
    tiles = easy_tiles(8, 32)

    # Each of them forty times in one epoch: one checkpoint, which is large.
    protocol = replace(QUICK, batch_size=8, epochs=1)
    train(Task(network, protocol, tiles * 40, "easy"), tmp_path / "run", device="cpu")

    # Land everywhere would give 0.8; PSPNet answers in cells of 8 pixels, a quarter of a lake.
    assert overall_accuracy(tmp_path / "run" / MODEL, tiles) > 0.9


def test_modern_training_writes_model_log_and_curves(easy_tiles, tmp_path):
    said = []
    task = Task(
        "LakeNet", replace(MODERN, batch_size=4, epochs=2, validation_share=0.25), easy_tiles(8), "easy"
    )

    fitted = train(task, tmp_path / "run", device="cpu", log=said.append)

    card = load_model(tmp_path / "run" / MODEL).card
    assert card.name == "LakeNet (easy)"
    assert card.network == "LakeNet"
    assert card.ground_range == (8.5, 34.0)
    assert card.created
    assert fitted.best["validation_MIoU"] in next(iter(card.metrics.values())).values()
    assert (tmp_path / "run" / LOG).read_text().startswith("step,epoch,images")
    assert cv2.imread(str(tmp_path / "run" / CURVES)).shape[1] > 600
    assert "6 tiles to train on, 2 held back" in said[0]


def test_a_budget_of_images_ends_the_training(easy_tiles, tmp_path):
    fitted = train(
        Task("LakeNet", replace(QUICK, batch_size=2), easy_tiles(4), "easy", images=6), tmp_path, device="cpu"
    )

    assert fitted.rows[-1]["images"] == 6
    assert [row["epoch"] for row in fitted.rows] == [0.5, 1.0, 1.5]  # scores are taken more often
    # As checkpoints of users hold it since version 0.1: another key or value, and none can be continued.
    names = "\n".join(f"t{i}" for i in range(4))
    identity = load_checkpoint(tmp_path / CHECKPOINT)["identity"]
    assert len(identity.pop(CONTENT)) == 64
    assert identity == {
        "network": "LakeNet", "tiles": hashlib.sha256(names.encode()).hexdigest(), "seed": 0, "images": 6,
        "ground resolution": 17.0, "initial model": "", "pretrained": False, "epochs": 30, "batch size": 2,
        "learning rate": 0.001, "optimizer": "adam", "weight decay": 0.0, "schedule": "polynomial",
        "loss": "cross-entropy", "views": "published", "black corners": False, "average": 0.0,
        "validation share": 0.0, "encoder factor": 1.0, "clip": 0.0,
    }  # fmt: skip


def test_fine_tuning_starts_from_a_model_and_says_so(easy_tiles, tmp_path):
    tiles = easy_tiles(4)
    train(Task("LakeNet", QUICK, tiles, "first", images=4), tmp_path / "a", device="cpu")

    task = Task("LakeNet", replace(QUICK, learning_rate=0.0), tiles, "second", images=4)
    train(replace(task, initial=tmp_path / "a" / MODEL), tmp_path / "b", device="cpu")

    a, b = (load_model(tmp_path / name / MODEL) for name in "ab")
    assert b.card.training_data[0] == "second"
    assert a.sha256 in b.card.training_data[1]
    assert b.card.training_data[2] == "first"
    weights = [name for name, _ in a.network.named_parameters()]
    assert all((a.network.state_dict()[n] == b.network.state_dict()[n]).all() for n in weights)


def test_what_cannot_be_started_from_is_named(easy_tiles, tmp_path):
    tiles = easy_tiles(4)
    train(Task("LakeNet", QUICK, tiles, "first", images=4), tmp_path / "a", device="cpu")

    with pytest.raises(TrainingError, match="is a LakeNet, but NETWORK is MWEN"):
        train(Task("MWEN", QUICK, tiles, "x", initial=tmp_path / "a" / MODEL), tmp_path / "b", device="cpu")
    with pytest.raises(TrainingError, match="no ImageNet weights for Unet"):
        train(Task("Unet", QUICK, tiles, "x", pretrained=True), tmp_path / "c", device="cpu")


def test_without_matplotlib_there_is_a_model_but_no_picture(easy_tiles, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    said = []

    train(Task("LakeNet", QUICK, easy_tiles(4), "easy", images=4), tmp_path, device="cpu", log=said.append)

    assert (tmp_path / MODEL).exists()
    assert not (tmp_path / CURVES).exists()
    assert said[-1] == "There are no learning curves: Matplotlib is not installed."


def test_neighbours_are_held_back_together(easy_tiles):
    tiles = easy_tiles(8)
    source_of = {tile.name: f"image {i // 2}" for i, tile in enumerate(tiles)}

    taught, held, note = hold_back(tiles, 0.25, 0, source_of)

    assert (len(taught), len(held), note) == (6, 2, "")
    assert not {source_of[t.name] for t in taught} & {source_of[t.name] for t in held}
    assert hold_back(tiles, 0.0, 0, {}) == (list(tiles), [], "")


def test_of_a_single_image_tiles_are_held_back(easy_tiles):
    tiles = easy_tiles(8)

    taught, held, note = hold_back(tiles, 0.25, 0, {tile.name: "one" for tile in tiles})

    assert (len(taught), len(held)) == (6, 2)
    assert "All tiles come from one image" in note


def test_both_sides_have_lake_and_land_or_nothing_is_held_back(easy_tiles, monkeypatch):
    tiles = easy_tiles(8)
    chosen = hold_back(tiles, 0.25, 0, {})[1]
    for tile in chosen:  # those that would be held back have no lake: MIoU would not be defined there
        save_label(tile.label, np.zeros((64, 64), np.uint8))

    taught, held, note = hold_back(tiles, 0.25, 0, {})
    assert (len(taught), len(held), note) == (5, 3, "")
    assert any(tile.read()[1].any() for tile in held)
    read = []
    with monkeypatch.context() as patch:
        name = "lake_mapper.core.training.train.read_label"
        patch.setattr(name, lambda path: read.append(path) or read_label(path))
        hold_back(tiles, 0.25, 0, {})
    assert len(read) == len(set(read)), "no label is read twice"

    for tile in taught:
        save_label(tile.label, np.zeros((64, 64), np.uint8))
    assert hold_back(tiles, 0.25, 0, {})[:2] == (list(tiles), [])
    assert "No tiles are held back" in hold_back(tiles, 0.25, 0, {})[2]


def test_a_cancel_is_heard_while_tiles_are_scored_and_training_goes_on(easy_tiles, tmp_path, monkeypatch):
    tiles = easy_tiles(8)
    protocol = replace(MODERN, batch_size=2, epochs=2, validation_share=0.5)
    task, scored = Task("LakeNet", protocol, tiles, "easy"), []
    monkeypatch.setattr(
        "lake_mapper.core.training.train.confusion", lambda *args: scored.append(1) or confusion(*args)
    )
    with pytest.raises(Cancelled):
        train(task, tmp_path / "run", device="cpu", cancelled=lambda: len(scored) == 2)
    assert len(scored) == 2

    fitted = train(task, tmp_path / "run", device="cpu")
    whole = train(task, tmp_path / "whole", device="cpu")
    assert [row["loss"] for row in fitted.rows] == [row["loss"] for row in whole.rows]
    assert [row["validation_MIoU"] for row in fitted.rows] == [row["validation_MIoU"] for row in whole.rows]


def test_labels_that_change_between_a_stop_and_a_resume_are_noticed(easy_tiles, tmp_path):
    tiles = easy_tiles(4)
    task, count = Task("LakeNet", QUICK, tiles, "easy", images=8), iter(range(100))
    with pytest.raises(Cancelled):
        train(task, tmp_path / "run", device="cpu", cancelled=lambda: next(count) == 1)

    save_label(tiles[0].label, 1 - tiles[0].read()[1])

    with pytest.raises(TrainingError, match="differs in images and labels"):
        train(task, tmp_path / "run", device="cpu")


def test_a_finished_model_file_stays_as_it_is_on_another_day(easy_tiles, tmp_path, monkeypatch):
    class NextYear(date):
        @classmethod
        def today(cls):
            return date(date.today().year + 1, 1, 1)

    task = Task("LakeNet", replace(QUICK, batch_size=2, epochs=1), easy_tiles(4), "easy")
    train(task, tmp_path, device="cpu")
    before = load_model(tmp_path / MODEL).sha256
    monkeypatch.setattr(train_module, "date", NextYear)

    train(task, tmp_path, device="cpu")
    assert load_model(tmp_path / MODEL).sha256 == before

    (tmp_path / MODEL).write_bytes(b"half a model")
    train(task, tmp_path, device="cpu")
    assert load_model(tmp_path / MODEL).card.created == NextYear.today().isoformat()


def test_a_training_of_an_older_version_goes_on(easy_tiles, tmp_path):
    """Its checkpoint is a pickle, and holds no digest of the labels."""
    tiles = easy_tiles(4)
    task, count, said = Task("LakeNet", QUICK, tiles, "easy", images=8), iter(range(100)), []
    with pytest.raises(Cancelled):
        train(task, tmp_path / "run", device="cpu", cancelled=lambda: next(count) == 1)
    path = tmp_path / "run" / CHECKPOINT
    state = load_checkpoint(path)
    del state["identity"][CONTENT]
    torch.save(state, path)

    train(task, tmp_path / "run", device="cpu", log=said.append)
    train(task, tmp_path / "whole", device="cpu")

    assert any(sentence.startswith("Continues at step") for sentence in said)
    older, whole = (load_model(tmp_path / name / BEST).network.state_dict() for name in ("run", "whole"))
    assert all((older[name] == whole[name]).all() for name in whole)
