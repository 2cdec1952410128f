from types import SimpleNamespace

import pytest


@pytest.fixture
def clock(monkeypatch):
    """Stop the clock until its ``now`` is changed."""
    from lake_mapper.plugin.algorithms import feedback

    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(feedback.time, "monotonic", lambda: clock.now)
    return clock


def test_the_bar_moves_within_its_share_and_lines_come_every_few_seconds(feedback, clock):
    from lake_mapper.plugin.algorithms.feedback import RunProgressBar

    bar = RunProgressBar(feedback, 10, 90)
    for done, seconds in ((1, 0), (2, 2), (3, 4.9), (4, 5.1)):
        clock.now = 100.0 + seconds
        bar(SimpleNamespace(done=done, total=4, seconds_left=None if done == 1 else 90))

    assert feedback.percent == [30, 50, 70, 90]
    assert feedback.log[0] == "Block 1 of 4"
    assert len(feedback.log) == 2
    assert feedback.log[1].startswith("Block 4 of 4, about ")


def test_a_training_shows_loss_score_and_time(feedback, clock):
    from lake_mapper.plugin.algorithms.feedback import TrainingProgressBar

    bar = TrainingProgressBar(feedback, title="Unet: ")
    progress = SimpleNamespace(step=5, steps=20, epoch=0.5, loss=0.25, score=None, seconds_left=None)
    bar(progress)
    clock.now += 10
    bar(SimpleNamespace(**{**vars(progress), "step": 10, "score": 0.9123}))

    assert feedback.percent == [25, 50]
    assert feedback.log == [
        "Unet: step 5 of 20, epoch 0.50, loss 0.250",
        "Unet: step 10 of 20, epoch 0.50, loss 0.250, MIoU 91.23 %",
    ]


def test_progress_in_chinese(chinese, feedback, clock):
    from lake_mapper.plugin.algorithms.feedback import RunProgressBar, TrainingProgressBar

    RunProgressBar(feedback)(SimpleNamespace(done=4, total=9, seconds_left=90))
    progress = SimpleNamespace(step=5, steps=20, epoch=0.5, loss=0.25, score=0.9, seconds_left=8)
    TrainingProgressBar(feedback)(progress)

    assert feedback.log == [
        "推理块 4 / 9，约剩 2 min",
        "第 5 步，共 20 步，第 0.50 轮，损失 0.250，MIoU 90.00 %，约剩 8 s",
    ]
