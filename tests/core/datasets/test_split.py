import json

import pytest
from lake_mapper.core.datasets.split import (
    Split,
    random_split,
    read_names,
    split_by_source,
    split_file,
)
from lake_mapper.core.util.errors import DatasetError


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


WRONG = (
    {"train": "tile", "test": ["b"]}, {"train": [1], "test": [2]}, {"train": [["a"]], "test": [{}]},
    {"train": None, "test": None}, {"seed": "x"}, {"seed": [1]},
)  # fmt: skip
SPLITS = [json.dumps({"train": ["a"], "test": ["b"], "rule": "r", "seed": 0, **values}) for values in WRONG]


@pytest.mark.parametrize("text", ["", "[]", "null", "5", '{"train": []}', "\x00", "[" * 100_000, *SPLITS])
def test_no_split_file(tmp_path, text):
    (tmp_path / "split.json").write_text(text)

    with pytest.raises(DatasetError, match="no split file"):
        Split.load(tmp_path / "split.json")


def test_a_tile_on_both_sides_is_refused(tmp_path):
    Split(("a", "b", "c"), ("c", "d", "b"), "by hand").save(tmp_path / "split.json")

    with pytest.raises(DatasetError, match="has 2 tiles on both sides, such as b"):
        Split.load(tmp_path / "split.json")


def test_a_dataset_has_its_own_split_but_another_may_be_given(tmp_path):
    assert split_file(tmp_path) == ""
    assert split_file(tmp_path, "other.json") == "other.json"
    random_split(["a", "b"], 0).save(tmp_path / "split.json")
    assert split_file(tmp_path) == str(tmp_path / "split.json")
    assert split_file(tmp_path, "other.json") == "other.json"


def test_a_list_of_names_has_one_a_line_with_or_without_suffix(tmp_path):
    (tmp_path / "list.txt").write_text("b.png\n\n a \ngone\n")

    assert read_names(tmp_path / "list.txt") == ["b", "a", "gone"]
    (tmp_path / "list.txt").write_text("scene_0.25_3\r\ntiles/scene_0.25_4.PNG\r\n", encoding="utf-8-sig")
    assert read_names(tmp_path / "list.txt") == ["scene_0.25_3", "scene_0.25_4"]
    (tmp_path / "list.txt").write_text("\n")
    with pytest.raises(DatasetError, match="is empty"):
        read_names(tmp_path / "list.txt")
    with pytest.raises(DatasetError, match="cannot be read"):
        read_names(tmp_path / "nothing.txt")


def test_whole_images_come_near_the_share_with_something_on_each_side():
    source_of = {f"{source}_{tile}": source for source in "abcdefgh" for tile in range(ord(source) % 5 + 1)}

    for seed in range(20):
        for share in (0.0, 0.5, 0.9, 1.0):
            split = split_by_source(source_of, seed, share)
            assert split.train and split.test
            assert abs(len(split.train) - share * len(source_of)) <= 5
    assert split_by_source(source_of, 1) == split_by_source(dict(reversed(source_of.items())), 1)
    with pytest.raises(DatasetError, match="one image"):
        split_by_source({"a_0": "a", "a_1": "a"}, 0)
