"""The files of labelme, of all its versions and both operating systems."""

import base64
import io
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_mapper.core.datasets.labelme import find_labelled, read_labelme, read_result
from lake_mapper.core.util.errors import DatasetError
from osgeo import gdal
from PIL import Image


def picture(width=60, height=40) -> Image.Image:
    rng = np.random.default_rng(0)
    return Image.fromarray(rng.integers(0, 255, (height, width, 3), dtype=np.uint8))


def embedded(image: Image.Image) -> str:
    memory = io.BytesIO()
    image.save(memory, "PNG")
    return base64.b64encode(memory.getvalue()).decode()


def lake(points, kind="polygon", label="lake") -> dict:
    return {"label": label, "points": points, "shape_type": kind, "group_id": None, "flags": {}}


SQUARE = [[10, 5], [30, 5], [30, 25], [10, 25]]


def write(path, shapes=None, image=None, **values):
    given = {"imageData": embedded(image or picture()), "shapes": shapes or [lake(SQUARE)], **values}
    path.write_text(json.dumps(given), encoding="utf-8")
    return path


def label_of(path, scale=1.0) -> np.ndarray:
    annotation = read_labelme(path)
    height, width = annotation.rgb.shape[:2]
    return annotation.label(round(width * scale), round(height * scale))


def test_a_polygon_covers_the_pixels_whose_centres_it_holds(tmp_path):
    label = label_of(write(tmp_path / "a.json"))

    expected = np.zeros((40, 60), np.uint8)
    expected[5:25, 10:30] = 1
    assert (label == expected).all()


def test_versions_3_and_5(tmp_path):
    three = {"label": "Lake", "points": SQUARE, "line_color": None, "fill_color": [0, 255, 0, 128]}
    old = write(tmp_path / "old.json", [three], lineColor=[0, 255, 0, 128], fillColor=None, imagePath="x.jpg")
    new = write(
        tmp_path / "new.json",
        [{**lake(SQUARE), "description": "", "mask": None}],
        version="5.4.1",
        imageWidth=60,
        imageHeight=40,
    )

    assert (label_of(old) == label_of(new)).all()
    assert label_of(old).sum() == 400


@settings(max_examples=25)
@given(
    st.floats(80, 120),
    st.floats(80, 120),
    st.floats(10, 70),
    st.sampled_from([0.5, 1.0, 1.7]),
)
def test_a_circle_has_the_area_of_its_disc(tmp_path_factory, x, y, radius, scale):
    path = tmp_path_factory.mktemp("circle") / "a.json"
    write(path, [lake([[x, y], [x, y + radius]], "circle")], picture(200, 200))

    area = label_of(path, scale).sum()

    # Counted by centres, an area errs by the order of the root of the shoreline.
    assert area == pytest.approx(math.pi * (radius * scale) ** 2, abs=5 * math.sqrt(radius * scale))


@settings(max_examples=25)
@given(st.integers(0, 50), st.integers(0, 30), st.integers(1, 9), st.integers(1, 9), st.booleans())
def test_a_rectangle_has_its_area_whichever_corner_comes_first(tmp_path_factory, x, y, wide, tall, turned):
    path = tmp_path_factory.mktemp("rectangle") / "a.json"
    corners = [[x, y], [x + wide, y + tall]]
    write(path, [lake(corners[::-1] if turned else corners, "rectangle")])

    assert label_of(path).sum() == wide * tall
    assert label_of(path, 2).sum() == 4 * wide * tall


def test_islands_are_cut_out_and_ponds_on_them_are_lake_again(tmp_path):
    def box(a, b, label):
        return lake([[a, a], [b, b]], "rectangle", label)

    shapes = [box(12, 15, "lake"), box(10, 20, "Island"), box(5, 35, "lake")]

    label = label_of(write(tmp_path / "a.json", shapes))

    assert label.sum() == 30**2 - 10**2 + 3**2
    assert label[13, 13] == 1
    assert label[18, 18] == 0


def test_other_labels_are_ignored_and_named(tmp_path):
    shapes = [lake(SQUARE), lake(SQUARE, label="_background_"), lake([[1, 1], [2, 2]], "line", "road")]

    annotation = read_labelme(write(tmp_path / "a.json", shapes))

    assert len(annotation.outlines) == 1
    assert [note.split("'")[1] for note in annotation.notes] == ["_background_", "road"]


def test_an_image_next_to_the_file_is_found_by_a_windows_path(tmp_path):
    (tmp_path / "labels").mkdir()
    (tmp_path / "images").mkdir()
    picture().save(tmp_path / "images" / "a b.png")
    relative = write(tmp_path / "labels" / "a.json", imageData=None, imagePath="..\\images\\a b.png")
    picture().save(tmp_path / "labels" / "c.png")
    foreign = write(tmp_path / "labels" / "c.json", imageData=None, imagePath="C:\\data\\c.png")

    assert (read_labelme(relative).rgb == np.array(picture())).all()
    assert (read_labelme(foreign).rgb == np.array(picture())).all()


