"""Error maps: which tiles are shown, and what their colours mean."""

from dataclasses import replace
from io import BytesIO

import numpy as np
from lake_mapper.core.evaluation.error_maps import error_map, jpeg, legend, tiles_to_show
from PIL import Image


def test_worst_tiles_come_first_and_typical_ones_from_the_middle(result):
    names = tuple(f"t{i}" for i in range(10))
    # Tile i finds i of 10 lake pixels; the last has no lake.
    counts = np.array([[i, 0, 10 - i, 90] for i in range(9)] + [[0, 5, 0, 95]])
    first = replace(result, names=names, counts=counts, boundary=counts)

    worst, typical = tiles_to_show([first, first], worst=3, typical=2)

    assert worst == ["t0", "t1", "t2"]
    assert typical == ["t5", "t6"]
    assert tiles_to_show([first], worst=20, typical=2)[1] == []


def test_each_kind_of_error_has_its_colour():
    truth = np.array([[True, True, False, False]])
    lake = np.array([[True, False, True, False]])

    pixels = error_map(np.full((1, 4, 3), 100, np.uint8), truth, lake)[0].astype(int)

    found, false, missed = (np.array(colour) for colour in legend())
    for pixel, colour in zip(pixels, (found, missed, false)):
        distances = [abs(pixel - other).sum() for other in (found, false, missed)]
        assert np.argmin(distances) == [tuple(c) for c in (found, false, missed)].index(tuple(colour))
    assert len(set(pixels[3])) == 1


def test_large_pictures_are_reduced():
    assert Image.open(BytesIO(jpeg(np.zeros((300, 600, 3), np.uint8)))).size == (256, 128)
    assert Image.open(BytesIO(jpeg(np.zeros((64, 64, 3), np.uint8)))).size == (64, 64)
