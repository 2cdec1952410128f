"""A dataset in the published layout with its oddities, a full disk, and qgis_process."""

import subprocess

import numpy as np
import pytest
from support import ROOT

SIZE = 64


@pytest.fixture(scope="session")
def dataset(tmp_path_factory):
    """Eight good tiles, labels in several encodings, one of a strange value, one without a label."""
    cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")
    from lake_mapper.core.datasets.tile_files import save_image, save_label
    from PIL import Image

    folder = tmp_path_factory.mktemp("data") / "plateau"
    labels = folder / "trian_label"
    rng = np.random.default_rng(0)
    for i in range(10):
        label = np.zeros((SIZE, SIZE), np.uint8)
        cv2.circle(label, tuple(int(v) for v in rng.integers(20, 44, 2)), 14, 1, -1)
        rgb = np.where(label[..., None] > 0, (40, 70, 110), (150, 125, 90)) + rng.normal(
            0, 8, (SIZE, SIZE, 3)
        )
        save_image(folder / "train_img" / f"tile_{i}.png", np.clip(rgb, 0, 255).astype(np.uint8))
        labels.mkdir(exist_ok=True)
        path = labels / f"tile_{i}.png"
        if i in (0, 1):  # RGB in place of a palette
            Image.fromarray(label[..., None] * np.array([128, 0, 0], np.uint8)).save(path)
        elif i == 2:
            Image.fromarray(label * np.uint8(255)).save(path)
        elif i == 8:
            Image.fromarray(label * np.uint8(77)).save(path)
        elif i != 9:
            save_label(path, label)
    return folder


@pytest.fixture(scope="session")
def qgis_process():
    """Run an algorithm with qgis_process: qgis_process(id, "--NAME=value", ...)."""

    def run(*arguments) -> subprocess.CompletedProcess:
        command = [str(ROOT / "scripts" / "qgis_process.sh"), "run", *(str(a) for a in arguments)]
        return subprocess.run(command, capture_output=True, text=True)

    return run


@pytest.fixture
def small_disk(tmp_path):
    """Mount a disk of 40 kB; skip the test where that is not possible."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=40k", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("cannot mount a small disk here: " + done.stderr.strip())
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
