"""The published layout, as it is found on other people's disks."""

import json

import numpy as np
import pytest
from lake_mapper.core.datasets.dataset import inspect, open_dataset, tile_sources
from lake_mapper.core.datasets.tile_files import save_image, save_label
from lake_mapper.core.util.errors import Cancelled, DatasetError
from PIL import Image

MASK = np.zeros((8, 10), np.uint8)
MASK[2:5, 3:9] = 1


def write_tile(folder, name, label=MASK, labels="train_label"):
    save_image(folder / "train_img" / f"{name}.png", np.full((*label.shape, 3), 90, np.uint8))
    save_label(folder / labels / f"{name}.png", label)


def test_pairs_in_the_folder_with_the_typo(tmp_path):
    for name in ("b", "a"):
        write_tile(tmp_path, name, labels="trian_label")
    (tmp_path / "train_img" / "b.png").rename(tmp_path / "train_img" / "c.png")

    dataset = open_dataset(tmp_path)

    assert [tile.name for tile in dataset.tiles] == ["a"]
    assert dataset.left_out == ("Left out: c.png has no label.", "Left out: b.png has no image.")


def test_inspection_leaves_out_and_names(tmp_path):
    for name in "abc":
        write_tile(tmp_path, name)
    write_tile(tmp_path, "dry", np.zeros_like(MASK))
    write_tile(tmp_path, "large", np.ones((20, 20), np.uint8))
    write_tile(tmp_path, "unlike")
    save_label(tmp_path / "train_label" / "unlike.png", np.ones((9, 9), np.uint8))
    write_tile(tmp_path, "green")
    green = MASK[..., None] * np.array([0, 128, 0], np.uint8)
    Image.fromarray(green).save(tmp_path / "train_label" / "green.png")

    found = inspect(open_dataset(tmp_path))

    assert [tile.name for tile in found.dataset.tiles] == ["a", "b", "c", "dry"]
    assert (found.width, found.height, found.without_lake) == (10, 8, 1)
    assert found.lake_share == pytest.approx(0.75 * MASK.mean())
    sentences = "\n".join(found.sentences())
    assert "4 tiles of 10 × 8 pixels, 16.9 % lake, 1 without any lake." in sentences
    assert "large.png has 20 × 20 pixels, most tiles have 10 × 8" in sentences
    assert "unlike.png has 10 × 8 pixels, but its label 9 × 9" in sentences
    assert "green.png has 18 pixels of (0, 128, 0)" in sentences


def test_nothing_to_learn_from(tmp_path):
    with pytest.raises(DatasetError, match="is no dataset"):
        open_dataset(tmp_path)
    write_tile(tmp_path, "a", np.zeros_like(MASK))
    with pytest.raises(DatasetError, match="has any lake"):
        inspect(open_dataset(tmp_path))
    with pytest.raises(Cancelled):
        inspect(open_dataset(tmp_path), cancelled=lambda: True)
    (tmp_path / "train_img" / "a.png").write_bytes(b"")
    with pytest.raises(DatasetError, match=r"No tile .* can be used.*a.png"):
        inspect(open_dataset(tmp_path))
    (tmp_path / "train_img" / "a.png").unlink()
    with pytest.raises(DatasetError, match="no image with a label of the same name"):
        open_dataset(tmp_path)


def test_the_tiles_of_a_list_of_names(tmp_path):
    for name in "abc":
        write_tile(tmp_path, name)
    dataset = open_dataset(tmp_path)

    assert [tile.name for tile in dataset.only(["b", "a", "gone"]).tiles] == ["a", "b"]
    with pytest.raises(DatasetError, match="None of the 1 listed tiles"):
        dataset.only(["gone"])


def test_sources_of_tiles_are_known_where_the_dataset_was_prepared_here(tmp_path):
    assert tile_sources(tmp_path) is None
    metadata = tmp_path / "dataset.json"
    for text in ("{", "[]", '{"tiles": {"a": {}}}'):
        metadata.write_text(text)
        assert tile_sources(tmp_path) is None
    metadata.write_text(json.dumps({"tiles": {"a_0_0": {"source": "a.json"}}}))
    assert tile_sources(tmp_path) == {"a_0_0": "a.json"}
