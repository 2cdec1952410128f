"""Images as a run meets them."""

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OpenCV is only there for training")

import as_in_a_run
from lake_mapper.core.models.model_card import ModelCard
from support import BlueIsLake


def test_coarser_labels_keep_majorities():
    label = np.zeros((170, 340), np.uint8)
    label[:, 170:] = 1
    rgb = np.zeros((170, 340, 3), np.uint8)

    small_rgb, small = as_in_a_run.at_resolution(rgb, label, 17.0)

    assert small_rgb.shape == (100, 200, 3)
    assert (small[:, :100] == 0).all()
    assert (small[:, 100:] == 1).all()
    assert as_in_a_run.at_resolution(rgb, label, 10.0)[1] is label


def test_finer_labels_stay_labels():
    label = np.zeros((40, 40), np.uint8)
    label[10:20, 10:20] = 255
    rgb = np.zeros((40, 40, 3), np.uint8)

    fine_rgb, fine = as_in_a_run.at_resolution(rgb, label, 10.0, own=30.0)

    assert fine_rgb.shape == (120, 120, 3)
    assert set(np.unique(fine)) == {0, 255}
    assert (fine == 255).sum() == 900


def test_no_lake_where_nothing_is_known():
    engine = BlueIsLake()
    engine.card = ModelCard(name="test", network="LakeNet", margin=8)
    rgb = np.full((20, 30, 3), 255, np.uint8)
    known = np.ones((20, 30), bool)
    known[:, :10] = False

    assert (as_in_a_run.lakes_in_a_run(engine, rgb, known, 17.0) == known).all()


@pytest.mark.parametrize(("around", "seen"), [("nothing", 0), ("nearest", 7), ("mirrored", 7)])
def test_what_lies_around_an_image(around, seen):
    class Sees(BlueIsLake):
        card = ModelCard(name="test", network="LakeNet", margin=8)

        def probability(self, rgb, valid, margin):
            self.corner, self.known = rgb[0, 0, 0], valid[0, 0]
            return super().probability(rgb, valid, margin)

    engine = Sees()
    rgb, known = np.full((20, 30, 3), 7, np.uint8), np.ones((20, 30), bool)

    assert as_in_a_run.probability_in_a_run(engine, rgb, known, 17.0, around=around).shape == (20, 30)
    assert (engine.corner, engine.known) == (seen, seen > 0)
