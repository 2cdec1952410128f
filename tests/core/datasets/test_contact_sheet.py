import cv2
import numpy as np
from lake_mapper.core.datasets.contact_sheet import contact_sheet, thumbnail


def test_a_thumbnail_outlines_the_lake_on_land():
    label, rgb = np.zeros((64, 64), np.uint8), np.full((64, 64, 3), (120, 110, 90), np.uint8)
    label[5:25, 5:25], rgb[5:25, 5:25] = 1, (20, 40, 120)

    small = thumbnail(rgb, label)

    outline = (small == (255, 0, 255)).all(2)
    lake = cv2.resize(label, small.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0
    assert outline.sum() == 4 * 60 + 4
    assert not (outline & lake).any()
    assert (cv2.dilate(lake.astype(np.uint8), np.ones((3, 3))) > 0)[outline].all()


def test_a_page_holds_all_thumbnails_whatever_their_names():
    thumbnails = [(f"湖_{number}", np.full((192, 192, 3), 20 * number, np.uint8)) for number in range(10)]

    page = contact_sheet(thumbnails)

    assert page.dtype == np.uint8
    assert page.shape[1] > page.shape[0] > 2 * 192  # eight in the first row, two in the second
    for number in range(1, 10):
        assert (page == 20 * number).all(2).sum() >= 192 * 192
