"""From labelled images to tiles: nothing shifted, nothing half written, always the same."""

import errno
import json
from pathlib import Path

import numpy as np
import pytest
from lake_mapper.core.datasets import prepare as preparation
from lake_mapper.core.datasets.dataset import inspect, open_dataset
from lake_mapper.core.datasets.prepare import Recipe, prepare
from lake_mapper.core.datasets.sources import LabelledImage, labelme_sources
from lake_mapper.core.datasets.split import Split, read_names
from lake_mapper.core.datasets.tile_files import save_image, save_label
from lake_mapper.core.util.errors import Cancelled, DatasetError
from support import english_in, rgb_of

SIZE = 64


def blob(height=200, width=270, centre=(100, 130), radius=70) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width] + 0.5
    return (np.hypot(y - centre[0], x - centre[1]) < radius).astype(np.uint8)


def write_result(folder, mask):
    """A json_to_dataset folder whose image is blue where the lake is."""
    save_image(folder / "img.png", rgb_of(mask > 0).transpose(1, 2, 0).copy())
    save_label(folder / "label.png", mask)


@pytest.fixture
def labelled(tmp_path):
    folder = tmp_path / "labelled"
    for number, radius in enumerate((70, 90, 30)):
        write_result(folder / f"p{number}_json", blob(radius=radius))
    return folder


def make(labelled, folder, scale=1.0, **recipe):
    sources, _ = labelme_sources(labelled, scale)
    return prepare(sources, folder, Recipe(**{"tile_size": SIZE, **recipe}), {"scale": scale})


def files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_tiles_cover_the_image_without_overlap(labelled, tmp_path):
    mask = blob()

    made = make(labelled, tmp_path / "out", min_lake_share=0.0)

    found = inspect(open_dataset(tmp_path / "out"))
    assert len(found.dataset.tiles) == 3 * 3 * 4  # what is left at the right and lower edge is dropped
    tiles = {tile.name: tile.read() for tile in found.dataset.tiles}
    for row in range(3):
        for column in range(4):
            part = mask[row * SIZE : (row + 1) * SIZE, column * SIZE : (column + 1) * SIZE]
            rgb, label = tiles[f"p0_{row}_{column}"]
            assert (label == part).all()
            assert (rgb[..., 2] == 255 * part).all()
    assert made.split == Split.load(tmp_path / "out" / "split.json")
    assert set(made.split.train + made.split.test) == tiles.keys()


def test_dry_tiles_are_discarded_and_counted(labelled, tmp_path):
    make(labelled, tmp_path / "out", min_lake_share=0.2)

    metadata = json.loads((tmp_path / "out" / "dataset.json").read_text(encoding="utf-8"))
    shares = {tile.name: tile.read()[1].mean() for tile in open_dataset(tmp_path / "out").tiles}
    assert min(shares.values()) >= 0.2
    assert metadata["tiles_with_too_little_lake"] == 36 - len(shares) > 0
    assert (metadata["scale"], metadata["min_lake_share"], metadata["seed"]) == (1.0, 0.2, 0)
    assert {name: tile["lake_share"] for name, tile in metadata["tiles"].items()} == pytest.approx(
        shares, abs=1e-5
    )
    assert metadata["tiles"]["p1_1_2"]["source"] == "p1_json"


