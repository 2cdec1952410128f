"""Which images are bad, where the limit comes from, what the table counts."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OpenCV is only there for training")

import calibrate_doubt
from calibrate_doubt import Judged
from lake_data import Item

ITEM = Item("s2lakes", 1000, Path(), Path(), "validation")


def image(doubt, iou=0.9, false_water=0.0, ground=10.0):
    return Judged(ITEM, ground, doubt, iou, false_water)


@pytest.mark.parametrize(
    ("iou", "false_water", "bad", "good"),
    [(0.9, 0.0, False, True), (0.7, 0.0, False, False), (0.5, 0.0, True, False), (0.9, 0.03, True, False),
     (None, 0.0, False, True), (None, 0.03, True, False), (0.9, 0.015, False, False)],
)  # fmt: skip
def test_bad_and_good(iou, false_water, bad, good):
    judged = image(1.0, iou, false_water)

    assert (judged.bad, judged.good) == (bad, good)


def test_an_image_is_judged_by_its_label():
    scaled, label = np.zeros((200, 200), np.uint8), np.zeros((200, 200), np.uint8)
    scaled[:, :50], label[:, :50] = 200, 1
    scaled[:20, 100:] = 100  # a tenth of the half that is surely off the shores
    label[:, -10:], scaled[:, -10:] = 255, 200

    judged = calibrate_doubt.judged(ITEM, 17.0, scaled, label, 0.5)

    assert judged.iou == pytest.approx(50 * 200 / (50 * 200 + 20 * 90))
    assert judged.false_water == pytest.approx(20 * 90 / (200 * 130), rel=0.01)
    shore = 200 + 20 + 90
    known, lake = 190 * 200, 50 * 200 + 20 * 90
    assert judged.doubt == pytest.approx(20 * 90 / (shore + 0.005 * known + 0.02 * lake))


def test_the_limit_leaves_a_twentieth_of_the_good_images_above():
    found = [image(doubt) for doubt in np.arange(1, 101) / 10] + [image(20.0, iou=0.2), image(0.1, iou=0.7)]

    limit = calibrate_doubt.limit_of(found)

    assert limit == pytest.approx(9.5)
    assert sum(judged.good and judged.doubt > limit for judged in found) == 5


def test_the_table_counts_right_and_wrong_warnings():
    found = [image(3.0, 0.2), image(1.0, 0.2), image(3.0), image(1.0), image(1.0, ground=17.0)]

    text = calibrate_doubt.table({"validation": found}, 2.0)

    assert "| validation | 10 m | 4 | 2 | 2 | 50 % | 50 % | 50 % |" in text
    assert "| validation | 17 m | 1 | 0 | 0 | – | – | 0 % |" in text
    assert "| validation | both | 5 | 2 | 2 | 50 % | 50 % | 33 % |" in text
    assert "s2lakes, arid steppe: 5, 2, 2, 1" in calibrate_doubt.by_group(found, 2.0)
