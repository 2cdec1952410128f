"""The packed data: small, and read as the folders are."""

import zipfile

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")

import lake_data
import pack_training_data
from lake_mapper.core.training.checkpoint import load_checkpoint, save_checkpoint


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Scenes as JPEG and as PNG, and tiles, to train on, to validate on and held out."""
    monkeypatch.setattr(lake_data, "DATA", tmp_path)
    monkeypatch.setattr(lake_data, "SOURCES", ("esw", "towns_fields_s2_bd", "eurosat_hard"))
    rng = np.random.default_rng(0)

    def image(name, side):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        noise = cv2.resize(rng.integers(0, 256, (side // 4, side // 4, 3), np.uint8), (side, side))
        cv2.imwrite(str(path), noise, [cv2.IMWRITE_JPEG_QUALITY, 95])

    def mask(name, values):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(path), rng.choice(np.array(values, np.uint8), (160, 160)))

    for number in (1, 14, 53):
        image(f"esw/images/esw_{number:02d}.jpg", 160)
        mask(f"esw/masks/esw_{number:02d}.png", (0, 255))
    image("towns_fields_s2_bd/images/7.png", 160)
    mask("towns_fields_s2_bd/masks/7.png", (0, 1, 255))
    for number in (1, 2, 450, 1000, 1001):  # to validate on, held out, to train on
        image(f"eurosat_hard/images/Forest_{number}.jpg", 64)
    return tmp_path


def test_packed_data_are_read_as_the_folders_are(data, tmp_path_factory):
    file = tmp_path_factory.mktemp("packed") / "data.zip"
    pack_training_data.pack(file)
    wanted = [item for item in lake_data.items(lake_data.SOURCES) if item.part in ("train", "validation")]
    originals = [item.read() for item in wanted]

    with lake_data.packed(file):
        found = list(lake_data.items(lake_data.SOURCES))
        read = [item.read() for item in found]

    assert data == lake_data.DATA
    names = [
        [(item.source, item.number, item.part, item.ground, item.region, len(item.tiles)) for item in which]
        for which in (wanted, found)
    ]
    assert names[0] == names[1]
    for item, (rgb, label), (its_rgb, its_label) in zip(found, originals, read):
        assert np.array_equal(label, its_label)
        changed = np.abs(rgb.astype(int) - its_rgb).mean()
        assert changed < 12 if item.part == "train" and not item.tiles else changed == 0


def test_a_file_too_large_to_carry_is_not_left(data, tmp_path_factory, monkeypatch):
    monkeypatch.setattr(pack_training_data, "LIMIT", 1000)
    file = tmp_path_factory.mktemp("packed") / "data.zip"

    with pytest.raises(SystemExit, match="lower QUALITY"):
        pack_training_data.pack(file)

    assert not file.exists()


def test_no_file_is_in_it_twice(data, tmp_path_factory):
    file = tmp_path_factory.mktemp("packed") / "data.zip"
    pack_training_data.pack(file)

    names = zipfile.ZipFile(file).namelist()

    assert len(names) == len(set(names)) == 10
    assert "esw/images/esw_53.jpg" in names


@pytest.mark.parametrize("in_pieces", [False, True])  # as it is here, or as it came back from a GPU
def test_the_state_of_a_training_goes_along_in_pieces(data, tmp_path_factory, monkeypatch, in_pieces):
    state, out = tmp_path_factory.mktemp("state"), tmp_path_factory.mktemp("packed")
    save_checkpoint(state / "checkpoint.pt", {"step": 3}, in_pieces=in_pieces)
    monkeypatch.setattr("sys.argv", ["pack", str(out / "data.zip"), "--state", str(state)])

    pack_training_data.main()

    assert load_checkpoint(out / "checkpoint.pt") == {"step": 3}
    assert not (out / "checkpoint.pt").exists()
    assert load_checkpoint(state / "checkpoint.pt") == {"step": 3}


def test_a_folder_without_a_state_is_refused_before_anything_is_packed(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["pack", str(tmp_path / "data.zip"), "--state", str(tmp_path)])

    with pytest.raises(SystemExit, match="2"):
        pack_training_data.main()

    assert not (tmp_path / "data.zip").exists()
