"""Doubt about an image: what is counted, when it is told, what the user reads."""

import numpy as np
import pytest
from lake_mapper.core.geo.grid import Grid, Window
from lake_mapper.core.inference.probability_raster import NODATA
from lake_mapper.core.lakes.doubt import Doubt

GRID = Grid("", 500000.0, 3500000.0, pixel_x=17.0, pixel_y=17.0, width=2048, height=1024, ground_pixel=17.0)
LEFT, RIGHT = Window(0, 0, 1024, 1024), Window(1024, 0, 1024, 1024)


def block(uncertain_rows=0):
    """A square lake of 100 pixels a side in 1024 × 1024 pixels, rows below it uncertain."""
    scaled = np.zeros((1024, 1024), np.uint8)
    scaled[100:200, 100:200] = 200
    scaled[900 : 900 + uncertain_rows] = 60
    return scaled


def test_counts_are_those_of_all_blocks():
    doubt = Doubt()
    doubt.add(LEFT, block(uncertain_rows=2))
    doubt.add(RIGHT, block())

    assert (doubt.pixels, doubt.lake, doubt.shore) == (2 * 1024**2, 2 * 100**2, 2 * 400)
    assert doubt.uncertain == 2048
    assert doubt.share == pytest.approx(2048 / (2 * 1024**2))
    assert doubt.degree == pytest.approx(2048 / (800 + 0.005 * 2 * 1024**2 + 0.02 * 2 * 100**2))


def test_uncertain_are_a_fifth_to_four_fifths():
    doubt = Doubt()
    doubt.add(Window(0, 0, 6, 1), np.array([[39, 40, 100, 160, 161, NODATA]], np.uint8))

    assert doubt.uncertain == 3


def test_missing_data_is_neither_land_nor_shore():
    scaled = block()
    scaled[:, 200:] = NODATA  # along the right side of the lake
    doubt = Doubt()
    doubt.add(LEFT, scaled)

    assert (doubt.pixels, doubt.lake, doubt.shore) == (200 * 1024, 100**2, 300)


def test_an_image_without_data_leaves_no_doubt():
    doubt = Doubt()
    doubt.add(LEFT, np.full((1024, 1024), NODATA, np.uint8))

    assert doubt.degree == doubt.share == 0
    assert doubt.warning(1.0, GRID, 10.0) == ""


def test_lake_is_what_the_model_takes_for_lake():
    doubt = Doubt(threshold=0.3)
    doubt.add(LEFT, np.full((10, 10), 60, np.uint8))

    assert doubt.lake == 100


def test_the_warning_says_what_was_seen_where_and_what_to_do():
    doubt = Doubt()
    doubt.add(LEFT, block())
    doubt.add(RIGHT, block(uncertain_rows=100))

    sentence = doubt.warning(2.0, GRID, 10.0)

    assert sentence.startswith(
        "The model is not sure of this image: 4.9 % of its pixels are uncertain, 8.8 times"
    )
    assert "Look first around x 526112, y 3491296 (CRS of the layer)." in sentence
    assert "areas may be wrong" in sentence
    assert "try RESOLUTION 10 or another CONTRAST" in sentence
    assert doubt.warning(9.0, GRID, 10.0) == ""


def test_a_model_without_a_limit_does_not_warn_but_says_so():
    doubt = Doubt()
    doubt.add(LEFT, block(uncertain_rows=500))

    assert doubt.warning(None, GRID, 10.0) == ""
    assert "the model has no limit" in doubt.fact(None)
    assert "beyond 2.2 comes a warning" in doubt.fact(2.2)


def test_in_one_block_no_place_is_named_and_fine_pixels_may_be_coarser():
    doubt = Doubt()
    doubt.add(LEFT, block(uncertain_rows=500))

    sentence = doubt.warning(2.0, Grid(**{**vars(GRID), "ground_pixel": 10.0}), 10.0)

    assert "Look first" not in sentence
    assert "try RESOLUTION 17" in sentence


@pytest.mark.parametrize(("own", "tried"), [(10.0, True), (15.0, False), (30.0, False)])
def test_pixels_finer_than_those_of_the_image_are_not_advised(own, tried):
    doubt = Doubt()
    doubt.add(LEFT, block(uncertain_rows=500))

    assert ("RESOLUTION" in doubt.warning(2.0, GRID, own)) == tried
    assert "try another CONTRAST" in doubt.warning(2.0, GRID, own) or tried
