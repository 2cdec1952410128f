"""A footprint as a short text in metadata."""

import numpy as np
import pytest
from lake_mapper.core.lakes.footprint_text import packed, unpacked
from lake_mapper.core.lakes.image_facts import ImageFacts
from lake_mapper.core.lakes.valid_data_footprint import valid_data_footprint
from osgeo import ogr

LATTICE = (500_000.0, 3_500_000.0, 17.0, -17.0)
HOLED = (
    "MULTIPOLYGON (((500000 3500000,500340 3500000,500340 3499660,500000 3499660,500000 3500000),"
    "(500034 3499966,500034 3499932,500068 3499932,500068 3499966,500034 3499966)),"
    "((500510 3500000,500527 3500000,500527 3499983,500510 3500000)))"
)


def test_a_footprint_comes_back_with_its_islands():
    words = packed(HOLED, LATTICE)

    back = ogr.CreateGeometryFromWkt(unpacked(words, LATTICE))

    assert back.Equals(ogr.CreateGeometryFromWkt(HOLED))
    assert all(len(word) <= 64 for word in words)


def test_the_facts_of_an_image_are_short_and_come_back(run_of):
    """A border of missing data in steps, as a turned satellite image has: pages of WKT."""
    valid = np.tri(900, k=300, dtype=bool)
    run = run_of(np.zeros(valid.shape, bool), valid=valid)
    grid = run.grid
    footprint = valid_data_footprint(run)
    facts = ImageFacts(17.0, (grid.west, grid.north, grid.pixel_x, -grid.pixel_y), footprint)

    keywords = facts.keywords()

    assert len(footprint) > 7500
    assert sum(len(word) for words in keywords.values() for word in words) < 750
    back = ImageFacts.from_keywords(keywords)
    difference = ogr.CreateGeometryFromWkt(back.footprint).SymDifference(ogr.CreateGeometryFromWkt(footprint))
    assert difference.Area() < 1e-6 * grid.pixel_x * grid.pixel_y
    assert back[:2] == facts[:2]


def test_facts_from_before_are_read():
    keywords = {
        "lakemapper:ground_pixel_m": ["17.0"],
        "lakemapper:grid": [repr(number) for number in LATTICE],
        "lakemapper:seen": [HOLED],
    }

    assert ImageFacts.from_keywords(keywords) == ImageFacts(17.0, LATTICE, HOLED)


def test_what_does_not_lie_on_pixels_stays_as_it_is():
    off = "POLYGON ((500000 3500000,500005 3500000,500005 3499990,500000 3500000))"

    assert packed(off, LATTICE) is None
    assert packed("POINT (500000 3500000)", LATTICE) is None
    assert ImageFacts.from_keywords(ImageFacts(17.0, LATTICE, off).keywords()).footprint == off


@pytest.mark.parametrize("words", [["?"], ["AAAA"], ["eJyLjo5WSlSKjY0FAA34As4="], ["eJyLjo42jI2NBQAJXwJa"]])
def test_damaged_words_are_no_footprint(words):
    keywords = ImageFacts(17.0, LATTICE, HOLED).keywords()

    with pytest.raises(ValueError):
        unpacked(words, LATTICE)
    assert ImageFacts.from_keywords({**keywords, "lakemapper:footprint": words}) == ImageFacts()