def test_the_same_seed_makes_the_same_files(labelled, tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        make(labelled, tmp_path / name, count=6, seed=seed, subsets=True)

    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert len(open_dataset(tmp_path / "a").tiles) == len(open_dataset(tmp_path / "c").tiles) == 6
    assert files(tmp_path / "a").keys() != files(tmp_path / "c").keys()


def test_bad_sources_are_named_and_the_rest_goes_on(labelled, tmp_path):
    (labelled / "sub").mkdir()
    (labelled / "sub" / "broken.json").write_text("{")
    write_result(labelled / "tiny_json", blob(20, 90))
    write_result(labelled / "unlike_json", blob())
    save_label(labelled / "unlike_json" / "label.png", blob(100, 100))

    made = make(labelled, tmp_path / "out")

    warnings = "\n".join(made.warnings)
    assert "Left out: sub/broken.json: it is no labelme file" in warnings
    assert "Left out: tiny_json: 90 × 20 pixels are less than a tile of 64 × 64" in warnings
    assert "Left out: unlike_json: img.png has 270 × 200 pixels, but its label 100 × 100" in warnings
    assert {name[:2] for name in made.split.train + made.split.test} == {"p0", "p1", "p2"}


def test_nothing_usable(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text("{")
    with pytest.raises(DatasetError, match=r"No image can be used.*a.json"):
        make(tmp_path / "in", tmp_path / "out")
    write_result(tmp_path / "in" / "dry", np.zeros((90, 90), np.uint8))
    with pytest.raises(DatasetError, match="None of 1 tile can be kept"):
        make(tmp_path / "in", tmp_path / "out")
    with pytest.raises(DatasetError, match="No tile has any lake"):
        make(tmp_path / "in", tmp_path / "out", min_lake_share=0.0)
    assert not (tmp_path / "out").exists()


def test_a_folder_with_tiles_is_refused_and_one_without_is_used(labelled, tmp_path):
    out = tmp_path / "out"
    (out / "train_img").mkdir(parents=True)
    (out / "notes.txt").write_text("mine")

    make(labelled, out)

    before = files(out)
    assert before["notes.txt"] == b"mine"
    with pytest.raises(DatasetError, match="already holds a dataset"):
        make(labelled, out)
    assert files(out) == before


def test_the_split_comes_last_since_with_it_the_dataset_is_whole(labelled, tmp_path, monkeypatch):
    out, moved, replace = tmp_path / "out", [], Path.replace

    def watched(path, target):
        if Path(target).parent == out:
            moved.append(Path(target).name)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", watched)
    make(labelled, out, subsets=True)

    assert moved[-1] == "split.json"
    assert {"train_img", "train_label", "dataset.json", "contact_sheet.png"} < set(moved)


@pytest.mark.parametrize("exists", [False, True])
def test_full_disk_and_cancelling_leave_nothing(labelled, tmp_path, monkeypatch, exists):
    out = tmp_path / "out"
    if exists:
        out.mkdir()
    sources, _ = labelme_sources(labelled)
    shares = []
    with pytest.raises(Cancelled):
        prepare(
            sources,
            out,
            Recipe(SIZE),
            {},
            progress=shares.append,
            cancelled=lambda: bool(shares) and shares[-1] > 0.7,
        )

    def full(path, label):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(preparation, "save_label", full)
    with pytest.raises(DatasetError, match="cannot be written to .*No space left on device"):
        make(labelled, out)

    assert shares == sorted(shares)
    assert out.exists() == exists
    assert not exists or not list(out.iterdir())


def test_more_tiles_asked_for_than_there_are(labelled, tmp_path):
    made = make(labelled, tmp_path / "out", count=1000)

    assert any("COUNT is 1000, but only" in warning for warning in made.warnings)


def test_split_by_whole_images(labelled, tmp_path):
    made = make(labelled, tmp_path / "out", whole_sources=True, train_share=0.5)

    train, test = ({name[:2] for name in side} for side in (made.split.train, made.split.test))
    assert train and test and not train & test
    assert "source images whole" in made.split.rule


def test_tiles_that_miss_data_are_discarded_and_counted(tmp_path):
    class Source(LabelledImage):
        name = stem = "s"

        def open(self):
            return self

        def complete(self, window):
            return (window.row, window.column) != (60, 60)

    source = Source(np.zeros((120, 120, 3), np.uint8), np.ones((120, 120), np.uint8))

    prepare([source], tmp_path / "out", Recipe(tile_size=60), {})

    names = [tile.name for tile in open_dataset(tmp_path / "out").tiles]
    assert names == ["s_0_0", "s_0_1", "s_1_0"]
    metadata = json.loads((tmp_path / "out" / "dataset.json").read_text(encoding="utf-8"))
    assert metadata["tiles_with_missing_data"] == 1


def test_subset_lists_name_test_tiles_only(labelled, tmp_path):
    made = make(labelled, tmp_path / "out", subsets=True, train_share=0.3)

    lists = {path.stem: read_names(path) for path in (tmp_path / "out").glob("subset_*.txt")}
    assert lists
    for names in lists.values():
        assert set(names) <= set(made.split.test)
        assert len(names) <= np.ceil(0.2 * len(made.split.test))
    for subset in {"intra_class", "inter_class", "small_lakes"} - {name[7:] for name in lists}:
        assert f"No test tile fits the subset {subset}, so it has no list." in made.warnings


def test_a_reader_of_chinese_reads_chinese_and_the_split_file_stays_english(labelled, tmp_path, chinese):
    (labelled / "broken.json").write_text("{")
    write_result(labelled / "tiny_json", blob(20, 90))

    made = make(labelled, tmp_path / "out", count=1000, whole_sources=True)

    said = "\n".join([*made.notes, *made.warnings, made.split.drawn()])
    assert "已略去：broken.json：它不是 labelme 文件，或已损坏。请在 labelme 中重新保存。" in said
    assert "从 3 幅源影像中随机整幅抽取 2 幅，种子 0" in said
    assert english_in(said) == []
    assert Split.load(tmp_path / "out" / "split.json").rule == "2 of 3 source images whole, at random"
    with pytest.raises(DatasetError, match="已有数据集：train_img 不是空的。"):
        make(labelled, tmp_path / "out")
