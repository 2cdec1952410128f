import numpy as np
import pytest

cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")

from lake_mapper.core.augment import IGNORE, Labelled, random_crop, shrink_label


@pytest.fixture(scope="module")
def source():
    rng = np.random.default_rng(0)
    image = rng.integers(60, 200, (300, 400, 3), np.uint8)
    label = np.zeros((300, 400), np.uint8)
    label[100:200, 100:300] = 1
    return Labelled.of(image, label, 10.0)


def test_a_crop_is_a_pure_function_of_its_seed(source):
    one = random_crop(np.random.default_rng(7), source, 128, (8, 30))
    two = random_crop(np.random.default_rng(7), source, 128, (8, 30))

    assert (one[0] == two[0]).all()
    assert (one[1] == two[1]).all()


def test_crops_are_images_with_labels(source):
    shares = []
    for seed in range(60):
        rgb, label = random_crop(np.random.default_rng(seed), source, 128, (8, 30))
        assert rgb.shape == (128, 128, 3)
        assert rgb.dtype == np.uint8
        assert label.shape == (128, 128)
        assert set(np.unique(label)) <= {0, 1, IGNORE}
        shares.append((label == 1).mean())

    assert 0.1 < np.mean(shares) < 0.6
    assert np.std(shares) > 0.05


def test_shrinking_a_label_keeps_majorities_and_spreads_ignore():
    label = np.zeros((4, 4), np.uint8)
    label[:2, :2] = 1
    label[0, 2] = 1
    label[2:, 2:] = IGNORE

    assert shrink_label(label, (2, 2)).tolist() == [[1, 0], [0, IGNORE]]


def test_small_images_are_framed_not_mirrored():
    rng = np.random.default_rng(0)
    source = Labelled.of(rng.integers(60, 200, (64, 64, 3), np.uint8), np.ones((64, 64), np.uint8), 10.0)

    for seed in range(20):
        rgb, label = random_crop(np.random.default_rng(seed), source, 256, (8, 30))
        # 64 pixels of 10 m are 80 of 8 m: no more than that many a side, in any direction, are image.
        assert (label != IGNORE).sum() <= 1.3 * 80**2
        outside = np.ones(label.shape, bool)
        outside[10:-10, 10:-10] = False
        assert (rgb[outside & (label == IGNORE)] == (124, 116, 104)).all()


def test_a_quarter_of_the_crops_are_small_clips(source):
    labels = [random_crop(np.random.default_rng(seed), source, 128, (8, 10))[1] for seed in range(200)]

    seen = np.array([(label != IGNORE).mean() for label in labels])

    assert 0.15 < (seen < 0.5).mean() < 0.45
