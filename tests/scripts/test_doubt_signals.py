"""Signals that were compared with doubt, on images and an engine whose answer is known."""

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OpenCV is only there for training")

import doubt_signals
from doubt_signals import Colours, auc
from lake_mapper.core.models.model_card import ModelCard
from support import BlueIsLake


def picture(colour, seed=0):
    rng = np.random.default_rng(seed)
    rgb = np.full((64, 96, 3), colour, np.uint8) + rng.integers(0, 10, (64, 96, 3), np.uint8)
    return rgb, np.ones((64, 96), bool)


def test_auc_is_how_often_a_bad_image_has_the_higher_value():
    bad = np.array([True, True, False, False])

    assert auc(np.array([3.0, 4.0, 1.0, 2.0]), bad) == 1
    assert auc(np.array([1.0, 4.0, 2.0, 3.0]), bad) == 0.5
    assert auc(np.ones(4), bad) == 0.5


def test_a_colour_of_no_training_image_is_rare_unlikely_and_far_off():
    colours = Colours(picture((60, 80, 40), seed) for seed in range(5))

    usual, strange = colours.signals(*picture((60, 80, 40), 9)), colours.signals(*picture((200, 40, 190)))

    assert usual[0] == 0 and strange[0] == 1
    assert strange[1] > usual[1]
    assert strange[2] > 10 * usual[2]


def test_scales_disagree_on_the_lakes_that_only_one_of_them_finds():
    engine = BlueIsLake()
    engine.card = ModelCard(name="test", network="LakeNet", margin=16)
    rgb = np.full((64, 64, 3), 40, np.uint8)
    rgb[:, 16:32, 2] = 255
    known, blue = np.ones((64, 64), bool), rgb[..., 2] / np.float32(255)

    class Blind(BlueIsLake):
        card = engine.card

        def probability(self, rgb, valid, margin=0):
            return np.zeros_like(super().probability(rgb, valid, margin))

    assert doubt_signals.disagreement(engine, rgb, known, blue, 17.0) == 0
    share = 8 * 32 / (8 * 32 + 0.01 * 32 * 32)
    assert doubt_signals.disagreement(Blind(), rgb, known, blue, 17.0) == pytest.approx(share)


def test_the_table_has_a_line_for_each_signal():
    bad = np.array([True, False, False])
    signals = np.array([[3, 1, 1, 1, 1], [2, 2, 1, 1, 1], [1, 3, 1, 1, 1]], float)

    lines = doubt_signals.table(bad, signals).splitlines()

    assert len(lines) == 2 + len(doubt_signals.SIGNALS)
    assert lines[2].endswith("| 1.00 | 1.00 |")
    assert lines[3].endswith("| 0.00 | 0.50 |")
