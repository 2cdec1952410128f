"""A dataset of lakes that are easy to tell, so that a network learns them in seconds."""

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")


@pytest.fixture
def easy_tiles(tmp_path):
    """Make a dataset: easy_tiles(count, size) → its tiles."""
    from lake_mapper.core.datasets.dataset import open_dataset
    from lake_mapper.core.datasets.tile_files import save_image, save_label

    def make(count: int = 8, size: int = 64):
        rng = np.random.default_rng(0)
        folder = tmp_path / "dataset"
        for i in range(count):
            label = np.zeros((size, size), np.uint8)
            centre = tuple(int(v) for v in rng.integers(size // 4, 3 * size // 4, 2))
            cv2.circle(label, centre, int(rng.integers(size // 6, size // 3)), 1, -1)
            rgb = np.where(label[..., None] > 0, (40, 70, 110), (150, 125, 90))
            rgb = np.clip(rgb + rng.normal(0, 10, rgb.shape), 0, 255).astype(np.uint8)
            save_image(folder / "train_img" / f"t{i}.png", rgb)
            save_label(folder / "train_label" / f"t{i}.png", label)
        return open_dataset(folder).tiles

    return make
