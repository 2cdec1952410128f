"""The sets of labelled images: how they are divided and read."""

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")

import lake_data


def parts(source, numbers):
    return [lake_data.part(source, number) for number in numbers]


def test_every_set_has_its_credit_and_its_division():
    assert set(lake_data.DIVISIONS) == set(lake_data.SOURCES)
    for division in lake_data.DIVISIONS.values():
        blocks = sorted((*division.test, *division.validation))
        assert all(first <= last for first, last in blocks)
        assert all(one[1] < other[0] for one, other in zip(blocks, blocks[1:]))


def test_neighbours_stay_apart():
    numbers = (1989, 1990, 1999, 2000, 2999, 3009, 3010)
    expected = ["train", "dropped", "dropped", "test", "test", "dropped", "train"]
    for source in ("s2lakes", "s2lakes_more"):
        assert parts(source, numbers) == expected
        assert parts(source, (95, 150, 205, 215)) == ["dropped", "validation", "dropped", "train"]
    assert parts("esw", (13, 14, 53, 56)) == ["train", "test", "validation", "train"]
    # Rows of ten tiles that overlap by half: two rows lie between.
    assert parts("towns_fields_s2_bd", (62, 63, 82, 83)) == ["train", "dropped", "dropped", "validation"]


def test_wrong_labels_and_places_seen_again_are_not_trained_on():
    assert parts("s2lakes", (735, 736)) == ["dropped", "train"]
    assert parts("s2lakes", (2224,)) == ["test"]
    assert parts("mixed_landsat_12b", (112, 113, 291)) == ["train", "dropped", "test"]


def test_tiles_of_one_class_become_one_image(tmp_path, monkeypatch):
    monkeypatch.setattr(lake_data, "DATA", tmp_path)
    folder = tmp_path / "eurosat_hard" / "images"
    folder.mkdir(parents=True)
    for number in range(1000, 1018):
        cv2.imwrite(str(folder / f"Forest_{number}.jpg"), np.full((64, 64, 3), number - 1000, np.uint8))
    cv2.imwrite(str(folder / "SeaLake_1000.jpg"), np.full((64, 64, 3), 90, np.uint8))

    forest, rest, sea = lake_data.items(("eurosat_hard",))

    rgb, label = forest.read()
    assert rgb.shape == (256, 256, 3)
    assert rgb[0, ::64, 0].tolist() == [0, 1, 2, 3]
    assert rgb[::64, 0, 0].tolist() == [0, 4, 8, 12]
    assert not label.any()
    assert [path.stem for path in rest.tiles[:3]] == ["Forest_1016", "Forest_1017", "Forest_1000"]
    assert (forest.kind, sea.kind) == ("forest", "plain water")
    rgb, label = sea.read()
    assert label.shape == rgb.shape[:2] == (256, 256)
    assert label.all()


def test_masks_are_read_as_their_set_writes_them(tmp_path, monkeypatch):
    monkeypatch.setattr(lake_data, "DATA", tmp_path)
    for source, name, values in (("esw", "esw_01", (0, 255)), ("tibet_falsecolour", "001", (1, 255))):
        for folder in ("images", "masks"):
            (tmp_path / source / folder).mkdir(parents=True)
        cv2.imwrite(str(tmp_path / source / "images" / f"{name}.jpg"), np.zeros((8, 8, 3), np.uint8))
        mask = np.full((8, 8), values[0], np.uint8)
        mask[:, 4:] = values[1]
        cv2.imwrite(str(tmp_path / source / "masks" / f"{name}.png"), mask)

    esw, tibet = lake_data.items(("esw", "tibet_falsecolour"))

    assert np.unique(esw.read()[1]).tolist() == [0, 1]
    assert np.unique(tibet.read()[1]).tolist() == [1, 255]
    assert (esw.ground, tibet.ground) == (10.0, 17.0)
