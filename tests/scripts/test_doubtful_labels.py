"""Doubtful labels: small objects of which a model is sure that they are the other class are ignored."""

import csv

import doubtful_labels
import numpy as np
import pytest
from doubtful_labels import COLUMNS, doubtful, trusted
from lake_data import Item
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.models.model_card import ModelCard

cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")


class Red:
    """Calls water what is red."""

    card = ModelCard(name="test", network="LakeNet")

    def probability(self, rgb, known, margin):
        inside = rgb[margin:-margin, margin:-margin, 0]
        return (inside > 127).astype(np.float32)


@pytest.fixture()
def item(tmp_path):
    """A lake with a hole, a pond that is not there, a large one, and a lake without a label."""
    shape = 400, 400
    red, label = np.zeros(shape, np.uint8), np.zeros(shape, np.uint8)
    red[20:120, 20:120], label[20:120, 20:120] = 255, 1
    label[60:80, 60:80] = 0
    label[200:220, 30:60] = 1
    label[200:300, 100:200] = 1
    red[320:360, 20:60] = 255
    image = np.stack([np.zeros(shape, np.uint8), np.full(shape, 90, np.uint8), red], 2)  # BGR
    cv2.imwrite(str(tmp_path / "image.png"), image)
    cv2.imwrite(str(tmp_path / "mask.png"), label)
    return Item("s2lakes", 1, tmp_path / "image.png", tmp_path / "mask.png", "train")


def test_small_objects_of_the_other_class_are_found(item):
    found = {of: [np.array(box) for o, *box in doubtful(Red(), item) if o == of] for of in (0, 1)}

    assert np.abs(found[1] - np.array([(200, 30, 220, 60)])).max() == 0
    assert len(found[0]) == 2
    assert np.abs(np.sort(found[0], 0) - np.array([(60, 20, 80, 60), (320, 60, 360, 80)])).max() <= 3


def test_they_are_ignored_in_images_to_train_on_alone(item, tmp_path, monkeypatch):
    monkeypatch.setattr(doubtful_labels, "LIST", tmp_path / "list.csv")
    with open(tmp_path / "list.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerow(("s2lakes", 1, 1, 200, 30, 220, 60))
    doubtful_labels._listed.cache_clear()
    label = item.read()[1]

    ignored = trusted(item, label.copy()) == IGNORE
    held_out = Item("s2lakes", 1, item.image, item.mask, "test")

    doubtful_labels._listed.cache_clear()
    assert ignored.sum() == ignored[200:220, 30:60].sum() == 600
    assert (trusted(held_out, label.copy()) == label).all()


def test_the_list_names_images_to_train_on_alone():
    import lake_data

    with open(doubtful_labels.LIST, newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) > 1000
    assert {lake_data.part(row["source"], int(row["number"])) for row in rows} == {"train"}
