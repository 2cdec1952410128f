from dataclasses import replace

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")

from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.training import augmentation
from lake_mapper.core.training.augmentation import Labelled, random_crop


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


#: What pixels without data are filled with, and the black of data that nobody declared missing.
FILLS = np.array([(124, 116, 104), (0, 0, 0)])


def two_colours(water, land, share):
    """An image whose left ``share`` is water, both grainy; its contrast is not stretched."""
    label = np.zeros((300, 300), np.uint8)
    label[:, : int(300 * share)] = 1
    grain = np.random.default_rng(0).normal(0, 6, (300, 300, 3))
    image = np.clip(np.where(label[..., None] > 0, water, land) + grain, 0, 255).astype(np.uint8)
    return replace(Labelled.of(image, label, 10.0), low=np.zeros(3), high=np.full(3, 255.0))


def crops(source, count):
    return [random_crop(np.random.default_rng(seed), source, 96, (8, 30)) for seed in range(count)]


def under_clouds(rgb, label):
    """Ignored pixels that were not cut off as missing data."""
    return (label == IGNORE) & ~(rgb[:, :, None] == FILLS).all(3).any(2)


def test_water_under_clouds_is_ignored():
    cloudy = [
        (rgb, label, clouds)
        for rgb, label in crops(two_colours((40, 60, 90), (0, 0, 0), 1.0), 300)
        if (clouds := under_clouds(rgb, label)).any()
    ]

    assert 10 < len(cloudy) < 60  # clouds cover much of one crop in ten or so
    assert all(rgb[clouds].mean() > rgb[label == 1].mean() + 20 for rgb, label, clouds in cloudy)


def test_land_under_clouds_stays_land():
    assert not any(
        under_clouds(*crop).any() for crop in crops(two_colours((0, 0, 0), (120, 110, 90), 0.0), 200)
    )


def test_water_and_land_come_in_other_colours():
    """Blue water and red land: only another colour, no change of tone, makes water or land green."""
    pairs = crops(two_colours((10, 30, 160), (200, 120, 20), 0.5), 300)

    water, land = (
        np.array([rgb[label == kind].mean(0) for rgb, label in pairs if (label == kind).sum() > 200])
        for kind in (1, 0)
    )

    assert (water[:, 1] > water[:, 2]).mean() > 0.02
    assert (land[:, 1] > land[:, 0]).mean() > 0.02


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


def test_clouds_throw_shadows_in_which_land_is_land_and_water_is_water():
    ground = np.full((256, 256, 3), 120, np.float32)
    label = np.zeros((256, 256), np.uint8)
    label[:, 128:] = 1
    shaded = 0
    for seed in range(40):
        rgb, under = augmentation._clouds(np.random.default_rng(seed), ground, label)
        cloud, shadow = (rgb > 200).all(2), (rgb < 80).all(2)
        assert cloud.any()
        assert (under[shadow] == label[shadow]).all()
        shaded += shadow.any()
    assert 20 <= shaded <= 38
