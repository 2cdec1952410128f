import numpy as np
import pytest
from lake_mapper.core.datasets.dataset import open_dataset
from lake_mapper.core.datasets.split import Split
from lake_mapper.core.datasets.tile_files import save_image, save_label
from lake_mapper.core.evaluation.tile_selection import (
    read_subsets,
    select_test_tiles,
    subset_files,
    usable_split,
)
from lake_mapper.core.util.errors import DatasetError


@pytest.fixture
def folder(tmp_path):
    """A dataset of the tiles a, b, c and d."""
    for name in "abcd":
        save_image(tmp_path / "data" / "train_img" / f"{name}.png", np.zeros((32, 32, 3), np.uint8))
        save_label(tmp_path / "data" / "train_label" / f"{name}.png", np.ones((32, 32), np.uint8))
    return tmp_path / "data"


def names(dataset):
    return [tile.name for tile in dataset.tiles]


def test_all_tiles_without_a_split(folder):
    selection = select_test_tiles(folder)

    assert names(selection.dataset) == ["a", "b", "c", "d"]
    assert selection.sentence == "The whole dataset: 4 tiles."
    assert selection.warnings == []


def test_the_test_side_of_the_datasets_own_split_unless_another_is_given(folder, tmp_path):
    Split(("a", "b"), ("c", "d"), "by hand").save(folder / "split.json")
    Split(("b", "c", "d"), ("a",), "three of four", 7).save(tmp_path / "other.json")

    own = select_test_tiles(folder)
    other = select_test_tiles(folder, str(tmp_path / "other.json"))

    assert names(own.dataset) == ["c", "d"]
    assert "split.json: 2 tiles (trained on: by hand)." in own.sentence
    assert names(other.dataset) == ["a"]
    assert "(trained on: three of four, seed 7)." in other.sentence
    assert names(select_test_tiles(folder, whole=True).dataset) == ["a", "b", "c", "d"]


def test_listed_tiles_that_are_not_there_are_a_warning(folder):
    Split(("a",), ("d", *"uvwxyz"), "by hand").save(folder / "split.json")

    absent, unlisted = select_test_tiles(folder).warnings

    assert absent.startswith("6 of 7 tiles listed in ")
    assert absent.endswith(", not there to evaluate: u, v, w, x, y ...")
    assert unlisted == "2 tiles on neither side of the split: not used."
    assert usable_split(open_dataset(folder))[1].endswith(
        " (by hand). 2 tiles on neither side of the split: not used."
    )


def test_lists_are_called_as_their_files_and_never_all(tmp_path):
    for file, text in (("subset_small.txt", "a.png\nb.png\nx.png\n"), ("all.txt", "b\n")):
        (tmp_path / file).write_text(text)
    paths = [str(tmp_path / "subset_small.txt"), str(tmp_path / "all.txt")]

    subsets, warnings = read_subsets(paths, {"a", "b"})

    assert subsets == {"small": ["a", "b"], "all (all.txt)": ["b"]}
    assert len(warnings) == 1
    assert "1 of 3 tiles listed in" in warnings[0]


def test_a_list_of_another_dataset_is_refused(tmp_path):
    (tmp_path / "list.txt").write_text("x\ny\n")

    with pytest.raises(DatasetError, match="None of the 2 tiles listed in .* is among the 1 that"):
        read_subsets([str(tmp_path / "list.txt")], {"a"})


def test_a_tile_that_cannot_be_used_is_on_neither_side(folder):
    Split(("a", "b"), ("c", "d"), "by hand", 3).save(folder / "split.json")
    usable = open_dataset(folder).only("acd")

    split, sentence = usable_split(usable)

    assert (split.train, split.test) == (("a",), ("c", "d"))
    assert sentence == "1 to train on and 2 to test on (by hand, seed 3)."


@pytest.mark.parametrize(("train", "test", "side"), [((), ("a",), "training"), (("a",), ("x",), "test")])
def test_a_split_with_a_side_without_tiles_is_refused(folder, train, test, side):
    Split(train, test, "by hand", 3).save(folder / "split.json")

    with pytest.raises(DatasetError, match=f"no usable tile of .* on its {side} side"):
        usable_split(open_dataset(folder))


def test_a_split_is_drawn_where_there_is_none(folder):
    split, sentence = usable_split(open_dataset(folder), seed=5)

    assert sorted(split.train + split.test) == ["a", "b", "c", "d"]
    assert "4 tiles at random, seed 5" in sentence


def test_the_lists_of_a_prepared_dataset_are_found(folder):
    for name in ("subset_b.txt", "subset_a.txt", "other.txt"):
        (folder / name).write_text("a")

    assert [path.name for path in subset_files(open_dataset(folder))] == ["subset_a.txt", "subset_b.txt"]
