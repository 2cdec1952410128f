"""The published layout, as it is found on other people's disks."""

import re

import numpy as np
import pytest
from lake_mapper.core.datasets.dataset import inspect, open_dataset
from lake_mapper.core.datasets.split import Split, random_split, read_names
from lake_mapper.core.datasets.tile_files import read_image, read_label, save_image, save_label
from lake_mapper.core.util.errors import Cancelled, DatasetError
from PIL import Image

MASK = np.zeros((8, 10), np.uint8)
MASK[2:5, 3:9] = 1


def write_tile(folder, name, label=MASK, labels="train_label"):
    save_image(folder / "train_img" / f"{name}.png", np.full((*label.shape, 3), 90, np.uint8))
    save_label(folder / labels / f"{name}.png", label)


def coloured(*channels) -> Image.Image:
    return Image.fromarray(np.dstack([MASK * np.uint8(c) for c in channels]).squeeze())


@pytest.mark.parametrize(
    "encoded",
    [
        coloured(128, 0, 0),
        coloured(255, 0, 0),
        coloured(7, 0, 0),
        coloured(128, 0, 0, 255),
        coloured(1),
        coloured(38),
        coloured(255),
        coloured(255, 255, 255),
        Image.fromarray(MASK > 0),
    ],
    ids=lambda image: f"{image.mode} {image.getextrema()}",
)
def test_encodings_of_labels(tmp_path, encoded):
    encoded.save(tmp_path / "a.png")

    assert (read_label(tmp_path / "a.png") == MASK).all()


def test_label_is_written_as_labelme_does(tmp_path):
    save_label(tmp_path / "a.png", MASK)

    with Image.open(tmp_path / "a.png") as written:
        assert written.mode == "P"
        assert (np.array(written) == MASK).all()
        assert set(written.convert("RGB").getdata()) == {(0, 0, 0), (128, 0, 0)}
    assert (read_label(tmp_path / "a.png") == MASK).all()


@pytest.mark.parametrize("colour", [(0, 128, 0), (128, 128, 0), (200, 200, 200), (2, 2, 2)])
def test_other_values_name_file_and_value(tmp_path, colour):
    coloured(*colour).save(tmp_path / "odd.png")

    with pytest.raises(DatasetError, match=re.escape(f"odd.png has 18 pixels of {colour}")):
        read_label(tmp_path / "odd.png")


def test_unreadable_images_are_named(tmp_path):
    save_image(tmp_path / "a.png", np.random.default_rng(0).integers(0, 255, (50, 50, 3), dtype=np.uint8))
    whole = (tmp_path / "a.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "none.png").write_bytes(b"")
    Image.fromarray(np.full((5, 5), 3000, np.uint16)).save(tmp_path / "deep.png")

    for name, reason in (("cut", "damaged"), ("none", "damaged"), ("deep", "8 bits"), ("gone", "No such")):
        with pytest.raises(DatasetError, match=f"{name}.png.*{reason}"):
            read_image(tmp_path / f"{name}.png")


def test_pairs_in_the_folder_with_the_typo(tmp_path):
    for name in ("b", "a"):
        write_tile(tmp_path, name, labels="trian_label")
    (tmp_path / "train_img" / "b.png").rename(tmp_path / "train_img" / "c.png")

    dataset = open_dataset(tmp_path)

    assert [tile.name for tile in dataset.tiles] == ["a"]
    assert dataset.odd == ("Left out: c.png has no label.", "Left out: b.png has no image.")


def test_inspection_leaves_out_and_names(tmp_path):
    for name in "abc":
        write_tile(tmp_path, name)
    write_tile(tmp_path, "dry", np.zeros_like(MASK))
    write_tile(tmp_path, "large", np.ones((20, 20), np.uint8))
    write_tile(tmp_path, "unlike")
    save_label(tmp_path / "train_label" / "unlike.png", np.ones((9, 9), np.uint8))
    write_tile(tmp_path, "green")
    coloured(0, 128, 0).save(tmp_path / "train_label" / "green.png")

    found = inspect(open_dataset(tmp_path))

    assert [tile.name for tile in found.dataset.tiles] == ["a", "b", "c", "dry"]
    assert (found.width, found.height, found.without_lake) == (10, 8, 1)
    assert found.lake_share == pytest.approx(0.75 * MASK.mean())
    said = "\n".join(found.sentences())
    assert "large.png has 20 × 20 pixels, most tiles have 10 × 8" in said
    assert "unlike.png has 10 × 8 pixels, but its label 9 × 9" in said
    assert "green.png has 18 pixels of (0, 128, 0)" in said


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


def test_split_is_the_published_one_in_size_and_the_same_for_the_same_seed(tmp_path):
    names = [f"{i:05}" for i in range(6774)]

    split, other = random_split(names[::-1], 3), random_split(names, 4)

    assert (len(split.train), len(split.test)) == (6164, 610)
    assert sorted(split.train + split.test) == names
    assert split == random_split(names, 3)
    assert split.test != other.test
    split.save(tmp_path / "split.json")
    assert Split.load(tmp_path / "split.json") == split


def test_both_sides_of_a_split_have_a_tile():
    assert len(random_split(["a", "b"], 0, 1.0).test) == 1
    assert len(random_split(["a", "b"], 0, 0.0).train) == 1
    with pytest.raises(DatasetError, match="two tiles at least"):
        random_split(["a"], 0)


@pytest.mark.parametrize("text", ["", "[]", '{"train": []}', "\x00"])
def test_no_split_file(tmp_path, text):
    (tmp_path / "split.json").write_text(text)

    with pytest.raises(DatasetError, match="no split file"):
        Split.load(tmp_path / "split.json")


def test_lists_of_names(tmp_path):
    (tmp_path / "list.txt").write_text("b.png\n\n a \ngone\n")
    for name in "abc":
        write_tile(tmp_path, name)

    names = read_names(tmp_path / "list.txt")

    assert names == ["b", "a", "gone"]
    assert [tile.name for tile in open_dataset(tmp_path).only(names).tiles] == ["a", "b"]
    with pytest.raises(DatasetError, match="None of the 1 listed tiles"):
        open_dataset(tmp_path).only(["gone"])
    (tmp_path / "list.txt").write_text("\n")
    with pytest.raises(DatasetError, match="is empty"):
        read_names(tmp_path / "list.txt")
    with pytest.raises(DatasetError, match="cannot be read"):
        read_names(tmp_path / "nothing.txt")