def test_an_image_is_rotated_by_its_exif_orientation_as_labelme_shows_it(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90°
    picture(60, 40).save(tmp_path / "a.png", exif=exif)

    turned = read_labelme(
        write(tmp_path / "a.json", imageData=None, imagePath="a.png", imageWidth=40, imageHeight=60)
    )

    assert turned.rgb.shape == (60, 40, 3)
    assert (turned.rgb == np.rot90(np.array(picture(60, 40)), -1)).all()


def refused(path) -> str:
    with pytest.raises(DatasetError) as caught:
        read_labelme(path)
    return str(caught.value)


def test_errors_say_what_is_wrong_and_the_remedy(tmp_path):
    a = tmp_path / "a.json"
    cut = embedded(picture())[:400]

    a.write_text('{"shapes": [')
    assert "no labelme file" in refused(a)
    for other in ("[1, 2]", '{"train": []}', '{"shapes": 3}', "\x00\xff"):
        a.write_text(other)
        assert "no labelme file" in refused(a)
    assert "drawn as 'linestrip'" in refused(write(a, [lake(SQUARE, "linestrip")]))
    assert "drawn as 'mask'" in refused(write(a, [lake([[0, 0], [9, 9]], "mask")]))
    assert "no usable points" in refused(write(a, [lake([[0, 0], [9, 9]])]))
    assert "no usable points" in refused(write(a, [lake([["x", 0], [9, 9], [1, 1]])]))
    assert "no usable points" in refused(write(a, [lake([[math.nan, 0], [9, 9], [1, 1]])]))
    assert "no usable points" in refused(write(a, [lake([])]))
    assert "shape 1 has no label; shape 2 (lake) has" in refused(write(a, [3, lake([])]))
    assert "50 × 40 pixels, but its image has 60 × 40" in refused(write(a, imageWidth=50, imageHeight=40))
    assert "cannot be read" in refused(write(a, imageData=cut))
    assert "cannot be read" in refused(write(a, imageData="?"))
    assert "gone.jpg is not there" in refused(write(a, imageData=None, imagePath="gone.jpg"))
    assert "names none" in refused(write(a, imageData=None))
    Image.fromarray(np.full((40, 60), 3000, np.uint16)).save(tmp_path / "deep.png")
    assert "more than 8 bits" in refused(write(a, imageData=None, imagePath="deep.png"))
    colours = gdal.GetDriverByName("MEM").Create("", 60, 40, 3, gdal.GDT_UInt16)
    gdal.GetDriverByName("PNG").CreateCopy(str(tmp_path / "colours.png"), colours)
    assert "more than 8 bits" in refused(write(a, imageData=None, imagePath="colours.png"))


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (lake([[0, 0], [9, 9]]), "shape 2 (lake) has no usable points"),
        (lake(SQUARE, "linestrip"), "shape 2 is drawn as 'linestrip'"),
        (lake([[4, 4]], "circle", "island"), "shape 2 (island) has no usable points"),
        (lake(SQUARE, label=" "), "shape 2 has no label"),
        ({"points": SQUARE}, "shape 2 has no label"),
        ({"label": "lake"}, "shape 2 (lake) has no usable points"),
        (None, "shape 2 has no label"),
    ],
)
def test_a_shape_that_cannot_be_used_is_left_out_alone(tmp_path, bad, fault):
    good = label_of(write(tmp_path / "good.json", [lake(SQUARE)]))

    annotation = read_labelme(write(tmp_path / "a.json", [lake(SQUARE), bad]))

    assert np.array_equal(annotation.label(60, 40), good)
    (note,) = annotation.notes
    assert note.startswith(fault)
    assert "left out" in note


def test_images_too_large_to_read_at_once(tmp_path, monkeypatch):
    picture().save(tmp_path / "img.png")
    picture().save(tmp_path / "label.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)

    assert "too large" in refused(write(tmp_path / "a.json"))
    with pytest.raises(DatasetError, match="too large"):
        read_result(tmp_path)


def test_files_and_result_folders_are_found_once_and_in_order(tmp_path):
    for folder in ("a_json", "deep/er/c_json"):
        (tmp_path / folder).mkdir(parents=True)
        picture().save(tmp_path / folder / "img.png")
        picture().save(tmp_path / folder / "label.png")
    write(tmp_path / "b.json")
    write(tmp_path / "a.json")

    files, results, notes = find_labelled(tmp_path)

    assert [p.name for p in files] == ["a.json", "b.json"]
    assert [p.name for p in results] == ["c_json"]
    assert notes == ("a_json is not used: a.json next to it is the same image.",)


def test_result_folder_whose_class_1_is_no_lake(tmp_path):
    picture(30, 20).save(tmp_path / "img.png")
    label = Image.fromarray(np.eye(20, 30, dtype=np.uint8), "P")
    label.putpalette([0, 0, 0, 128, 0, 0])
    label.save(tmp_path / "label.png")
    names = tmp_path / "label_names.txt"

    names.write_text("_background_\nLake\n")
    assert read_result(tmp_path)[1].sum() == 20
    names.write_text("_background_\nisland\nlake\n")
    with pytest.raises(DatasetError, match="class 1 in label_names.txt is 'island'"):
        read_result(tmp_path)


def test_an_outline_of_more_points_than_anybody_draws_is_left_out(tmp_path):
    many = np.random.default_rng(0).uniform(0, 40, (50_001, 2)).round(1).tolist()
    path = write(tmp_path / "a.json", [lake(SQUARE), lake(many)])

    annotation = read_labelme(path)

    assert len(annotation.outlines) == 1
    assert "shape 2 has 50,001 points, more than 50,000: it is left out" in annotation.notes[0]


@pytest.mark.parametrize(
    "points", [[[1e308, 0], [0, 1e308], [-1e308, 0]], [[math.nan, 0]] * 3, "abc", None, 5]
)
def test_points_that_are_on_no_image_are_named(tmp_path, points):
    with pytest.raises(DatasetError, match=r"shape 1 \(lake\) has no usable points"):
        read_labelme(write(tmp_path / "a.json", [lake(points)]))
