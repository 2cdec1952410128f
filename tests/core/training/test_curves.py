"""Learning curves as a picture."""

import pytest

cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")

from lake_mapper.core.training.curves import draw_curves


def row(images, loss, training, validation):
    return {"images": images, "loss": loss, "training_MIoU": training, "validation_MIoU": validation}


@pytest.mark.parametrize(
    "rows",
    [
        [row(8, 0.7, 0.3, None), row(16, 0.5, 0.6, None)],
        [row(8 * k, 1 / k, 0.5, 0.4 + k / 100) for k in range(1, 6)],
        [row(8, 0.7, None, None)],
    ],
    ids=["no validation", "validation", "no score at all"],
)
def test_curves_of_any_log_are_drawn(tmp_path, rows):
    draw_curves(tmp_path / "curves.png", "LakeNet", "lakes", rows)

    picture = cv2.imread(str(tmp_path / "curves.png"))
    assert picture.shape[1] > 2 * picture.shape[0]  # loss and score next to each other
    assert (picture < 250).any()


def test_curves_show_the_values(tmp_path):
    for name, loss in (("low", 0.1), ("high", 5.0)):
        draw_curves(tmp_path / f"{name}.png", "t", "d", [row(8, 5.0, 0.5, None), row(16, loss, 0.5, None)])

    low, high = (cv2.imread(str(tmp_path / f"{name}.png")) for name in ("low", "high"))
    assert (low != high).any()


@pytest.mark.parametrize("font", [True, False])
def test_a_reader_of_chinese_reads_what_a_font_can_draw(tmp_path, chinese, font, monkeypatch, recwarn):
    from lake_mapper.core.training import curves

    if not font:
        monkeypatch.setattr(curves, "_CHINESE_FONTS", ())
    elif curves._chinese_font() is None:
        pytest.skip("no font with Chinese letters")
    draw_curves(tmp_path / "curves.png", "LakeNet", "lakes", [row(8, 0.7, 0.3, 0.2)])

    assert (tmp_path / "curves.png").stat().st_size > 0
    assert [str(warning.message) for warning in recwarn if "missing from" in str(warning.message)] == []
