"""The loop with a small network: resumes to the same weights, keeps the best, says what went wrong."""

import csv
import re
import time
import weakref
from dataclasses import replace

import numpy as np
import pytest
import torch

cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")

from lake_mapper.core.models.model_file import ModelCard, load_model
from lake_mapper.core.models.networks import build
from lake_mapper.core.training import loop
from lake_mapper.core.training.checkpoint import load_checkpoint
from lake_mapper.core.training.loop import BEST, CHECKPOINT, LOG, Plan, fit
from lake_mapper.core.training.protocol import MODERN, PAPER
from lake_mapper.core.util.errors import Cancelled, TrainingError
from lake_mapper.core.util.temporary_folder import alone_in
from support import english_in


def plan(tiles, protocol=PAPER, steps=8, epoch=2, validate=None, **identity):
    from lake_mapper.core.training.batches import TileBatches

    batches = TileBatches(tiles, 4, views=protocol.views, black_corners=False, seed=3, ground=17.0)
    return Plan(
        batches,
        steps=steps,
        epoch=epoch,
        protocol=protocol,
        seed=3,
        card=ModelCard("test", "DeepLab V3+"),
        identity={"seed": 3, **identity},
        validate=validate,
    )


def network():
    torch.manual_seed(3)
    return build("DeepLab V3+")  # it has dropout, whose draws must resume too


def same(one, two):
    states = (load_model(folder / BEST).network.state_dict() for folder in (one, two))
    a, b = states
    return all(torch.equal(a[k], b[k]) for k in a)


def test_the_same_seed_gives_the_same_bits_and_a_broken_run_resumes_to_them(easy_tiles, tmp_path):
    tiles = easy_tiles(8)
    fit(network(), plan(tiles, steps=4), tmp_path / "a", device="cpu")
    fit(network(), plan(tiles, steps=4), tmp_path / "b", device="cpu")
    said = []

    # Cancelled in the middle of an epoch, then begun again by a fresh process's network.
    count = iter(range(100))
    with pytest.raises(Cancelled):
        fit(network(), plan(tiles, steps=4), tmp_path / "c", device="cpu", cancelled=lambda: next(count) == 3)
    fitted = fit(build("DeepLab V3+"), plan(tiles, steps=4), tmp_path / "c", device="cpu", log=said.append)

    assert same(tmp_path / "a", tmp_path / "b")
    assert same(tmp_path / "a", tmp_path / "c")
    assert "Continues at step 3 of 4." in said
    logs = [csv.DictReader((tmp_path / name / LOG).read_text().splitlines()) for name in "ac"]
    assert [row["loss"] for row in logs[0]] == [row["loss"] for row in logs[1]]
    assert [row["step"] for row in fitted.rows] == [2, 4]
    assert [row["images"] for row in fitted.rows] == [8, 16]


def kept_statistics(tiles, folder, protocol):
    """Return the batch-norm means of the kept network, with and without tiles as they are."""
    means = []
    for number, given in enumerate((True, False)):
        whole = replace(plan(tiles, protocol, steps=2), card=ModelCard("test", "LakeNet"))
        whole = replace(whole, as_they_are=whole.batches.as_they_are if given else None)
        torch.manual_seed(3)
        fit(build("LakeNet"), whole, folder / f"{protocol.views} {number}", device="cpu")
        state = load_model(folder / f"{protocol.views} {number}" / BEST).network.state_dict()
        means.append(torch.cat([values for name, values in state.items() if name.endswith("running_mean")]))
    return means


def test_first_averages_get_the_statistics_of_tiles_as_they_are(easy_tiles, tmp_path, monkeypatch):
    tiles, modern = easy_tiles(4), replace(MODERN, validation_share=0.0)

    with_tiles, without = kept_statistics(tiles, tmp_path, modern)
    assert not torch.allclose(with_tiles, without, atol=0.01)

    monkeypatch.setattr(loop, "_FORGOTTEN", 2)
    assert torch.equal(*kept_statistics(tiles, tmp_path / "later", modern))


def test_the_published_protocol_keeps_its_statistics(easy_tiles, tmp_path):
    assert torch.equal(*kept_statistics(easy_tiles(4), tmp_path, PAPER))


