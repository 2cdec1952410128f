"""Images and labels in every encoding that is found on other people's disks."""

import re

import numpy as np
import pytest
from lake_mapper.core.datasets.tile_files import (
    IGNORE,
    read_image,
    read_label,
    save_image,
    save_label,
    shrink_label,
)
from lake_mapper.core.util.errors import DatasetError
from PIL import Image

MASK = np.zeros((8, 10), np.uint8)
MASK[2:5, 3:9] = 1


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


def test_a_label_in_which_255_may_mean_ignored_is_refused(tmp_path):
    values = MASK.astype(np.uint8)
    values[0] = 255
    Image.fromarray(values).save(tmp_path / "three.png")

    with pytest.raises(DatasetError, match=r"three\.png holds the values 1, 255: .* Keep 0 for land and 1"):
        read_label(tmp_path / "three.png")


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


@pytest.mark.parametrize("bands", [1, 2, 3, 4])
def test_16_bits_are_refused_whatever_the_bands(tmp_path, bands):
    gdal = pytest.importorskip("osgeo.gdal", reason="GDAL writes the image")
    reflectance = gdal.GetDriverByName("MEM").Create("", 8, 8, bands, gdal.GDT_UInt16)
    reflectance.WriteRaster(0, 0, 8, 8, np.full((bands, 8, 8), 3000, np.uint16).tobytes())
    gdal.GetDriverByName("PNG").CreateCopy(str(tmp_path / "deep.png"), reflectance)

    # Read as 8 bits, 3000 would be 11: a dark image without a word.
    with pytest.raises(DatasetError, match="deep.png has more than 8 bits"):
        read_image(tmp_path / "deep.png")


def test_an_image_is_read_without_its_transparency(tmp_path):
    rgb = np.random.default_rng(0).integers(0, 255, (5, 6, 3), np.uint8)
    save_image(tmp_path / "rgb.png", rgb)
    Image.fromarray(np.dstack([rgb, np.zeros((5, 6), np.uint8)])).save(tmp_path / "rgba.png")

    assert (read_image(tmp_path / "rgb.png") == rgb).all()
    assert (read_image(tmp_path / "rgba.png") == rgb).all()


def test_images_too_large_to_read_at_once_are_named(tmp_path, monkeypatch):
    save_label(tmp_path / "large.png", MASK)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)

    with pytest.raises(DatasetError, match="large.png is too large"):
        read_label(tmp_path / "large.png")


def test_shrinking_keeps_what_most_of_a_pixel_was_and_ignores_generously():
    pytest.importorskip("cv2", reason="shrinking needs OpenCV")
    label = np.zeros((4, 8), np.uint8)
    label[:2, :2] = 1
    label[2:, :1] = 1  # half of its new pixel
    label[0, 2] = 1  # a quarter
    label[:1, 4:6] = label[1:2, 6] = IGNORE  # half of one new pixel, a quarter of the next

    assert shrink_label(label, (4, 2)).tolist() == [[1, 0, IGNORE, 0], [1, 0, 0, 0]]
