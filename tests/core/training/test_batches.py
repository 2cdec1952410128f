import numpy as np
import pytest

cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")

from lake_mapper.core.datasets.dataset import open_dataset
from lake_mapper.core.datasets.tile_files import IGNORE, save_image, save_label
from lake_mapper.core.training.batches import TileBatches, published_view


def batches(tiles, views="published", size=4, seed=1):
    return TileBatches(tiles, size, views=views, black_corners=False, seed=seed, ground=17.0)


@pytest.mark.parametrize("views", ["published", "progressive"])
def test_a_batch_is_a_pure_function_of_seed_and_step(easy_tiles, views):
    tiles = easy_tiles(8)

    one, two, other = (batches(tiles, views, seed=seed)(3000) for seed in (1, 1, 2))

    assert one[0].shape == (4, 3, 64, 64)
    assert one[1].shape == (4, 64, 64)
    assert all((a == b).all() for a, b in zip(one, two))
    assert (one[0] != other[0]).any()


def test_every_tile_once_an_epoch_in_another_order(easy_tiles, monkeypatch):
    tiles = easy_tiles(8)
    seen = []
    monkeypatch.setattr(
        "lake_mapper.core.datasets.dataset.Tile.read",
        lambda tile: seen.append(tile.name) or (np.zeros((8, 8, 3), np.uint8), np.zeros((8, 8), np.uint8)),
    )
    make = batches(tiles)

    for step in range(4):
        make(step)

    assert make.per_epoch == 2
    assert sorted(seen[:8]) == sorted(seen[8:]) == sorted(tile.name for tile in tiles)
    assert seen[:8] != seen[8:]


def test_a_batch_is_never_larger_than_the_dataset(easy_tiles):
    make = batches(easy_tiles(3), size=8)

    assert (make.size, make.per_epoch) == (3, 1)


def test_published_view_turns_image_and_label_together():
    label = np.zeros((64, 64), np.uint8)
    label[8:30, 20:50] = 1
    rgb = np.repeat(label[..., None] * 200, 3, 2)

    for seed in range(40):
        image, truth = published_view(np.random.default_rng(seed), rgb, label)
        lake, sure = image[..., 0] > 100, (truth != IGNORE)
        # Linear and nearest sampling may differ along the shore.
        assert (lake == (truth == 1))[sure].mean() > 0.97


def test_corners_of_a_rotation_are_ignored_or_black():
    rgb, label = np.full((64, 64, 3), 200, np.uint8), np.ones((64, 64), np.uint8)

    ignored = [published_view(np.random.default_rng(s), rgb, label)[1] for s in range(20)]
    black = [published_view(np.random.default_rng(s), rgb, label, True)[1] for s in range(20)]

    assert {0, 1} == {int(v) for truth in black for v in np.unique(truth)}
    assert {1, IGNORE} == {int(v) for truth in ignored for v in np.unique(truth)}
    turned = [truth for truth in ignored if (truth == IGNORE).any()]
    assert 4 < len(turned) < 16
    assert all(truth[32, 32] == 1 for truth in ignored)


def test_progressive_views_are_the_published_ones_first_and_all_strong_in_the_end(easy_tiles, monkeypatch):
    strong = []
    monkeypatch.setattr(
        "lake_mapper.core.training.batches.random_crop",
        lambda rng, source, size, ground_range: strong.append(ground_range) or (source.image, source.label),
    )
    tiles = easy_tiles(8)
    make = batches(tiles, "progressive")

    assert all((a == b).all() for a, b in zip(make(0), batches(tiles)(0)))
    counts = []
    for first in (0, 2500, 5000):  # of which each batch has four tiles
        before = len(strong)
        for step in range(first, first + 25):
            make(step)
        counts.append(len(strong) - before)
    assert counts[0] < 5
    assert 30 < counts[1] < 70
    assert counts[2] == 100
    assert set(strong) == {(8.5, 34.0)}


@pytest.mark.parametrize("shape", [(96, 128), (128, 72), (32, 32)])
def test_tiles_of_any_shape_have_strong_views(tmp_path, shape):
    rng = np.random.default_rng(0)
    for name in "abcd":
        save_image(tmp_path / "train_img" / f"{name}.png", rng.integers(0, 255, (*shape, 3), np.uint8))
        save_label(tmp_path / "train_label" / f"{name}.png", rng.integers(0, 2, shape, np.uint8))
    make = batches(open_dataset(tmp_path).tiles, "progressive")

    for step in range(2500, 2560):  # every other one strong: both kinds in a batch
        rgb, label = make(step)
        assert rgb.shape == (4, 3, *shape)
        assert label.shape == (4, *shape)


def test_tiles_as_they_are_come_in_full_batches_without_views(easy_tiles):
    tiles = easy_tiles(7)

    made = list(batches(tiles, "progressive", size=3).as_they_are())

    assert [batch.shape for batch in made] == [(3, 3, 64, 64)] * 2
    originals = {tile.read()[0].transpose(2, 0, 1).tobytes() for tile in tiles}
    chosen = {rgb.tobytes() for batch in made for rgb in batch}
    assert len(chosen) == 6
    assert chosen <= originals