def test_the_average_resumes_too(easy_tiles, tmp_path):
    tiles = easy_tiles(4)
    protocol = replace(MODERN, validation_share=0.0)
    fit(network(), plan(tiles, protocol, steps=3, epoch=3), tmp_path / "a", device="cpu")
    count = iter(range(100))
    with pytest.raises(Cancelled):
        fit(
            network(), plan(tiles, protocol, steps=3, epoch=3), tmp_path / "b", device="cpu",
            cancelled=lambda: next(count) == 2,
        )  # fmt: skip
    stopped = load_checkpoint(tmp_path / "b" / CHECKPOINT)
    fit(network(), plan(tiles, protocol, steps=3, epoch=3), tmp_path / "b", device="cpu")

    assert same(tmp_path / "a", tmp_path / "b")
    # What checkpoints of users hold since version 0.1: never to be changed.
    since_first_version = {
        "identity", "network", "average", "optimizer", "step", "images", "rows", "best", "losses", "seen",
        "seconds",
    }  # fmt: skip
    assert set(stopped) == {*since_first_version, "network seconds"}  # the last is since 0.3
    assert stopped["average"].keys() == stopped["network"].keys() == network().state_dict().keys()


def test_a_teacher_sees_the_same_views_and_counts_as_much_as_the_labels(easy_tiles, tmp_path, monkeypatch):
    class Brightness(torch.nn.Module):
        def logits(self, x):
            return torch.stack([torch.zeros_like(x[:, 0]), x.mean(1)], 1)

    tiles, seen = easy_tiles(4), []

    def watched(logits, taught, label):
        seen.append((logits.shape, taught, label))
        return 7 + 0 * logits.sum()

    monkeypatch.setattr(loop, "distillation", watched)
    alone = plan(tiles, steps=1, epoch=1)
    first = fit(network(), alone, tmp_path / "a", device="cpu").rows[0]["loss"]
    second = fit(network(), replace(alone, teacher=Brightness()), tmp_path / "b", device="cpu").rows[0][
        "loss"
    ]

    assert second == pytest.approx((first + 7) / 2, abs=1e-4)
    ((shape, taught, label),) = seen
    rgb, truth = alone.batches(0)
    mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (alone.card.mean, alone.card.std))
    bright = ((torch.from_numpy(rgb).float() - mean) / std).mean(1)
    assert shape == taught.shape
    assert torch.allclose(taught[:, 1], torch.sigmoid(bright), atol=0.01)  # it may run in 16 bits
    assert np.array_equal(label, truth)


def test_the_best_by_validation_is_kept(easy_tiles, tmp_path):
    found = iter([0.5, 0.9, 0.7])
    weights = []

    def validate(net, step):
        assert step == len(weights) + 1
        weights.append(next(net.parameters()).detach().half().float())
        return {"MIoU": next(found), "lake_IoU": 0.1}

    fitted = fit(network(), plan(easy_tiles(4), steps=3, epoch=1, validate=validate), tmp_path, device="cpu")

    assert fitted.best["step"] == 2
    assert fitted.best["validation_MIoU"] == 0.9
    assert torch.equal(next(iter(load_model(tmp_path / BEST).network.parameters())), weights[1])


def test_another_training_in_the_folder_is_refused(easy_tiles, tmp_path):
    tiles = easy_tiles(4)
    fit(network(), plan(tiles, steps=1, epoch=1), tmp_path, device="cpu")

    with pytest.raises(TrainingError, match="holds another training: it differs in views"):
        fit(network(), plan(tiles, steps=1, epoch=1, views="progressive"), tmp_path, device="cpu")


def test_a_loss_that_is_no_number_stops_and_keeps_the_best(easy_tiles, tmp_path, monkeypatch):
    tiles = easy_tiles(4)
    calls = iter(range(100))
    monkeypatch.setitem(
        loop.LOSSES,
        "cross-entropy",
        lambda logits, label: logits.mean() * (float("nan") if next(calls) == 2 else 1.0),
    )
    with pytest.raises(TrainingError, match="The loss is nan at step 2.*Lower LEARNING_RATE"):
        fit(network(), plan(tiles, steps=4, epoch=1), tmp_path, device="cpu", checkpoint_seconds=0)

    assert load_checkpoint(tmp_path / CHECKPOINT)["step"] == 2
    assert load_model(tmp_path / BEST).card.name == "test"


