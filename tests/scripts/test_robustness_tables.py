"""False water, small clips and stability, on an engine whose answer is known."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OpenCV is only there for training")

import false_water
import small_clips
import stability
from lake_data import Item
from lake_mapper.core.models.model_card import ModelCard
from support import BlueIsLake


class Picture(Item):
    """An image of pixels of 17 m with a lake of 60 × 80 pixels, or none."""

    def read(self):
        label = np.zeros((200, 220), np.uint8)
        if self.kind != "bare":
            label[70:130, 60:140] = 1
        rng = np.random.default_rng(self.number)
        rgb = rng.integers(0, 60, (200, 220, 3), np.uint8) + np.uint8(20)
        rgb[..., 2][label == 1] = 240
        if self.kind == "bare":
            rgb[:50, :, 2] = 240
        return rgb, label


@pytest.fixture
def engine():
    engine = BlueIsLake()
    engine.card = ModelCard(name="test", network="LakeNet", margin=16)
    return engine


def picture(kind: str) -> Picture:
    return Picture("somewhere", 1, Path(), Path(), "test", ground=17.0, kind=kind)


def test_false_water_counts_land_by_kind(engine):
    found = false_water.measure(engine, [picture("bare"), picture("lake")], 17.0)

    assert found["without water: bare"] == [(50 * 220, 200 * 220)]
    beside = [counts for kind, counts in found.items() if kind.startswith("land beside lakes")]
    assert beside
    assert all(false == 0 for counts in beside for false, _ in counts)
    assert "| without water: bare | 17 m | 1 | 25.00 | 25.00 | 25.0 |" in false_water.table({17.0: found})


def test_every_pixel_of_land_is_of_one_kind_of_ground():
    rng = np.random.default_rng(0)
    rgb = rng.integers(0, 256, (90, 100, 3), np.uint8)
    rgb[:, :50] = 230

    land = np.ones((90, 100), bool)
    land[:, 50:60] = False

    masks = false_water.kinds_of_ground(rgb, land)

    assert (sum(mask.astype(int) for mask in masks.values()) == land).all()
    assert masks["snow, salt, cloud"][:, :40].all()


def test_clips_hold_one_lake_each(engine):
    label = np.zeros((100, 100), np.uint8)
    label[20:40, 30:60] = 1
    label[80:, 10:40] = 1  # goes on outside
    label[60:62, 60:62] = 1  # too small

    assert list(small_clips.lakes_alone(label, 17.0)) == [(20, 30, 40, 60)]

    found = small_clips.measure(engine, [picture("lake")], 17.0)
    assert {around: [(c.iou, c.km2 >= small_clips.LARGE) for c in of] for around, of in found.items()} == {
        ("lake", 15): [(1.0, True)],
        ("lake", 40): [(1.0, True)],
    }
    assert "| lake | 15 px | 17 m | 1 | 100.0 | 100.0 | 0 | 1 | 100.0 |" in small_clips.table({17.0: found})
    clip = found["lake", 15][0]
    assert clip.rgb.shape[:2] == clip.label.shape == clip.lake.shape


def test_an_answer_that_hangs_on_colour_alone_is_stable(engine):
    found = stability.measure(engine, [picture("lake")])

    for counts in found.values():
        ((both, either, usual, _),) = counts
        assert usual == 60 * 80 or either < 60 * 80  # less where a crop cuts it
        assert both > 0.95 * either
    assert "| JPEG 60 | " in stability.table(found)


def test_small_lakes_count_where_the_other_answer_has_a_large_one():
    first, second = np.zeros((2, 40, 40), bool)
    first[5:15, 5:15] = True
    second[5:8, 5:8] = True
    second[30:33, 30:33] = True

    a, b = stability.large(first, second, 50)

    assert a.sum() == 100
    assert b.sum() == 9
