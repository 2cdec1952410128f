import numpy as np
import pytest
from lake_mapper.core.inference.second_look import TwoLooks
from lake_mapper.core.models.model_file import ModelCard

MARGIN = 128


def logit(p):
    return np.log(p / (1 - p))


class ByScale:
    """An engine that finds 0.9 where blue is 255 at full resolution, and another value at half of it."""

    def __init__(self, second):
        self.card, self.second, self.shapes = ModelCard("test", "LakeNet"), second, []

    def probability(self, rgb, valid, margin):
        self.shapes.append((valid.shape, margin))
        height, width = valid.shape
        inside = rgb[margin : height - margin, margin : width - margin, 2]
        high = 0.9 if len(self.shapes) % 2 else self.second
        return np.where(inside >= 250, high, 0.1).astype(np.float32)

    def seconds(self, height, width, margin):
        return height * width * 1e-6


def looked(mask, second, valid=None):
    """The probability of a mask of blue pixels, with the margin around it."""
    rgb = np.zeros((*mask.shape, 3), np.uint8)
    rgb[mask, 2] = 255
    valid = np.ones(mask.shape, bool) if valid is None else valid
    return TwoLooks(ByScale(second)).probability(rgb, valid, MARGIN)


def test_a_plain_that_is_land_from_twice_as_far_is_lowered():
    mask = np.ones((512, 512), bool)

    found = looked(mask, second=0.1)

    assert found.shape == (256, 256)
    expected = logit(0.9) + 0.75 * (logit(0.1) - logit(0.9))
    assert logit(found) == pytest.approx(np.full((256, 256), expected), abs=1e-3)


def test_nothing_is_raised():
    mask = np.ones((512, 512), bool)

    assert looked(mask, second=0.99) == pytest.approx(np.full((256, 256), 0.9), abs=1e-4)


def test_a_small_lake_stays_though_the_second_look_misses_it():
    mask = np.zeros((512, 512), bool)
    mask[254:259, 254:259] = True

    found = looked(mask, second=0.1)

    assert found[126:131, 126:131].min() > 0.8
    assert found[:100].max() < 0.11


def test_in_a_small_clip_the_first_look_decides():
    valid = np.zeros((512, 512), bool)
    valid[230:290, 230:290] = True
    half = np.zeros((512, 512), bool)
    half[:, :256] = True
    mask = np.ones((512, 512), bool)

    assert looked(mask, 0.1, valid)[110:150, 110:150] == pytest.approx(np.full((40, 40), 0.9), abs=1e-4)
    between = logit(looked(mask, 0.1, half)[120:130, 126].mean())
    assert logit(0.9) - 0.75 * 2 * logit(0.9) < between < logit(0.9)


@pytest.mark.parametrize("height, width", [(300, 513), (321, 288)])
def test_any_size_and_the_second_look_gets_half_of_it(height, width):
    engine = ByScale(0.1)
    rgb, valid = np.zeros((height, width, 3), np.uint8), np.ones((height, width), bool)

    found = TwoLooks(engine).probability(rgb, valid, MARGIN)

    assert found.shape == (height - 2 * MARGIN, width - 2 * MARGIN)
    assert engine.shapes == [((height, width), 112), ((-(-height // 2), -(-width // 2)), 56)]


def test_a_part_of_a_block_has_the_same_answer():
    """With a network that sees single pixels the mean and the trust alone could change it."""
    rng = np.random.default_rng(2)
    mask = np.kron(rng.random((20, 20)) < 0.5, np.ones((32, 32))) > 0
    valid = np.kron(rng.random((10, 10)) < 0.7, np.ones((64, 64))) > 0

    whole, part = looked(mask, 0.2, valid), looked(mask[64:512, 128:576], 0.2, valid[64:512, 128:576])

    assert part == pytest.approx(whole[64:256, 128:320], abs=1e-5)


def test_the_time_is_that_of_both_looks():
    assert TwoLooks(ByScale(0.5)).seconds(1000, 1000, 128) == pytest.approx(1.25)


def test_a_card_says_where_it_looks_twice():
    card = ModelCard("test", "LakeNet", second_look=12.0)

    assert card.looks_twice(10.0) and card.looks_twice(12.0) and not card.looks_twice(17.0)
    assert not ModelCard("test", "LakeNet").looks_twice(10.0)