def test_out_of_memory_says_which_batch_fits(easy_tiles, tmp_path, monkeypatch):
    net = network()
    whole = type(net).training_outputs

    def hungry(self, x):
        if len(x) > 1:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return whole(self, x)

    monkeypatch.setattr(type(net), "training_outputs", hungry)
    with pytest.raises(TrainingError, match="batches of 4 tiles. Batches of 1 fit: set BATCH_SIZE to 1"):
        fit(net, plan(easy_tiles(4), steps=1, epoch=1), tmp_path, device="cpu")


def test_a_batch_that_did_not_fit_leaves_its_memory_to_a_smaller_one(easy_tiles, tmp_path, monkeypatch):
    net, held = network(), []
    whole = type(net).training_outputs

    def hungry(self, x):
        used = sum(len(earlier()) for earlier in held if earlier() is not None)
        held.append(weakref.ref(x))
        if used + len(x) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return whole(self, x)

    monkeypatch.setattr(type(net), "training_outputs", hungry)
    with pytest.raises(TrainingError, match="Batches of 2 fit: set BATCH_SIZE to 2"):
        fit(net, plan(easy_tiles(4), steps=1, epoch=1), tmp_path, device="cpu")


def test_no_memory_for_even_one_tile(easy_tiles, tmp_path, monkeypatch):
    net = network()

    def hungry(self, x):
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes")

    monkeypatch.setattr(type(net), "training_outputs", hungry)
    with pytest.raises(TrainingError, match="even with one tile.*smaller network"):
        fit(net, plan(easy_tiles(4), steps=1, epoch=1), tmp_path, device="cpu")


def test_progress_tells_loss_score_and_time_left(easy_tiles, tmp_path):
    seen = []

    fit(network(), plan(easy_tiles(4), steps=5, epoch=2), tmp_path, device="cpu", progress=seen.append)

    assert [p.step for p in seen] == [1, 2, 3, 4, 5]
    assert seen[0].score is None
    assert 0 <= seen[-1].score <= 1
    assert seen[-1].seconds_left == 0
    assert all(np.isfinite(p.loss) for p in seen)


def test_a_time_workers_and_pieces_carry_a_training_to_and_fro(easy_tiles, tmp_path):
    tiles, said = easy_tiles(4), []
    here, there = plan(tiles, steps=1, epoch=1), replace(plan(tiles), end=time.monotonic())
    fit(network(), here, tmp_path, device="cpu")

    fit(network(), there, tmp_path, device="cpu", workers=1, in_pieces=True, log=said.append)
    pieces = [path.name.rpartition(".")[2] for path in tmp_path.glob(f"{CHECKPOINT}*")]
    last = fit(network(), replace(here, steps=3), tmp_path, device="cpu", log=said.append)

    assert "Continues at step 1." in said
    assert "Continues at step 2 of 3." in said
    assert "1-of-1" in pieces or len(pieces) > 1
    assert [path.name for path in tmp_path.glob(f"{CHECKPOINT}*")] == [CHECKPOINT]
    assert [row["step"] for row in last.rows] == [1, 2, 3]


def test_two_trainings_in_one_folder_do_not_mix(easy_tiles, tmp_path):
    with alone_in(tmp_path), pytest.raises(TrainingError, match="Another process is training"):
        fit(network(), plan(easy_tiles(4), steps=2, epoch=2), tmp_path, device="cpu")


def test_a_reader_of_chinese_reads_chinese(easy_tiles, tmp_path, chinese):
    tiles, log = easy_tiles(4), []
    for steps in (1, 2):
        fit(build("LakeNet"), plan(tiles, steps=steps, epoch=1), tmp_path, device="cpu", log=log.append)

    begun, share, again, resumed, _ = log
    assert again == begun
    assert re.fullmatch(r"\d+% 的时间用于网络计算，.*", share)
    assert resumed == "从第 1 步继续，共 2 步。"
    assert [english_in(sentence) for sentence in log] == [[]] * 5
    other = {"batch size": 9, "initial model": "x"}
    with pytest.raises(TrainingError, match="以下设置不同：批大小.初始模型。请选择空文件夹"):
        fit(build("LakeNet"), plan(tiles, steps=2, epoch=1, **other), tmp_path, device="cpu")
